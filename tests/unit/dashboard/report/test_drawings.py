"""The pictures of the report: every protein has its spot, many become shaded cells, and names can't break out."""

import re
import xml.etree.ElementTree as ET
from array import array

from dashboard.report import drawings
from results.queries.compositions import Composition
from results.queries.densities import Density
from results.queries.scatters import Scatter


def packed(code, numbers):
    return array(code, numbers).tobytes()


def spots(svg):
    """How many spots of each colour."""
    return {
        path.get("stroke"): path.get("d").count("M")
        for path in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")
        if path.get("stroke-linecap")
    }


def test_every_protein_is_a_spot_and_the_selected_ones_are_blue():
    points = Scatter(
        packed("i", [1, 2, 3]), packed("f", [4, 7, 10]), packed("f", [1e4, 5e4, 1e5]), b"\0\1\1", 3, False, 2
    )
    assert spots(drawings.gel(points)) == {drawings.ALL: 1, drawings.SELECTED: 2}


def test_the_gel_reaches_as_far_as_its_proteins():
    far = Scatter(packed("i", [1, 2]), packed("f", [1.2, 13.6]), packed("f", [900, 9e5]), b"\1\1", 2, False, 2)
    acid, mass = drawings.gel_ends(far)
    assert acid == (1, 14)
    assert mass[0] < 0.9
    assert mass[1] > 900
    height = drawings.GEL_TOP + drawings.GEL_HEIGHT
    places = re.findall(r"M([\d.]+) ([\d.]+)h0", drawings.gel(far))
    assert len(places) == 2
    assert all(drawings.GEL_LEFT <= float(x) <= drawings.GEL_WIDTH and float(y) <= height for x, y in places)


def test_many_proteins_are_shaded_cells_with_the_few_selected_as_spots():
    density = Density([4.0, 6.0, 8.0], [1e4, 1e5], packed("i", [5, 0]), packed("i", [2, 0]))
    few = Scatter(packed("i", [1, 2]), packed("f", [5, 5]), packed("f", [2e4, 3e4]), b"\1\1", 60_000, False, 2, density)
    svg = drawings.gel(few)
    assert svg.count(f'fill="{drawings.ALL}"') == 1
    assert spots(svg) == {drawings.SELECTED: 2}
    many = Scatter(b"", b"", b"", b"", 60_000, False, 30_000, density)
    assert drawings.gel(many).count(f'fill="{drawings.SELECTED}"') == 1
    nothing = Scatter(b"", b"", b"", b"", 0, False)
    assert spots(drawings.gel(nothing)) == {}


def test_the_composition_has_a_bar_for_each_residue():
    even, other = [0.05] * 20, [0.06] * 10 + [0.04] * 10
    whole = drawings.composition(Composition(even, even, [], []), everything=True)
    assert whole.count(f'fill="{drawings.ALL}"') == 20
    part = drawings.composition(Composition(even, other, [], []), everything=False)
    assert part.count(f'fill="{drawings.SELECTED}"') == 10
    assert part.count(f'fill="{drawings.LESS}"') == 10
    ET.fromstring(drawings.composition(Composition([], [], [], []), everything=True))


def test_words_stay_words():
    assert ET.fromstring(drawings.text(1, 2, "<b>&\"'")).text == "<b>&\"'"
