"""The comparison of two or more sides, and which properties can be compared."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from batchprot.properties.table import PROPERTIES, Preset
from jobs.services import JobServices
from results.access import reading_several
from results.compare.found import Comparison
from results.compare.sides import Side

COMPARE_SECONDS = 30
_PRESETS = {"basic": {Preset.BASIC}, "advanced": {Preset.BASIC, Preset.ADVANCED}, "all": set(Preset)}


def keys_of_preset(name: str) -> list[str]:
    """The properties of a preset whose values are plain numbers, and of those before it.

    Of a lower bound, or of a number that means two things, more is not more: an order would mean nothing.
    """
    wanted = _PRESETS.get(name, _PRESETS["basic"])
    return [row.key for row in PROPERTIES if row.is_quantity and row.preset in wanted]


def keys_of(sides: Sequence[Side], preset: str) -> list[str]:
    """What the sides can be compared by: the properties of a preset, and own numbers where all have the same ones."""
    analyses = {side.job.id: side.job.own_columns for side in sides}
    own = next(iter(analyses.values())).rows if len(analyses) == 1 else []
    return [*keys_of_preset(preset), *(row.key for row in own if row.is_quantity)]


def compare(
    services: JobServices, user_id: UUID, sides: Sequence[Side], keys: Sequence[str], drawn: Mapping[str, bool]
) -> Comparison:
    """Compare the sides by these properties; `drawn` (key -> whether logarithmic) are those with shapes to draw.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    from results.compare import computing

    records = sum(side.job.done for side in sides)
    with reading_several(services, user_id, [side.job.id for side in sides], seconds=COMPARE_SECONDS) as reading:
        return computing.comparison(reading, sides, keys, drawn, records)
