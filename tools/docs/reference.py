"""Published values and how near ours must come to them."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

PUBLISHED = Path(__file__).parents[2] / "tests" / "reference" / "published_values.csv"

# Half a unit of the last printed digit on either side, with room for a tie; the dalton for UniProt's whole numbers.
TOLERANCES: dict[str, float] = {
    "molecular_weight_da": 0.01,
    "monoisotopic_mass_da": 0.01,
    "isoelectric_point": 0.011,
    "instability_index": 0.011,
    "aliphatic_index": 0.01,
    "gravy": 0.001,
    "absorbance_reduced": 0.001,
    "absorbance_cystines": 0.001,
    "aromaticity": 0.005,
    "helix_fraction": 0.005,
    "turn_fraction": 0.005,
    "sheet_fraction": 0.005,
    "inclusion_body_probability": 0.001,
}


@dataclass(frozen=True, slots=True)
class Published:
    """One published value: its source, protein and options."""

    source: str
    protein: str
    sequence: str  # "" where it is not ours to pass on
    options: dict[str, Any]
    key: str
    value: str  # as printed
    note: str  # why ours differs, where it does

    @property
    def decimals(self) -> int:
        """Digits printed after the point."""
        return len(self.value.partition(".")[2])

    @property
    def tolerance(self) -> float:
        """Largest accepted difference; 0 for what must be equal."""
        if self.key == "molecular_weight_da" and self.decimals == 0:
            return 0.5
        return TOLERANCES.get(self.key, 0.0)


def read(path: Path = PUBLISHED) -> list[Published]:
    """The published values, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Published(**{**row, "options": json.loads(row["options"] or "{}")}) for row in csv.DictReader(file)]


def with_sequences(published: Iterable[Published], golden: Path | None) -> list[Published]:
    """Fill in the sequences that only the folder of recorded reports has, where that folder is."""
    known = _golden_sequences(golden)
    return [each if each.sequence else replace(each, sequence=known.get(each.protein[:14], "")) for each in published]


def _golden_sequences(golden: Path | None) -> dict[str, str]:
    reports = golden / "expasy_protparam_reports.csv" if golden else None
    if reports is None or not reports.exists():
        return {}
    with reports.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    identifiers = [row["identifier"].removeprefix("(unnamed 77 aa, ").removesuffix("?)") for row in rows]
    return {identifier[:14]: row["sequence"] for identifier, row in zip(identifiers, rows, strict=True)}
