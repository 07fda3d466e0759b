"""Peptides by the rule of an enzyme: known answers, laws, and pyteomics beside."""

import random

import numpy as np
import pytest

from batchprot.engine.analyze import analyze
from batchprot.engine.batch import SequenceBatch
from batchprot.engine.digest import cut_chains, cuts_of, digest
from batchprot.properties.cleavage import ENZYMES, Digest, RuleError
from batchprot.properties.options import AnalysisOptions

STANDARD = "ACDEFGHIKLMNPQRSTVWY"
ALL = (1, 10**6)
PYTEOMICS = {
    "trypsin": "([KR](?=[^P]))",
    "trypsin/p": "[KR]",
    "lys-c": "K",
    "glu-c": "E",
    "asp-n": r"\w(?=D)",
    "chymotrypsin": "([FY](?=[^P]))|(W(?=[^MP]))",
    "cnbr": "M",
}


def peptides(sequences: list[str], **chosen: object) -> list[tuple[int, int, str]]:
    batch = SequenceBatch.of(sequences)
    found = digest(batch, Digest(**{"lengths": ALL} | chosen))
    text = "".join(sequences)
    return [
        (owner, start - int(batch.offsets[owner]), text[start:end])
        for owner, start, end in zip(found.protein.tolist(), found.start.tolist(), found.end.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("enzyme", "sequence", "expected"),
    [
        ("trypsin", "MKRPAKDE", "MK RPAK DE"),
        ("trypsin/p", "MKRPAKDE", "MK R PAK DE"),
        ("Lys-C", "MKRPAKDE", "MK RPAK DE"),
        ("glu-c", "AEEDK", "AE E DK"),
        ("asp-n", "DADDK", "DA D DK"),
        ("chymotrypsin", "AFWMYPFPWPLWKY", "AF WMYPFPWPLW KY"),
        ("cnbr", "MAMMK", "M AM M K"),
        ("[D]|[P],[N]|[G]", "ADPNGNP", "AD PN GNP"),
    ],
)
def test_rules_of_enzymes(enzyme, sequence, expected):
    assert [peptide for _, _, peptide in peptides([sequence], rule=enzyme)] == expected.split()


def test_missed_cleavages_join_neighbours_of_one_protein():
    found = peptides(["AKCKD", "EKF"], missed=2)
    assert found == [
        (0, 0, "AK"), (0, 0, "AKCK"), (0, 0, "AKCKD"), (0, 2, "CK"), (0, 2, "CKD"), (0, 4, "D"),
        (1, 0, "EK"), (1, 0, "EKF"), (1, 2, "F"),
    ]  # fmt: skip


def test_lengths_and_masses_are_windows_with_their_bounds():
    assert [peptide for *_, peptide in peptides(["AKCCKDDDK"], lengths=(3, 3))] == ["CCK"]
    mass = analyze(["CCK"], AnalysisOptions(), ["monoisotopic_mass_da"])["monoisotopic_mass_da"][0]
    assert [peptide for *_, peptide in peptides(["AKCCKDDDKXK"], masses=(mass, mass + 1))] == ["CCK"]


def test_masses_are_those_of_the_engine():
    chance = random.Random(4)
    sequences = ["".join(chance.choices(STANDARD + "UX", k=80)) for _ in range(50)]
    found = digest(SequenceBatch.of(sequences), Digest(missed=2, lengths=ALL))
    texts = [peptide for *_, peptide in peptides(sequences, missed=2)]
    masses = analyze(texts, AnalysisOptions(), ["monoisotopic_mass_da"])["monoisotopic_mass_da"]
    assert np.allclose(found.mass, masses, atol=1e-6, equal_nan=True)


def test_without_missed_cleavages_peptides_are_the_chain():
    chance = random.Random(6)
    sequences = ["".join(chance.choices(STANDARD, k=chance.randint(1, 200))) for _ in range(100)]
    for enzyme in ENZYMES:
        joined = [""] * len(sequences)
        for owner, _, peptide in peptides(sequences, rule=enzyme):
            joined[owner] += peptide
        assert joined == sequences


@pytest.mark.parametrize("rule", ["", "nothing", "[K]", "[K]|", "K|P", "[K]|{P}|[A]", "[k]|[P]", "(K)+", "[]|[X]"])
def test_what_is_no_rule_is_refused(rule):
    with pytest.raises(RuleError, match="no rule of cleavage"):
        cuts_of(rule)


def test_no_proteins_have_no_peptides():
    assert len(digest(SequenceBatch.of([]), Digest()).mass) == 0


@pytest.mark.parametrize("enzyme", PYTEOMICS)
@pytest.mark.parametrize("missed", [0, 2])
def test_pyteomics_cuts_the_same(enzyme, missed):
    parser = pytest.importorskip("pyteomics.parser")
    chance = random.Random(8)
    sequences = ["".join(chance.choices(STANDARD, k=chance.randint(1, 150))) for _ in range(100)]
    ours = set(peptides(sequences, rule=enzyme, missed=missed))
    theirs = {
        (owner, start, peptide)
        for owner, one in enumerate(sequences)
        for start, peptide in parser.icleave(one, PYTEOMICS[enzyme], missed, regex=True)
    }
    assert ours == theirs


def test_modifications_stay_on_their_residues_and_count_in_the_mass():
    chain = "[Acetyl]-MK[Acetyl]S[Phospho]PK[+10.5]-[Amidated]"
    found = cut_chains(["MKSPK", chain], Digest(lengths=ALL, missed=1))
    assert found.texts == ["MK", "MKSPK", "SPK", "[Acetyl]-MK[Acetyl]", chain, "S[Phospho]PK[+10.5]-[Amidated]"]
    assert found.chain.tolist() == [0, 0, 0, 1, 1, 1]
    assert (found.first.tolist()[3:], found.last.tolist()[3:]) == ([1, 1, 3], [2, 5, 5])
    added = (found.mass[3:] - found.mass[:3]).round(4).tolist()
    acetyl, phospho, amidated = 42.010565, 79.966331, -0.984016
    assert added == pytest.approx(
        [2 * acetyl, 2 * acetyl + phospho + 10.5 + amidated, phospho + 10.5 + amidated], abs=1e-4
    )


def test_a_window_of_masses_is_one_of_modified_masses():
    plain = float(cut_chains(["SPK"], Digest(lengths=ALL)).mass[0])
    window = Digest(lengths=ALL, masses=(plain + 79, plain + 81))
    assert cut_chains(["SPK", "S[Phospho]PK"], window).texts == ["S[Phospho]PK"]
