"""Python and the browser spell selections alike: cases and made-up selections go through both codecs."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from results.selection import address
from results.selection.model import InvalidSelection, Selection
from tests.made_up_selections import selections
from tests.node import run

CASES = json.loads((Path(__file__).parents[3] / "selection_cases.json").read_text())


QUERIES = CASES["refused"] + [case["query"] for case in CASES["read"]]


def as_object(selection: Selection) -> dict[str, object]:
    """A selection as the browser has it, without what it leaves open."""
    region = selection.region
    parts = {
        "ranges": {key: list(bounds) for key, bounds in selection.ranges.items()},
        "statuses": sorted(selection.statuses),
        "text": selection.text,
        "motif": selection.motif,
        "ordinals": sorted(selection.ordinals or ()) if selection.ordinals is not None else None,
        "region": region
        and {
            "x": region.x,
            "y": region.y,
            "logX": region.log_x,
            "logY": region.log_y,
            "polygon": [list(corner) for corner in region.polygon],
        },
        "conditions": [
            {"key": one.key, "operation": str(one.operation), "words": one.words, "bounds": list(one.bounds)}
            for one in selection.conditions
        ],
        "organisms": sorted(selection.organisms),
        "organismsLeftOut": sorted(selection.organisms_left_out),
        "identical": selection.identical,
        "values": {key: sorted(values) for key, values in selection.values.items()},
        "valuesLeftOut": {key: sorted(values) for key, values in selection.values_left_out.items()},
        "sort": [list(way) for way in selection.sort],
    }
    return {name: value for name, value in parts.items() if value not in ({}, [], "", None)}


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["query"])
def test_python_reads_and_writes_the_cases(case):
    found = address.read(case["query"])
    expected = {name: value for name, value in case["selection"].items() if value != []}
    assert as_object(found) == expected
    assert (found.ordinals is not None) == ("ordinals" in case["selection"])
    assert address.write(found) == case["written"]


@pytest.mark.parametrize("query", CASES["refused"], ids=lambda query: query[:40])
def test_python_refuses_the_cases(query):
    with pytest.raises(InvalidSelection):
        address.read(query)


@settings(max_examples=3, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(selections, min_size=60, max_size=60))
def test_the_browser_spells_any_selection_as_python_does(made_up):
    written = [address.write(selection) for selection in made_up]
    done = run("tests/assets/echo.mjs", given=written)
    assert not done.stderr
    for query, found in zip(written, json.loads(done.stdout), strict=True):
        assert found == query


@settings(max_examples=5, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(st.sampled_from(CASES["refused"] + [case["query"] for case in CASES["read"]]), min_size=40, max_size=40)
)
def test_pairs_of_cases_are_read_or_refused_by_both(queries):
    pairs = [f"{one}&{other}" for one, other in zip(queries[::2], queries[1::2], strict=True)]
    done = run("tests/assets/echo.mjs", given=pairs)
    for query, found in zip(pairs, json.loads(done.stdout), strict=True):
        try:
            expected = address.write(address.read(query))
        except InvalidSelection:
            expected = None
        assert found == expected, query
