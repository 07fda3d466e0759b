"""Large downloads: made by a runner, kept in the storage for a day, and sent as a file.

What is small is made within the request: the reader sees no difference but the time.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Generator
from typing import Any
from uuid import UUID

from sqlalchemy import select

from jobs.background import BackgroundWork, WorkKind, begin, look
from jobs.errors import JobNotFound
from jobs.room import check_disk, result_bytes
from jobs.services import JobServices
from models.states import UNFINISHED
from models.tables import job as job_table
from results.access import Reader, reading
from results.exports import csv as export
from results.exports.about import methods
from results.exports.archive import zip_stream
from results.exports.fasta import fasta_stream
from results.exports.workbook import xlsx_stream
from results.jobs import JobSummary, get_job
from results.own_columns import NO_COLUMNS
from results.queries import query
from results.selection import address
from results.selection.model import Selection

LARGE = {"csv": 20_000, "tsv": 20_000, "jsonl": 20_000, "fasta": 20_000, "zip": 10_000, "xlsx": 3_000}
"""Rows from which on a download of this form is made in the background: about a second's work."""
_TEXTS = {"csv": export.csv_stream, "tsv": export.tsv_stream, "jsonl": export.json_lines_stream}
_WITH_METHODS = {"xlsx": xlsx_stream, "zip": zip_stream}
Blocks = Generator[bytes, None, None]
Progress = Callable[[int, int | None], None]


def is_large(services: JobServices, reader: Reader, job: JobSummary, form: str, selection: Selection) -> bool:
    """Whether a download is to be made in the background."""
    records = job.done + job.rejected
    if records <= LARGE[form]:
        return False
    selection = job.own_columns.checked(selection)
    return selection.is_everything or query.count(services, reader, job.id, selection) > LARGE[form]


def prepare(  # noqa: PLR0917 - one question
    services: JobServices, reader: Reader, job: JobSummary, form: str, selection: Selection, columns: str
) -> BackgroundWork:
    """The work that makes a download, begun now or before.

    Raises:
        JobRefused: too many are being made for this analysis's owner.
        Refusal: the disk is nearly full.
    """
    check_disk(services, result_bytes(job.records, job.residues))
    with reading(services, reader, job.id) as open_job:
        owner = open_job.connection.execute(select(job_table.c.user_id).where(job_table.c.id == job.id)).scalar_one()
    asked: dict[str, Any] = {"form": form, "selection": address.write(selection), "columns": columns}
    if job.own_columns != NO_COLUMNS:
        asked["own"] = hashlib.sha256(repr(job.own_columns).encode()).hexdigest()  # they may be others tomorrow
    if job.state in UNFINISHED:
        asked["records"] = job.done + job.rejected  # what there is by now
    return begin(services, WorkKind.EXPORT, owner, asked, job_id=job.id)


def prepared(services: JobServices, reader: Reader, job_id: UUID, work_id: UUID) -> tuple[JobSummary, BackgroundWork]:
    """A download of this analysis that was begun.

    Raises:
        JobNotFound: there is no such analysis for this reader, or no such download of it (any more).
    """
    job = get_job(services, reader, job_id)
    found = look(services, work_id)
    if found is None or found.job_id != job_id or found.kind != WorkKind.EXPORT:
        raise JobNotFound("This download is no longer there. Ask for it again.")
    return job, found


def make_export(services: JobServices, work: BackgroundWork, progress: Progress) -> dict[str, Any]:
    """What the runner does: write the download into the storage, saying how many bytes there are."""
    if work.job_id is None:
        raise JobNotFound
    job = get_job(services, work.user_id, work.job_id)
    form, selection = work.asked["form"], address.read(work.asked["selection"])
    size = 0
    with services.storage.create(work.id) as file:
        for block in blocks(services, work.user_id, job, form, selection, work.asked["columns"]):
            file.write(block)
            size += len(block)
            progress(size, None)
    return {"size": size}


def blocks(  # noqa: PLR0917 - one question
    services: JobServices, reader: Reader, job: JobSummary, form: str, selection: Selection, wanted: str
) -> Blocks:
    """A download in blocks.

    Raises:
        JobNotFound, InvalidSelection: before the first block.
    """
    selection, columns = job.own_columns.checked(selection), export.columns_named(wanted, job.own_columns)
    if job.files > 1:
        columns = ("file", *columns)
    if form == "fasta":
        return fasta_stream(services, reader, job.id, selection)
    if form in _TEXTS:
        return _TEXTS[form](services, reader, job.id, selection, columns)
    rows = query.count(services, reader, job.id, selection)
    told = methods(job, selection, rows, dt.datetime.now(dt.UTC))
    beside: dict[str, Any] = {"methods": told, "own": job.own_columns, "engine": job.engine_version}
    return _WITH_METHODS[form](services, reader, job.id, selection, columns, **beside)
