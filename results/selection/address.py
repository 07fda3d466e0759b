"""A Selection as the query of an address, and back: short names that never change their meaning.

| name | value |
|---|---|
| `r.KEY` | range: `10..20`, `10..`, `..20` |
| `status` | `ok,warned` |
| `q` | text |
| `motif` | sequence motif |
| `n` | ordinals: `1,4,7-9` |
| `in` | outline: `KEY,KEY` (`log.KEY` on a logarithmic axis), then corners `x,y`, all joined by `;` |
| `c.KEY` | column filter: `contains:words`, `blank:`, `outside:1..2` |
| `organism` | one organism, as often as there are some; a space for records that name none |
| `-organism` | one organism that is left out |
| `v.KEY` | one value of a category, as often as there are some; a space for records that have none |
| `-v.KEY` | one value of a category that is left out |
| `identical` | `yes`: whose sequence others have as well; `no`: the rest |
| `sort` | `-KEY,KEY` |
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from results.selection.model import (
    LARGEST_ORDINAL,
    MOST_ORDINALS,
    Condition,
    Direction,
    InvalidSelection,
    Operation,
    Range,
    Region,
    Selection,
)

_YES_NO = {"yes": True, "no": False}
_NAMELESS = " "
"""The organism of records that name none, and the value of records that have none: a value without a letter would not
survive every reader of addresses."""
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
LONGEST_QUERY = 200_000
MOST_PARTS = 200
LONGEST_ADDRESS = 6_000
"""Characters of a page's whole query: servers, mail programs and caches take no more in one line."""
LONGEST_CHECKED = 90_000
"""Characters that checked rows may take; what is too long for an address is kept under a short name."""


def write(selection: Selection) -> str:
    """The query, the same for the same selection."""
    pairs = [
        (f"r.{key}", f"{_number(least)}..{_number(most)}") for key, (least, most) in sorted(selection.ranges.items())
    ]
    if selection.statuses:
        pairs.append(("status", ",".join(sorted(selection.statuses))))
    pairs += [(name, value) for name, value in (("q", selection.text), ("motif", selection.motif)) if value]
    if selection.ordinals is not None:
        pairs.append(("n", _spans(sorted(selection.ordinals))))
    if selection.region is not None:
        pairs.append(("in", _outline(selection.region)))
    pairs += [(f"c.{one.key}", _condition(one)) for one in selection.conditions]
    pairs += [("organism", name or _NAMELESS) for name in sorted(selection.organisms)]
    pairs += [("-organism", name or _NAMELESS) for name in sorted(selection.organisms_left_out)]
    for sign, chosen in (("", selection.values), ("-", selection.values_left_out)):
        pairs += [(f"{sign}v.{key}", value or _NAMELESS) for key in sorted(chosen) for value in sorted(chosen[key])]
    if selection.identical is not None:
        pairs.append(("identical", "yes" if selection.identical else "no"))
    if selection.sort:
        pairs.append(("sort", ",".join(f"{'-' if way == 'desc' else ''}{key}" for key, way in selection.sort)))
    return urlencode(pairs, safe=",:;")


def read(query: str) -> Selection:
    """The selection of a query. Names that a selection doesn't have are passed over: `unknown` lists them.

    Raises:
        InvalidSelection: a name that comes twice, or a value that can't be meant.
    """
    ranges: dict[str, Range] = {}
    conditions: list[Condition] = []
    organisms: dict[str, set[str]] = {"organism": set(), "-organism": set()}
    values: dict[str, dict[str, set[str]]] = {"v": {}, "-v": {}}
    rest: dict[str, str] = {}
    for name, value in _pairs(query):
        kind, dot, key = name.partition(".")
        if kind == "c" and dot:
            conditions.append(_condition_of(key, value))
        elif name in organisms:
            organisms[name].add("" if value == _NAMELESS else value)
        elif kind in values and dot:
            values[kind].setdefault(key, set()).add("" if value == _NAMELESS else value)
        elif name in rest or (kind == "r" and key in ranges):
            raise InvalidSelection("Part of this link occurs twice.")
        elif kind == "r" and dot:
            ranges[key] = _range(value)
        elif name in NAMES:
            rest[name] = value
    return Selection(
        ranges=ranges,
        statuses=frozenset(filter(None, rest.get("status", "").split(","))),
        text=rest.get("q", ""),
        ordinals=_ordinals(rest["n"]) if "n" in rest else None,
        sort=tuple(_sort_of(part) for part in rest.get("sort", "").split(",") if part),
        motif=rest.get("motif", ""),
        region=_region(rest["in"]) if "in" in rest else None,
        conditions=tuple(conditions),
        organisms=frozenset(organisms["organism"]),
        organisms_left_out=frozenset(organisms["-organism"]),
        identical=_identical(rest["identical"]) if "identical" in rest else None,
        values=_frozen(values["v"]),
        values_left_out=_frozen(values["-v"]),
    )


NAMES = frozenset({"status", "q", "motif", "n", "in", "identical", "sort"})
_SEVERAL = frozenset({"organism", "-organism"})


def _frozen(values: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(each) for key, each in values.items()}


def unknown(query: str, also: Collection[str] = ()) -> list[str]:
    """The names in a query that are neither a selection's nor among `also`, each once, in their order."""
    known = NAMES | _SEVERAL | set(also)
    names = dict.fromkeys(name for name, _ in _pairs(query))
    return [name for name in names if name not in known and not name.startswith(("r.", "c.", "v.", "-v."))]


def read_known(query: str, also: Collection[str] = ()) -> Selection:
    """The selection of a query that has nothing but a selection's names and `also`.

    Where nobody can be told that a part was passed over, a filter that is misspelled must not select everything.

    Raises:
        InvalidSelection: see `read`; or a name that is not known.
    """
    if names := unknown(query, also):
        raise InvalidSelection(f"This address has a part that is not known: {names[0][:40]!r}.")
    return read(query)


def write_ordinals(ordinals: Iterable[int]) -> str:
    """Numbers of records as an address has them: 1,4,7-9."""
    return _spans(sorted(ordinals))


def read_ordinals(text: str) -> frozenset[int]:
    """Numbers of records from an address.

    Raises:
        InvalidSelection: they can't be read, or are too many.
    """
    return Selection(ordinals=_ordinals(text)).ordinals or frozenset()


def _identical(text: str) -> bool:
    if text not in _YES_NO:
        raise InvalidSelection("Identical is yes or no.")
    return _YES_NO[text]


def _pairs(query: str) -> list[tuple[str, str]]:
    if len(query) > LONGEST_QUERY:
        raise InvalidSelection("The selection is too long for an address. Use fewer filters.")
    try:
        return parse_qsl(
            query.removeprefix("?"), keep_blank_values=True, max_num_fields=MOST_PARTS, errors="surrogateescape"
        )
    except ValueError:
        raise InvalidSelection("The selection is too long for an address. Use fewer filters.") from None


def _number(bound: float | None) -> str:
    """The fewest digits that read back as this number; a zero has no sign."""
    return "" if bound is None else repr(float(bound) + 0.0).removesuffix(".0")


def _float(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise InvalidSelection("A bound must be a number.")
    return float(text)


def _range(text: str) -> Range:
    least, dots, most = text.partition("..")
    if not dots:
        raise InvalidSelection("A range is written 10..20, 10.. or ..20.")
    return _float(least) if least.strip() else None, _float(most) if most.strip() else None


def _spans(ordinals: Sequence[int]) -> str:
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
        if not _is_number(low) or (dash and not _is_number(high)):
            raise InvalidSelection("Records are given by their numbers, such as 1,4,7-9.")
        first, last = int(low), int(high or low)
        if last - first >= MOST_ORDINALS or len(found) > MOST_ORDINALS:
            raise InvalidSelection(f"At most {MOST_ORDINALS:,} records can be checked one by one; use filters.")
        found.update(range(first, last + 1))
    return frozenset(found)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_ORDINAL))


def _sort_of(part: str) -> tuple[str, Direction]:
    return (part[1:], "desc") if part.startswith("-") else (part, "asc")


def _outline(region: Region) -> str:
    axes = ",".join(f"{'log.' * log}{key}" for key, log in ((region.x, region.log_x), (region.y, region.log_y)))
    return ";".join([axes, *(f"{_number(x)},{_number(y)}" for x, y in region.polygon)])


def _region(text: str) -> Region:
    axes, *corners = text.split(";")
    try:
        x, y = axes.split(",")
        polygon = tuple((_float(left), _float(right)) for left, right in (corner.split(",") for corner in corners))
    except InvalidSelection:
        raise
    except ValueError:
        raise InvalidSelection("An outline is written as two properties and its corners.") from None
    return Region(
        x.removeprefix("log."), y.removeprefix("log."), polygon, log_x=x.startswith("log."), log_y=y.startswith("log.")
    )


def _condition(condition: Condition) -> str:
    if condition.operation is Operation.OUTSIDE:
        return f"{condition.operation}:{_number(condition.bounds[0])}..{_number(condition.bounds[1])}"
    return f"{condition.operation}:{condition.words}"


def _condition_of(key: str, text: str) -> Condition:
    name, _, words = text.partition(":")
    if name not in set(Operation):
        raise InvalidSelection("This kind of filter is not available.")
    if name != Operation.OUTSIDE:
        return Condition(key, Operation(name), words)
    least, most = _range(words)
    if least is None or most is None:
        raise InvalidSelection("Outside of a range needs both of its ends.")
    return Condition(key, Operation.OUTSIDE, bounds=(least, most))
