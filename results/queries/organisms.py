"""How many records each organism of a job has, and how many of them are selected."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.dialects.postgresql import INT4MULTIRANGE

from jobs.services import JobServices
from models.tables import protein
from results.access import OpenJob, Reader, reading
from results.queries import pages
from results.selection.columns import source
from results.selection.model import LONGEST_TEXT, Selection, escape_like
from results.selection.sql import keys_of, needs_measurement

MOST_LISTED = 8
MOST_FOUND = 200
"""Organisms that a search lists."""
MOST_RUNS = 2_000
"""Spans of neighbouring records of one organism that are looked up in memory; of more, the rows themselves are read."""


@dataclass(frozen=True, slots=True)
class OrganismCounts:
    """The most frequent organisms, each with how many records are selected and how many there are; and all others."""

    listed: dict[str, tuple[int, int]]
    others: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Organisms:
    """What never changes: records of each listed organism, of all, and where in the file the listed ones stand."""

    counts: dict[str, int]
    total: int
    spans: dict[str, str] | None

    @property
    def is_choice(self) -> bool:
        """Whether there are several, so that how many of each are selected is of interest."""
        return len(self.counts) > 1


def organism_counts(services: JobServices, reader: Reader, job_id: UUID, selection: Selection) -> OrganismCounts:
    """The organisms of a job by their number of records; the empty text is that of records that name none.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    with reading(services, reader, job_id) as job:
        return organisms_selected(job, selection)


def organisms_selected(job: OpenJob, selection: Selection) -> OrganismCounts:
    """What `organism_counts` answers, of an open job."""
    found = known(job)
    if selection.is_everything or not found.is_choice:
        return all_of(found)
    keys = keys_of(selection) if found.spans else {*keys_of(selection), "organism"}
    tables = source(keys, only_calculated=needs_measurement(selection))
    kinds = [is_of(name, found, tables.ordinal) for name in found.counts]
    total, *selected = pages.counted(job, selection, tables, kinds)
    return with_others(found, selected, total)


def organisms_named(services: JobServices, reader: Reader, job_id: UUID, words: str) -> dict[str, int]:
    """The organisms whose names hold these words, with their numbers of records, the most frequent first.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    number = func.count()
    asked = select(protein.c.organism, number).group_by(protein.c.organism).limit(MOST_FOUND)
    for word in words[:LONGEST_TEXT].split():
        asked = asked.where(protein.c.organism.ilike(f"%{escape_like(word)}%", escape="\\"))
    with reading(services, reader, job_id) as job:
        of_job = asked.where(protein.c.job_id == job.job_id, func.length(protein.c.organism) <= LONGEST_TEXT)
        rows = job.connection.execute(of_job.order_by(number.desc(), protein.c.organism)).all()
    return {name: many for name, many in rows}  # noqa: C416


def all_of(known: Organisms) -> OrganismCounts:
    """Every record of each listed organism, where no question is asked."""
    return with_others(known, list(known.counts.values()), known.total)


def with_others(known: Organisms, selected: Sequence[int], total: int) -> OrganismCounts:
    """Selected records of each listed organism beside all of it, and what is left of `total`."""
    pairs = zip(selected, known.counts.values(), strict=True)
    listed = dict(zip(known.counts, pairs, strict=True))
    return OrganismCounts(listed, (total - sum(selected), known.total - sum(known.counts.values())))


def known(job: OpenJob) -> Organisms:
    """The organisms of an open job."""
    return job.remember("organisms", lambda: _organisms(job))


def _organisms(job: OpenJob) -> Organisms:
    number = func.count()
    asked = select(protein.c.organism, number).where(protein.c.job_id == job.job_id).group_by(protein.c.organism)
    rows = job.connection.execute(asked.order_by(number.desc(), protein.c.organism)).all()
    counts = {name: many for name, many in rows if len(name) <= LONGEST_TEXT}
    counts = dict(list(counts.items())[:MOST_LISTED])
    spans = _spans(job, list(counts)) if len(counts) > 1 else None
    return Organisms(counts, sum(many for _, many in rows), spans)


def _spans(job: OpenJob, names: Sequence[str]) -> dict[str, str] | None:
    """For each organism the spans of record numbers as a multirange; None when they are too many.

    Records of one organism stand together in most files, so that a few spans say what the wide rows would.
    """
    place = protein.c.ordinal - func.row_number().over(partition_by=protein.c.organism, order_by=protein.c.ordinal)
    rows = select(protein.c.organism, protein.c.ordinal, place.label("place")).where(
        protein.c.job_id == job.job_id, protein.c.organism.in_(names)
    )
    placed = rows.subquery()
    ends = (func.min(placed.c.ordinal), func.max(placed.c.ordinal))
    asked = select(placed.c.organism, *ends).group_by(placed.c.organism, placed.c.place).limit(MOST_RUNS + 1)
    runs = job.connection.execute(asked).all()
    if len(runs) > MOST_RUNS:
        return None
    found: dict[str, list[str]] = {name: [] for name in names}
    for name, first, last in sorted(runs, key=lambda run: run[1]):
        found[name].append(f"[{first},{last}]")
    return {name: "{" + ",".join(spans) + "}" for name, spans in found.items()}


def is_of(name: str, known: Organisms, ordinal: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a record is of this listed organism."""
    if known.spans is None:
        return protein.c.organism == name
    return ordinal.op("<@", is_comparison=True)(literal(known.spans[name], INT4MULTIRANGE))
