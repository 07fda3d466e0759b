"""A Selection as SQL: allow-listed columns and bound values."""

import math
import re
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Text,
    and_,
    any_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER
from sqlalchemy.types import UserDefinedType

from batchprot.properties.shown import decimals_of, stored_range
from models.tables import protein
from results.selection import motif as motifs
from results.selection.columns import column_of, is_calculated
from results.selection.model import Condition, Operation, Region, Selection, escape_like

SEARCHED = ("identifier", "name", "description", "organism", "gene")
_WORDS = re.compile(r'"([^"]+)"(?!\S)|(\S+)')
SCALE = 1000.0
"""Size of the square that an outline is drawn into before PostgreSQL compares points to a fixed precision."""


def keys_of(selection: Selection) -> set[str]:
    """The keys whose columns the conditions of a selection read; sorting apart."""
    keys = {*selection.ranges, *(one.key for one in selection.conditions)}
    keys |= {*selection.values, *selection.values_left_out}
    if selection.region is not None:
        keys |= {selection.region.x, selection.region.y}
    if selection.organisms or selection.organisms_left_out:
        keys.add("organism")
    if selection.identical is not None:
        keys.add("crc64")
    if selection.statuses or selection.words or selection.patterns:
        keys.add("status")
    return keys


def needs_measurement(selection: Selection) -> bool:
    """Whether only records with measurements can be selected."""
    region = selection.region
    keys = [*selection.ranges, *((region.x, region.y) if region else ())]
    keys += [one.key for one in selection.conditions if one.operation is not Operation.BLANK]
    return any(is_calculated(key) for key in keys)


def condition(selection: Selection, ordinal: ColumnElement[int]) -> ColumnElement[bool]:
    """What the selection asks of a record; never NULL. `ordinal` is the column of the tables that are read."""
    wanted: list[ColumnElement[bool]] = []
    for key, (least, most) in selection.ranges.items():
        wanted += _between(ordinal if key == "ordinal" else column_of(key), *stored(key, least, most))
    if selection.statuses:
        wanted.append(protein.c.status.in_(sorted(selection.statuses)))
    wanted += _categories(selection)
    if selection.identical is not None:
        wanted.append(has_identical() if selection.identical else not_(has_identical()))
    if selection.ordinals is not None:
        wanted.append(ordinal == any_(cast(literal(sorted(selection.ordinals), ARRAY(INTEGER)), ARRAY(INTEGER))))
    for one in selection.conditions:
        wanted.append(_column_filter(ordinal if one.key == "ordinal" else column_of(one.key), one))
    if selection.region is not None:
        wanted.append(_inside(selection.region, ordinal))
    if selection.words:
        wanted.append(_search(selection.words))
    wanted += [_holds(pattern) for pattern in selection.patterns]
    return and_(true(), *wanted)


def _categories(selection: Selection) -> list[ColumnElement[bool]]:
    """What is asked of categories: one of these values, or none of those."""
    wanted: list[ColumnElement[bool]] = []
    if selection.organisms:
        wanted.append(protein.c.organism.in_(sorted(selection.organisms)))
    if selection.organisms_left_out:
        wanted.append(protein.c.organism.not_in(sorted(selection.organisms_left_out)))
    wanted += [_value_of(key).in_(sorted(values)) for key, values in selection.values.items() if values]
    wanted += [_value_of(key).not_in(sorted(values)) for key, values in selection.values_left_out.items() if values]
    return wanted


def _value_of(key: str) -> ColumnElement[Any]:
    """The value of a category, the empty text where there is none."""
    return func.coalesce(column_of(key), "")


def ordering(selection: Selection, ordinal: ColumnElement[int]) -> list[ColumnElement[Any]]:
    """What to sort by, the ordinal always last; records without a value come after those with one."""
    ways = []
    for key, direction in selection.sort:
        column = sorted_by(key, ordinal)
        ways.append((column.desc() if direction == "desc" else column.asc()).nulls_last())
    return [*ways, ordinal.asc()]


def sorted_by(key: str, ordinal: ColumnElement[int]) -> ColumnElement[Any]:
    """What rows are compared by, as it is shown; a text without letters is no value.

    Of an identifier such as sp|P69905|HBA_HUMAN the last part is shown, and for an empty description the name.
    """
    if key == "ordinal":
        return ordinal
    column = column_of(key)
    if key == "identifier":
        return func.nullif(func.substring(func.rtrim(column, "|"), "[^|]*$"), "")
    if key == "description":
        return func.coalesce(func.nullif(column, ""), func.nullif(protein.c.name, ""))
    return func.nullif(column, "") if isinstance(column.type, Text) else column


def stored(key: str, least: float | None, most: float | None) -> tuple[float | None, float | None]:
    """The stored numbers that a range selects: those shown within it, where a bound is no finer than what is shown.

    A bound with more digits than are shown is compared with as many of the value.
    """
    low, _ = stored_range((least, None), _decimals(key, least))
    _, high = stored_range((None, most), _decimals(key, most))
    return low, high


def _decimals(key: str, bound: float | None) -> int:
    exponent = Decimal(repr(float(bound or 0))).normalize().as_tuple().exponent
    return max(decimals_of(key), -exponent if isinstance(exponent, int) else 0)


def _number(value: float) -> ColumnElement[float]:
    # Typed, or a bound of 2.5 on a column of integers would be rounded first.
    return cast(literal(float(value), Double), Double)


def _between(column: ColumnElement[Any], least: float | None, most: float | None) -> list[ColumnElement[bool]]:
    bounds: list[ColumnElement[bool]] = [column.is_not(None)]
    bounds += [column >= _number(least)] if least is not None else []
    bounds += [column <= _number(most)] if most is not None else []
    return bounds


def has_identical() -> ColumnElement[bool]:
    """Another record of the job has this sequence: its length and its checksum."""
    other = protein.alias("other")
    is_same = and_(*(other.c[name] == protein.c[name] for name in ("job_id", "crc64", "length")))
    return exists(select(1).where(is_same, other.c.ordinal != protein.c.ordinal))


def _column_filter(column: ColumnElement[Any], one: Condition) -> ColumnElement[bool]:
    if one.operation is Operation.OUTSIDE:
        inside = and_(*_between(column, *stored(one.key, *one.bounds)))
        return and_(column.is_not(None), not_(inside))
    text = func.coalesce(column, "") if column.type.python_type is str else None
    if text is None:
        return column.is_(None) if one.operation is Operation.BLANK else column.is_not(None)
    return _text_filter(text, one)


def _text_filter(text: ColumnElement[str], one: Condition) -> ColumnElement[bool]:
    words = escape_like(one.words)
    patterns = {
        Operation.CONTAINS: f"%{words}%",
        Operation.NOT_CONTAINS: f"%{words}%",
        Operation.EQUALS: words,
        Operation.NOT_EQUAL: words,
        Operation.STARTS_WITH: f"{words}%",
        Operation.ENDS_WITH: f"%{words}",
    }
    if one.operation is Operation.BLANK:
        return text == ""
    if one.operation is Operation.NOT_BLANK:
        return text != ""
    found = _like(text, patterns[one.operation])
    return not_(found) if one.operation in (Operation.NOT_CONTAINS, Operation.NOT_EQUAL) else found


def _like(text: ColumnElement[str], pattern: str) -> ColumnElement[bool]:
    """A pattern in any case of letters. Of plain letters PostgreSQL finds both cases faster without a language."""
    compared = text.collate("C") if pattern.isascii() else text
    return compared.ilike(pattern, escape="\\")


def _search(words: str) -> ColumnElement[bool]:
    """All of these words in the names, in any order; the columns are read as one text, on lines of their own.

    What stands in double quotes is looked for as it is.
    """
    lines: ColumnElement[Any] = protein.c[SEARCHED[0]]
    for name in SEARCHED[1:]:
        lines = lines.op("||")("\n").op("||")(protein.c[name])
    found = [quoted or word for quoted, word in _WORDS.findall(words)]
    return and_(true(), *(_like(lines, f"%{escape_like(word)}%") for word in found))


def _holds(pattern: str) -> ColumnElement[bool]:
    """A motif in the sequence."""
    if motifs.is_plain(pattern):
        return func.strpos(protein.c.sequence, pattern.upper()) > 0
    # A rejected record has no sequence, which <{C}*> would find.
    return and_(protein.c.sequence != "", protein.c.sequence.op("~")(motifs.regular_expression(pattern)))


class _Geometric(UserDefinedType[str]):
    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        return self.name


def _inside(region: Region, ordinal: ColumnElement[int]) -> ColumnElement[bool]:
    """Inside an outline: first its bounding box, then the polygon itself, both drawn to a square of SCALE."""
    x, y = (ordinal if key == "ordinal" else column_of(key) for key in (region.x, region.y))
    xs, ys = zip(*region.polygon, strict=True)
    in_box = and_(*_between(x, min(xs), max(xs)), *_between(y, min(ys), max(ys)))
    to_x, corners_x = _axis(x, xs, log=region.log_x)
    to_y, corners_y = _axis(y, ys, log=region.log_y)
    corners = ",".join(f"({left!r},{up!r})" for left, up in zip(corners_x, corners_y, strict=True))
    polygon = cast(literal(f"({corners})"), _Geometric("polygon"))
    # CASE keeps the order: a logarithm is only taken of what is in the box.
    return case((in_box, func.point(to_x, to_y).op("<@", is_comparison=True)(polygon)), else_=False)


def _axis(
    column: ColumnElement[Any], corners: tuple[float, ...], *, log: bool
) -> tuple[ColumnElement[float], list[float]]:
    """A column and the corners of an outline, both as places from 0 to SCALE along the outline."""
    value: ColumnElement[Any] = cast(column, Double)
    places = [float(corner) for corner in corners]
    if log:
        value, places = func.ln(value), [math.log(corner) for corner in corners]
    low, width = min(places), (max(places) - min(places)) or 1.0
    on_axis: ColumnElement[Any] = (value - _number(low)) / _number(width) * _number(SCALE)
    return on_axis, [(place - low) / width * SCALE for place in places]
