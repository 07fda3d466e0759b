"""Properties that Expasy doesn't print: worked numbers of four proteins, laws, and other implementations run beside."""

import random
import re
import warnings

import numpy as np
import pytest

from batchprot.engine import membrane, patterning
from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions

UBIQUITIN = "MQIFVKTLTGKTITLEVEPSDTIENVKAKIQDKEGIPPDQQRLIFAGKQLEDGRTLSDYNIQKESTLHLVLRLRGG"
LYSOZYME = (
    "KVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSRWWCNDGRTPGSRNLCNIPCSALLSSDITASVNCAKKIVSDGNGMN"
    "AWVAWRNRCKGTDVQAWIRGCRL"
)
SYNUCLEIN = (
    "MDVFMKGLSKAKEGVVAAAEKTKQGVAEAAGKTKEGVLYVGSKTKEGVVHGVATVAEKTKEQVTNVGGAVVTGVTAVAQKTVEGAGSIAAATGFVKKDQLGKNEEG"
    "APQEGILEDMPVDPDNEAYEMPSEEGYQDYEPEA"
)
STANDARD = "ACDEFGHIKLMNPQRSTVWY"

WORKED = {
    # Ubiquitin, hen lysozyme, alpha-synuclein: calculated by hand and by other programs from the papers' definitions.
    "solubility_weighted_index": (0.7925, 0.7645, 0.8207),
    "swi_soluble_probability": (0.812, 0.308, 0.977),
    "hydropathy_window_max": (0.3474, 0.9053, 0.8421),
    "hydropathy_window_centre": (10, 83, 75),
    "hydropathy_segments": (0, 0, 0),
    "hydrophobic_n_terminus_flag": (0, 0, 0),
    "hydrophobic_segment_flag": (0, 0, 0),
    "charge_ph_5": (2.75, 10.08, -3.51),
    "charge_ph_6": (0.62, 8.58, -8.04),
    "charge_ph_7_4": (-0.69, 7.38, -9.70),
    "charge_ph_8": (-0.98, 6.43, -10.08),
    "extinction_denatured_reduced": (1280, 37980, 5120),
    "extinction_denatured_cystines": (1280, 38460, 5120),
    "extinction_disulfides": (1490, 37470, 5960),
    "extinction_214": (103178, 344815, 188863),
    "extinction_205": (247410, 558310, 444060),
    "partial_specific_volume_ml_g": (0.7483, 0.7175, 0.7347),
    "refractive_increment_ml_g": (0.1854, 0.1966, 0.1831),
    "hydrodynamic_radius_native_a": (16.68, 19.44, 19.91),
    "hydrodynamic_radius_denatured_a": (26.09, 35.27, 36.96),
    "fold_index": (0.0900, 0.0334, 0.0526),
    "sequence_charge_decoration": (-0.4650, 1.4218, -1.2277),
    "sequence_entropy_bits": (3.9172, 4.0638, 3.6525),
    "n_glycosylation_sequons": (0, 0, 0),
    "ng_sites": (0, 1, 0),
    "ns_sites": (0, 1, 0),
    "dg_sites": (1, 3, 0),
    "dp_sites": (0, 0, 1),
    "odd_cysteines": (0, 0, 0),
    "tryptic_peptides": (12, 18, 16),
    "ibaq_peptides": (7, 9, 7),
    "synthesis_cost": (22.578, 23.519, 20.087),
    "charged_less_polar": (5.26, -6.20, 11.43),
    "ivywrel_fraction": (0.4079, 0.3256, 0.3357),
}


@pytest.fixture(scope="module")
def calculated():
    return analyze([UBIQUITIN, LYSOZYME, SYNUCLEIN], AnalysisOptions())


@pytest.mark.parametrize("key", WORKED)
def test_worked_numbers(calculated, key):
    for ours, worked in zip(calculated[key], WORKED[key], strict=True):
        digits = len(str(worked).partition(".")[2])
        assert abs(ours - worked) <= 0.501 * 10**-digits


def random_sequences(number: int, longest: int = 400) -> list[str]:
    chance = random.Random(2)
    return ["".join(chance.choices(STANDARD, k=chance.randint(1, longest))) for _ in range(number)]


def test_spread_of_charge_and_hydropathy_is_the_same_read_from_either_end():
    sequences = random_sequences(100)
    keys = ["sequence_charge_decoration", "sequence_hydropathy_decoration", "hydropathy_segments"]
    forward = analyze(sequences, AnalysisOptions(), keys)
    backward = analyze([one[::-1] for one in sequences], AnalysisOptions(), keys)
    for key in keys:
        assert np.array_equal(forward[key], backward[key], equal_nan=True), key


def test_separated_charges_are_below_mixed_ones():
    apart, mixed = analyze(["K" * 25 + "E" * 25, "EK" * 25], AnalysisOptions(), ["sequence_charge_decoration"])[
        "sequence_charge_decoration"
    ]
    # -27.84 and -0.41: sequences sv30 and sv1 of Das and Pappu as Sawle and Ghosh list them.
    assert apart == pytest.approx(-27.84, abs=0.005)
    assert mixed == pytest.approx(-0.41, abs=0.005)


def test_what_another_protein_holds_changes_nothing():
    sequences = ["A", "L" * 19, "I" * 18, "NGS" * 10, "K" * 7, *random_sequences(60), "L" * 40_000, "L" * 3]
    together = analyze(sequences, AnalysisOptions())
    for place, one in enumerate(sequences):
        alone = analyze([one], AnalysisOptions())
        for key in WORKED:
            assert np.array_equal(together[key][place], alone[key][0], equal_nan=True), key


def test_chains_longer_than_32_bits_of_windows_hold(monkeypatch):
    monkeypatch.setattr(membrane, "PLACES", 1024)
    sequence = "G" * 3000 + "L" * 19 + "G" * 3000
    columns = analyze(["A" * 30, sequence], AnalysisOptions(), ["hydropathy_window_max", "hydropathy_window_centre"])
    assert columns["hydropathy_window_max"].tolist() == [1.8, 3.8]
    assert columns["hydropathy_window_centre"].tolist() == [10, 3010]


def test_motifs_end_with_the_protein():
    columns = analyze(["AN", "GNA", "SNPS", "NXS", "NAT", "NAN", "GD", "PDG", "DP"], AnalysisOptions())
    assert columns["ng_sites"].tolist() == [0] * 9
    assert columns["n_glycosylation_sequons"].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert columns["dg_sites"].tolist() == [0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert columns["dp_sites"].tolist() == [0, 0, 0, 0, 0, 0, 0, 0, 1]


def test_membrane_windows_are_empty_below_19_residues():
    columns = analyze(["I" * 18, "I" * 19], AnalysisOptions())
    for key, last in (("hydropathy_window_max", 4.5), ("hydropathy_window_centre", 10), ("hydropathy_segments", 1)):
        assert np.isnan(columns[key][0])
        assert columns[key][1] == last


def test_two_segments_apart_are_two():
    sequence = "L" * 25 + "D" * 40 + "I" * 25
    assert analyze([sequence], AnalysisOptions(), ["hydropathy_segments"])["hydropathy_segments"][0] == 2


@pytest.mark.parametrize("sequence", ["ACX", "ACU", "BAZ"])
def test_letters_without_a_value_leave_cells_empty(sequence):
    columns = analyze([sequence], AnalysisOptions())
    for key in ("partial_specific_volume_ml_g", "refractive_increment_ml_g", "sequence_hydropathy_decoration"):
        assert np.isnan(columns[key][0]), key
    assert np.isnan(columns["sequence_charge_decoration"][0]) == (sequence != "ACU")


def test_the_chosen_disulfides_absorb():
    column = "extinction_disulfides"
    assert analyze([LYSOZYME], AnalysisOptions(disulfides=4), [column])[column][0] == 37970
    assert analyze(["CACA"], AnalysisOptions(disulfides=4), [column])[column][0] == 125


def test_proline_at_the_n_terminus_absorbs_little():
    values = analyze(["PA", "AP"], AnalysisOptions(), ["extinction_214"])["extinction_214"]
    assert values.tolist() == [923 + 30 + 32, 923 + 2675 + 32]


@pytest.mark.parametrize("size", [64, 96, 128, 1536])
def test_transforms_give_the_sum_over_pairs(size):
    chance = np.random.default_rng(1)
    charges = chance.integers(-1, 2, size // 2).astype(float)
    padded = np.zeros((1, size))
    padded[0, : len(charges)] = charges
    first, second = np.triu_indices(len(charges), 1)
    direct = (charges[first] * charges[second] * np.sqrt(second - first)).sum()
    power = np.abs(np.fft.rfft(padded)) ** 2
    assert power @ patterning._weights(size) == pytest.approx(direct, abs=1e-9)


def test_localcider_gives_the_same():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        localcider = pytest.importorskip("localcider.sequenceParameters")
        sequences = random_sequences(60, 200)
        theirs = [localcider.SequenceParameters(one).get_SCD() for one in sequences]
    ours = analyze(sequences, AnalysisOptions(), ["sequence_charge_decoration"])["sequence_charge_decoration"]
    assert ours == pytest.approx(theirs, abs=1e-7)


def test_peptides_py_gives_the_same():
    peptides = pytest.importorskip("peptides")
    sequences = random_sequences(200)
    ours = analyze(sequences, AnalysisOptions(), ["sequence_entropy_bits", "synthesis_cost"])
    theirs = [peptides.Peptide(one) for one in sequences]
    assert ours["sequence_entropy_bits"] == pytest.approx([one.entropy() for one in theirs], abs=1e-6)
    costs = peptides.tables.ENERGY_COST["Akashi"]
    means = [sum(costs[letter] for letter in one) / len(one) for one in sequences]
    assert ours["synthesis_cost"] == pytest.approx(means, abs=1e-6)


def test_pyteomics_cuts_the_same():
    parser = pytest.importorskip("pyteomics.parser")
    sequences = random_sequences(300)
    ours = analyze(sequences, AnalysisOptions(), ["tryptic_peptides", "ibaq_peptides"])
    rule = "([KR](?=[^P]))"
    theirs = [[peptide for _, peptide in parser.icleave(one, rule)] for one in sequences]
    assert ours["tryptic_peptides"].tolist() == [len(peptides) for peptides in theirs]
    counted = [sum(6 <= len(peptide) <= 30 for peptide in peptides) for peptides in theirs]
    assert ours["ibaq_peptides"].tolist() == counted


def test_sequons_are_those_of_a_pattern():
    sequences = random_sequences(300)
    ours = analyze(sequences, AnalysisOptions(), ["n_glycosylation_sequons"])["n_glycosylation_sequons"]
    assert ours.tolist() == [len(re.findall(r"(?=N[^P][ST])", one)) for one in sequences]
