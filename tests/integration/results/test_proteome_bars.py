"""Bars of every numeric property of two real proteomes, held to what the same ranges select."""

import os
import random
from pathlib import Path

import pytest

from batchprot.properties.table import BY_KEY
from batchprot.reading.alphabet import STANDARD
from benchmarks import filled_job
from results.queries import query
from results.selection.columns import is_quantity
from results.selection.model import Selection

HERE = Path(__file__).parents[3]
KEYS = [*filter(is_quantity, BY_KEY), *(f"count_{letter}" for letter in STANDARD)]


@pytest.fixture(scope="module")
def proteomes(reader, tell):
    folder = Path(os.environ.get("BATCHPROT_SHARED", HERE.parent / "shared")) / "data" / "proteomes"
    if not folder.is_dir():
        pytest.skip("the proteomes are not here; BATCHPROT_SHARED can say where they are")
    owner = tell("INSERT INTO app_user (email) VALUES ('bars@example.org') RETURNING id")[0][0]
    records = filled_job.proteome_records(folder, 10_480)
    job_id = filled_job.new_job(reader.database, owner, "Proteomes")
    filled_job.store(reader.database, job_id, records)
    return owner, job_id


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("key", KEYS)
def test_any_bars_together_are_what_their_range_selects(reader, proteomes, key, log):
    found = query.histogram(reader, *proteomes, key, Selection(), bins=40, log=log)
    bars = [found.below[0], *found.counts, found.above[0]]
    assert sum(bars) == query.count(reader, *proteomes, Selection(ranges={key: (None, None)}))
    chance = random.Random(key)
    runs = [sorted(chance.randint(-1, len(found.counts)) for _ in range(2)) for _ in range(4)]
    highest = bars.index(max(bars)) - 1
    for first, last in [(highest, highest), (-1, len(found.counts)), *runs]:
        chosen = Selection(ranges={key: found.range_of(first, last)})
        assert query.count(reader, *proteomes, chosen) == sum(bars[first + 1 : last + 2]), (first, last)
