"""The engine against Biopython, one core, side by side on the same proteins.

    python -m benchmarks.engine [FOLDER] [--proteins 82000] [--rounds 3]

FOLDER holds proteomes as `*.fasta.gz`; default is `data/proteomes` in the folder that BATCHPROT_SHARED names, else in
`../shared`. They are repeated until there are enough proteins. Biopython computes its nine properties for each
different protein once and its time is scaled by residues; the engine computes all. Rounds alternate, the fastest of
each counts, and time is the processor's: other work on the machine disturbs both alike.
"""

import argparse
import os

# One core means one core: set before numpy loads its linear algebra.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import gzip
import platform
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from batchprot.engine.analyze import analyze
from batchprot.engine.memory import keep_freed_memory
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.version import ENGINE_VERSION
from batchprot.reading.alphabet import STANDARD
from batchprot.reading.proforma.parse import _remembered
from benchmarks.proteomes import folder
from benchmarks.rows import Row

NINE = (
    "molecular_weight_da",
    "isoelectric_point",
    "charge_at_ph",
    "instability_index",
    "gravy",
    "aromaticity",
    "extinction_reduced",
    "extinction_cystines",
    "helix_fraction",
    "turn_fraction",
    "sheet_fraction",
    "residue_counts",
)
"""Mass, isoelectric point, charge, instability, GRAVY, aromaticity, extinction, three fractions and counts."""

PROTEINS = 82_000
BUDGET_NINE = 50.0
BUDGET_ALL = 8.0
PEPTIDES = 25_000
PEPTIDE_RESIDUES = 20
BUDGET_PREDICTED = 2.5
BUDGET_MODIFIED = 1.5


def proteome_sequences(folder: Path) -> list[str]:
    """The sequences of every `*.fasta.gz` of a folder that Biopython can do: standard residues only."""
    sequences = []
    for path in sorted(folder.glob("*.fasta.gz")):
        records = gzip.decompress(path.read_bytes()).decode().split(">")[1:]
        sequences += ["".join(record.split("\n")[1:]) for record in records]
    return [sequence for sequence in sequences if set(sequence) <= set(STANDARD)]


def biopythons_nine(sequences: Sequence[str]) -> None:
    """Let Biopython compute its nine properties of each sequence."""
    from Bio.SeqUtils.ProtParam import ProteinAnalysis

    for sequence in sequences:
        protein = ProteinAnalysis(sequence)
        protein.molecular_weight()
        protein.isoelectric_point()
        protein.charge_at_pH(7.0)
        protein.instability_index()
        protein.gravy()
        protein.aromaticity()
        protein.molar_extinction_coefficient()
        protein.secondary_structure_fraction()
        protein.count_amino_acids()


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds that some work takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def measure(different: list[str], wanted: int, rounds: int) -> dict[str, float]:
    """Processor seconds for `wanted` proteins, the fastest of all rounds."""
    sequences = list(islice(cycle(different), wanted))
    scale = sum(map(len, sequences)) / sum(map(len, different))
    options = AnalysisOptions()
    best = {"biopython": float("inf"), "nine": float("inf"), "all": float("inf")}
    for _ in range(rounds):
        best["biopython"] = min(best["biopython"], scale * seconds(lambda: biopythons_nine(different)))
        best["nine"] = min(best["nine"], seconds(lambda: analyze(sequences, options, NINE)))
        best["all"] = min(best["all"], seconds(lambda: analyze(sequences, options)))
    return best


def biopythons_point(sequences: Sequence[str]) -> None:
    """Let Biopython compute the isoelectric point of each sequence."""
    from Bio.SeqUtils.IsoelectricPoint import IsoelectricPoint

    for sequence in sequences:
        IsoelectricPoint(sequence).pi()


def predicted_row(different: list[str], rounds: int) -> Row:
    """The predicted isoelectric point of peptides against Biopython's isoelectric point of the same."""
    peptides = [
        sequence[begin : begin + PEPTIDE_RESIDUES]
        for sequence in different
        for begin in range(0, len(sequence) - PEPTIDE_RESIDUES, PEPTIDE_RESIDUES)
    ][:PEPTIDES]
    options, key = AnalysisOptions(), ["isoelectric_point_predicted"]
    ours = theirs = float("inf")
    for _ in range(rounds):
        ours = min(ours, seconds(lambda: analyze(peptides, options, key)))
        theirs = min(theirs, seconds(lambda: biopythons_point(peptides)))
    what = f"engine, predicted isoelectric point of {len(peptides):,} peptides"
    return Row(what, "Biopython's isoelectric point", ours, theirs, theirs / ours, BUDGET_PREDICTED, "at least")


def pyteomics_masses(texts: Sequence[str]) -> None:
    """Let pyteomics read each peptide and compute its monoisotopic mass."""
    from pyteomics.proforma import ProForma

    for text in texts:
        _ = ProForma.parse(text).mass


def modified_row(different: list[str], rounds: int) -> Row:
    """ProtParam's columns of a list in which every peptide is modified against pyteomics' masses of the same."""
    named = str.maketrans({"C": "C[Carbamidomethyl]", "M": "M[Oxidation]", "Y": "Y[Phospho]"})
    peptides = (
        sequence[begin : begin + PEPTIDE_RESIDUES].translate(named)
        for sequence in different
        for begin in range(0, len(sequence) - PEPTIDE_RESIDUES, PEPTIDE_RESIDUES)
    )
    modified = list(islice((one for one in dict.fromkeys(peptides) if "[" in one), PEPTIDES))
    columns = [*NINE, "monoisotopic_mass_da", "formula", "modifications", "proforma"]
    ours = theirs = float("inf")
    for _ in range(rounds):
        _remembered.cache_clear()
        ours = min(ours, seconds(lambda: analyze(modified, AnalysisOptions(), columns)))
        theirs = min(theirs, seconds(lambda: pyteomics_masses(modified)))
    what = f"engine, ProtParam's columns of {len(modified):,} modified peptides"
    return Row(what, "pyteomics' masses of the same", ours, theirs, theirs / ours, BUDGET_MODIFIED, "at least")


def rows(rounds: int) -> list[Row]:
    """Measure the ratios for the table of results."""
    keep_freed_memory()  # as every process does that runs the engine
    different = proteome_sequences(folder())
    best = measure(different, PROTEINS, rounds)
    sides = (
        ("nine", "engine, Biopython's nine, one core", BUDGET_NINE),
        ("all", "engine, every property, one core", BUDGET_ALL),
    )
    measured = [
        Row(
            label,
            "Biopython doing its nine",
            best[name],
            best["biopython"],
            best["biopython"] / best[name],
            budget,
            "at least",
        )
        for name, label, budget in sides
    ]
    return [*measured, predicted_row(different, rounds), modified_row(different, rounds)]


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="The engine against Biopython, one core.")
    parser.add_argument("folder", nargs="?", type=Path, default=folder())
    parser.add_argument("--proteins", type=int, default=PROTEINS)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def main() -> None:
    """Measure and print both ratios."""
    chosen = arguments()
    different = proteome_sequences(chosen.folder)
    if not different:
        raise SystemExit(f"No *.fasta.gz in {chosen.folder}: name a folder of proteomes.")
    keep_freed_memory()  # as every process does that runs the engine
    best = measure(different, chosen.proteins, chosen.rounds)
    print(f"engine {ENGINE_VERSION}, Python {platform.python_version()}, {platform.machine()}, one core")
    print(f"{chosen.proteins:,} proteins; Biopython's nine: {best['biopython']:.2f} s (scaled from {len(different):,})")
    for name, label, budget in (("nine", "the same nine", BUDGET_NINE), ("all", "every property", BUDGET_ALL)):
        ratio = best["biopython"] / best[name]
        verdict = "within" if ratio >= budget else "MISSED"
        print(f"{label:>15}: {best[name]:6.3f} s, {ratio:5.1f} x Biopython (budget {budget:.0f} x, {verdict})")


if __name__ == "__main__":
    main()
