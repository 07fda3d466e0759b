"""What is shown can be selected: by typing a shown value, and by brushing bars, the browser's own code included."""

import json
import random

import pytest

from batchprot.properties.shown import decimals_of
from dashboard.components.explorer.filters import BINS, bound_text, filter_strip, numeric
from dashboard.components.shared import numbers, quantities
from dashboard.figures.axes import LOGARITHMIC
from results.queries import query
from results.selection.model import Selection
from tests.integration.results.selections import with_values
from tests.node import run

KEYS = [row.key for row in numeric()]


def bounds_of(asked):
    """What brushing gives, for each (strip, from, to)."""
    given = [{"strip": strip, "from": start, "to": end} for strip, start, end in asked]
    return json.loads(run("tests/assets/bounds.mjs", given=given).stdout)


@pytest.mark.parametrize("key", KEYS)
def test_every_bar_brushed_selects_its_count(reader, filled, key):
    found = query.histogram(reader, filled.owner, filled.id, key, Selection(), bins=BINS, log=key in LOGARITHMIC)
    strip = filter_strip(found, None)
    bars = len(strip["counts"])
    assert sum(strip["counts"]) == len([one for one in filled.values(key) if one is not None])
    shaky = random.Random(key)
    runs = [(bar, bar + 1) for bar in range(bars)] + [
        sorted(shaky.sample(range(bars + 1), 2)) for _ in range(5) if bars > 1
    ]
    jitter = 0.4 / max(bars, 1)  # nobody hits the very edge of a bar
    asked = [
        (strip, first / bars + shaky.uniform(-jitter, jitter), after / bars + shaky.uniform(-jitter, jitter))
        for first, after in runs
    ]
    clipped = [(strip, max(0.0, start), min(1.0, end)) for strip, start, end in asked]
    for (first, after), (low, high) in zip(runs, bounds_of(clipped), strict=True):
        selection = Selection(ranges={key: (low, high)})
        selected = query.count(reader, filled.owner, filled.id, selection)
        assert selected == sum(strip["counts"][first:after]), (strip["edges"][first : after + 1], low, high)


@pytest.mark.parametrize("share", [(0.3, 0.7), (0.1, 0.9), (0, 0.5), (0.5, 1)])
@pytest.mark.parametrize("key", ["molecular_weight_da", "gravy", "isoelectric_point", "charge_at_ph"])
def test_equal_values_are_selected_wherever_their_bar_is_brushed(reader, fill, key, share):
    job = with_values(fill, key, [1.2345678] * 20)
    found = query.histogram(reader, job.owner, job.id, key, Selection(), bins=BINS, log=key in LOGARITHMIC)
    strip = filter_strip(found, None)
    ((low, high),) = bounds_of([(strip, *share)])
    assert query.count(reader, job.owner, job.id, Selection(ranges={key: (low, high)})) == 20


@pytest.mark.parametrize(
    "key", ["isoelectric_point", "gravy", "molecular_weight_da", "charge_at_ph", "length", "atoms"]
)
def test_a_shown_value_as_bound_finds_all_that_are_shown_so(reader, filled, key):
    decimals = decimals_of(key)
    values = sorted(filled.values(key))
    for value in values[:: max(1, len(values) // 12)]:
        typed = numbers.parse(numbers.decimal(value, decimals))
        alike = [one for one in values if numbers.decimal(one, decimals) == numbers.decimal(value, decimals)]
        for low, high, expected in (
            (typed, typed, len(alike)),
            (typed, None, len([one for one in values if one >= alike[0]])),
            (None, typed, len([one for one in values if one <= alike[-1]])),
        ):
            assert query.count(reader, filled.owner, filled.id, Selection(ranges={key: (low, high)})) == expected


def typed_bounds(key, *texts):
    """What the browser makes of bounds typed as the least and as the greatest."""
    given = [{"key": key, "place": place, "typed": text} for text in texts for place in (0, 1)]
    found = json.loads(run("tests/assets/typed.mjs", given=given).stdout)
    return list(zip(found[::2], found[1::2], strict=True))


@pytest.mark.parametrize("key", ["molecular_weight_da", "monoisotopic_mass_da", "isoelectric_point", "length"])
def test_a_value_as_a_plot_shows_it_can_be_typed(reader, filled, key):
    values = sorted(filled.values(key))
    shown = [quantities.text(key, value) for value in values]
    some = list(dict.fromkeys(shown))[:: max(1, len(shown) // 12)]
    for text, (low, high) in zip(some, typed_bounds(key, *some), strict=True):
        first, after = shown.index(text), len(shown) - shown[::-1].index(text)
        for bounds, expected in (
            ((low, high), after - first),
            ((low, None), len(shown) - first),
            ((None, high), after),
        ):
            assert query.count(reader, filled.owner, filled.id, Selection(ranges={key: bounds})) == expected, text


def test_masses_at_the_edge_of_what_is_shown_are_selected_as_shown(reader, fill):
    masses = [44_949.994, 44_949.996, 44_950.0, 45_000.0, 45_049.994, 45_049.996, 45_050.0]
    job = with_values(fill, "molecular_weight_da", masses)
    ((low, high),) = typed_bounds("molecular_weight_da", "45.0")
    alike = [mass for mass in masses if quantities.text("molecular_weight_da", mass) == "45.0"]
    found = query.count(reader, job.owner, job.id, Selection(ranges={"molecular_weight_da": (low, high)}))
    assert found == len(alike) == 4


@pytest.mark.parametrize("key", ["molecular_weight_da", "monoisotopic_mass_da"])
def test_a_brushed_bar_is_typed_as_its_filter_then_says(reader, filled, key):
    found = query.histogram(reader, filled.owner, filled.id, key, Selection(), bins=BINS, log=True)
    strip = filter_strip(found, None)
    bars = len(strip["counts"])
    brushed = bounds_of([(strip, bar / bars, (bar + 1) / bars) for bar in range(1, bars - 1)])
    for low, high in brushed:
        ((least, _), (_, most)) = typed_bounds(
            key, bound_text(key, "min", (low, high)), bound_text(key, "max", (low, high))
        )
        assert (least, most) == (low, high)


def test_a_bound_with_more_digits_is_compared_with_as_many(reader, fill):
    job = with_values(fill, "isoelectric_point", [9.4049, 9.40494, 9.40495, 9.4041, 9.3951])
    for low, high, expected in ((9.4049, None, 3), (9.4, None, 5), (9.40, 9.40, 5), (9.405, None, 3), (None, 9.404, 2)):
        found = query.count(reader, job.owner, job.id, Selection(ranges={"isoelectric_point": (low, high)}))
        assert found == expected, (low, high)
