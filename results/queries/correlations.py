"""How properties go together over what is selected: Spearman's rank correlation, computed by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Double, Subquery, and_, cast, func, select, true

from results.access import OpenJob
from results.queries.sample import share
from results.selection.columns import Source, column_of, is_quantity, source
from results.selection.model import InvalidSelection, Selection
from results.selection.sql import condition, keys_of

MOST_RECORDS = 10_000
"""Records that are ranked, of more a fixed sample: a sort for each property takes 0.5 s for 82,000 proteins and seven
properties, 0.1 s for 10,000, whose coefficient has a standard error of 0.01."""
MOST_PROPERTIES = 12
FEWEST_PROPERTIES = 2


@dataclass(frozen=True, slots=True)
class Correlations:
    """`rows[i][j]` is the coefficient of `keys[i]` and `keys[j]`, None where one of them never changes.

    They are over the same `records` for every pair: those that have all the properties, or a sample of these.
    """

    keys: tuple[str, ...]
    rows: list[list[float | None]]
    records: int
    sampled: bool


def checked(keys: Sequence[str]) -> tuple[str, ...]:
    """The properties, each once.

    Raises:
        InvalidSelection: too few or too many properties, or one without numbers that can be ranked.
    """
    chosen = tuple(dict.fromkeys(keys))
    if not FEWEST_PROPERTIES <= len(chosen) <= MOST_PROPERTIES or not all(map(is_quantity, chosen)):
        raise InvalidSelection(f"Choose {FEWEST_PROPERTIES} to {MOST_PROPERTIES} properties with numbers.")
    return chosen


def correlations_of(
    job: OpenJob, chosen: tuple[str, ...], selection: Selection, number: int | None = None
) -> Correlations:
    """Spearman's coefficients of each pair of properties over what is selected; equal values share their mean rank.

    `number` is how many of the selected records have every property, where it is known.
    """
    tables = source({*keys_of(selection), *chosen}, only_calculated=False)
    complete = _complete(job, tables, chosen, selection)
    if number is None:
        number = job.connection.execute(select(func.count()).select_from(tables.tables).where(complete)).scalar_one()
    sampled = number > MOST_RECORDS
    kept = share(tables.ordinal, MOST_RECORDS, number) if sampled else true()
    found = _coefficients(job, _ranks(tables, chosen, and_(complete, kept)), chosen)
    return Correlations(chosen, found[0], found[1], sampled)


def _complete(job: OpenJob, tables: Source, keys: Sequence[str], selection: Selection) -> ColumnElement[bool]:
    """What holds of the selected records that have every property."""
    present = (_value(key, tables).is_not(None) for key in keys)
    return and_(tables.of(job.job_id), condition(selection, tables.ordinal), *present)


def _value(key: str, tables: Source) -> ColumnElement[Any]:
    return tables.ordinal if key == "ordinal" else column_of(key)


def _ranks(tables: Source, keys: Sequence[str], kept: ColumnElement[bool]) -> Subquery:
    """The rank of each value of each property; equal values share the mean of their ranks."""
    ranks = []
    for place, key in enumerate(keys):
        value = _value(key, tables)
        equal = func.count().over(partition_by=value)
        ranks.append((func.rank().over(order_by=value) + cast(equal - 1, Double) / 2).label(f"rank_{place}"))
    # OFFSET 0 has the ranks computed once, not once for every pair.
    return select(*ranks).select_from(tables.tables).where(kept).offset(0).subquery("ranks")


def _coefficients(job: OpenJob, ranks: Subquery, keys: Sequence[str]) -> tuple[list[list[float | None]], int]:
    pairs = [(one, other) for one in range(len(keys)) for other in range(one + 1)]
    columns = ranks.c
    asked = [func.corr(columns[f"rank_{one}"], columns[f"rank_{other}"]) for one, other in pairs]
    number, *found = job.connection.execute(select(func.count(), *asked).select_from(ranks)).one()
    rows: list[list[float | None]] = [[None] * len(keys) for _ in keys]
    for (one, other), value in zip(pairs, found, strict=True):
        rows[one][other] = rows[other][one] = None if value is None else float(value)
    return rows, number
