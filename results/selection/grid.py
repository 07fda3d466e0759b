"""AG Grid's filter and sort models as a Selection.

A number equals what is shown of it: 5.97 finds every value that rounds to 5.97. `lessThan` leaves its bound out.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from batchprot.properties.table import BY_KEY, Kind
from results.selection.model import Condition, Direction, InvalidSelection, Operation, Range, Selection, is_numeric

TEXT_OPERATIONS = frozenset(Operation) - {Operation.OUTSIDE}
NOT_AVAILABLE = "This kind of filter is not available."


def read(filter_model: Mapping[str, Mapping[str, Any]], sort_model: Sequence[Mapping[str, str]]) -> Selection:
    """One selection that holds every filter.

    Raises:
        InvalidSelection: a filter the grid was not given, or a value that can't be meant.
    """
    selection = Selection()
    for key, model in filter_model.items():
        for part in _parts(model):
            selection = selection.merged(_one(key, part))
    sort = tuple((str(part.get("colId")), _direction(part.get("sort"))) for part in sort_model)
    return selection.merged(Selection(sort=sort))


def _parts(model: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The conditions of a filter: one, or several that must all hold."""
    if not isinstance(model, Mapping):
        raise InvalidSelection(NOT_AVAILABLE)
    if "operator" not in model:
        yield model
        return
    conditions = model.get("conditions") or [model.get("condition1"), model.get("condition2")]
    if model["operator"] != "AND" or not all(isinstance(part, Mapping) for part in conditions):
        raise InvalidSelection("Filters of one column can only be joined by AND.")
    for part in conditions:
        yield {"filterType": model.get("filterType"), **part}


def _one(key: str, model: Mapping[str, Any]) -> Selection:
    kind = model.get("type")
    if kind in (Operation.BLANK, Operation.NOT_BLANK):
        return Selection(conditions=(Condition(key, Operation(kind)),))
    if model.get("filterType") == "number" and is_numeric(key):
        return _number(key, str(kind), model)
    if model.get("filterType") == "text" and kind in TEXT_OPERATIONS:
        return Selection(conditions=(Condition(key, Operation(kind), str(model.get("filter", ""))),))
    raise InvalidSelection(NOT_AVAILABLE)


def _number(key: str, kind: str, model: Mapping[str, Any]) -> Selection:
    first = _bound(model.get("filter"))
    if kind in ("equals", "notEqual"):
        least, most = _shown_as(key, first)
        if kind == "equals":
            return Selection(ranges={key: (least, most)})
        return Selection(conditions=(Condition(key, Operation.OUTSIDE, bounds=(least, most)),))
    ranges: dict[str, Range] = {
        "lessThan": (None, math.nextafter(first, -math.inf)),
        "lessThanOrEqual": (None, first),
        "greaterThan": (math.nextafter(first, math.inf), None),
        "greaterThanOrEqual": (first, None),
    }
    if kind == "inRange":
        return Selection(ranges={key: (first, _bound(model.get("filterTo")))})
    if kind not in ranges:
        raise InvalidSelection(NOT_AVAILABLE)
    return Selection(ranges={key: ranges[kind]})


def _bound(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > 1e300:  # noqa: PLR2004 - no property reaches it
        raise InvalidSelection("A bound must be a number.")
    return float(value)


def _shown_as(key: str, value: float) -> tuple[float, float]:
    """The values that are shown as this one."""
    row = BY_KEY.get(key)
    if row is None or row.kind is not Kind.NUMBER:
        return value, value
    typed = len(repr(value).partition(".")[2]) if "e" not in repr(value) else row.stored_decimals
    half = 0.5 * 10.0 ** -max(row.decimals, typed if value % 1 else 0)
    return value - half, math.nextafter(value + half, -math.inf)


def _direction(value: object) -> Direction:
    return "desc" if value == "desc" else "asc"
