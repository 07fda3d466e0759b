"""The shape of a residue scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Scale:
    """One value for each of the 20 standard residues."""

    key: str
    label: str
    values: Mapping[str, float]
    high: str  # what a high value means
    reference: str
    doi: str = ""
    angle: float | None = None  # degrees from residue to residue: the profile is then the moment's length
    biopython: str = ""  # the name Biopython gives it
    caveat: str = ""  # what name and reference don't say

    def to_json(self) -> dict[str, Any]:
        """What `GET /v1/scales` says of it."""
        return {
            "key": self.key,
            "label": self.label,
            "high": self.high,
            "reference": self.reference,
            "doi": self.doi,
            "angle": self.angle,
            "biopython": self.biopython,
            "caveat": self.caveat,
            "values": dict(self.values),
        }
