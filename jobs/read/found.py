"""Several questions about what is selected, answered together: the tables are read once for all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, ColumnElement, Double, Select, case, cast, func, literal, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import array

from jobs.read.access import Reading
from jobs.read.columns import column_of, source
from jobs.read.conditions import condition, keys_of, needs_measurement
from jobs.selection import Selection

_NUMBERS = -1


@dataclass(frozen=True, slots=True)
class Found:
    """The selected records of a job, with the columns that are asked about."""

    rows: CTE

    @property
    def ordinal(self) -> ColumnElement[int]:
        """The number of a record."""
        return self.rows.c.found_ordinal

    def column(self, key: str) -> ColumnElement[Any]:
        """The column of a key that the question named."""
        return self.ordinal if key == "ordinal" else self.rows.c[key]


def _nothing(_found: Found) -> Sequence[ColumnElement[Any]]:
    return ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about the records that were found: aggregates of them, and how many have each value of something.

    Values that are counted are whole numbers, never NULL. With `only_measured`, records without measurements count for
    nothing.
    """

    keys: tuple[str, ...]
    only_measured: bool
    aggregates: Callable[[Found], Sequence[ColumnElement[Any]]] = _nothing
    counted: Callable[[Found], Sequence[ColumnElement[int]]] = _nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """A number for each aggregate, and for each value that was counted how many records have it."""

    numbers: list[float | None] = field(default_factory=list)
    counts: list[dict[int, int]] = field(default_factory=list)


def answers(job: Reading, selection: Selection, questions: Mapping[str, Question]) -> dict[str, Answer]:
    """The answer to each question, in one statement."""
    if not questions:
        return {}
    keys = dict.fromkeys(key for question in questions.values() for key in question.keys if key != "ordinal")
    only_measured = needs_measurement(selection) or all(question.only_measured for question in questions.values())
    tables = source({*keys_of(selection), *keys}, only_measured=only_measured)
    found = Found(
        select(tables.ordinal.label("found_ordinal"), *(column_of(key).label(key) for key in keys))
        .select_from(tables.tables)
        .where(tables.of(job.job_id), condition(selection, tables.ordinal))
        .cte("found")
    )
    aggregates = [aggregate for question in questions.values() for aggregate in question.aggregates(found)]
    counted = [value for question in questions.values() for value in question.counted(found)]
    parts = [*([_numbers(found, aggregates)] if aggregates else []), *([_counts(found, counted)] if counted else [])]
    numbers: list[float | None] = [None] * len(aggregates)
    counts: list[dict[int, int]] = [{} for _ in counted]
    for kind, place, number in job.connection.execute(union_all(*parts)):
        if kind == _NUMBERS:
            numbers[place] = number
        else:
            counts[kind][place] = int(number)
    result = {}
    for name, question in questions.items():
        own, its_counts = len(question.aggregates(found)), len(question.counted(found))
        result[name] = Answer(numbers[:own], counts[:its_counts])
        numbers, counts = numbers[own:], counts[its_counts:]
    return result


def _numbers(found: Found, aggregates: Sequence[ColumnElement[Any]]) -> Select[Any]:
    """Rows of one kind: the place of an aggregate and what it is."""
    places = func.generate_series(0, len(aggregates) - 1)
    values = func.unnest(array([cast(aggregate, Double) for aggregate in aggregates]))
    return select(literal(_NUMBERS), places, values).select_from(found.rows)


def _counts(found: Found, values: Sequence[ColumnElement[int]]) -> Select[Any]:
    """Rows of a kind for each value: what the value is and how many records have it."""
    # OFFSET 0 has each value computed once, not once for every grouping set.
    each = select(*(value.label(f"value_{number}") for number, value in enumerate(values)))
    rows = each.select_from(found.rows).offset(0).subquery("counted")
    kind = case(*((column.is_not(None), number) for number, column in enumerate(rows.c)))
    sets = func.grouping_sets(*(tuple_(column) for column in rows.c))
    # In a row of one grouping set the values of the others are NULL.
    return select(kind, func.coalesce(*rows.c), cast(func.count(), Double)).select_from(rows).group_by(sets)
