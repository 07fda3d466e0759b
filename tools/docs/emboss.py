"""EMBOSS pepstats beside the engine, over the published sequences, where pepstats is installed."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.alphabet import STANDARD

# As EMBOSS prints them: mass with 2 decimals, pI with 4, fractions as percentages with 3. Its table of masses has
# fewer digits than Expasy's, so that masses agree to a relative 1e-5 only, and its search for the pI stops early.
_FIELDS: dict[str, tuple[str, str]] = {
    "molecular_weight_da": (r"Molecular weight = ([\d.]+)", "relative 1e-5"),
    "isoelectric_point": (r"Isoelectric Point = ([\d.]+)", "0.0002"),
    "extinction_reduced": (r"A280 Molar Extinction Coefficients  = (\d+) ", "0"),
    "extinction_cystines": (r"\(reduced\)   (\d+) \(cystine bridges\)\nA280 Ext", "0"),
    "inclusion_body_probability": (r"robability of expression in inclusion bodies = ([-\d.]+)", "0.001"),
    **{
        f"{key}_fraction": (rf"^{name}\t.*?([\d.]+)\s*$", "0.00001")
        for key, name in (
            ("tiny", "Tiny"),
            ("small", "Small"),
            ("aliphatic", "Aliphatic"),
            ("aromatic", "Aromatic"),
            ("non_polar", "Non-polar"),
            ("polar", "Polar"),
            ("charged", "Charged"),
            ("basic", "Basic"),
            ("acidic", "Acidic"),
        )
    },
}
OPTIONS = AnalysisOptions(pka_set="EMBOSS-6.6")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many values of one property agree, and by how much they differ at most."""

    key: str
    values: int
    agree: int
    largest_difference: str
    tolerance: str


def agreements(sequences: Sequence[str]) -> list[Agreement] | None:
    """Compare each property that pepstats prints; None where it isn't installed."""
    pepstats = shutil.which("pepstats")
    if pepstats is None:
        return None
    chosen = [sequence for sequence in dict.fromkeys(sequences) if sequence and not set(sequence) - set(STANDARD)]
    reports = _reports(pepstats, chosen)
    ours = analyze(chosen, OPTIONS, set(_FIELDS))
    return [_agreement(key, reports, ours[key]) for key in _FIELDS]


def _reports(pepstats: str, sequences: Sequence[str]) -> list[str]:
    fasta = "".join(f">p{number}\n{sequence}\n" for number, sequence in enumerate(sequences))
    command = [pepstats, "-filter", "-auto", "-sequence", "fasta::stdin", "-outfile", "stdout"]
    text = subprocess.run(command, input=fasta, capture_output=True, text=True, check=True).stdout
    reports = text.split("PEPSTATS of ")[1:]
    if len(reports) != len(sequences):
        message = f"pepstats answered {len(reports)} of {len(sequences)} sequences"
        raise RuntimeError(message)
    return reports


def _agreement(key: str, reports: Sequence[str], ours: Any) -> Agreement:  # noqa: ANN401 - one of the engine's columns
    pattern, tolerance = _FIELDS[key]
    found = [re.search(pattern, report, re.MULTILINE) for report in reports]
    theirs = np.array([float(match[1]) if match else np.nan for match in found])
    if key.endswith("_fraction"):
        theirs /= 100
    # A negative "probability" is empty here.
    given = ~np.isnan(np.asarray(ours, float))
    difference, theirs = np.abs(np.asarray(ours) - theirs)[given], theirs[given]
    if tolerance.startswith("relative"):
        difference /= theirs
    return Agreement(
        key=key,
        values=int(given.sum()),
        agree=int((difference <= float(tolerance.removeprefix("relative "))).sum()),
        largest_difference=f"{np.nanmax(difference):.2g}",
        tolerance=tolerance,
    )
