"""What the printable report of an analysis says: how many, how they are spread, which are extreme, how it was done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from batchprot.properties.table import BY_KEY, Property
from jobs.services import JobServices
from results.exports.about import methods
from results.jobs import JobSummary, get_job
from results.queries import query
from results.queries.query import Histogram, Reader
from results.selection.model import Selection

KEYS = (
    "length",
    "molecular_weight_da",
    "isoelectric_point",
    "charge_at_ph",
    "gravy",
    "instability_index",
    "aliphatic_index",
    "aromaticity",
)
LOGARITHMIC = frozenset({"length", "molecular_weight_da"})
BINS = 48
EXTREMES = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """One property: its distribution, and the records with the smallest and the largest values."""

    row: Property
    histogram: Histogram
    lowest: Sequence[dict[str, Any]]
    highest: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Report:
    """An analysis, what of it is selected, and every property's spread."""

    job: JobSummary
    is_everything: bool
    statuses: dict[str, tuple[int, int]]
    spreads: list[Spread]
    methods: list[tuple[str, str]]

    @property
    def selected(self) -> int:
        """How many records are selected."""
        return sum(selected for selected, _ in self.statuses.values())


def report(services: JobServices, reader: Reader, job_id: UUID, selection: Selection, now: dt.datetime) -> Report:
    """Gather a report on a selection.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    job = get_job(services, reader, job_id)
    statuses = query.status_counts(services, reader, job_id, selection)
    spreads = [_spread(services, reader, job_id, selection, key) for key in KEYS]
    rows = sum(selected for selected, _ in statuses.values())
    return Report(job, selection.is_everything, statuses, spreads, methods(job, selection, rows, now))


def _spread(services: JobServices, reader: Reader, job_id: UUID, selection: Selection, key: str) -> Spread:
    found = query.histogram(services, reader, job_id, key, selection, bins=BINS, log=key in LOGARITHMIC)
    columns = ("ordinal", "identifier", "name", key)
    ends = []
    for direction in ("asc", "desc"):
        ordered = replace(selection, sort=((key, direction),))
        rows = query.page(services, reader, job_id, ordered, 0, EXTREMES, columns).rows
        ends.append([row for row in rows if row[key] is not None])
    return Spread(BY_KEY[key], found, *ends)
