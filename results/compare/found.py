"""What a comparison finds, as plain numbers: pages and tables read this without loading numpy."""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_VALUES = 3
"""With fewer values in a group no p value and no interval are given."""
FEWEST_PAIRS = 6
"""With fewer pairs that differ, no result of a signed-rank test can be below 0.05."""
PAGE = 25
"""Changed proteins on a page."""
MAGNITUDES = ((0.147, "negligible"), (0.33, "small"), (0.474, "medium"))
"""Words for |delta| (Romano et al. 2006)."""


@dataclass(frozen=True, slots=True)
class Group:
    """One property on one side: how many values it has, how many are missing, and its quartiles."""

    n: int
    missing: int
    quartiles: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Effect:
    """How two groups of values differ; see results.compare.statistics. None where there are too few values."""

    delta: float | None
    interval: tuple[float, float] | None
    p_value: float | None
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """How one property changes from the first side to another in the proteins that both have.

    `delta` is the value on the other side minus that on the first. `n` pairs have both values, `changed` of them
    differ, `increased` of these have the larger value on the other side. `quartiles` are those of all
    `n` deltas. `balance` is the matched-pairs rank-biserial correlation: 1 when every change is an increase, -1 when
    every one is a decrease.
    """

    n: int
    changed: int
    increased: int
    quartiles: tuple[float, float, float] | None
    balance: float | None
    p_value: float | None
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """How the identifiers of two sides meet.

    `matched` are on both sides, once on each; `repeated` are on a side more than once, and are matched with nothing.
    `unnamed` are records without an identifier.
    """

    matched: int
    only_first: int
    only_other: int
    repeated: int
    unnamed: int

    @property
    def are_the_same(self) -> bool:
        """Whether the two sides hold the same proteins: at least half of each is matched."""
        larger = self.matched + max(self.only_first, self.only_other) + self.repeated
        return self.matched >= FEWEST_VALUES and 2 * self.matched >= larger


@dataclass(frozen=True, slots=True)
class Match:
    """One identifier: the record's number and value on each side, and the second value minus the first."""

    identifier: str
    ordinals: tuple[int, int]
    values: tuple[float | None, float | None]
    delta: float | None


@dataclass(frozen=True, slots=True)
class MatchedPage:
    """One page of the proteins that changed in one property: `changed` proteins on `pages` pages in all."""

    key: str
    matches: Matches
    changed: int
    number: int
    pages: int
    rows: list[Match]


@dataclass(frozen=True, slots=True)
class Curve:
    """One property on one side, drawn over its whole range.

    `x` are values in ascending order and `below` the share of the side's values at or below each. `density` is the
    estimated density there; it is empty for a side of few values, of which `x` are all that have a place on the axis.
    `left` is the share of values without one: 0 and below on a logarithmic axis.
    """

    x: list[float]
    below: list[float]
    density: list[float]
    left: float
    median: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Shape:
    """One property on every side, on one axis from the smallest value of all to the largest."""

    key: str
    low: float
    high: float
    log: bool
    curves: list[Curve]


@dataclass(frozen=True, slots=True)
class Difference:
    """One property between the first side and another; see Effect, and Changes where both hold the same proteins.

    `corrected` is the p value corrected for all that are shown: that of the changes where there are any.
    """

    key: str
    other: int
    first_group: Group
    other_group: Group
    effect: Effect
    changes: Changes | None
    corrected: float | None

    @property
    def p_value(self) -> float | None:
        """The p value that belongs to the comparison: of pairs where there are pairs."""
        return self.effect.p_value if self.changes is None else self.changes.p_value


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is found for several sides.

    `sizes` are the calculated records of each side, `duplicated` how many of them have a sequence that occurs more than
    once on their side. For each side but the first, `shared` are the records of the first that it also has,
    which is only so when both are parts of one analysis, and `matches` how the
    identifiers meet when they are of different analyses.
    """

    sizes: list[int]
    duplicated: list[int]
    shared: list[int]
    matches: list[Matches | None]
    differences: list[Difference]
    shapes: dict[str, Shape]

    def is_paired(self, other: int) -> bool:
        """Whether a side holds the same proteins as the first."""
        found = self.matches[other - 1]
        return found is not None and found.are_the_same


def magnitude(delta: float) -> str:
    """A word for the size of an effect."""
    return next((word for bound, word in MAGNITUDES if abs(delta) < bound), "large")


def tests_of(differences: Sequence[Difference]) -> int:
    """How many p values there are."""
    return sum(one.p_value is not None for one in differences)
