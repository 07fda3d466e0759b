"""Why a number differs from another tool's: the cause in words, and examples computed by running both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from batchprot.engine.analyze import analyze
from batchprot.engine.batch import FIRST_LETTER
from batchprot.engine.constants import MASS_SCALE, constants_set
from batchprot.engine.titration import titration
from batchprot.properties.options import PKA_SETS, AnalysisOptions
from batchprot.properties.table import BY_KEY
from batchprot.reading.alphabet import STANDARD
from tools.docs import biopython

# Human ubiquitin: residues 1 to 76 of UniProt P0CG48 (CC BY 4.0).
UBIQUITIN = "MQIFVKTLTGKTITLEVEPSDTIENVKAKIQDKEGIPPDQQRLIFAGKQLEDGRTLSDYNIQKESTLHLVLRLRGG"
EXPASY = AnalysisOptions()


class Example(NamedTuple):
    """One sequence with both numbers, formatted alike."""

    sequence: str  # or what it is called
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Where one property differs from one tool, and why."""

    key: str
    tool: str
    text: str
    examples: tuple[Example, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For the methods page."""
        return {
            "tool": self.tool,
            "text": self.text,
            "examples": [example._asdict() for example in self.examples],
        }


def _formatted(key: str, value: float | None) -> str:
    return "none" if value is None else f"{value:.{BY_KEY[key].decimals}f}"


def _ours(sequence: str, key: str, options: AnalysisOptions = EXPASY) -> str:
    return _formatted(key, float(analyze([sequence], options, {key})[key][0]))


def _largest_mass_difference() -> float:
    ours, theirs = constants_set("expasy").average, constants_set("biopython").average
    return float(max(abs(ours - theirs)[ord(letter) - FIRST_LETTER] for letter in STANDARD)) / MASS_SCALE


def _against_biopython(key: str, *sequences: tuple[str, str]) -> tuple[Example, ...]:
    """Examples for (name, sequence) pairs."""
    return tuple(
        Example(name, _ours(sequence, key), _formatted(key, biopython.value(sequence, key)))
        for name, sequence in sequences
    )


def _itself(sequence: str) -> tuple[str, str]:
    return sequence, sequence


def _biopython_differences() -> list[Difference]:
    ubiquitin = ("ubiquitin", UBIQUITIN)
    return [
        Difference(
            "isoelectric_point",
            "Biopython",
            "Biopython gives a C-terminal Asp or Glu a pK of its own (4.55, 4.75), where Expasy uses 3.55 whatever the "
            "residue, and it looks for the pI between 4.05 and 12 only, so that very acidic chains all read 4.05.",
            _against_biopython("isoelectric_point", _itself("GGGGD"), ("ten Asp", "D" * 10), ubiquitin),
        ),
        Difference(
            "instability_index",
            "Biopython",
            "In Biopython's table of dipeptide weights Lys-Gln is 24.64 and Phe-Tyr 33.601. Reports recorded from "
            "Expasy fit 24.68 only, and 24.68 and 33.60 occur many times elsewhere in the table, 24.64 and 33.601 "
            "nowhere.",
            _against_biopython("instability_index", _itself("KQ"), _itself("KQKQKQKQKQ")),
        ),
        Difference(
            "molecular_weight_da",
            "Biopython",
            "Biopython adds up the masses of free amino acids and takes the water off again. Its residue masses differ "
            f"from Expasy's by up to {_largest_mass_difference():.4f} Da, so the difference grows with length.",
            _against_biopython(
                "molecular_weight_da", _itself("GGGGD"), ubiquitin, ("ubiquitin, ten times", UBIQUITIN * 10)
            ),
        ),
        Difference(
            "monoisotopic_mass_da",
            "Biopython",
            "It doesn't, to the digits shown: Expasy's residue masses have five decimals and Biopython's six, which "
            "stays below 0.01 Da in chains of hundreds of residues.",
            _against_biopython("monoisotopic_mass_da", ubiquitin, ("ubiquitin, ten times", UBIQUITIN * 10)),
        ),
        Difference(
            "flexibility_mean",
            "Biopython",
            "Vihinen's window has its full weight on the central residue. Biopython's flexibility() puts it on the "
            "residue after the centre, and leaves the last window out. The mean differs by little, a profile by more.",
            _against_biopython("flexibility_mean", ubiquitin),
        ),
        Difference(
            "helix_fraction",
            "Biopython",
            "Before version 1.82 Biopython's secondary_structure_fraction() said helix, turn, sheet and returned "
            "sheet, turn, helix. Later versions use the residues that are used here.",
        ),
        Difference(
            "gravy",
            "Biopython",
            "The same for the twenty standard residues. Biopython stops with an error at any other letter; here such "
            "letters are left out of the mean.",
        ),
    ]


def _other_differences() -> list[Difference]:
    points = titration(UBIQUITIN, EXPASY).isoelectric_points
    by_set = sorted(points.items(), key=lambda item: item[1])
    low, high = by_set[0], by_set[-1]
    emboss = AnalysisOptions(pka_set="EMBOSS-6.6")
    spread = tuple(Example(PKA_SETS[name], f"{points['expasy']:.2f}", f"{value:.2f}") for name, value in by_set)
    return [
        Difference(
            "isoelectric_point",
            "EMBOSS iep and pepstats",
            "EMBOSS uses pK values of its own. Choose the pKa set EMBOSS 6.6 in the options to get its numbers.",
            tuple(
                Example(
                    name,
                    _ours(sequence, "isoelectric_point"),
                    _ours(sequence, "isoelectric_point", emboss),
                )
                for name, sequence in (_itself("GGGGD"), ("ubiquitin", UBIQUITIN))
            ),
        ),
        Difference(
            "isoelectric_point_median",
            "Any other tool",
            f"The choice of pK values decides more than the method. Over the {len(points)} sets that ship, the pI of "
            f"ubiquitin runs from {low[1]:.2f} ({PKA_SETS[low[0]]}) to {high[1]:.2f} ({PKA_SETS[high[0]]}). Expasy's "
            f"gives {points['expasy']:.2f}.",
            spread,
        ),
        Difference(
            "extinction_cystines",
            "Tools that give one number",
            "Both forms are always given: all cysteines in cystines, as floor(Cys / 2) pairs, and all reduced. A tool "
            "that prints one number has chosen one of them.",
        ),
        Difference(
            "half_life_mammalian_h",
            "ProtParam's text",
            "ProtParam prints text such as >20 hours or 2 min. Here the number is in hours and the > in a column of "
            "its own, so that columns can be sorted; 2 min is 0.0333.",
        ),
    ]


SOURCES: tuple[Callable[[], list[Difference]], ...] = (_biopython_differences, _other_differences)


def differences() -> dict[str, list[Difference]]:
    """Every difference by property key, in the order of the property table."""
    found = [difference for source in SOURCES for difference in source()]
    return {
        key: [difference for difference in found if difference.key == key]
        for key in BY_KEY
        if any(difference.key == key for difference in found)
    }
