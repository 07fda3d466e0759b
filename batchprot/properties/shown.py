"""Numbers as they are shown: a value stands for everything that is printed the same way.

People type and point at what they see, so bounds and bins are compared with the value as shown. Stored values have
more digits; these functions give the stored number at which the shown one changes.
"""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Final

from batchprot.properties.property import Kind
from batchprot.properties.table import find

Range = tuple[float | None, float | None]

LARGEST: Final = 1e15
"""Beyond this a float has no decimals left."""
_EXACT: Final = Context(prec=1100)
"""Enough for any float."""


def decimals_of(key: str) -> int:
    """Decimals with which a key's values are shown; 0 for counts of residues and numbers of records."""
    row = find(key)
    return row.decimals if row is not None and row.kind is Kind.NUMBER else 0


def units(value: float, decimals: int, rounding: str = ROUND_HALF_UP) -> int:
    """The value in units of its last shown digit, as it is shown unless told to round otherwise.

    >>> units(9.4049, 2), units(9.4049, 2, ROUND_CEILING), units(-9.4049, 2, ROUND_FLOOR)
    (940, 941, -941)
    """
    # What is shown of a float follows from its exact value; a bound is meant as it is written.
    exact = Decimal(value) if rounding == ROUND_HALF_UP else Decimal(repr(float(value)))
    with localcontext(_EXACT):
        return int(exact.scaleb(decimals).to_integral_value(rounding))


def from_units(number: int, decimals: int) -> float:
    """The value of a number of units of the last shown digit.

    >>> from_units(940, 2)
    9.4
    """
    return float(Decimal(number).scaleb(-decimals))


def first_shown_as(number: int, decimals: int) -> float:
    """The smallest stored number that is shown as at least this many units of the last digit.

    It is the middle between this number and the one before, as a float that is not below it; the middle itself is
    shown as the number further from 0.

    >>> first_shown_as(940, 2), first_shown_as(24, 0)
    (9.395000000000001, 23.5)
    """
    with localcontext(_EXACT):
        middle = (Decimal(number) - Decimal("0.5")).scaleb(-decimals)
        nearest = float(middle)
        exact = Decimal(nearest)
        below = exact < middle or (exact == middle and middle < 0)
    return math.nextafter(nearest, math.inf) if below else nearest


def stored_range(bounds: Range, decimals: int) -> Range:
    """The stored numbers that are shown within these bounds, both included; a bound of None is open.

    >>> stored_range((24, 27), 0)
    (23.5, 27.499999999999996)
    """
    least, most = bounds
    if least is not None and abs(least) < LARGEST:
        least = first_shown_as(units(least, decimals, ROUND_CEILING), decimals)
    if most is not None and abs(most) < LARGEST:
        most = math.nextafter(first_shown_as(units(most, decimals, ROUND_FLOOR) + 1, decimals), -math.inf)
    return least, most
