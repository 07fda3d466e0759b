"""A comparison computed with numpy and scipy; results.compare.results imports it when somebody compares."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from results.access import OpenJob
from results.compare import values
from results.compare.found import Comparison, Difference, Group, Matches, Shape
from results.compare.intervals import Values
from results.compare.paired import Pairing, changes, deltas, pair
from results.compare.shapes import shape
from results.compare.sides import Side
from results.compare.statistics import benjamini_hochberg, effect, quartiles
from results.compare.values import SideValues

AT_ONCE = 20_000_000
"""Values that are in memory together: 160 MB. Every property of 82,814 proteins is 4 million."""


def comparison(
    reading: OpenJob, sides: Sequence[Side], keys: Sequence[str], drawn: Mapping[str, bool], records: int
) -> Comparison:
    """Compare the sides, which have `records` records in all; see results.compare.results.compare."""
    step = max(1, AT_ONCE // max(1, records))
    parts = [_part(reading, sides, keys[start : start + step], drawn) for start in range(0, len(keys), step)]
    differences = _corrected([one for part in parts for one in part.differences])
    shapes = {key: one for part in parts for key, one in part.shapes.items()}
    return replace(parts[0], differences=sorted(differences, key=_by_size), shapes=shapes)


def _part(reading: OpenJob, sides: Sequence[Side], keys: Sequence[str], drawn: Mapping[str, bool]) -> Comparison:
    """The comparison by some of the properties, p values not corrected yet."""
    read = [values.read(reading, side, keys) for side in sides]
    pairings = [_pairing(sides, read, other) for other in range(1, len(sides))]
    matches = [one.matches if one else None for one in pairings]
    differences: list[Difference] = []
    shapes: dict[str, Shape] = {}
    for key in keys:
        in_order = [_sorted(side.values[key]) for side in read]
        differences += _differences(key, read, in_order, pairings)
        if key in drawn and (made := shape(key, in_order, log=drawn[key])) is not None:
            shapes[key] = made
    shared = [_shared(sides, read, other) for other in range(1, len(sides))]
    return Comparison([*map(len, read)], [side.duplicated for side in read], shared, matches, differences, shapes)


def _differences(
    key: str, read: Sequence[SideValues], in_order: Sequence[Values], pairings: Sequence[Pairing | None]
) -> list[Difference]:
    groups = [Group(len(own), len(side) - len(own), quartiles(own)) for side, own in zip(read, in_order, strict=True)]
    found = []
    for other, pairing in enumerate(pairings, start=1):
        changed = None
        if pairing is not None and pairing.matches.are_the_same:
            changed = changes(deltas(key, read[0], read[other], pairing))
        of_groups = effect(in_order[0], in_order[other])
        found.append(Difference(key, other, groups[0], groups[other], of_groups, changed, None))
    return found


def _sorted(column: Values) -> Values:
    return np.sort(column[~np.isnan(column)])


def _pairing(sides: Sequence[Side], read: Sequence[SideValues], other: int) -> Pairing | None:
    """How two sides of different analyses meet; parts of one analysis have nothing that could have changed."""
    return None if sides[0].job.id == sides[other].job.id else pair(read[0], read[other])


def _shared(sides: Sequence[Side], read: Sequence[SideValues], other: int) -> int:
    if sides[0].job.id != sides[other].job.id:
        return 0
    return len(np.intersect1d(read[0].ordinals, read[other].ordinals, assume_unique=True))


def _corrected(differences: Sequence[Difference]) -> list[Difference]:
    corrected = benjamini_hochberg([one.p_value for one in differences])
    return [replace(one, corrected=p) for one, p in zip(differences, corrected, strict=True)]


def _by_size(one: Difference) -> tuple[bool, float]:
    """The largest effect first, what has none last."""
    size = one.effect.delta if one.changes is None else one.changes.balance
    return size is None, -abs(size or 0)


def matches_of(reading: OpenJob, sides: Sequence[Side]) -> Matches:
    """How the identifiers of two sides meet."""
    return pair(*(values.read(reading, side, []) for side in sides)).matches
