from dataclasses import dataclass

import pytest

from runtime.settings import SettingsError, read_settings, variables


@dataclass(frozen=True)
class Example:
    queue_url: str
    bucket: str
    seconds: float = 30.0
    tries: int = 5


def test_each_field_has_its_variable_and_numbers_are_numbers():
    given = {"BATCHPROT_QUEUE_URL": " https://q ", "BATCHPROT_BUCKET": "b", "BATCHPROT_SECONDS": "1.5", "OTHER": "x"}
    assert read_settings(Example, given) == Example("https://q", "b", 1.5, 5)


def test_whoever_deploys_can_ask_for_the_list():
    assert variables(Example) == {
        "BATCHPROT_QUEUE_URL": True,
        "BATCHPROT_BUCKET": True,
        "BATCHPROT_SECONDS": False,
        "BATCHPROT_TRIES": False,
    }


def test_everything_missing_is_named_at_once():
    with pytest.raises(SettingsError, match=r"^BATCHPROT_QUEUE_URL, BATCHPROT_BUCKET are not set\.$"):
        read_settings(Example, {"BATCHPROT_BUCKET": "  "})


def test_a_number_that_is_none_is_named():
    with pytest.raises(SettingsError, match="BATCHPROT_TRIES"):
        read_settings(Example, {"BATCHPROT_QUEUE_URL": "q", "BATCHPROT_BUCKET": "b", "BATCHPROT_TRIES": "many"})
