"""What is special about a selection, as plain numbers: pages and tables read this without loading numpy."""

from dataclasses import dataclass

from results.compare.found import Group

FEWEST = 3
"""Proteins that must be selected, and left over, for anything to be tested."""
DRAWS = 1_000
"""Random lists that the selection is held against."""
LEVEL = 0.04
"""A corrected p value up to this is a finding. From DRAWS lists p is known to 0.006: with this room, the chance of any
false finding is at most 0.05 whatever lists are drawn.
"""
ALIKE = 0.7
"""Properties whose ranks correlate this much or more say nearly the same."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One property of the selection beside the rest, between two values that nearly all proteins lie between.

    `rest` are heights of evenly spaced places from `low` to `high`, the highest of both being 1, and so are `selected`;
    of few selected proteins, these are empty and `values` holds each one's place instead, from 0 to 1.
    `medians` are the places of both medians, the selection's first.
    """

    low: float
    high: float
    selected: list[float]
    rest: list[float]
    values: list[float]
    medians: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Finding:
    """One property: how the selection differs from the rest, and how that compares with random lists.

    Attributes:
        key: The property.
        selected, rest: Values there are, values missing, and quartiles.
        delta: Cliff's delta, positive when the selection has the larger values; None when one side has no value.
        interval: Its 95 % confidence interval.
        expected: The mean delta of random lists of the same lengths; 0 for the length itself.
        p_value: The share of random lists that differ at least as much; None when nothing was tested.
        corrected: The same, corrected for all the properties that were tested.
        is_condition: Whether the selection asks for values of this property, which are special for that reason.
        like: The condition, or the better known or larger finding, that ranks the proteins nearly the same; empty when
            there is none.
        picture: Both distributions; None when there is nothing to draw.
    """

    key: str
    selected: Group
    rest: Group
    delta: float | None
    interval: tuple[float, float] | None
    expected: float
    p_value: float | None
    corrected: float | None
    is_condition: bool
    like: str
    picture: Picture | None

    @property
    def beyond_length(self) -> float:
        """The part of delta that lengths don't explain."""
        return 0.0 if self.delta is None else self.delta - self.expected

    @property
    def is_found(self) -> bool:
        """Whether this is special at LEVEL."""
        return self.corrected is not None and self.corrected <= LEVEL


@dataclass(frozen=True, slots=True)
class Special:
    """What is special about a selection against the rest of its analysis.

    `selected` and `rest` are calculated proteins; `rejected` are selected records without values. `duplicated` of the
    selected proteins have a sequence that another of them has. A random list has as many proteins as the selection from
    each group of about `alike` proteins of similar length. `is_drawn` is False when the selection and the rest are so
    large that the limit distribution of such lists is used. `findings` that are special come first, largest effect
    beyond length first; then the others by their p values.
    """

    selected: int
    rest: int
    rejected: int
    duplicated: int
    alike: int
    is_drawn: bool
    findings: list[Finding]

    @property
    def tested(self) -> int:
        """How many properties were tested."""
        return sum(one.corrected is not None for one in self.findings)

    @property
    def found(self) -> list[Finding]:
        """The properties that are special."""
        return [one for one in self.findings if one.is_found]
