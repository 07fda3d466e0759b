"""What is selected of an analysis: one description for histograms, scatter, grid, counts and every export.

It lives in the page's address, so it has one spelling there and is checked on its way in: keys by the property table,
numbers finite, texts bounded.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self
from urllib.parse import parse_qsl, urlencode

from protein.properties import BY_KEY, Kind

Direction = Literal["asc", "desc"]
Range = tuple[float | None, float | None]

STATUSES = ("ok", "warned", "rejected")
TEXT_COLUMNS = ("identifier", "name", "description", "organism", "gene", "status", "reason")
LONGEST_TEXT = 200
MOST_ORDINALS = 2_000
MOST_SORTS = 3
LARGEST_ORDINAL = 2**31 - 1


class InvalidSelection(ValueError):  # noqa: N818 - what it is
    """A selection that can't be meant; the message is the sentence shown."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything, narrowed by what is given.

    Attributes:
        ranges: property key -> (least, most), either open; records without a value are left out.
        statuses: of these; empty means all.
        text: in identifier, name, description, organism or gene; or, in capitals after `seq:`, in the sequence.
        ordinals: exactly these records, of those the rest selects.
        sort: keys and directions, most important first; the ordinal decides at last.
        texts: column -> what it must contain.
    """

    ranges: Mapping[str, Range] = field(default_factory=dict)
    statuses: frozenset[str] = frozenset()
    text: str = ""
    ordinals: frozenset[int] | None = None
    sort: tuple[tuple[str, Direction], ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, (least, most) in self.ranges.items():
            _check_range(key, least, most)
        if not self.statuses <= set(STATUSES):
            raise InvalidSelection("A status is ok, warned or rejected.")
        for words in (self.text, *self.texts.values()):
            _check_text(words)
        if any(column not in TEXT_COLUMNS and not _is_text(column) for column in self.texts):
            raise InvalidSelection("There is no such column to search in.")
        if self.ordinals is not None:
            _check_ordinals(self.ordinals)
        _check_sort(self.sort)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.ranges or self.statuses or self.text or self.texts) and self.ordinals is None

    def to_query(self) -> str:
        """The selection as the part of an address after "?", the same for the same selection."""
        pairs = [(f"r.{key}", f"{_number(low)}..{_number(high)}") for key, (low, high) in sorted(self.ranges.items())]
        if self.statuses:
            pairs.append(("status", ",".join(sorted(self.statuses))))
        if self.text:
            pairs.append(("q", self.text))
        pairs += [(f"t.{column}", words) for column, words in sorted(self.texts.items())]
        if self.ordinals is not None:
            pairs.append(("n", _ranges_of(sorted(self.ordinals))))
        if self.sort:
            pairs.append(("sort", ",".join(f"{'-' if way == 'desc' else ''}{key}" for key, way in self.sort)))
        return urlencode(pairs)

    @classmethod
    def from_query(cls, query: str) -> Self:
        """Read what `to_query` wrote; keys it doesn't write are the page's own and ignored.

        Raises:
            InvalidSelection: a value can't be meant.
        """
        ranges: dict[str, Range] = {}
        texts: dict[str, str] = {}
        rest: dict[str, str] = {}
        for name, value in parse_qsl(query.removeprefix("?"), keep_blank_values=True):
            if name.startswith("r."):
                ranges[name[2:]] = _range(value)
            elif name.startswith("t."):
                texts[name[2:]] = value
            else:
                rest[name] = value
        return cls(
            ranges=ranges,
            statuses=frozenset(filter(None, rest.get("status", "").split(","))),
            text=rest.get("q", ""),
            ordinals=_ordinals(rest["n"]) if "n" in rest else None,
            sort=tuple(_sort_of(part) for part in rest.get("sort", "").split(",") if part),
            texts=texts,
        )

    @classmethod
    def from_grid(
        cls, filter_model: Mapping[str, Mapping[str, Any]] | None, sort_model: Sequence[Mapping[str, str]] | None
    ) -> Self:
        """Read AG Grid's filter and sort models.

        Raises:
            InvalidSelection: a filter the grid was not given, or a value that can't be meant.
        """
        ranges: dict[str, Range] = {}
        texts: dict[str, str] = {}
        for key, model in (filter_model or {}).items():
            if model.get("filterType") == "number":
                ranges[key] = _grid_range(model)
            elif model.get("filterType") == "text" and model.get("type", "contains") == "contains":
                texts[key] = str(model.get("filter", ""))
            else:
                raise InvalidSelection("This kind of filter is not available.")
        sort = tuple((str(part.get("colId")), _direction(part.get("sort"))) for part in sort_model or ())
        return cls(ranges=ranges, texts=texts, sort=sort)


def escape_like(words: str) -> str:
    """Words as they are, inside a LIKE pattern with the backslash as escape."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def is_numeric(key: str) -> bool:
    """Whether values of this key can be compared with a number."""
    return key == "ordinal" or (key in BY_KEY and BY_KEY[key].kind in (Kind.NUMBER, Kind.INTEGER))


def _is_text(key: str) -> bool:
    return key in BY_KEY and BY_KEY[key].kind is Kind.TEXT


def _check_range(key: str, least: float | None, most: float | None) -> None:
    if not is_numeric(key):
        raise InvalidSelection("There is no such property to filter by.")
    if any(bound is not None and not math.isfinite(bound) for bound in (least, most)):
        raise InvalidSelection("A bound must be a finite number.")
    if least is not None and most is not None and least > most:
        raise InvalidSelection("The lower bound is above the upper one.")


def _check_text(words: str) -> None:
    if len(words) > LONGEST_TEXT or "\0" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        raise InvalidSelection(f"Search for at most {LONGEST_TEXT} characters of text.")


def _check_ordinals(ordinals: frozenset[int]) -> None:
    if len(ordinals) > MOST_ORDINALS:
        raise InvalidSelection(f"At most {MOST_ORDINALS:,} records can be picked one by one; use filters.")
    if any(not 1 <= ordinal <= LARGEST_ORDINAL for ordinal in ordinals):
        raise InvalidSelection("Records are numbered from 1.")


def _check_sort(sort: Sequence[tuple[str, str]]) -> None:
    if len(sort) > MOST_SORTS:
        raise InvalidSelection(f"Sort by at most {MOST_SORTS} columns.")
    for key, direction in sort:
        if not (is_numeric(key) or key in TEXT_COLUMNS or _is_text(key)) or direction not in ("asc", "desc"):
            raise InvalidSelection("There is no such column to sort by.")


def _number(bound: float | None) -> str:
    return "" if bound is None else repr(bound).removesuffix(".0")


def _bound(text: str) -> float | None:
    try:
        return float(text) if text.strip() else None
    except ValueError:
        raise InvalidSelection("A bound must be a number.") from None


def _range(text: str) -> Range:
    least, dots, most = text.partition("..")
    if not dots:
        raise InvalidSelection("A range is written 10..20, 10.. or ..20.")
    return _bound(least), _bound(most)


def _ranges_of(ordinals: Sequence[int]) -> str:
    """Neighbours as 3-7, the rest one by one."""
    spans: list[list[int]] = []
    for ordinal in ordinals:
        if spans and ordinal == spans[-1][1] + 1:
            spans[-1][1] = ordinal
        else:
            spans.append([ordinal, ordinal])
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in spans)


def _ordinals(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in filter(None, text.split(",")):
        low, dash, high = part.partition("-")
        if not low.isdecimal() or (dash and not high.isdecimal()) or len(part) > 2 * len(str(LARGEST_ORDINAL)) + 1:
            raise InvalidSelection("Records are given by their numbers, such as 1,4,7-9.")
        first, last = int(low), int(high or low)
        if last - first >= MOST_ORDINALS:
            raise InvalidSelection(f"At most {MOST_ORDINALS:,} records can be picked one by one; use filters.")
        found.update(range(first, last + 1))
    return frozenset(found)


def _sort_of(part: str) -> tuple[str, Direction]:
    return (part[1:], "desc") if part.startswith("-") else (part, "asc")


def _direction(value: object) -> Direction:
    if value == "desc":
        return "desc"
    return "asc"


def _grid_range(model: Mapping[str, Any]) -> Range:
    """AG Grid's number filter: one or two bounds by the name of the comparison."""
    first, second = model.get("filter"), model.get("filterTo")
    if any(isinstance(bound, bool) or not isinstance(bound, (int, float, type(None))) for bound in (first, second)):
        raise InvalidSelection("A bound must be a number.")
    kinds: dict[object, Range] = {
        "inRange": (first, second),
        "greaterThanOrEqual": (first, None),
        "lessThanOrEqual": (None, first),
        "equals": (first, first),
    }
    kind = model.get("type")
    if kind not in kinds:
        raise InvalidSelection("This kind of filter is not available.")
    return kinds[kind]
