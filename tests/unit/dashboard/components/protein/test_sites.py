import json
import random

import numpy as np
import plotly.utils

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from dashboard.components.protein.sequence import SITES, sequence
from dashboard.components.protein.sites import KINDS, hydrophobic_n_terminus, segments, sites, tints


def text(component):
    return json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


def test_as_many_sites_are_shown_as_the_columns_count():
    chance = random.Random(3)
    letters = "ACDEFGHIKLMNPQRSTVWYLLLIIIVVVFFFNNGGSSX"
    proteins = ["".join(chance.choices(letters, k=chance.randint(1, 300))) for _ in range(200)]
    columns = analyze(proteins, AnalysisOptions(), [kind.key for kind in KINDS])
    for kind in KINDS:
        ours = [len(kind.find(one)) for one in proteins]
        theirs = np.nan_to_num(columns[kind.key]).tolist()
        assert sum(ours) > 0
        assert ours == theirs, kind.key


def test_segments_that_touch_are_two_and_that_overlap_one():
    assert segments("I" * 19) == [(0, 19)]
    assert segments("L" * 25) == [(0, 25)]
    assert segments("D" * 20 + "I" * 19 + "R" * 60 + "I" * 19) == [(14, 45), (93, 118)]
    assert segments("I" * 18) == []


def test_a_hydrophobic_n_terminus_is_one_stretch_of_the_first_30():
    assert hydrophobic_n_terminus("D" * 10 + "I" * 11 + "D" * 40) == [(7, 24)]
    assert hydrophobic_n_terminus("D" * 25 + "I" * 11) == []
    assert hydrophobic_n_terminus("I" * 10) == []


def test_places_are_said_and_none_too():
    said = text(sites("ANGSNST" + "A" * 20))
    assert "2: 2\N{EN DASH}4, 5\N{EN DASH}7" in said
    assert "none" in said
    assert "predicts where" in said


def test_a_site_is_tinted_where_it_is():
    tinted = tints("AANGTAA")
    assert tinted == {2: "A", 3: "A", 4: "A"}
    grid, legend = sequence("AANGTAA", SITES)
    classes = [letter.className for letter in grid.children.children[0].children.children]
    assert classes == ["", "", "A", "A", "A", "", ""]
    assert "sequon" in text(legend)
