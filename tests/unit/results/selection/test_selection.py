"""A selection is checked on its way in, and survives the address unchanged."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.selection.model import (
    LARGEST_ORDINAL,
    Condition,
    InvalidSelection,
    Operation,
    Region,
    Selection,
    escape_like,
)

NUMERIC = ("gravy", "length", "isoelectric_point", "atoms", "count_A", "ordinal")
TEXTS = ("identifier", "name", "description", "formula", "notes")

numbers = st.floats(allow_nan=False, allow_infinity=False)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)
plain_words = words.filter(lambda text: not text.lower().startswith(("seq:", "motif:")))
positive = st.floats(min_value=1e-9, max_value=1e9)


@st.composite
def conditions(draw):
    operation = draw(st.sampled_from(Operation))
    if operation is Operation.OUTSIDE:
        return Condition(draw(st.sampled_from(NUMERIC)), operation, bounds=(draw(numbers), draw(numbers)))
    if operation in (Operation.BLANK, Operation.NOT_BLANK):
        return Condition(draw(st.sampled_from(NUMERIC + TEXTS)), operation)
    return Condition(draw(st.sampled_from(TEXTS)), operation, draw(words))


regions = st.builds(
    Region,
    st.sampled_from(NUMERIC),
    st.sampled_from(NUMERIC),
    st.lists(st.tuples(positive, positive), min_size=3, max_size=20).map(tuple),
    st.booleans(),
    st.booleans(),
)
organisms = st.sampled_from(("", "Homo sapiens", "E. coli (strain K12 / a&b=c)", "-", "β; δ, %20"))
selections = st.builds(
    Selection,
    ranges=st.dictionaries(
        st.sampled_from(NUMERIC), st.tuples(st.none() | numbers, st.none() | numbers), max_size=len(NUMERIC)
    ),
    statuses=st.frozensets(st.sampled_from(("ok", "warned", "rejected"))),
    text=plain_words,
    ordinals=st.none() | st.frozensets(st.integers(1, LARGEST_ORDINAL), max_size=50),
    sort=st.lists(st.tuples(st.sampled_from(NUMERIC + TEXTS), st.sampled_from(("asc", "desc"))), max_size=3).map(tuple),
    motif=st.sampled_from(("", "NXS", "N-{P}-[ST]", "<M-x(2,4)-C.")),
    region=st.none() | regions,
    conditions=st.lists(conditions(), max_size=4).map(tuple),
    organisms=st.frozensets(organisms, max_size=3),
    organisms_left_out=st.frozensets(organisms, max_size=3),
)


@given(selections)
def test_an_address_brings_the_selection_back(selection):
    query = selection.to_query()
    assert Selection.from_query(query) == selection
    assert Selection.from_query("?" + query) == selection
    assert Selection.from_query(query).to_query() == query


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
    assert selection.to_query() == (
        "r.gravy=-1.6..0.3&r.isoelectric_point=9..&status=ok,warned&q=heat+shock&motif=NXS&n=1,3-5,9"
        "&in=gravy,log.length;0,1;1,10.5;2,1&c.gene=notBlank:"
        "&organism=+&organism=Mus+musculus&-organism=Homo+sapiens&sort=-gravy,length"
    )


@pytest.mark.parametrize("far", [1e308, -1e16, float("inf"), float("nan")])
def test_a_corner_that_no_plot_could_show_is_refused(far):
    with pytest.raises(InvalidSelection, match="fit on a plot"):
        Region("gravy", "length", ((0, 1), (far, 10.5), (2, 1)))


def test_nothing_selects_everything():
    assert Selection().is_everything
    assert Selection.from_query("") == Selection()
    assert Selection().to_query() == ""
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
    assert not Selection.from_query(query).is_everything


def test_what_the_page_keeps_in_its_address_is_ignored():
    query = "x=gravy&y=length&xlog=1&ylog=0&d=gravy&cols=all&tab=records&columns=basic&q=a"
    assert Selection.from_query(query) == Selection(text="a")


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
        "foo=1",
        "R.gravy=1..2",
        "a=1&" * 500,
        "q=" + "x" * 200_000,
    ],
)
def test_what_can_not_be_meant_is_refused_with_a_sentence(query):
    with pytest.raises(InvalidSelection) as refused:
        Selection.from_query(query)
    message = str(refused.value)
    assert message.endswith((".", "3-7,9"))
    assert message[0].isupper()
    assert "DROP" not in message


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(query):
    try:
        selection = Selection.from_query(query)
    except InvalidSelection:
        return
    assert Selection.from_query(selection.to_query()) == selection


# ---------------------------------------------------------------- AG Grid


def grid(key, **model):
    return Selection.from_grid({key: model}, [])


def number(kind, *values):
    return grid("gravy", filterType="number", type=kind, **dict(zip(("filter", "filterTo"), values, strict=False)))


def test_number_filters_are_ranges():
    assert number("lessThanOrEqual", 2).ranges == {"gravy": (None, 2)}
    assert number("greaterThanOrEqual", 2).ranges == {"gravy": (2, None)}
    assert number("inRange", 1, 2).ranges == {"gravy": (1, 2)}
    assert number("lessThan", 2).ranges["gravy"][1] == math.nextafter(2, -math.inf)
    assert number("greaterThan", 2).ranges["gravy"][0] == math.nextafter(2, math.inf)


def holds(bounds, value):
    return (bounds[0] is None or value >= bounds[0]) and (bounds[1] is None or value <= bounds[1])


@pytest.mark.parametrize(
    ("typed", "found", "not_found"),
    [
        (0.123, (0.1226, 0.1234), (0.1224, 0.1236)),  # three decimals are shown
        (0.5, (0.4996, 0.5004), (0.4990, 0.5010)),
        (1, (0.9996, 1.0004), (0.99, 1.01)),
        (0.12345, (0.123446, 0.123454), (0.12344, 0.12346)),  # more were typed
    ],
)
def test_a_number_equals_what_is_shown_of_it(typed, found, not_found):
    bounds = number("equals", typed).ranges["gravy"]
    assert all(holds(bounds, value) for value in found)
    assert not any(holds(bounds, value) for value in not_found)
    outside = number("notEqual", typed).conditions[0]
    assert outside == Condition("gravy", Operation.OUTSIDE, bounds=bounds)


def test_an_integer_equals_itself_only():
    assert grid("atoms", filterType="number", type="equals", filter=12).ranges == {"atoms": (12, 12)}


def test_blank_and_text_filters():
    assert number("blank").conditions == (Condition("gravy", Operation.BLANK),)
    assert number("notBlank").conditions == (Condition("gravy", Operation.NOT_BLANK),)
    for kind in ("contains", "notContains", "equals", "notEqual", "startsWith", "endsWith"):
        found = grid("name", filterType="text", type=kind, filter="a%")
        assert found.conditions == (Condition("name", Operation(kind), "a%"),)


def test_filters_are_joined_by_and():
    both = {"filterType": "number", "operator": "AND"}
    parts = [{"type": "greaterThanOrEqual", "filter": 1}, {"type": "lessThanOrEqual", "filter": 5}]
    found = Selection.from_grid(
        {"gravy": {**both, "conditions": parts}, "name": {"filterType": "text", "type": "contains", "filter": "a"}},
        [{"colId": "gravy", "sort": "desc"}, {"colId": "name", "sort": "asc"}],
    )
    assert found.ranges == {"gravy": (1, 5)}
    assert found.conditions == (Condition("name", Operation.CONTAINS, "a"),)
    assert found.sort == (("gravy", "desc"), ("name", "asc"))
    old = {**both, "condition1": parts[0], "condition2": parts[1]}
    assert Selection.from_grid({"gravy": old}, None).ranges == {"gravy": (1, 5)}
    assert Selection.from_grid(None, None) == Selection()


@pytest.mark.parametrize(
    "model",
    [
        {"filterType": "number", "type": "equals", "filter": "1; DROP TABLE job"},
        {"filterType": "number", "type": "equals", "filter": True},
        {"filterType": "number", "type": "equals", "filter": None},
        {"filterType": "number", "type": "equals", "filter": math.inf},
        {"filterType": "number", "type": "inRange", "filter": 1},
        {"filterType": "number", "type": "sounds like", "filter": 1},
        {"filterType": "text", "type": "contains", "filter": "a"},
        {"filterType": "date", "type": "equals"},
        {"filterType": "number", "operator": "OR", "conditions": [{"type": "equals", "filter": 1}]},
        {"filterType": "number", "operator": "AND", "conditions": ["a"]},
        {},
        "text",
    ],
)
def test_filters_that_the_grid_was_not_given(model):
    with pytest.raises(InvalidSelection):
        Selection.from_grid({"gravy": model}, [])


def test_unknown_columns_of_the_grid():
    with pytest.raises(InvalidSelection):
        Selection.from_grid({"job_id": {"filterType": "text", "type": "contains", "filter": "a"}}, [])
    with pytest.raises(InvalidSelection):
        Selection.from_grid({}, [{"colId": "job_id", "sort": "asc"}])


# ---------------------------------------------------------------- both at once


@given(selections, selections)
def test_merged_selections_are_both(one, other):
    try:
        both = one.merged(other)
    except InvalidSelection:
        return
    for value in (-5.0, 0.0, 1.5, 1e9):
        for key in NUMERIC:
            mine, theirs, ours = (s.ranges.get(key, (None, None)) for s in (one, other, both))
            named = ((one.statuses, other.statuses), (one.organisms, other.organisms))
            if any(left and right and not left & right for left, right in named):
                assert both.ordinals == frozenset()
            else:
                assert holds(ours, value) == (holds(mine, value) and holds(theirs, value))


def test_merging_keeps_what_one_side_alone_has():
    one = Selection(ranges={"gravy": (0, 5)}, text="a", statuses=frozenset({"ok", "warned"}), sort=(("gravy", "asc"),))
    other = Selection(ranges={"gravy": (3, 9)}, motif="AXC", statuses=frozenset({"ok"}), ordinals=frozenset({1}))
    both = one.merged(other)
    assert both.ranges == {"gravy": (3, 5)}
    assert (both.text, both.motif, both.statuses, both.ordinals) == ("a", "AXC", {"ok"}, {1})
    assert both.sort == (("gravy", "asc"),)
    with pytest.raises(InvalidSelection):
        one.merged(Selection(text="b"))


def test_like_finds_what_is_typed_and_no_pattern():
    assert escape_like("100%_\\") == "100\\%\\_\\\\"
