"""The shape of one row of the property table."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What a property's value is."""

    NUMBER = "number"
    INTEGER = "integer"
    TEXT = "text"
    YES_NO = "yes/no"
    CATEGORY = "category"
    """One of a few texts; only own columns are of this kind, and of YES_NO."""
    COUNTS = "counts"
    """Twenty integers in the order of `alphabet.STANDARD`."""


class Preset(StrEnum):
    """The smallest set of columns that shows a property: advanced includes basic, all includes everything."""

    BASIC = "basic"
    ADVANCED = "advanced"
    ALL = "all"


Home = Literal["protein", "measurement", "own"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One computed property: how it is named, shown, explained and cited.

    The worker's output, the database column, the CSV header, the grid column, the axis title and the methods
    page are all made from this row.
    """

    key: str
    """Name of the worker's column, the database column and the CSV header, the unit inside."""
    label: str
    """Name on an axis or in a list."""
    short: str
    """Name on a narrow column."""
    unit: str
    """Unit as printed after a value; empty when the value is a pure number."""
    group: str
    """Heading it is listed under."""
    kind: Kind
    decimals: int
    """Decimals as shown; a NUMBER is stored with four more."""
    summary: str
    """What it is, in one sentence."""
    formula: str
    """How it is calculated, in words."""
    reference: str
    """Primary literature."""
    doi: str
    caveat: str
    """What it does not mean."""
    preset: Preset
    range: str
    """What values can occur."""
    home: Home = "measurement"
    """Table that stores it."""
    reads_with: str = ""
    """Key of the column without which the number means nothing: a ">" sign, or a wording that reverses it.

    Such numbers can be shown and searched, but not ranked or averaged: they are left out of comparisons, correlations
    and histograms.
    """

    is_choice: bool = False
    """Whether a TEXT has few different values, each of which can be a filter and a colour."""

    @property
    def is_quantity(self) -> bool:
        """Whether values can be ordered and averaged as numbers."""
        return self.kind in (Kind.NUMBER, Kind.INTEGER) and not self.reads_with

    @property
    def is_category(self) -> bool:
        """Whether values are few and have no order, so that each has a box and a colour."""
        return self.kind in (Kind.CATEGORY, Kind.YES_NO) or self.is_choice

    @property
    def stored_decimals(self) -> int:
        """Decimals that a NUMBER is rounded to when it leaves the engine."""
        return self.decimals + 4
