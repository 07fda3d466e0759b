"""Proteins of an analysis cut into the file of another one, with the columns that say where each peptide comes from.

The runner does this as the plan of an analysis whose upload has a digest. Killed anywhere, it begins again: the file
appears whole or not at all, and columns, spans and chunks are written in one transaction.
"""

import hashlib
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

import numpy as np
from sqlalchemy import func, select, update

from batchprot.engine.batch import Integers
from batchprot.engine.digest import PROTON_DA, cut_chains
from batchprot.properties.cleavage import Digest
from batchprot.properties.property import Kind
from batchprot.reading.header import accession_of
from batchprot.reading.inspection import inspect_spans
from batchprot.refusal import Refusal
from batchprot.tables.digest_table import CHARGES
from jobs.intake.digest.asked import DigestAsked
from jobs.intake.own_columns import store
from jobs.intake.own_columns.store import NewColumn
from jobs.ownership import own_job
from jobs.room import check_disk, check_quota, result_bytes
from jobs.running import lock_person
from jobs.services import JobServices
from jobs.start import start
from models.states import JobState, RecordStatus, UploadState
from models.tables import job, protein, upload

if TYPE_CHECKING:
    import polars as pl

PROTEINS_AT_A_TIME = 2_000
DECIMALS_OF_MZ, STORED_DECIMALS = 4, 6
SOURCE = "Digest"
COLUMNS = (
    NewColumn(label="Protein", kind=Kind.TEXT, summary="The protein that the peptide is a part of."),
    NewColumn(label="Start", kind=Kind.INTEGER, summary="The first residue of the peptide in its protein, from 1."),
    NewColumn(label="End", kind=Kind.INTEGER, summary="The last residue of the peptide in its protein."),
    NewColumn(
        label="Missed cleavages", kind=Kind.INTEGER, summary="Places inside the peptide where the enzyme did not cut."
    ),
    *(
        NewColumn(
            label=f"m/z {charge}+",
            kind=Kind.NUMBER,
            decimals=DECIMALS_OF_MZ,
            summary=f"Monoisotopic mass of the peptide with {charge} protons, divided by {charge}; "
            "empty with ambiguous residues.",
        )
        for charge in CHARGES
    ),
)


@dataclass(slots=True)
class _Made:
    """What was written: bytes, their checksum, and for each protein how many peptides it gave and where they are."""

    size: int = 0
    number: int = 0
    checksum: Any = field(default_factory=hashlib.sha256)
    names: list[str] = field(default_factory=list)
    columns: list[tuple[Any, ...]] = field(default_factory=list)


def make(services: JobServices, job_id: UUID, at: Callable[[str], None]) -> None:
    """Write the file, the columns and the chunks of an analysis of peptides, and start it.

    `at` is called with the name of each place between two steps.

    Raises:
        JobNotFound: the analysis of the proteins was deleted.
        Refusal: there are too many peptides or none, or no room for them; the message says what to do.
    """
    patient = replace(services, database=services.database.without_limits())
    try:
        _make(patient, job_id, at)
    finally:
        patient.database.dispose()


def _make(services: JobServices, job_id: UUID, at: Callable[[str], None]) -> None:
    wanted = select(job.c.user_id, job.c.upload_id, upload.c.digest).join(upload, upload.c.id == job.c.upload_id)
    with services.database.session() as session:
        row = session.execute(wanted.where(job.c.id == job_id)).one()
        asked = DigestAsked.from_json(row.digest)
        own_job(session, row.user_id, asked.job_id)
    made = _Made()
    with closing(_proteins(services, asked.job_id)) as proteins, services.storage.create(row.upload_id) as file:
        for names, chains in proteins:
            _cut(names, chains, asked.digest, made, file)
            if made.number > services.limits.records:
                raise _too_many(services)
    if not made.number:
        services.storage.delete(row.upload_id)
        raise Refusal("No peptide has a length and a mass within these limits. Choose wider ones.", code="no_peptides")
    at("digest_written")
    _keep(services, job_id, row.user_id, row.upload_id, made)
    at("digest_started")


def _too_many(services: JobServices) -> Refusal:
    sentence = (
        f"These are more than {services.limits.records:,} peptides, the most that an analysis may have. Choose fewer "
        "missed cleavages, longer peptides or a range of masses, or use `batchprot digest`, which has no such limit."
    )
    return Refusal(sentence, code="too_many_peptides", status=413)


def _proteins(services: JobServices, job_id: UUID) -> Generator[tuple[list[str], list[str]]]:
    """Names and chains of the proteins that were accepted, some at a time, in the order of their file."""
    wanted = select(protein.c.ordinal, protein.c.identifier, protein.c.sequence, protein.c.proforma)
    wanted = wanted.where(protein.c.job_id == job_id, protein.c.status != RecordStatus.REJECTED)
    with services.database.session() as session:
        rows = session.execute(wanted.order_by(protein.c.ordinal), execution_options={"yield_per": PROTEINS_AT_A_TIME})
        with closing(rows):
            for some in rows.partitions():
                names = [accession_of(row.identifier) or row.identifier or f"record_{row.ordinal}" for row in some]
                yield names, [row.proforma or row.sequence for row in some]


def _cut(names: list[str], chains: list[str], chosen: Digest, made: _Made, file: BinaryIO) -> None:
    found = cut_chains(chains, chosen)
    places = zip(found.chain.tolist(), found.first.tolist(), found.last.tolist(), found.texts, strict=True)
    written = "".join(f">{names[owner]}/{first}-{last}\n{text}\n" for owner, first, last, text in places).encode()
    file.write(written)
    made.checksum.update(written)
    made.size += len(written)
    made.number += len(found.chain)
    made.columns.append((found.chain + len(made.names), found.first, found.last, found.missed, found.mass))
    made.names += names


def _keep(services: JobServices, job_id: UUID, user_id: UUID, upload_id: UUID, made: _Made) -> None:
    """Start the analysis, in one transaction with everything that belongs to it."""
    with services.storage.open(upload_id) as stream:
        inspection, spans = inspect_spans(stream, limits=services.limits)
    values = _values(made)
    expected = result_bytes(inspection.records, inspection.residues)
    facts = {
        "state": UploadState.READY,
        "reading": str(inspection.reading),
        "inspection": inspection.to_json(),
        "spans": spans,
        "size": made.size,
        "sha256": made.checksum.hexdigest(),
        "received_at": func.now(),
    }
    with services.database.session() as session:
        lock_person(session, user_id)
        check_quota(services, session, user_id, expected + made.size)
        check_disk(services, expected)
        waiting = (job.c.id == job_id) & (job.c.state == JobState.QUEUED) & job.c.deleted_at.is_(None)
        found = session.execute(select(job).where(waiting).with_for_update()).one_or_none()
        if found is None:  # cancelled or deleted meanwhile
            return
        session.execute(update(upload).where(upload.c.id == upload_id).values(facts))
        if not found.own_columns:
            store.add(session, found, [replace(one, source=SOURCE) for one in COLUMNS], values)
        start(session, services.queue, job_id, spans)


def _values(made: _Made) -> "pl.DataFrame":
    """The columns of every peptide, in the order of COLUMNS, after its ordinal."""
    import polars as pl

    protein_of, first, last, missed, mass = (np.concatenate(parts) for parts in zip(*made.columns, strict=True))
    numbers: dict[str, Integers] = {"Start": first, "End": last, "Missed cleavages": missed}
    frame = {
        "ordinal": pl.Series(np.arange(1, made.number + 1), dtype=pl.Int32),
        "Protein": pl.Series(made.names, dtype=pl.String)[protein_of],
        **{name: pl.Series(values, dtype=pl.Float64) for name, values in numbers.items()},
    }
    for charge in CHARGES:
        rounded = np.round(mass / charge + PROTON_DA, STORED_DECIMALS)
        frame[f"m/z {charge}+"] = pl.Series(rounded, dtype=pl.Float64, nan_to_null=True)
    return pl.DataFrame(frame)
