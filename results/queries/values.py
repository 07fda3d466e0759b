"""How many records each value of a category has, own or computed, and how many of them are selected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from batchprot.properties.table import PROPERTIES
from models.tables import job as job_table
from models.tables import upload
from results.access import OpenJob
from results.own_columns import own_columns_of
from results.selection.columns import column_of, source
from results.selection.model import MOST_VALUES, Selection
from results.selection.sql import condition, keys_of

MOST_CATEGORIES = 20
"""Categories that are counted; more would fill the page with boxes."""
Counts = dict[str, tuple[int, int]]
"""Value -> how many records are selected, and how many there are; the empty text for records without a value."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A category: its key, and each value with how many records have it, most frequent first."""

    key: str
    values: tuple[tuple[str, int], ...]


def choices_of(job: OpenJob) -> list[Choice]:
    """The categories of an analysis: computed ones that have a value and not too many, then own ones."""
    own = [Choice(one.key, one.values) for one in own_columns_of(job).facts if one.row.is_category]
    computed = job.remember("choices", lambda: _computed(job))
    return [*computed, *own][:MOST_CATEGORIES]


def _computed(job: OpenJob) -> list[Choice]:
    found: list[Choice] = []
    # Most files hold no modified records, which was counted when they were inspected.
    counted = select(upload.c.inspection["modified"].astext).select_from(
        job_table.join(upload, upload.c.id == job_table.c.upload_id)
    )
    if job.connection.execute(counted.where(job_table.c.id == job.job_id)).scalar() in {None, "0"}:
        return found
    for row in PROPERTIES:
        if not row.is_category:
            continue
        tables, column = source({row.key}, only_calculated=True), column_of(row.key)
        counted = select(column, func.count()).select_from(tables.tables).where(tables.of(job.job_id), column != "")
        listed = counted.group_by(column).order_by(func.count().desc(), column).limit(MOST_VALUES + 1)
        values = tuple((str(value), int(number)) for value, number in job.connection.execute(listed))
        if 0 < len(values) <= MOST_VALUES:
            found.append(Choice(row.key, values))
    return found


def values_selected(job: OpenJob, selection: Selection) -> dict[str, Counts]:
    """The values of every category, the most frequent first and records without a value last."""
    facts = choices_of(job)
    if not facts:
        return {}
    selected = {} if selection.is_everything else _selected(job, selection, [one.key for one in facts])
    found = {}
    for one in facts:
        numbers = totals(job, one)
        some = numbers if selection.is_everything else selected[one.key]
        found[one.key] = {value: (some.get(value, 0), number) for value, number in numbers.items()}
    return found


def totals(job: OpenJob, one: Choice) -> dict[str, int]:
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
