"""A fixed sample of the records of a job."""

from sqlalchemy import ColumnElement, func, true

BITS = 2**31 - 1
"""Of a hash those that are looked at."""


def share(ordinal: ColumnElement[int], wanted: int, available: int) -> ColumnElement[bool]:
    """Nearly `wanted` of `available` records, chosen by a hash of their number: never more, but by a rare chance."""
    if wanted >= available:
        return true()
    return func.hashint4(ordinal).op("&")(BITS) < below(wanted, available)


def below(wanted: int, available: int) -> int:
    """What the BITS of a hash are below for a record of the sample."""
    return int(2**31 * 0.98 * wanted / available)
