import re

import pytest

from batchprot.engine.pka import SETS
from batchprot.properties.pka_sets import PUBLISHED_SETS


@pytest.mark.parametrize(("name", "published"), PUBLISHED_SETS.items(), ids=list(PUBLISHED_SETS))
def test_every_set_has_a_reference_of_its_own_and_a_year(name, published):
    assert name in SETS
    assert re.search(r"\((19|20)\d\d\)", published.reference)
    assert published.doi == "" or re.fullmatch(r"10\.\d{4,9}/\S+", published.doi)


def test_sets_of_a_disputed_name_say_which_variant_they_are():
    assert "Pyteomics" in PUBLISHED_SETS["Rodwell"].label
    assert (SETS["Rodwell"].side_chains["D"], SETS["Rodwell"].side_chains["Y"]) == (3.86, 10.7)
    assert "D 3.68, Y 10.07" in PUBLISHED_SETS["Rodwell"].caveat
    assert "4th edition" in PUBLISHED_SETS["Lehninger-2004"].label
    assert len({each.label for each in PUBLISHED_SETS.values()}) == len(PUBLISHED_SETS)


def test_stryer_and_dtaselect_differ_in_the_termini_only():
    one, other = SETS["Stryer"], SETS["DTASelect"]
    assert one.side_chains == other.side_chains
    assert (one.n_terminus, one.c_terminus) != (other.n_terminus, other.c_terminus)
