import json

import plotly.utils
import pytest

from dashboard.components.protein.modified import modifications, names_by_place
from dashboard.components.protein.sequence import sequence

CHAIN = "[Acetyl]-PEPT[Phospho]IDEK[+57.02]-[Amidated]"


def text(component):
    return json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


def test_every_modification_is_listed_with_its_place_and_the_proforma():
    shown = text(modifications(CHAIN))
    assert "4 modifications" in shown
    assert "amino terminus Acetyl, T4 Phospho, K8 +57.02, carboxyl terminus Amidated" in shown
    assert CHAIN in shown


@pytest.mark.parametrize("colouring", ["class", "sites"])
def test_modified_residues_are_framed_and_say_by_what(colouring):
    drawn = text(sequence("PEPTIDEK", colouring, modified=names_by_place(CHAIN)))
    assert drawn.count('mod"') == 3 + 1  # with the legend's
    assert '"T4: Phospho"' in drawn
    assert '"P1: Acetyl"' in drawn
    assert '"K8: +57.02, Amidated"' in drawn


def test_an_unmodified_chain_has_nothing_of_it():
    assert modifications("PEPTIDEK") is None
    assert 'mod"' not in text(sequence("PEPTIDEK", modified=names_by_place("PEPTIDEK")))
