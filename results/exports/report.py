"""What the report of an analysis says: how many, how they are spread, which are selected, how it was done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any
from uuid import UUID

from sqlalchemy import case, select

from batchprot.properties.table import Property, described
from jobs.services import JobServices
from models.tables import protein
from results.access import OpenJob, Reader, reading
from results.exports.about import methods
from results.exports.selected import in_words
from results.jobs import JobSummary, get_job
from results.own_columns import own_columns_of
from results.queries import histograms, pages
from results.queries.compositions import Composition, composition_of
from results.queries.densities import Axis, Plot
from results.queries.found import answers
from results.queries.histograms import Histogram, Histograms
from results.queries.quartiles import Quartiles, quartiles
from results.queries.scatters import Scatter, scatter_of
from results.selection.columns import JOINED, column_of
from results.selection.model import Selection
from results.selection.sql import condition

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
PI, MASS = "isoelectric_point", "molecular_weight_da"
BINS = 48
LISTED = 100
"""Selected proteins that are named."""
MOST_LIVE = 25_000
"""Proteins of which a report can hold every value: about 10 MB."""
_LISTED_COLUMNS = ("ordinal", "identifier", "name", "description", "status", *KEYS)
EXTREMES = 3
AT_ONCE = histograms.MOST_KEYS


@dataclass(frozen=True, slots=True)
class Spread:
    """One property: its distribution, and the records with the smallest and the largest values."""

    row: Property
    histogram: Histogram
    lowest: Sequence[dict[str, Any]]
    highest: Sequence[dict[str, Any]]
    whole: Quartiles
    chosen: Quartiles

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
    gel: Scatter
    """Isoelectric point against the logarithm of the mass."""
    composition: Composition
    listed: Sequence[dict[str, Any]]
    """The first LISTED selected records, in the order of the table; none when everything is selected."""
    values: Sequence[Any] | None = None
    """Every protein's names and values, and whether it is selected; of a large analysis there are none."""

    @property
    def keys(self) -> list[str]:
        """The properties, in order."""
        return [one.row.key for one in self.spreads]

    @property
    def selected(self) -> int:
        """How many records are selected."""
        return sum(selected for selected, _ in self.statuses.values())


def report(
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    selection: Selection,
    now: dt.datetime,
    *,
    with_values: bool = False,
) -> Report:
    """Read a report; a plain function, for a page, a file or a job of its own.

    `with_values` adds the values of every protein, where they are few enough for a file that stays interactive.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    summary = get_job(services, reader, job_id)
    with reading(services, reader, job_id) as job:
        statuses = pages.statuses_of(job, pages.selected_statuses(job, selection))
        keys = keys_of(job)
        counted = _counted(job, selection, keys)
        whole = job.remember(("quartiles", keys), lambda: quartiles(job, keys, Selection()))
        chosen = whole if selection.is_everything else quartiles(job, keys, selection)
        spreads = [_spread(job, selection, key, counted[key], whole[key], chosen[key]) for key in keys]
        listed = [] if selection.is_everything else pages.page_of(job, selection, 0, LISTED, _LISTED_COLUMNS).rows
        values = _values(job, selection, keys) if with_values and job.records <= MOST_LIVE else None
        gel = scatter_of(job, Plot(Axis(PI, False), Axis(MASS, True), selection), most=MOST_LIVE)
        residues = composition_of(job, selection, spread=False)
    return Report(
        summary,
        selection.is_everything,
        statuses,
        spreads,
        methods(summary, selection, sum(one for one, _ in statuses.values()), now),
        in_words(selection),
        gel,
        residues,
        listed,
        values,
    )


def keys_of(job: OpenJob) -> tuple[str, ...]:
    """The properties of a report: those that are asked for most, and the own columns of numbers."""
    return (*KEYS, *(row.key for row in own_columns_of(job).rows if row.is_quantity))


def _counted(job: OpenJob, selection: Selection, keys: Sequence[str]) -> dict[str, Histogram]:
    found: dict[str, Histogram] = {}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        asked = Histograms({key: key in LOGARITHMIC for key in some}, BINS, medians=True)
        plan = histograms.planned(job, asked, selection)
        found |= plan.read(answers(job, selection, plan.questions))
    return found


def value_name(place: int) -> str:
    """What a property's values are called in `values`, by its place: keys of own columns are too long for a name."""
    return f"value_{place}"


def _values(job: OpenJob, selection: Selection, keys: Sequence[str]) -> list[Any]:
    """Every record with its names and values, and whether it is selected, in the order of the file."""
    chosen = case((condition(selection, protein.c.ordinal), 1), else_=0).label("selected")
    named = [column_of(name).label(name) for name in ("ordinal", "identifier", "name", "description")]
    numbers = [column_of(key).label(value_name(place)) for place, key in enumerate(keys)]
    asked = select(*named, *numbers, chosen).select_from(JOINED)
    every = asked.where(protein.c.job_id == job.job_id).order_by(protein.c.ordinal)
    return list(job.connection.execute(every).all())


def _spread(  # noqa: PLR0917 - one property
    job: OpenJob, selection: Selection, key: str, counted: Histogram, whole: Quartiles, chosen: Quartiles
) -> Spread:
    columns = ("ordinal", "identifier", "name", "description", key)
    ends: list[list[dict[str, Any]]] = []
    for direction in ("asc", "desc"):
        ordered = replace(selection, sort=((key, direction),))
        rows = pages.page_of(job, ordered, 0, EXTREMES, columns).rows
        ends.append([row for row in rows if row[key] is not None])
    lowest, highest = ends
    return Spread(described(key), counted, lowest, highest, whole, chosen)
