"""The gel: the same points and marks on a pH strip and a ladder."""

import math

import pytest

from dashboard.figures import gel, marking, scatter, typed
from results.queries.query import Scatter

VALUES = ((4.5, 50_000.0), (6.5, 20_000.0), (11.2, 30_000.0), (5.0, 4_000.0))
MARKED = marking.Marked(marking.Point(1, "A", *VALUES[0]), [marking.Point(2, "B", *VALUES[1])])


def packed(code, numbers):
    return b"".join(typed.array(code, [one]).tobytes() for one in numbers)


POINTS = Scatter(
    packed("i", range(1, 5)),
    packed("f", [x for x, _ in VALUES]),
    packed("f", [y for _, y in VALUES]),
    b"\1\0\0\1",
    4,
    False,
    2,
)


def drawn(how="gel", **also):
    figure = scatter.figure(POINTS, gel.X, gel.Y, mode="light", marked=MARKED, logs=(False, True))
    return figure, gel.drawn(
        scatter.figure(POINTS, gel.X, gel.Y, mode="light", marked=MARKED, logs=(False, True)), how, mode="light", **also
    )


@pytest.mark.parametrize(("how", "ends"), [("gel", [3, 10]), ("gel47", [4, 7])])
def test_the_axes_are_the_strip_and_the_ladder(how, ends):
    _, made = drawn(how)
    assert made["layout"]["xaxis"]["range"] == ends
    assert made["layout"]["xaxis"]["tickvals"] == list(range(ends[0], ends[1] + 1))
    assert made["layout"]["yaxis"]["type"] == "log"
    assert made["layout"]["yaxis"]["range"] == [math.log10(end) for end in gel.MASSES]
    assert made["layout"]["yaxis"]["ticktext"] == ["10", "15", "20", "25", "37", "50", "75", "100", "150", "250"]
    assert made["layout"]["meta"]["x"] == ends  # where "reset" goes back to
    bands = [shape["y0"] for shape in made["layout"]["shapes"]]
    assert bands == [1000 * mass for mass in gel.LADDER]


def test_every_protein_stays_where_it_is_and_the_rings_stay_last():
    plain, made = drawn()
    for before, after in zip(plain["data"][:2], made["data"][:2], strict=True):
        assert (before["x"], before["y"], before["customdata"]) == (after["x"], after["y"], after["customdata"])
    assert [trace["name"] for trace in made["data"][-2:]] == ["checked", "open"]
    halos = [trace for trace in made["data"] if trace.get("meta") == "halo"]
    assert len(halos) == 1
    assert not any("customdata" in trace for trace in halos)  # nothing is pointed at or counted twice


def test_a_zoom_stays():
    figure, made = drawn(zoomed=True)
    assert made["layout"]["xaxis"]["range"] == figure["layout"]["xaxis"]["range"]


def test_what_is_not_on_the_gel_is_said():
    assert gel.outside(POINTS, "gel") == "2 proteins beyond the ends of this gel"
    assert gel.outside(POINTS, "gel47") == "2 proteins beyond the ends of this gel"


def test_only_its_own_axes_make_a_gel():
    assert gel.is_gel("gel", (gel.X, gel.Y), (False, True))
    assert not gel.is_gel("gel", (gel.Y, gel.X), (False, True))
    assert not gel.is_gel("gel", (gel.X, gel.Y), (False, False))
    assert not gel.is_gel("", (gel.X, gel.Y), (False, True))
    assert not gel.is_gel(None, (gel.X, gel.Y), (False, True))


def test_every_way_to_draw_has_a_value():
    assert "" not in gel.NAMES, "a browser shows an option without a value as nothing"
