"""Mass, extinction, classes and the rest of EMBOSS pepstats, where it is installed."""

import re
import shutil
import subprocess

import pytest

from batchprot.engine.analyze import analyze, plain
from batchprot.properties.options import AnalysisOptions

CLASSES = {
    "Tiny": "tiny_fraction",
    "Small": "small_fraction",
    "Aliphatic": "aliphatic_fraction",
    "Aromatic": "aromatic_fraction",
    "Non-polar": "non_polar_fraction",
    "Polar": "polar_fraction",
    "Charged": "charged_fraction",
    "Basic": "basic_fraction",
    "Acidic": "acidic_fraction",
}


def pepstats(sequences: list[str], folder) -> list[str]:
    """The report of each sequence."""
    program = shutil.which("pepstats")
    if program is None:
        pytest.skip("EMBOSS is not installed")
    path = folder / "in.fasta"
    path.write_text("".join(f">s{index}\n{sequence}\n" for index, sequence in enumerate(sequences)))
    done = subprocess.run(
        [program, "-sequence", str(path), "-outfile", "stdout", "-auto"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("PEPSTATS of ")[1:]


def number(report: str, pattern: str) -> float:
    found = re.search(pattern, report)
    assert found is not None, pattern
    return float(found[1])


@pytest.fixture(scope="module")
def compared(proteomes, tmp_path_factory):
    # EMBOSS counts U, O and X in its own way; the sample keeps the test below twenty seconds.
    sequences = [one for one in proteomes if not set(one) & set("BJOUXZ")]
    reports = pepstats(sequences, tmp_path_factory.mktemp("pepstats"))
    columns = plain(analyze(sequences, AnalysisOptions(pka_set="EMBOSS-6.6")))
    assert len(reports) == len(sequences)
    return reports, columns


def test_mass_extinction_and_absorbance(compared):
    reports, columns = compared
    for index, report in enumerate(reports):
        # pepstats takes water for 18.01528 - 0.00471: up to 0.01 Da and a rounding of its own.
        assert columns["molecular_weight_da"][index] == pytest.approx(
            number(report, r"Molecular weight = ([\d.]+)"), abs=0.03
        )
        found = re.search(r"A280 Molar Extinction Coefficients  = (\d+) \(reduced\)   (\d+) ", report)
        assert found is not None
        assert columns["extinction_reduced"][index] == int(found[1])
        assert columns["extinction_cystines"][index] == int(found[2])
        assert columns["absorbance_reduced"][index] == pytest.approx(number(report, r"1mg/ml = ([\d.]+) "), abs=0.00051)


def test_class_counts(compared):
    reports, columns = compared
    for index, report in enumerate(reports):
        for name, key in CLASSES.items():
            percent = number(report, rf"\n{name}\t+\S+\t+\d+\t+ *([\d.]+)")
            assert 100 * columns[key][index] == pytest.approx(percent, abs=0.00051), name


def test_isoelectric_points_with_emboss_values(compared):
    reports, columns = compared
    for index, report in enumerate(reports):
        # pepstats stops halving once it has the pH to about 0.0002.
        printed = number(report, r"Isoelectric Point = ([\d.]+)")
        assert columns["isoelectric_point"][index] == pytest.approx(printed, abs=0.0005)


def test_inclusion_bodies(compared):
    reports, columns = compared
    for index, report in enumerate(reports):
        found = re.search(r"(Probability|Improbability) of expression in inclusion bodies = (-?[\d.]+)", report)
        assert found is not None
        assert columns["inclusion_body_wording"][index] == found[1].lower()
        assert columns["inclusion_body_probability"][index] == pytest.approx(float(found[2]), abs=0.00051)
