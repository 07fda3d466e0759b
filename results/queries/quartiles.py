"""How many values a property has, their quartiles and ends, of everything or of a selection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Double, cast, func, literal

from results.access import OpenJob
from results.queries.found import Found, Question, answers
from results.selection.columns import is_calculated
from results.selection.model import Selection

_SHARES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Values of one property: how many, the middle of the lower half, of all and of the upper half, and both ends."""

    n: int
    lower: float | None
    median: float | None
    upper: float | None
    least: float | None
    most: float | None


def quartiles(job: OpenJob, keys: Sequence[str], selection: Selection) -> Mapping[str, Quartiles]:
    """The quartiles of each of these properties among what is selected; between two values they are interpolated."""

    def aggregates(found: Found) -> list[ColumnElement[Any]]:
        return [one for key in keys for one in _of(found.column(key))]

    question = Question(tuple(keys), all(map(is_calculated, keys)), aggregates=aggregates)
    numbers = iter(answers(job, selection, {"quartiles": question})["quartiles"].numbers)
    found = {key: [next(numbers) for _ in range(6)] for key in keys}
    return {key: Quartiles(int(n or 0), *values) for key, (n, *values) in found.items()}


def _of(column: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    value = cast(column, Double)
    at = [func.percentile_cont(literal(share, Double)).within_group(value) for share in _SHARES]
    return [func.count(value), *at, func.min(value), func.max(value)]
