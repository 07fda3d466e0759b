"""What is selected of an analysis: one description for histograms, scatter, grid, counts and every export.

It lives in the page's address, so it has one spelling there (results/selection/address.py) and is checked on its
way in: keys by the property table, numbers finite, texts bounded.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from batchprot.properties.table import Kind, find
from batchprot.reading import alphabet
from batchprot.refusal import Refusal
from models.states import RecordStatus
from results.selection import motif as motifs

Direction = Literal["asc", "desc"]
Range = tuple[float | None, float | None]
Point = tuple[float, float]

STATUSES = tuple(map(str, RecordStatus))
TEXT_COLUMNS = ("identifier", "name", "description", "organism", "gene", "status", "reason")
MOTIF_PREFIXES = ("seq:", "motif:")
LONGEST_TEXT = 200
LONGEST_MOTIF = 200
MOST_ORDINALS = 10_000
MOST_SORTS = 3
FEWEST_CORNERS = 3
MOST_CORNERS = 200
FURTHEST_CORNER = 1e15
MOST_CONDITIONS = 20
MOST_ORGANISMS = 50
MOST_VALUES = 200
"""Values of one category that are chosen, or left out: as many as a category has."""
LARGEST_ORDINAL = 2**31 - 1


class InvalidSelection(Refusal):
    """A selection that can't be read; the message is the sentence shown."""

    code = "selection"


class Operation(StrEnum):
    """What a condition on one column asks, beyond a range."""

    BLANK = "blank"
    NOT_BLANK = "notBlank"
    OUTSIDE = "outside"
    CONTAINS = "contains"
    NOT_CONTAINS = "notContains"
    EQUALS = "equals"
    NOT_EQUAL = "notEqual"
    STARTS_WITH = "startsWith"
    ENDS_WITH = "endsWith"


_ANY_COLUMN = frozenset({Operation.BLANK, Operation.NOT_BLANK})


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about one column.

    `words` is what a text is compared with, in any case of letters. `outside` numbers are below `bounds[0]` or above
    `bounds[1]`; records without a value are neither.
    """

    key: str
    operation: Operation
    words: str = ""
    bounds: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        if not (is_numeric(self.key) or is_text(self.key)):
            raise InvalidSelection("There is no such column to filter by.")
        if self.operation in _ANY_COLUMN:
            return
        if is_numeric(self.key) != (self.operation is Operation.OUTSIDE):
            raise InvalidSelection("This kind of filter is not available for this column.")
        _check_range(*self.bounds)
        _check_text(self.words)


@dataclass(frozen=True, slots=True)
class Region:
    """What a lasso on the scatter encloses: a polygon over two properties, corners in their own units.

    With `log_x` or `log_y` the sides are straight on a logarithmic axis, and corners are above 0 there.
    """

    x: str
    y: str
    polygon: tuple[Point, ...]
    log_x: bool = False
    log_y: bool = False

    def __post_init__(self) -> None:
        if not (is_numeric(self.x) and is_numeric(self.y)):
            raise InvalidSelection("There is no such property to filter by.")
        if not FEWEST_CORNERS <= len(self.polygon) <= MOST_CORNERS:
            raise InvalidSelection(f"An outline has {FEWEST_CORNERS} to {MOST_CORNERS} corners.")
        for x, y in self.polygon:
            if not (abs(x) <= FURTHEST_CORNER and abs(y) <= FURTHEST_CORNER):  # nor NaN
                raise InvalidSelection("A corner must be two finite numbers that fit on a plot.")
            if (self.log_x and x <= 0) or (self.log_y and y <= 0):
                raise InvalidSelection("On a logarithmic axis corners are above 0.")


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything, narrowed by what is given.

    Attributes:
        ranges: property key -> (least, most), either open, both included; records without a value are left out.
        statuses: of these; empty means all.
        text: in identifier, name, description, organism or gene, in any case of letters; after `seq:` or `motif:` it
            is a motif.
        ordinals: exactly these records, of those the rest selects.
        sort: keys and directions, most important first; the ordinal decides at last.
        motif: in the sequence: residues, X standing for any, or a pattern as PROSITE writes it.
        region: inside this outline on the scatter.
        conditions: questions about one column that are not ranges; all must hold.
        organisms: of these, the empty text for records that name none; empty means all.
        organisms_left_out: of none of these.
        identical: whose sequence other records of the file have as well; or, when False, all the rest.
        values: category -> of these values, the empty text for records that have none.
        values_left_out: category -> of none of these values.

    Raises:
        InvalidSelection: on creation, when a part can't be meant.
    """

    ranges: Mapping[str, Range] = field(default_factory=dict)
    statuses: frozenset[str] = frozenset()
    text: str = ""
    ordinals: frozenset[int] | None = None
    sort: tuple[tuple[str, Direction], ...] = ()
    motif: str = ""
    region: Region | None = None
    conditions: tuple[Condition, ...] = ()
    organisms: frozenset[str] = frozenset()
    organisms_left_out: frozenset[str] = frozenset()
    identical: bool | None = None
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    values_left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, (least, most) in self.ranges.items():
            if not is_numeric(key):
                raise InvalidSelection("There is no such property to filter by.")
            _check_range(least, most)
        if not self.statuses <= set(STATUSES):
            raise InvalidSelection("A status is ok, warned or rejected.")
        _check_text(self.text)
        _check_sort(self.sort)
        if self.ordinals is not None:
            _check_ordinals(self.ordinals)
        if len(self.conditions) > MOST_CONDITIONS:
            raise InvalidSelection(f"At most {MOST_CONDITIONS} column filters can be used together.")
        _check_organisms(self.organisms | self.organisms_left_out)
        for values in (self.values, self.values_left_out):
            _check_values(values)
        for pattern in self.patterns:
            _check_motif(pattern)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        narrowed = self.ranges or self.statuses or self.words or self.patterns or self.region or self.conditions
        named = self.organisms or self.organisms_left_out or self.identical is not None
        named = named or any(self.values.values()) or any(self.values_left_out.values())
        return not (narrowed or named) and self.ordinals is None

    @property
    def words(self) -> str:
        """The part of `text` that is looked for in names: all of it, unless it is a motif."""
        return "" if self.text.lower().startswith(MOTIF_PREFIXES) else self.text.strip()

    @property
    def patterns(self) -> tuple[str, ...]:
        """The motifs that sequences must hold."""
        typed = "" if self.words else self.text.partition(":")[2]
        return tuple(pattern for pattern in (typed.strip(), self.motif.strip()) if pattern)


def escape_like(words: str) -> str:
    """Words as they are, inside a LIKE pattern with the backslash as escape."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def is_count(key: str) -> bool:
    """Whether this is the count of one residue: `count_A` to `count_Y`."""
    return key in COUNTS


def is_numeric(key: str) -> bool:
    """Whether values of this key can be compared with a number."""
    row = find(key)
    is_number = row is not None and row.kind in (Kind.NUMBER, Kind.INTEGER)
    return is_number or key in ("ordinal", "line") or is_count(key)


def is_text(key: str) -> bool:
    """Whether values of this key are words."""
    row = find(key)
    return key in TEXT_COLUMNS or (row is not None and (row.kind is Kind.TEXT or row.is_category))


def is_category(key: str) -> bool:
    """Whether this is an own column whose values are few, so that some of them can be chosen."""
    row = find(key)
    return row is not None and row.is_category


COUNTS = frozenset(f"count_{letter}" for letter in alphabet.STANDARD)


def _check_range(least: float | None, most: float | None) -> None:
    if any(bound is not None and not math.isfinite(bound) for bound in (least, most)):
        raise InvalidSelection("A bound must be a finite number.")


def _check_text(words: str) -> None:
    if len(words) > LONGEST_TEXT or "\0" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        raise InvalidSelection(f"Search for at most {LONGEST_TEXT} characters of text.")


def _check_organisms(names: frozenset[str]) -> None:
    if len(names) > MOST_ORGANISMS:
        raise InvalidSelection(f"Choose at most {MOST_ORGANISMS} organisms.")
    for name in names:
        _check_text(name)


def _check_values(chosen: Mapping[str, frozenset[str]]) -> None:
    for key, values in chosen.items():
        if not is_category(key):
            raise InvalidSelection("There is no such category to filter by.")
        if len(values) > MOST_VALUES:
            raise InvalidSelection(f"Choose at most {MOST_VALUES} values of a category.")
        for value in values:
            _check_text(value)


def _check_motif(pattern: str) -> None:
    if len(pattern) > LONGEST_MOTIF:
        raise InvalidSelection(f"A motif has at most {LONGEST_MOTIF} characters.")
    try:
        motifs.regular_expression(pattern)
    except motifs.InvalidMotif as error:
        raise InvalidSelection(str(error)) from None


def _check_ordinals(ordinals: frozenset[int]) -> None:
    if len(ordinals) > MOST_ORDINALS:
        raise InvalidSelection(f"At most {MOST_ORDINALS:,} records can be checked one by one; use filters.")
    if any(not 1 <= ordinal <= LARGEST_ORDINAL for ordinal in ordinals):
        raise InvalidSelection("Records are numbered from 1.")


def _check_sort(sort: Sequence[tuple[str, str]]) -> None:
    if len(sort) > MOST_SORTS:
        raise InvalidSelection(f"Sort by at most {MOST_SORTS} columns.")
    for key, direction in sort:
        if not (is_numeric(key) or is_text(key)) or direction not in ("asc", "desc"):
            raise InvalidSelection("There is no such column to sort by.")
