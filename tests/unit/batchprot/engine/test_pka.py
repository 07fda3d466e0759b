import pytest
from Bio.SeqUtils import IsoelectricPoint

from batchprot.engine.pka import SETS, biopython, pka_set


def test_every_set_has_the_seven_side_chains():
    for name, pka in SETS.items():
        assert set(pka.side_chains) == set("CDEHKRY"), name


def test_the_two_of_emboss_differ_in_the_amino_terminus():
    new, old = SETS["EMBOSS-6.6"], SETS["EMBOSS-legacy"]
    assert (new.n_terminus, old.n_terminus) == (7.5, 8.6)
    assert new.side_chains == old.side_chains


def test_biopythons_values_are_biopythons():
    pka = biopython()
    assert (pka.n_terminus, pka.c_terminus) == (7.5, 3.55)
    assert pka.c_terminus_of == IsoelectricPoint.pKcterminal
    assert "Nterm" in IsoelectricPoint.positive_pKs  # what belongs to Biopython is left whole
    assert pka.side_chains == SETS["expasy"].side_chains


def test_an_unknown_set():
    with pytest.raises(KeyError):
        pka_set("nobody", "expasy")
