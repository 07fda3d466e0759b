"""Mass, extinction, classes and the rest of EMBOSS pepstats, where it is installed."""

import random
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
        ours, printed = columns["inclusion_body_probability"][index], float(found[2])
        if ours is None:
            assert printed < 0.00051
        else:
            assert ours == pytest.approx(printed, abs=0.00051)


@pytest.fixture(scope="module")
def averaged(tmp_path_factory):
    chance = random.Random(66)
    sequences = ["MKBBBBBKKRLLGGWC", "MKZZZZZKKRLLGGWC", "MKXXXXXKKRLLGGWC", "M" + "B" * 100, "M" + "Z" * 100]
    sequences += [
        "M" + "".join(chance.choices("ACDEFGHIKLMNPQRSTVWYBZX", k=chance.randint(5, 400))) for _ in range(300)
    ]
    columns = plain(analyze(sequences, AnalysisOptions(pka_set="EMBOSS-6.6", ambiguous="average")))
    return pepstats(sequences, tmp_path_factory.mktemp("averaged")), columns


def test_averaged_ambiguous_letters_count_as_emboss_shares_them_out(averaged):
    reports, columns = averaged
    for index, report in enumerate(reports):
        printed = number(report, r"Isoelectric Point = ([\d.]+)")
        assert columns["isoelectric_point"][index] == pytest.approx(printed, abs=0.0005)
        negative = number(report, r"\nD = Asp\t\t(\d+)") + number(report, r"\nE = Glu\t\t(\d+)")
        assert columns["negative_residues"][index] == negative
        for name, key in CLASSES.items():
            percent = number(report, rf"\n{name}\t+\S+\t+\d+\t+ *([\d.]+)")
            assert 100 * columns[key][index] == pytest.approx(percent, abs=0.00051), name
        found = re.search(r"(Probability|Improbability) of expression in inclusion bodies = (-?[\d.]+)", report)
        assert columns["inclusion_body_wording"][index] == found[1].lower()
        ours = columns["inclusion_body_probability"][index]
        assert (0.0 if ours is None else ours) == pytest.approx(max(0.0, float(found[2])), abs=0.00051)


def test_averaged_charge_is_the_one_of_iep(tmp_path):
    sequence = "MKBBBBBKKRLLGGWC"
    path = tmp_path / "in.fasta"
    path.write_text(f">s\n{sequence}\n")
    if shutil.which("iep") is None:
        pytest.skip("EMBOSS is not installed")
    command = ["iep", "-sequence", str(path), "-outfile", "stdout", "-auto"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for ph, charge in re.findall(r"\n +([\d.]+) +[\d.]+ +(-?[\d.]+)", report):
        options = AnalysisOptions(pka_set="EMBOSS-6.6", ambiguous="average", ph=float(ph))
        assert analyze([sequence], options)["charge_at_ph"][0] == pytest.approx(float(charge), abs=0.006), ph
