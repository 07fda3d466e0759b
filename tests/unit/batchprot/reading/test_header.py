import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchprot.reading.header import accession_of, decode_header, parse_any_header, parse_header, title_of

PARTS = [
    "sp|",
    "tr|",
    "P1|",
    "A_B",
    " ",
    " c",
    "c",
    " OS=",
    " OX=",
    " GN=",
    " PE=",
    "PE=1",
    "=",
    "|",
    "Homo sapiens",
    "\n",
]


@pytest.mark.parametrize(
    ("header", "name", "organism", "gene"),
    [
        ("sp|P38798|NMD2_YEAST Decay OS=Saccharomyces cerevisiae (strain S288c) OX=559292 GN=NMD2 PE=1 SV=2",
         "NMD2_YEAST", "Saccharomyces cerevisiae (strain S288c)", "NMD2"),
        ("tr|A0A385XJN2|A0A385XJN2_ECOLI Uncharacterized OS=Escherichia coli OX=83333 PE=4 SV=1",
         "A0A385XJN2_ECOLI", "Escherichia coli", ""),
        ("sp|P1|A_B c OS=Old order GN=x PE=1", "A_B", "Old order", "x"),
        ("sp|P1|A_B c GN=x OS=Other order OX=1", "A_B", "Other order", "x"),
        ("sp|P1|A_B c OS=With (k=2) sign OX=1 GN=y PE=1", "A_B", "With (k=2) sign", "y"),
        ("sp|P1|A_B OS=Nothing between OX=1 GN=y", "A_B", "Nothing between", "y"),
        ("sp|P1|A_B c OS=Last tag", "A_B", "Last tag", ""),
        ("sp|P12345", "P12345", "", ""),
        ("sp|P12345|", "P12345", "", ""),
        ("sp|", "", "", ""),
        ("gi|4504345|ref|NP_000508.1| hemoglobin [Homo sapiens]", "NP_000508.1", "", ""),
        ("ref|NP_000508.1|", "NP_000508.1", "", ""),
        ("lcl|seq1 mine", "", "", ""),
        ("a|b", "", "", ""),
        ("plain name=value", "", "", ""),
        ("POS=1 GN=2", "", "", "2"),
    ],
)  # fmt: skip
def test_what_a_header_says_is_found_whatever_the_order(header: str, name: str, organism: str, gene: str) -> None:
    found = parse_header(header)
    assert (found[0], found[1], found[3], found[4]) == (header.partition(" ")[0], name, organism, gene)
    assert f"{found[0]} {found[2]}".strip() == header


@given(st.lists(st.sampled_from(PARTS), max_size=16).map("".join))
def test_the_short_way_finds_what_the_long_way_does(parts: str) -> None:
    for header in (parts, "sp|P1|A_B" + parts, f"sp|P1|A_B c OS=Homo{parts} OX=1 GN=x{parts} PE=1"):
        assert parse_header(header) == parse_any_header(header)


def test_the_title_is_what_stands_before_the_tags() -> None:
    assert title_of("Decay protein 2 OS=Saccharomyces OX=1") == "Decay protein 2"
    assert title_of("OS=Saccharomyces OX=1") == ""
    assert title_of("no tags") == "no tags"


@pytest.mark.parametrize(
    ("identifier", "accession"),
    [
        ("sp|P38798|NMD2_YEAST", "P38798"),
        ("tr|A0A385XJN2|X_Y", "A0A385XJN2"),
        ("sp|P38798-2|NMD2_YEAST", "P38798-2"),
        ("P38798", "P38798"),
        ("gi|4|ref|NP_1|", ""),
        ("PYR_0001", ""),
        ("", ""),
        ("sp||X", ""),
    ],
)
def test_an_accession_is_known_by_its_form(identifier: str, accession: str) -> None:
    assert accession_of(identifier) == accession


def test_a_cut_never_splits_a_character() -> None:
    text, notes = decode_header(("\u00e9" * 30).encode(), 20)
    assert (text, notes) == ("\u00e9" * 20, ("header_cut",))
    text, notes = decode_header(b"a" * 19 + b" b", 20)
    assert (text, notes) == ("a" * 19, ("header_cut",))
