"""Which proteins changed between two sides, in one property: the largest changes first, a page at a time."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import any_, cast, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER

from models.tables import protein
from results.access import OpenJob
from results.compare import values
from results.compare.found import Match, MatchedPage
from results.compare.intervals import Values
from results.compare.paired import deltas, pair
from results.compare.sides import Side


def page(reading: OpenJob, sides: Sequence[Side], key: str, number: int, length: int) -> MatchedPage:
    """The page of this number from 1, or the last one; pairs without a change are left out."""
    first, other = (values.read(reading, side, [key]) for side in sides)
    pairing = pair(first, other)
    change = deltas(key, first, other, pairing)
    before, after = first.values[key][pairing.first], other.values[key][pairing.other]
    ordinals, their_ordinals = first.ordinals[pairing.first], other.ordinals[pairing.other]
    order = _largest_first(before, after, change, ordinals)
    pages = max(1, -(-len(order) // length))
    number = min(max(1, number), pages)
    shown = order[(number - 1) * length : number * length]
    names = _identifiers(reading, sides[0], ordinals[shown].tolist())
    rows = [
        Match(
            names[int(ordinals[place])],
            (int(ordinals[place]), int(their_ordinals[place])),
            (_known(before[place]), _known(after[place])),
            _known(change[place]),
        )
        for place in shown
    ]
    return MatchedPage(key, pairing.matches, len(order), number, pages, rows)


def _largest_first(before: Values, after: Values, change: Values, ordinals: NDArray[np.int32]) -> NDArray[np.intp]:
    """Places of the pairs that differ; those with one value only come last."""
    one_only = np.isnan(before) != np.isnan(after)
    differ = np.flatnonzero(one_only | (~np.isnan(change) & (change != 0)))
    size = np.where(np.isnan(change), -1.0, np.abs(change))
    order: NDArray[np.intp] = differ[np.lexsort((ordinals[differ], -size[differ]))]
    return order


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _identifiers(reading: OpenJob, side: Side, ordinals: list[int]) -> dict[int, Any]:
    wanted = cast(literal(ordinals, ARRAY(INTEGER)), ARRAY(INTEGER))
    asked = select(protein.c.ordinal, protein.c.identifier).where(protein.c.job_id == side.job.id)
    found = reading.connection.execute(asked.where(protein.c.ordinal == any_(wanted)))
    return {row.ordinal: row.identifier for row in found}
