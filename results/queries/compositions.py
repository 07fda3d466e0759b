"""Residue composition of a job and of what is selected of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    Select,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY

from batchprot.reading import alphabet
from models.tables import measurement
from results.access import OpenJob
from results.selection.columns import source
from results.selection.model import Selection
from results.selection.sql import condition, keys_of

SAMPLED_RECORDS = 5_000
"""Records that the spread is taken from; of a larger job, a fixed sample."""
RESIDUES = range(1, len(alphabet.STANDARD) + 1)
"""Where PostgreSQL finds each residue in the array of their counts."""


@dataclass(frozen=True, slots=True)
class Composition:
    """Fractions of the twenty residues in the order of `alphabet.STANDARD`.

    `overall` and `selected` are over all residues of the records; `low` and `high` the 10th and 90th percentile of the
    fractions of single records, from about SAMPLED_RECORDS of them. Empty lists when there is nothing to count.
    """

    overall: list[float]
    selected: list[float]
    low: list[float]
    high: list[float]


def composition_of(
    job: OpenJob, selection: Selection, *, spread: bool, selected: list[int] | None = None
) -> Composition:
    """Residue fractions of the whole job and of the selection; `low` and `high` only with `spread`.

    `selected` are the residues of the selection, where they are known.
    """
    overall = job.remember("residues", lambda: _totals(job, Selection()))
    if selected is None:
        selected = overall if selection.is_everything else _totals(job, selection)
    low, high = job.remember("residue spread", lambda: _spread(job)) if spread else ([], [])
    return Composition(_fractions(overall), _fractions(selected), low, high)


def _totals(job: OpenJob, selection: Selection) -> list[int]:
    """Residues of what is selected."""
    tables = source({*keys_of(selection), "residue_counts"}, only_calculated=True)
    # Joined with nothing it stays one array: from a row it would be unpacked for each of the twenty.
    counts = measurement.c.residue_counts.op("||")(literal_column("'{}'::int4[]")).label("counts")
    chosen = (
        select(counts)
        .select_from(tables.tables)
        .where(tables.of(job.job_id), condition(selection, tables.ordinal))
        .offset(0)
        .subquery()
    )
    asked = select(*(func.sum(type_coerce(chosen.c.counts, ARRAY(Integer))[place]) for place in RESIDUES))
    return [int(total or 0) for total in job.connection.execute(asked).one()]


def _fractions(totals: list[int]) -> list[float]:
    everything = sum(totals)
    return [total / everything for total in totals] if everything else []


def _spread(job: OpenJob) -> tuple[list[float], list[float]]:
    """10th and 90th percentile of each residue's fraction over records."""
    kept: ColumnElement[bool] = true()
    if job.done > SAMPLED_RECORDS:
        kept = func.hashint4(measurement.c.ordinal).op("&")(2**31 - 1) < int(2**31 * SAMPLED_RECORDS / job.done)
    total: Select[Any] = select(func.sum(column("n"))).select_from(func.unnest(measurement.c.residue_counts).alias("n"))
    # OFFSET 0 keeps the sum from being computed again for each of the twenty.
    sampled = (
        select(measurement.c.residue_counts, cast(total.scalar_subquery(), Double).label("total"))
        .where(measurement.c.job_id == job.job_id, kept)
        .offset(0)
        .subquery()
    )
    shares = [
        func.percentile_cont(literal_column("ARRAY[0.1, 0.9]")).within_group(
            sampled.c.residue_counts[place] / func.nullif(sampled.c.total, 0)
        )
        for place in RESIDUES
    ]
    row = job.connection.execute(select(*shares)).one()
    if row[0] is None:
        return [], []
    return [float(share[0]) for share in row], [float(share[1]) for share in row]
