"""Bodies of records in ProForma."""

from batchprot.reading.proforma.bodies import is_proforma, read_proforma, residues_only

LONGEST = 1_000


def test_a_body_over_several_lines_names_the_line_that_is_wrong():
    found = read_proforma(b"PEPT[Phos\npho]IDE\nM[Oxidasion]K\n", 7, LONGEST, ())
    assert found.refusal is not None
    assert found.refusal.code == "proforma"
    assert found.refusal.sentence.startswith("[Oxidasion] on M 8:")
    assert "at character 18 of the sequence (line 9). Supported are Unimod names" in found.refusal.sentence


def test_residues_and_modifications_are_told_apart():
    found = read_proforma(b"[acetyl]-pept[Phospho]k*", 1, LONGEST, ("comments_skipped",))
    assert found == (
        b"PEPTK",
        ("comments_skipped", "final_stop_removed", "lower_case"),
        None,
        "[Acetyl]-PEPT[Phospho]K",
    )


def test_without_a_modification_left_there_is_no_proforma():
    assert read_proforma(b"<[Carbamidomethyl]@C>PEPTIDE", 1, LONGEST, ()) == (b"PEPTIDE", (), None, "")


def test_the_limits_of_records_hold():
    too_long = read_proforma(b"K[Acetyl]" + b"A" * LONGEST, 1, LONGEST, ()).refusal
    only_x = read_proforma(b"[Acetyl]-XX", 1, LONGEST, ()).refusal
    assert (too_long and too_long.code, only_x and only_x.code) == ("too_long", "no_standard_residue")


def test_what_may_be_proforma_is_told_from_what_is_not():
    assert all(map(is_proforma, (b"A[+1]", b"{x}A", b"(?A)", b"<13C>A", b"AK/2\n", b"A]")))
    assert not any(map(is_proforma, (b"MKV", b"MK/AA", b"MK<V", b"MK\x1b[31mV", b"MK(V", "MK[é]".encode())))


def test_lines_are_judged_by_their_residues():
    assert residues_only(b"<[Oxidation]@M,W>[Acetyl]-MK[+1]V-[Amidated]") == b"MKV"
    assert residues_only(b"[a] b") == b"[a] b"
