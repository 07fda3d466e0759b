"""The comparison of two or more sides: every property's difference, sorted by its size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from batchprot.properties.table import PROPERTIES, Preset
from jobs.services import JobServices
from results.access import Reading, reading_several
from results.compare.ranks import Group, Ranked, ranked
from results.compare.sides import Side
from results.compare.statistics import Pairs, benjamini_hochberg, cliffs_delta, interval, mann_whitney

COMPARE_SECONDS = 30
_PRESETS = {"basic": {Preset.BASIC}, "advanced": {Preset.BASIC, Preset.ADVANCED}, "all": set(Preset)}


@dataclass(frozen=True, slots=True)
class Difference:
    """One property between the first side and another; delta is positive when the first has the larger values.

    Delta is None without values, interval and p values with fewer than three on a side; `corrected` is the p value
    corrected for all that the comparison has.
    """

    key: str
    other: int
    first_group: Group
    other_group: Group
    delta: float | None
    interval: tuple[float, float] | None
    p_value: float | None
    corrected: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is known of several sides.

    `sizes` are the records of each side that were measured; `shared` how many of the first are also on each of the
    others, which is only so when both are parts of one analysis.
    """

    sizes: list[int]
    shared: list[int]
    differences: list[Difference]
    ranked: dict[str, Ranked]


def keys_of_preset(name: str) -> list[str]:
    """The properties with numbers of a preset, and of those before it."""
    wanted = _PRESETS.get(name, _PRESETS["basic"])
    return [row.key for row in PROPERTIES if row.is_quantity and row.preset in wanted]


def compare(
    services: JobServices, user_id: UUID, sides: Sequence[Side], keys: Sequence[str], drawn: Mapping[str, bool]
) -> Comparison:
    """Compare the sides by these properties; `drawn` (key -> whether logarithmic) are those whose values are counted.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    with reading_several(services, user_id, [side.job.id for side in sides], seconds=COMPARE_SECONDS) as reading:
        sizes, found = ranked(reading, sides, keys, drawn)
        shared = [_shared(reading, sides[0], other) for other in sides[1:]]
    return Comparison(sizes, shared, differences(found, len(sides)), found)


def differences(found: Mapping[str, Ranked], sides: int) -> list[Difference]:
    """Every property between the first side and each other, the largest first; what has no effect size last."""
    tested = [(key, other, found[key].pairs[other - 1]) for key in found for other in range(1, sides)]
    p_values = [mann_whitney(pairs) for _, _, pairs in tested]
    made = [
        _difference(found[key], key, other, pairs, p_value, corrected)
        for (key, other, pairs), p_value, corrected in zip(tested, p_values, benjamini_hochberg(p_values), strict=True)
    ]
    return sorted(made, key=lambda one: (one.delta is None, -abs(one.delta or 0)))


def _difference(  # noqa: PLR0917 - one row, written once
    found: Ranked, key: str, other: int, pairs: Pairs, p_value: float | None, corrected: float | None
) -> Difference:
    return Difference(
        key, other, found.groups[0], found.groups[other], cliffs_delta(pairs), interval(pairs), p_value, corrected
    )


def _shared(reading: Reading, first: Side, other: Side) -> int:
    """Records on both sides: none, when they are of different analyses."""
    if first.job.id != other.job.id:
        return 0
    ours, theirs = first.source(["gravy"]), other.source(["gravy"])
    mine = select(ours.ordinal).select_from(ours.tables).where(first.condition(ours))
    same = select(theirs.ordinal).select_from(theirs.tables).where(other.condition(theirs))
    both = mine.intersect(same).subquery()
    return int(reading.connection.execute(select(func.count()).select_from(both)).scalar_one())
