"""ProForma as it is supported, and what is said of the rest."""

import pytest

from batchprot.reading.proforma.parse import MOST_TAGS, ProFormaError, parse
from tests.made_up_proforma import strings

READ = {
    "PEPTIDE": "PEPTIDE",
    "PEPT[Phospho]IDE": "PEPT[Phospho]IDE",
    "PEPT[phospho]IDE": "PEPT[Phospho]IDE",
    "PEPT[UNIMOD:21]IDE": "PEPT[Phospho]IDE",
    "PEPT[unimod:21]IDE": "PEPT[Phospho]IDE",
    "PEPT[U:Phospho]IDE": "PEPT[Phospho]IDE",
    "PEPT[u:21]IDE": "PEPT[Phospho]IDE",
    "PEPT[+79.966]IDE": "PEPT[+79.966]IDE",
    "S[-18]A": "S[-18]A",
    "[Acetyl]-PEP-[Amidated]": "[Acetyl]-PEP-[Amidated]",
    "[+42.01]-PEP-[-0.984]": "[+42.01]-PEP-[-0.984]",
    "[Acetyl][+1]-K[Methyl][+2]": "[Acetyl][+1]-K[Methyl][+2]",
    "[Gln->pyro-Glu]-QPEP": "[Gln->pyro-Glu]-QPEP",
    "Q[Gln->pyro-Glu]PEP": "Q[Gln->pyro-Glu]PEP",
    "<[Carbamidomethyl]@C>PCPC": "PC[Carbamidomethyl]PC[Carbamidomethyl]",
    "<[Oxidation]@M,W><[Acetyl]@N-term>MAW": "[Acetyl]-M[Oxidation]AW[Oxidation]",
    "<[Carbamidomethyl]@C>PEPTIDE": "PEPTIDE",
    "K[Label:13C(6)15N(2)]A": "K[Label:13C(6)15N(2)]A",
    "D[UNIMOD:531]A": "D[UNIMOD:531]A",  # Cation:Cu[I]
}

REFUSED = [
    ("PEPT[Phosfo]IDE", 5, "[Phosfo] on T 4: Unimod has no modification of that name; names like it are Phospho"),
    ("PEPT[UNIMOD:999999]IDE", 5, "Unimod has no such number"),
    ("PEG[Phospho]IDE", 4, "[Phospho] on G 3: in Unimod it is on C, D, E, H, K, R, S, T, Y, and not there"),
    ("A[Acetyl]PEP", 2, "write [Acetyl]- before the first residue"),
    ("PEPA[Amidated]", 5, "write -[Amidated] behind the last residue"),
    ("PEQ[Gln->pyro-Glu]P", 4, "in Unimod it is on Q as the first residue, and not there"),
    ("PEP[Phospho[Oxidation]]", 12, "A tag inside a tag"),
    ("PEP(TI)[+80]DE", 4, "A range or residues in an unknown order"),
    ("(?DQ)NGT", 1, "A range or residues in an unknown order"),
    ("[Phospho]?PEPTS", 10, "A modification at an unknown position"),
    ("PEPT[Phospho#g1]S[#g1]", 5, "an ambiguous position is not supported"),
    ("PEPT[#g1(0.5)]S[Phospho#g1(0.5)]", 5, "an ambiguous position is not supported"),
    ("PEPK[XLMOD:02001#XL1]AK[#XL1]", 5, "a cross-link is not supported"),
    ("PEPK[#BRANCH]", 5, "a cross-link is not supported"),
    ("PEPK//PEPK", 5, "A charge state or a cross-linked chain"),
    ("PEPTIDE/2", 8, "A charge state or a cross-linked chain"),
    ("PEPTIDE+PEP", 8, "A second peptidoform or a mass shift without brackets"),
    ("{Glycan:Hex}PEP", 1, "A labile modification"),
    ("<13C>PEPT", 1, "An isotope or another global modification"),
    ("<D>PEPT", 1, "An isotope or another global modification"),
    ("[+79.966]PEPT", 1, "A modification without a residue"),
    ("[+79.966]", 1, "A modification without a residue"),
    ("[+79.966]-", 1, "There are no residues"),
    ("PEPX[+79.966]", 5, "A modification on X (any residue)"),
    ("PEPB[+79.966]", 5, "A modification on B"),
    ("<[+1]@X>PEPX", 2, "A modification on X (any residue)"),
    ("PEPT[Phospho", 5, "An opening bracket without a closing one"),
    ("PEPT]", 5, "A closing bracket without an opening one"),
    ("PEPT[]", 5, "the tag is empty"),
    ("PEPT[ ]", 5, "the tag is empty"),
    ("PEPT[79.966]", 5, "a mass shift has a sign: [+79.966]"),
    ("PEPT[+1e3]", 5, "Unimod has no modification of that name"),
    ("PEPT[+nan]", 5, "Unimod has no modification of that name"),
    ("PEPT[U:+79.966]", 5, "a mass shift has no vocabulary: [+79.966]"),
    ("G[-60]A", 2, "the mass shift removes more than stands there"),
    ("K[MOD:00046]", 2, "PSI-MOD is not supported"),
    ("K[Formula:C2H2O]", 2, "a formula is not supported"),
    ("N[Glycan:HexNAc]", 2, "a glycan composition is not supported"),
    ("T[Phospho|+79.966]", 2, "several descriptions in one tag are not supported"),
    ("PEP-TIDE", 4, "A - that is not between a tag and an end"),
    ("PEP-[Amidated]K", 15, "Residues behind the tag of the last end"),
    ("<[Phospho]@G>PEPK", 2, "[Phospho] on G 1: in Unimod it is on"),
    ("<[Carbamidomethyl]@C>PEC[Carbamidomethyl]", 2, "is fixed, and stands on residue 3 as well"),
    ("pept[Phospho]IDE", 1, "A small letter outside a tag"),
    ("PEP1T[Phospho]", 4, "A sign outside a tag"),
    ("K" + "S[Phospho]" * 1_000, 5_003, f"More than {MOST_TAGS} modifications"),
]


@pytest.mark.parametrize(("text", "meant"), READ.items())
def test_what_is_supported_is_read_and_written_in_one_spelling(text: str, meant: str) -> None:
    assert str(parse(text)) == meant
    assert parse(meant) == parse(str(parse(meant)))


@pytest.mark.parametrize(("text", "place", "what"), REFUSED, ids=[text[:24] for text, _, _ in REFUSED])
def test_anything_else_is_refused_with_its_place_and_a_reason(text: str, place: int, what: str) -> None:
    with pytest.raises(ProFormaError) as refused:
        parse(text)
    assert what in str(refused.value)
    assert refused.value.place == place


def test_five_hundred_modifications_are_read():
    assert len(parse("K" + "S[Phospho]" * MOST_TAGS).tags) == MOST_TAGS


def test_a_fixed_modification_counts_once():
    assert len(parse("<[Carbamidomethyl]@C>" + "C" * 2_000).tags) == 2_000


@pytest.mark.parametrize("text", strings(seed=7, count=300))
def test_what_was_written_is_read_again(text: str) -> None:
    found = parse(text)
    assert parse(str(found)) == found


@pytest.mark.parametrize("text", ["", "-", "--", "[", "]", "<", "<[", "[]-", "[A]", "A-[", "<[x]@C>", "\0", "É[+1]"])
def test_fragments_raise_nothing_else(text: str) -> None:
    with pytest.raises(ProFormaError):
        parse(text)
