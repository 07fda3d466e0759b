"""Modified chains: masses against pyteomics, worked charges, and what stays as it is."""

import math
import os

import numpy as np
import pytest

from batchprot.engine.analyze import analyze, plain
from batchprot.engine.modified import effect, form_of
from batchprot.engine.titration import titration
from batchprot.properties.options import PKA_SETS, AnalysisOptions
from batchprot.reading.proforma.parse import parse
from tests.made_up_proforma import shift_of, strings

STRINGS = int(os.environ.get("BATCHPROT_PROFORMA", "1500"))
OPTIONS = AnalysisOptions()
CHARGES = ("isoelectric_point", "charge_at_ph", "charge_ph_5")
TOLERANCE_DA = 1e-5


def value(sequence: str, key: str, **chosen: object) -> object:
    return plain(analyze([sequence], AnalysisOptions(**chosen), [key]))[key][0]  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore:Multiple matches found")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # psims leaves its table open
def test_the_monoisotopic_mass_shifts_as_pyteomics_says():
    for text in strings(seed=STRINGS, count=STRINGS):
        chain = parse(text)
        expected = shift_of(text, chain.residues)
        assert form_of(chain).monoisotopic == pytest.approx(expected, abs=TOLERANCE_DA), text


def test_masses_formula_and_atoms_of_a_phosphopeptide():
    # PEPTIDE has C34H53N7O15, 799.83 Da; HPO3 is 79.966331 and 79.9799 Da (Unimod 21).
    assert value("PEPT[Phospho]IDE", "formula") == "C34H54N7O18P1"
    assert value("PEPT[Phospho]IDE", "atoms") == value("PEPTIDE", "atoms") + 5
    added = {key: value("PEPT[Phospho]IDE", key) - value("PEPTIDE", key) for key in MASSES}
    assert added == {
        "monoisotopic_mass_da": pytest.approx(79.966331, abs=1e-5),
        "molecular_weight_da": pytest.approx(79.9799, abs=1e-3),
    }


MASSES = ("monoisotopic_mass_da", "molecular_weight_da")


def test_isotopes_are_written_in_brackets():
    assert value("AAK[Label:13C(6)]", "formula") == "C6H24N4O4[13C]6"


def test_a_mass_shift_leaves_empty_what_it_says_nothing_of():
    columns = plain(analyze(["PEPT[+79.966]IDE"], OPTIONS))
    empty = {"molecular_weight_da", "formula", "atoms", "absorbance_reduced", "absorbance_cystines"}
    assert {key for key in empty if columns[key][0] in {None, ""}} == empty
    assert columns["monoisotopic_mass_da"][0] == pytest.approx(value("PEPTIDE", "monoisotopic_mass_da") + 79.966)
    assert {"mass_shift", "pk_unknown"} <= set(columns["notes"][0].split(";"))


def henderson(ph: float, acids: list[float], bases: list[float]) -> float:
    """The net charge, group by group."""
    return sum(1 / (1 + 10 ** (ph - pk)) for pk in bases) - sum(1 / (1 + 10 ** (pk - ph)) for pk in acids)


# Expasy's constants: N-terminus of Ala 7.59, C-terminus 3.55, D 4.05, E 4.45, C 9, Y 10, H 5.98, K 10, R 12.
CHARGED = {
    "AS[Phospho]A": ([3.55, 1.2, 6.5], [7.59]),
    "AT[Phospho]S[Phospho]A": ([3.55, 1.2, 6.5, 1.2, 6.5], [7.59]),
    "AY[Phospho]A": ([3.55, 1.2, 6.5], [7.59]),
    "[Acetyl]-AKA": ([3.55], [10.0]),
    "AK[Acetyl]A": ([3.55], [7.59]),
    "AKA-[Amidated]": ([], [7.59, 10.0]),
    "AC[Carbamidomethyl]A": ([3.55], [7.59]),
    "AC[Dehydro]A": ([3.55], [7.59]),
    "AC[Palmitoyl]A": ([3.55], [7.59]),
    "AD[Methyl]EA": ([3.55, 4.45], [7.59]),
    "AN[Deamidated]A": ([3.55, 4.05], [7.59]),
    "AQ[Deamidated]A": ([3.55, 4.45], [7.59]),
    "AR[Deamidated]A": ([3.55], [7.59]),
    "AM[Oxidation]DA": ([3.55, 4.05], [7.59]),
    "AK[Label:13C(6)]A": ([3.55], [7.59, 10.0]),
    "Q[Gln->pyro-Glu]KA": ([3.55], [10.0]),
    "[Gln->pyro-Glu]-QKA": ([3.55], [10.0]),
    "E[Glu->pyro-Glu]KA": ([3.55], [10.0]),
}


@pytest.mark.parametrize(("text", "groups"), CHARGED.items())
@pytest.mark.parametrize("ph", [5.0, 7.0, 8.0])
def test_the_charge_is_that_of_the_groups_that_are_left(
    text: str, groups: tuple[list[float], list[float]], ph: float
) -> None:
    assert value(text, "charge_at_ph", ph=ph) == pytest.approx(henderson(ph, *groups), abs=1e-5)
    assert "pk_unknown" not in str(value(text, "notes"))


@pytest.mark.parametrize(
    "text", ["AK[TMT6plex]A", "AK[Methyl]A", "AH[Phospho]A", "AS[Sulfo]A", "AM[+15.995]A", "AK[GG]A"]
)
def test_what_no_rule_covers_is_noted_and_changes_no_charge(text: str) -> None:
    assert value(text, "charge_at_ph") == value(parse(text).residues, "charge_at_ph")
    assert "pk_unknown" in str(value(text, "notes"))


@pytest.mark.parametrize("pka_set", PKA_SETS)
def test_an_acetylated_first_lysine_is_none_in_every_set(pka_set: str) -> None:
    """ProMoST has constants of their own for both ends: the other Lys must not be taken for the first."""
    blocked = {"pka_set": pka_set, "n_terminus_blocked": True}
    acetylated = value("K[Acetyl]AAKA", "charge_at_ph", **blocked)
    assert acetylated == pytest.approx(value("AAAKA", "charge_at_ph", **blocked), abs=1e-6)


def test_the_charge_is_zero_at_the_isoelectric_point():
    for text in ("AS[Phospho]KAR", "[Acetyl]-PEPT[Phospho]IDEK", "DS[Phospho]GEEGK"):
        ph = value(text, "isoelectric_point")
        assert value(text, "charge_at_ph", ph=ph) == pytest.approx(0.0, abs=1e-4)


def test_blocked_cysteines_form_no_cystines():
    assert value("CC[Carbamidomethyl]AC", "extinction_cystines") == 125
    assert value("C[Carbamidomethyl]C[Carbamidomethyl]AC", "extinction_cystines") == 0
    assert value("C[Dehydro]C[Dehydro]A", "extinction_cystines") == 125


def test_a_modified_tyrosine_is_counted_and_noted():
    assert value("AY[Phospho]W", "extinction_reduced") == 6990
    assert "absorption_unknown" in str(value("AY[Phospho]W", "notes"))


def test_a_range_keeps_what_stands_on_it():
    whole = "[Acetyl]-MS[Phospho]K[Acetyl]A-[Amidated]"
    assert value(whole, "modifications", first_residue=3) == "Acetyl, Amidated"
    assert value(whole, "modification_count", first_residue=2, last_residue=2) == 1
    assert value(whole, "modification_count", remove_initiator_met=True) == 3
    assert value(whole, "monoisotopic_mass_da", first_residue=2, last_residue=2) == pytest.approx(
        value("S[Phospho]", "monoisotopic_mass_da")
    )


def test_unmodified_chains_have_the_same_numbers_in_any_company():
    sequences = ["MKVLAAGITWC", "PEPTIDE", "CCCKYW", "GGGGD"]
    alone = plain(analyze(sequences, OPTIONS))
    mixed = plain(analyze(["S[Phospho]AK", *sequences, "[Acetyl]-KCY[Phospho]"], OPTIONS))
    assert {key: column[1:-1] for key, column in mixed.items()} == alone


def test_modified_chains_have_the_same_numbers_in_any_company():
    made = list(strings(seed=3, count=200))
    together = plain(analyze(made, OPTIONS))
    for place in range(0, len(made), 23):
        one = plain(analyze([made[place]], OPTIONS))
        assert {key: column[place] for key, column in together.items()} == {key: each[0] for key, each in one.items()}


def test_properties_of_the_residues_are_those_of_the_residues():
    changed = {*MASSES, *CHARGES, "formula", "atoms", "notes", "modifications", "modification_count", "proforma"}
    one, other = (plain(analyze([text], OPTIONS)) for text in ("MKVT[Phospho]LAAGW", "MKVTLAAGW"))
    same = {"length", "gravy", "crc64", "instability_index", "half_life_yeast_h", "residue_counts", "extinction_205"}
    assert not same & changed
    assert {key: one[key] for key in same} == {key: other[key] for key in same}


def test_the_predicted_isoelectric_point_holds_for_unmodified_peptides_only():
    assert value("MKVTLAAGW", "isoelectric_point_predicted") is not None
    assert value("MKVT[Phospho]LAAGW", "isoelectric_point_predicted") is None


def test_many_names_are_listed_as_far_as_a_filter_takes_them():
    names = str(value("".join(f"A[+{number}.123456]" for number in range(1, 60)), "modifications"))
    assert len(names) < 200
    assert names.endswith("more")


def test_what_is_no_proforma_stays_a_bad_letter():
    assert value("MK[nonsense]V", "notes") == "bad_letter"
    assert value("MK[", "notes") == "bad_letter"


def test_a_titration_counts_the_phosphate():
    given = titration("AS[Phospho]AK", OPTIONS)
    assert given.isoelectric_points["expasy"] == pytest.approx(value("AS[Phospho]AK", "isoelectric_point"), abs=1e-5)


def test_two_modifications_of_one_residue_are_not_known_together():
    assert not form_of(parse("AK[Methyl][Acetyl]A")).is_known
    assert effect(parse("AK[Acetyl]A").tags[0][1], "K").is_known
    assert math.isfinite(float(np.float64(form_of(parse("AK[Methyl][Acetyl]A")).monoisotopic)))
