import re

import pytest

from results.selection.motif import InvalidMotif, is_plain, regular_expression


@pytest.mark.parametrize(
    ("motif", "expression"),
    [
        ("NXS", "N.S"),
        ("nxs", "N.S"),
        ("N-{P}-[ST]-{P}", "N[^P][ST][^P]"),
        ("C-x(2,4)-C-x(3)-[LIVMFYWC]-x(8)-H-x(3,5)-H.", "C.{2,4}C.{3}[LIVMFYWC].{8}H.{3,5}H"),
        ("<M-K", "^MK"),
        ("K-D-E-L>.", "KDEL$"),
        ("A B", "A[BDN]"),
        ("Z-J", "[ZEQ][JIL]"),
        ("[AXC]-A", ".A"),
        ("F-[IVFY]-G-[LM]-M-[G>].", "F[IVFY]G[LM]M(?:[G]|$)"),
        ("[<M]-K", "(?:^|[M])K"),
        ("<{C}*>", "^[^C]*$"),
        ("A-x*-C", "A.*C"),
        ("N\u2010{P}\u2011[ST]\u2013K\u00ad\u2212R", "N[^P][ST]KR"),
    ],
)
def test_motifs_as_expressions(motif, expression):
    assert regular_expression(motif) == expression
    re.compile(expression)


@pytest.mark.parametrize(
    "motif",
    [
        "",
        "-",
        "<",
        ">",
        "A*",
        "A|C",
        "(AC)",
        "A+",
        "[A",
        "A]",
        "{A",
        "[^A]",
        "A(3",
        "A(2,1)",
        "A(1000)",
        "x(101)x(100)",
        "A.C",
        "Ä",
        "A<C",
        "[G>]-A",
        "A-[<G]",
        "[G>](2)",
        "[>G]",
        "\\d",
    ],
)
def test_what_is_no_motif(motif):
    with pytest.raises(InvalidMotif):
        regular_expression(motif)


def test_plain_residues_are_looked_for_as_text():
    assert is_plain("ACDe")
    assert not any(map(is_plain, ("", "AXC", "AB", "A-C")))
