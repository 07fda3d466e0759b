"""What the browser counts with while somebody brushes, by name: small numbers, one for each record of an analysis.

The names stand in addresses and in the table of kept answers. Each ends with a digest of what its numbers stand for, so
that what was kept under a name never changes. This module is read by pages; results/live/codes.py makes the numbers.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from batchprot.refusal import Refusal
from results.selection.model import is_category

DIGEST_LENGTH = 10
CATEGORIES = ("status", "organism", "identical")
"""Beside own categories."""
MOST_VALUES = 200
"""Values of a category that have codes; of more, its counts follow when the range is let go of."""


class NoSuchCodes(Refusal):
    """Codes of this name can't be made; a page that asks for them is older than the server."""

    code, status = "no_such_codes", 404


@dataclass(frozen=True, slots=True)
class Bins:
    """One byte for each record: its place among the bins of a histogram of at most `most` bins.

    0 is below the first bin, 1 is the first bin, and so on; the last is above all bins. 255 is no value.
    """

    key: str
    log: bool
    most: int

    def name(self, edges: Sequence[float]) -> str:
        """The name of these codes for a histogram with these edges."""
        return _named("bins", self.key, _scale(log=self.log), str(self.most), means=edges)


@dataclass(frozen=True, slots=True)
class Category:
    """One byte for each record: the place of its value among those that a page lists; the number of them is any other.

    Statuses are in the order of models.states, organisms in that of their boxes; of `identical` 0 is one whose sequence
    others have as well.
    """

    key: str

    def name(self, listed: Sequence[str]) -> str:
        """The name of these codes where these values are listed."""
        return _named("category", self.key, means=listed)


@dataclass(frozen=True, slots=True)
class Cells:
    """Two little-endian bytes for each record: its cell in a density, row after row; 65,535 is none."""

    x: str
    y: str
    log_x: bool
    log_y: bool

    def name(self, x_edges: Sequence[float], y_edges: Sequence[float]) -> str:
        """The name of these codes for a density with these edges."""
        scales = _scale(log=self.log_x), _scale(log=self.log_y)
        return _named("cells", self.x, scales[0], self.y, scales[1], means=[*x_edges, *y_edges])


Codes = Bins | Category | Cells


def read(name: str) -> Codes:
    """What a name asks for; whether its digest is right is seen when the numbers are made.

    Raises:
        NoSuchCodes: it is no such name.
    """
    match name.split(":"):
        case ["bins", key, ("linear" | "log") as scale, most, _] if most.isdecimal():
            return Bins(key, scale == "log", int(most))
        case ["category", key, _] if key in CATEGORIES or is_category(key):
            return Category(key)
        case ["cells", x, ("linear" | "log") as across, y, ("linear" | "log") as up, _]:
            return Cells(x, y, across == "log", up == "log")
    raise NoSuchCodes("There are no such codes.")


def _scale(*, log: bool) -> str:
    return "log" if log else "linear"


def _named(*parts: str, means: Sequence[object]) -> str:
    digest = hashlib.sha256(json.dumps(list(means)).encode()).hexdigest()[:DIGEST_LENGTH]
    return ":".join((*parts, digest))
