"""Several questions about what is selected, answered together: the tables are read once for all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from sqlalchemy import CTE, ColumnElement, Double, Select, case, cast, func, literal, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import array

from results.access import OpenJob
from results.selection.columns import column_of, source
from results.selection.model import Selection
from results.selection.sql import condition, keys_of, needs_measurement

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

    Values that are counted are whole numbers, never NULL. With `only_calculated`, rejected records count for nothing.
    """

    keys: tuple[str, ...]
    only_calculated: bool
    aggregates: Callable[[Found], Sequence[ColumnElement[Any]]] = _nothing
    counted: Callable[[Found], Sequence[ColumnElement[int]]] = _nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """A number for each aggregate, and for each value that was counted how many records have it."""

    numbers: list[float | None]
    counts: list[dict[int, int]]


def answers(job: OpenJob, selection: Selection, questions: Mapping[str, Question]) -> dict[str, Answer]:
    """The answer to each question, in one statement."""
    if not questions:
        return {}
    keys = dict.fromkeys(key for question in questions.values() for key in question.keys if key != "ordinal")
    only_calculated = needs_measurement(selection) or all(question.only_calculated for question in questions.values())
    tables = source({*keys_of(selection), *keys}, only_calculated=only_calculated)
    found = Found(
        select(tables.ordinal.label("found_ordinal"), *(column_of(key).label(key) for key in keys))
        .select_from(tables.tables)
        .where(tables.of(job.job_id), condition(selection, tables.ordinal))
        .cte("found")
    )
    aggregates = {name: question.aggregates(found) for name, question in questions.items()}
    counted = {name: question.counted(found) for name, question in questions.items()}
    all_aggregates, all_counted = list(chain(*aggregates.values())), list(chain(*counted.values()))
    parts = [
        *([_numbers(found, all_aggregates)] if all_aggregates else []),
        *([_counts(found, all_counted)] if all_counted else []),
    ]
    numbers: list[float | None] = [None] * len(all_aggregates)
    counts: list[dict[int, int]] = [{} for _ in all_counted]
    for kind, place, number in job.connection.execute(union_all(*parts)):
        if kind == _NUMBERS:
            numbers[place] = number
        else:
            counts[kind][place] = int(number)
    next_numbers, next_counts = iter(numbers), iter(counts)
    return {
        name: Answer(list(islice(next_numbers, len(aggregates[name]))), list(islice(next_counts, len(counted[name]))))
        for name in questions
    }


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
