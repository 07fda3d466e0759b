"""How many records each value of an own category has, and how many of them are selected."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from results.access import OpenJob
from results.own_columns import OwnColumnFacts, own_columns_of
from results.selection.columns import column_of, source
from results.selection.model import Selection
from results.selection.sql import condition, keys_of

MOST_CATEGORIES = 20
"""Categories that are counted; more would fill the page with boxes."""
Counts = dict[str, tuple[int, int]]
"""Value -> how many records are selected, and how many there are; the empty text for records without a value."""


def values_selected(job: OpenJob, selection: Selection) -> dict[str, Counts]:
    """The values of every own category, the most frequent first and records without a value last."""
    facts = [one for one in own_columns_of(job).facts if one.row.is_category][:MOST_CATEGORIES]
    if not facts:
        return {}
    selected = {} if selection.is_everything else _selected(job, selection, [one.key for one in facts])
    found = {}
    for one in facts:
        numbers = totals(job, one)
        some = numbers if selection.is_everything else selected[one.key]
        found[one.key] = {value: (some.get(value, 0), number) for value, number in numbers.items()}
    return found


def totals(job: OpenJob, one: OwnColumnFacts) -> dict[str, int]:
    """How many records each value has, in the order of their boxes."""
    known = dict(one.values)
    missing = job.records - sum(known.values())
    return known | ({"": missing} if missing > 0 else {})


def _selected(job: OpenJob, selection: Selection, keys: Sequence[str]) -> dict[str, dict[str, int]]:
    """Selected records by value, of all categories in one pass."""
    tables = source({*keys_of(selection), *keys, "status"})
    columns: list[ColumnElement[Any]] = [func.coalesce(column_of(key), "").label(f"v{n}") for n, key in enumerate(keys)]
    wanted = select(*columns).select_from(tables.tables).where(tables.of(job.job_id))
    rows = wanted.where(condition(selection, tables.ordinal)).subquery()
    counted = select(*rows.c, func.count()).group_by(func.grouping_sets(*rows.c))
    found: dict[str, dict[str, int]] = {key: {} for key in keys}
    for *values, number in job.connection.execute(counted):
        # Of each set, one column is grouped by; the others are NULL.
        (place,) = (place for place, value in enumerate(values) if value is not None)
        found[keys[place]][values[place]] = number
    return found
