"""What the printable report of an analysis says: how many, how they are spread, which are extreme, how it was done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any
from uuid import UUID

from batchprot.properties.table import Property, described
from jobs.services import JobServices
from results.access import OpenJob, Reader, reading
from results.exports.about import methods
from results.exports.selected import in_words
from results.jobs import JobSummary, get_job
from results.queries import histograms, pages
from results.queries.found import answers
from results.queries.histograms import Histogram, Histograms
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
_ASKED = Histograms({key: key in LOGARITHMIC for key in KEYS}, BINS, medians=True)


@dataclass(frozen=True, slots=True)
class Spread:
    """One property: its distribution, and the records with the smallest and the largest values."""

    row: Property
    histogram: Histogram
    lowest: Sequence[dict[str, Any]]
    highest: Sequence[dict[str, Any]]

    @property
    def extremes(self) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
        """A row for each rank: the record with a small value, and the one with a large one."""
        return list(zip_longest(self.lowest, self.highest))


@dataclass(frozen=True, slots=True)
class Report:
    """An analysis, what of it is selected, and every property's spread."""

    job: JobSummary
    is_everything: bool
    statuses: dict[str, tuple[int, int]]
    spreads: list[Spread]
    methods: list[tuple[str, str]]
    selection: str
    """What is selected, in words."""

    @property
    def selected(self) -> int:
        """How many records are selected."""
        return sum(selected for selected, _ in self.statuses.values())


def report(services: JobServices, reader: Reader, job_id: UUID, selection: Selection, now: dt.datetime) -> Report:
    """Gather a report on a selection.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    summary = get_job(services, reader, job_id)
    with reading(services, reader, job_id) as job:
        statuses = pages.statuses_of(job, pages.selected_statuses(job, selection))
        plan = histograms.planned(job, _ASKED, selection)
        counted = plan.read(answers(job, selection, plan.questions))
        spreads = [_spread(job, selection, key, counted[key]) for key in KEYS]
    rows = sum(selected for selected, _ in statuses.values())
    how = methods(summary, selection, rows, now)
    return Report(summary, selection.is_everything, statuses, spreads, how, in_words(selection))


def _spread(job: OpenJob, selection: Selection, key: str, counted: Histogram) -> Spread:
    columns = ("ordinal", "identifier", "name", "description", key)
    ends = []
    for direction in ("asc", "desc"):
        ordered = replace(selection, sort=((key, direction),))
        rows = pages.page_of(job, ordered, 0, EXTREMES, columns).rows
        ends.append([row for row in rows if row[key] is not None])
    return Spread(described(key), counted, *ends)
