"""A selection is checked on its way in, and survives the address unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.selection import address
from results.selection.model import Condition, InvalidSelection, Operation, Region, Selection, escape_like
from tests.made_up_selections import selections


@given(selections)
def test_an_address_brings_the_selection_back(selection):
    query = address.write(selection)
    assert address.read(query) == selection
    assert address.read("?" + query) == selection
    assert address.write(address.read(query)) == query


def test_the_address_is_short_and_its_names_never_change():
    selection = Selection(
        ranges={"isoelectric_point": (9, None), "gravy": (-1.6, 0.3)},
        statuses=frozenset({"warned", "ok"}),
        text="heat shock",
        ordinals=frozenset({1, 3, 4, 5, 9}),
        sort=(("gravy", "desc"), ("length", "asc")),
        motif="NXS",
        region=Region("gravy", "length", ((0, 1), (1, 10.5), (2, 1)), log_y=True),
        conditions=(Condition("gene", Operation.NOT_BLANK),),
        organisms=frozenset({"Mus musculus", ""}),
        organisms_left_out=frozenset({"Homo sapiens"}),
    )
    assert address.write(selection) == (
        "r.gravy=-1.6..0.3&r.isoelectric_point=9..&status=ok,warned&q=heat+shock&motif=NXS&n=1,3-5,9"
        "&in=gravy,log.length;0,1;1,10.5;2,1&c.gene=notBlank:"
        "&organism=+&organism=Mus+musculus&-organism=Homo+sapiens&sort=-gravy,length"
    )


def test_a_name_that_is_not_known_is_passed_over_and_named():
    query = "utm_source=news&r.gravy=0..&x=gravy&R.gravy=1..2&utm_source=again&c.gene=blank:"
    assert address.read(query) == Selection(
        ranges={"gravy": (0, None)}, conditions=(Condition("gene", Operation.BLANK),)
    )
    assert address.unknown(query, also={"x"}) == ["utm_source", "R.gravy"]
    assert address.unknown("q=a&-organism=b&r.nothing=1..&n=1") == []


@pytest.mark.parametrize("far", [1e308, -1e16, float("inf"), float("nan")])
def test_a_corner_that_no_plot_could_show_is_refused(far):
    with pytest.raises(InvalidSelection, match="fit on a plot"):
        Region("gravy", "length", ((0, 1), (far, 10.5), (2, 1)))


def test_nothing_selects_everything():
    assert Selection().is_everything
    assert address.read("") == Selection()
    assert address.write(Selection()) == ""
    assert Selection(sort=(("gravy", "asc"),), text="  ").is_everything
    assert Selection(text="seq:").is_everything


@pytest.mark.parametrize(
    "query",
    [
        "q=x",
        "n=",
        "n=1",
        "r.gravy=..",
        "status=ok",
        "motif=A",
        "q=seq:A",
        "c.gene=blank:",
        "organism=+",
        "-organism=Mus",
        "in=gravy,length;0,0;1,1;0,1",
    ],
)
def test_anything_narrows(query):
    assert not address.read(query).is_everything


def test_what_the_page_keeps_in_its_address_is_ignored():
    query = "x=gravy&y=length&xlog=1&ylog=0&d=gravy&cols=all&tab=records&columns=basic&q=a"
    assert address.read(query) == Selection(text="a")


@pytest.mark.parametrize(
    "query",
    [
        "r.gravy=1",
        "r.gravy=a..b",
        "r.gravy=nan..",
        "r.gravy=..inf",
        "r.gravy=1e999..",
        "r.formula=1..2",
        "r.password_hash=1..2",
        "r.=1..2",
        "r.gravy;DROP TABLE job=1..2",
        "r.count_B=1..2",
        "r.gravy=1..2&r.gravy=3..4",
        "q=a&q=b",
        "status=good",
        "status=ok%27",
        "sort=nothing",
        "sort=--gravy",
        "sort=gravy,length,name,gene",
        "sort=sequence",
        "n=0",
        "n=-1",
        "n=1-",
        "n=5..6",
        "n=1-99999999",
        "n=99999999999999999999999999",
        "n=%D9%A1",
        "n=" + ",".join(f"{3 * k}" for k in range(1, 12_000)),
        "n=1-9000,20000-29000",
        "q=" + "x" * 201,
        "q=%00",
        "q=%ff%fe",
        "q=%ED%A0%80",
        "motif=" + "A" * 201,
        "motif=x(150)-x(150)",
        "motif=A(",
        "motif=1=1",
        "motif=[]",
        "motif=(A|B)*",
        "q=seq:%27",
        "q=motif:x(4,2)",
        "in=gravy",
        "in=gravy,length",
        "in=gravy,length;1,1;2,2",
        "in=gravy,length;1,1;2,2;3",
        "in=gravy,length;1,1;2,2;3,x",
        "in=gravy,length;1,1;2,2;3,nan",
        "in=log.gravy,length;0,1;2,2;3,3",
        "in=gravy,formula;1,1;2,2;3,1",
        "in=gravy,length" + ";1,1" * 201,
        "c.gene=like:x",
        "c.gene=outside:1..2",
        "c.gravy=contains:1",
        "c.gravy=outside:1..",
        "c.job_id=blank:",
        "c.gene=contains:" + "x" * 201,
        "&".join("c.gene=blank:" for _ in range(21)),
        "a=1&" * 500,
        "q=" + "x" * 200_000,
    ],
)
def test_what_can_not_be_meant_is_refused_with_a_sentence(query):
    with pytest.raises(InvalidSelection) as refused:
        address.read(query)
    message = str(refused.value)
    assert message.endswith((".", "3-7,9"))
    assert message[0].isupper()
    assert "DROP" not in message


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(query):
    try:
        selection = address.read(query)
    except InvalidSelection:
        return
    assert address.read(address.write(selection)) == selection


def test_like_finds_what_is_typed_and_no_pattern():
    assert escape_like("100%_\\") == "100\\%\\_\\\\"
