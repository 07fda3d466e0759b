"""What goes along with a download: what its columns mean, and how its numbers came about."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from batchprot.properties.methods import READING_NOTES, Terms, engine_terms
from batchprot.properties.own import term_of
from batchprot.properties.since import not_calculated
from batchprot.tables.dictionary import DICTIONARY_HEADERS
from batchprot.tables.dictionary import dictionary as described_columns
from results.exports.selected import in_words
from results.jobs import JobSummary
from results.own_columns import NO_COLUMNS, OwnColumns
from results.selection import address
from results.selection.model import Selection

DOWNLOADED: Final = "Downloaded"


def dictionary(headers: Sequence[str], own: OwnColumns = NO_COLUMNS, engine: str = "") -> list[tuple[str, ...]]:
    """A row for each column of a download, under DICTIONARY_HEADERS; what `engine` didn't calculate says so."""
    missing = not_calculated(engine) if engine else frozenset()
    rows = described_columns([own.current(header) or header for header in headers], own.rows)
    return [_said_missing(row, engine) if header in missing else row for header, row in zip(headers, rows, strict=True)]


def _said_missing(row: tuple[str, ...], engine: str) -> tuple[str, ...]:
    """The row of a column without values: its meaning begins with why it is empty."""
    place = DICTIONARY_HEADERS.index("meaning")
    why = f"Empty: not calculated with engine {engine}. Run the analysis again to have it. "
    return (*row[:place], why + row[place], *row[place + 1 :])


def methods(job: JobSummary, selection: Selection, rows: int, now: dt.datetime) -> Terms:
    """How the numbers came about, as terms and what they are: file, checksum, engine, every option, what is in here.

    Args:
        job: The analysis.
        selection: What of it was downloaded.
        rows: How many records that is.
        now: When, in UTC.
    """
    finished = f"{job.finished_at:%Y-%m-%d %H:%M} UTC" if job.finished_at else ""
    return [
        ("Analysis", job.title),
        ("File", job.filename),
        ("SHA-256 of the file", job.sha256),
        *(job.digest.terms() if job.digest else ()),
        *job.reading_terms,
        ("Records in the file", str(job.records)),
        ("Analysed", f"{job.done} ({job.warned} with a warning)"),
        ("Rejected", str(job.rejected)),
        ("Records in this download", str(rows) if rows else "0: nothing is selected, so there are headers only"),
        ("Selection", described(selection)),
        *_own_terms(job.own_columns),
        *engine_terms(job.engine_version, job.options),
        ("Computed", finished),
        (DOWNLOADED, f"{now:%Y-%m-%d %H:%M} UTC"),
        *READING_NOTES,
    ]


def facts(job: JobSummary, selection: Selection, rows: int) -> dict[str, Any]:
    """What a Parquet file says of itself, as the command's do; nothing that differs when it is downloaded again."""
    told = [term for term in methods(job, selection, rows, dt.datetime.now(dt.UTC)) if term[0] != DOWNLOADED]
    return {"engine_version": job.engine_version, "options": job.options.to_json(), "methods": told}


def _own_terms(own: OwnColumns) -> Terms:
    """Where each own column comes from; they are no results of ours."""
    return [term_of(one.row, one.filled) for one in own.facts]


def described(selection: Selection) -> str:
    """What is selected, in words and as the page's address spells it."""
    query = address.write(selection)
    if not query:
        return "every record, in the order of the file"
    return query if selection.is_everything else f"{in_words(selection)} ({query})"
