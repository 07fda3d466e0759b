import re
from pathlib import Path

import pytest

from batchprot.properties.since import ADDED, not_calculated
from batchprot.properties.table import PROPERTIES
from batchprot.properties.version import ENGINE_VERSION

MIGRATIONS = Path(__file__).parents[4] / "migrations" / "versions"


def test_every_column_that_a_migration_added_says_since_when():
    first, *later = sorted(MIGRATIONS.glob("0*.py"))
    columns = {row.key for row in PROPERTIES}
    created = set(re.findall(r'"(\w+)"', first.read_text()))
    added = {key for path in later for key in re.findall(r'"(\w+)"', path.read_text())} & columns - created
    assert {key for keys in ADDED.values() for key in keys} == added


@pytest.mark.parametrize(
    ("engine", "missing"),
    [
        ("1.0.2", 40),
        ("1.1.0", 39),
        ("1.2.0", 39),
        ("1.3.0", 38),
        ("1.2.0 and 1.4.0", 39),
        ("1.4.0", 5),
        ("1.5.0", 3),
        ("unknown", 0),
        ("2.0.0", 0),
    ],
)
def test_an_analysis_lacks_what_later_engines_added(engine, missing):
    assert len(not_calculated(engine)) == missing


def test_an_analysis_of_today_lacks_nothing():
    assert not not_calculated(ENGINE_VERSION)
