import datetime as dt
import json
from pathlib import Path

import pytest

from dashboard.components.shared import numbers, quantities

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (34426.19, 2, "34,426.19"),
        (-0.318, 3, "\u22120.318"),
        (None, 2, ""),
        (-0.0004, 2, "0.00"),
        (0.0, 0, "0"),
        (0.125, 2, "0.13"),
        (-2.5, 0, "\u22123"),
        (12.655, 2, "12.65"),
        (3, 1, "3.0"),
    ],
)
def test_measured_values(value, decimals, shown):
    assert numbers.decimal(value, decimals) == shown


@pytest.mark.parametrize(("value", "shown"), [(48000.0, "48,000"), (9.30, "9.3"), (-1.6, "\u22121.6"), (None, "")])
def test_bounds_lose_zeros_that_say_nothing(value, shown):
    assert numbers.brief(value, 2) == shown


CASES = json.loads((Path(__file__).parents[4] / "number_cases.json").read_text("utf-8"))


@pytest.mark.parametrize(("typed", "value"), [*CASES["read"].items(), (None, None), (3, 3.0)])
def test_numbers_as_people_type_them(typed, value):
    assert numbers.parse(typed) == value
    assert numbers.is_readable(typed)


@pytest.mark.parametrize("typed", CASES["refused"])
def test_what_is_no_number_or_could_be_two_is_refused(typed):
    with pytest.raises(ValueError, match=r".+"):
        numbers.parse(typed)
    assert not numbers.is_readable(typed)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (48000.0, "48,000"),
        (9.30, "9.3"),
        (9.4049, "9.4049"),
        (-1.6, "\u22121.6"),
        (1e-7, "0.0000001"),
        (-0.0, "0"),
        (None, ""),
    ],
)
def test_a_bound_is_shown_with_all_its_digits(value, shown):
    assert numbers.exact(value) == shown
    assert numbers.parse(shown) == value


@pytest.mark.parametrize(("key", "side", "_typed", "stored", "shown"), CASES["bounds"])
def test_a_bound_is_shown_as_it_is_typed(key, side, _typed, stored, shown):
    assert quantities.bound_text(key, side, stored) == shown
    assert not quantities.bound_text(key, side, None)


@pytest.mark.parametrize(("number", "shown"), [(1, "1st"), (2, "2nd"), (11, "11th"), (43, "43rd"), (92, "92nd")])
def test_ordinals(number, shown):
    assert numbers.ordinal(number) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(5, "just now"), (720, "12 min ago"), (7200, "2 h ago"), (100_000, "yesterday"), (864_000, "14 Nov 2026")],
)
def test_age(seconds, shown):
    assert numbers.ago(NOW - dt.timedelta(seconds=seconds), NOW) == shown


def test_counts_agree_with_their_noun():
    assert numbers.of(1, "protein") == "1 protein"
    assert numbers.of(1201, "protein") == "1,201 proteins"
    assert numbers.of(2, "analysis", "analyses") == "2 analyses"


def test_sizes():
    assert [numbers.size(size) for size in (1, 214_000, 1_923_426)] == ["1 byte", "214 KB", "1.9 MB"]
