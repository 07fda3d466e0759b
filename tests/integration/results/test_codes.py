"""Codes and bits for the browser: what it counts with them is what the database counts."""

import base64
import gzip
import json
import random

import pytest

from dashboard.components.explorer.filters import BINS, filter_strip
from dashboard.figures.axes import LOGARITHMIC
from jobs.errors import JobNotFound
from results.live import names
from results.live.codes import NONE, codes, rows
from results.queries import query
from results.selection.model import STATUSES, Selection
from tests.integration.results.selections import SELECTIONS, said
from tests.node import run

KEYS = ("molecular_weight_da", "isoelectric_point", "gravy", "atoms", "length", "charge_at_ph")
SCALES = {key: key in LOGARITHMIC for key in KEYS}
REST = [Selection(), Selection(text="kinase"), Selection(motif="A"), Selection(statuses=frozenset({"warned"}))]


def bins_of(reader, job, key):
    """The strip of a filter and its codes."""
    found = query.histogram(reader, job.owner, job.id, key, Selection(), bins=BINS, log=SCALES[key])
    strip = filter_strip(found, None, names.Bins(key, SCALES[key], BINS).name(found.edges))
    return found, strip, list(gzip.decompress(codes(reader, job.owner, job.id, strip["codes"])))


@pytest.mark.parametrize("key", KEYS)
def test_codes_are_the_places_in_the_histogram(reader, filled, key):
    found, strip, numbers = bins_of(reader, filled, key)
    assert len(numbers) == len(filled.records)
    bars = [number - strip["first"] for number in numbers if number != NONE]
    assert [bars.count(bar) for bar in range(len(strip["counts"]))] == strip["counts"]
    assert numbers.count(NONE) == sum(record[key] is None for record in filled.records)
    assert [numbers.count(1 + bar) for bar in range(len(found.counts))] == found.counts


def test_the_browser_counts_1000_random_selections_as_the_database_does(reader, filled):
    strips = {key: bins_of(reader, filled, key) for key in KEYS}
    chance = random.Random(17)
    asked = [_random_selection(strips, chance) for _ in range(1000)]
    bits = [base64.b64encode(gzip.decompress(rows(reader, filled.owner, filled.id, rest))).decode() for rest in REST]
    given = {
        "strips": {
            key: {
                "codes": base64.b64encode(bytes(numbers)).decode(),
                "first": strip["first"],
                "size": len(strip["counts"]),
            }
            for key, (_found, strip, numbers) in strips.items()
        },
        "selections": [{"ranges": runs, "bits": bits[rest] if rest else ""} for runs, rest in asked],
    }
    counted = json.loads(run("tests/assets/count.mjs", given=given).stdout)
    for (runs, rest), one in zip(asked, counted, strict=True):
        ranges = {key: _range(strips[key], first, after) for key, first, after in runs}
        open_ends = {key: bounds for key, bounds in ranges.items() if bounds != (None, None)}
        selection = Selection(
            ranges=open_ends, text=REST[rest].text, motif=REST[rest].motif, statuses=REST[rest].statuses
        )
        assert query.count(reader, filled.owner, filled.id, selection) == one["count"], (runs, rest)
        key = chance.choice(KEYS)
        found = query.histogram(reader, filled.owner, filled.id, key, selection, bins=BINS, log=SCALES[key])
        assert filter_strip(found, None)["selected"] == one["bars"][key], (runs, rest, key)


def _random_selection(strips, chance):
    """One to three runs of bars, and which of REST; the first run is the one that moves."""
    runs = []
    for place, key in enumerate(chance.sample(KEYS, chance.randint(1, 3))):
        size = len(strips[key][1]["counts"])
        first = chance.randrange(size)
        after = chance.randint(first + 1, size)
        if place == 0 or (first, after) != (0, size):
            runs.append((key, first, after))
    return runs, chance.randrange(len(REST))


def _range(strip_of_key, first, after):
    """The range that a run of bars stands for, as assets/brush.js makes it."""
    found, strip, _numbers = strip_of_key
    below, bars = 1 - strip["first"], len(strip["counts"])
    low, high = found.range_of(max(first - below, 0), min(after - 1 - below, len(found.counts)))
    if first < below:
        low = None
    if bars == 1:
        return low, high
    return None if first == 0 else low, None if after == bars else high


def test_bits_are_the_selected_records(reader, filled):
    for selection, holds in SELECTIONS.values():
        packed = gzip.decompress(rows(reader, filled.owner, filled.id, selection))
        found = [place for place in range(len(filled.records)) if packed[place // 8] >> place % 8 & 1]
        assert found == [record["ordinal"] - 1 for record in filled.records if holds(record)], selection


def test_cells_are_those_of_the_density(reader, filled):
    found = query.scatter(
        reader, filled.owner, filled.id, "isoelectric_point", "gravy", Selection(), False, False, most=10
    ).density
    name = names.Cells("isoelectric_point", "gravy", False, False).name(found.x_edges, found.y_edges)
    packed = memoryview(gzip.decompress(codes(reader, filled.owner, filled.id, name))).cast("H")
    counts = memoryview(found.counts).cast("i")
    cells = [cell for cell in packed if cell != 65_535]
    assert [cells.count(cell) for cell in range(len(counts))] == list(counts)
    assert len(packed) == len(filled.records)


def test_categories_are_in_the_order_of_their_boxes(reader, filled):
    found = said(reader, filled, Selection()).categories
    listed = list(found.organisms.listed)

    def numbers(asked, values):
        return list(gzip.decompress(codes(reader, filled.owner, filled.id, asked.name(values))))

    statuses = numbers(names.Category("status"), STATUSES)
    assert statuses == [STATUSES.index(record["status"]) for record in filled.records]
    organisms = numbers(names.Category("organism"), listed)
    assert organisms == [listed.index(record["organism"]) for record in filled.records]
    identical = numbers(names.Category("identical"), ())
    assert identical.count(0) == found.identical[1]


def test_what_is_kept_is_read_again_and_goes_with_the_analysis(reader, fill, tell):
    job = fill(30, seed=5)
    _found, strip, numbers = bins_of(reader, job, "gravy")
    assert tell("SELECT name FROM kept_answer WHERE job_id = %s", job.id) == [(strip["codes"],)]
    tell("UPDATE kept_answer SET data = %s WHERE job_id = %s", gzip.compress(b"kept"), job.id)
    assert gzip.decompress(codes(reader, job.owner, job.id, strip["codes"])) == b"kept"
    tell("DELETE FROM job WHERE id = %s", job.id)
    assert tell("SELECT name FROM kept_answer WHERE job_id = %s", job.id) == []
    assert len(numbers) == 30


def test_no_more_is_kept_than_the_newest(reader, fill, tell, monkeypatch):
    monkeypatch.setattr("results.kept.MOST_KEPT", 2)
    job = fill(30, seed=6)
    asked = [bins_of(reader, job, key)[1]["codes"] for key in KEYS[:4]]
    kept = {name for (name,) in tell("SELECT name FROM kept_answer WHERE job_id = %s", job.id)}
    assert kept == set(asked[2:])


@pytest.mark.parametrize(
    "name",
    [
        "",
        "bins",
        "bins:gravy:linear:40:0123456789",  # of another histogram
        "bins:gravy:round:40:0123456789",
        "bins:sequence:linear:40:0123456789",
        "bins:gravy:linear:4000:0123456789",
        "category:sequence:0123456789",
        "category:status:0123456789",
        "cells:gravy:linear:name:log:0123456789",
        "cells:gravy:linear:length:log:0123456789",
    ],
)
def test_names_that_mean_nothing_here_are_refused(reader, filled, name):
    with pytest.raises(names.NoSuchCodes):
        codes(reader, filled.owner, filled.id, name)


def test_only_readers_of_the_analysis_get_them(reader, filled, fill):
    stranger = fill(1, seed=9).owner
    strip = bins_of(reader, filled, "gravy")[1]
    with pytest.raises(JobNotFound):
        codes(reader, stranger, filled.id, strip["codes"])
    with pytest.raises(JobNotFound):
        rows(reader, stranger, filled.id, Selection())
