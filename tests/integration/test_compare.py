"""Comparisons: what the database sums up equals what numpy and scipy make of the values themselves."""

import csv
import io
import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from batchprot.properties.table import PROPERTIES
from jobs.errors import JobNotFound
from results.compare.matched import matched, matched_csv
from results.compare.results import compare, keys_of_preset
from results.compare.sides import Asked, find_sides, read_address, write_address
from results.compare.table import HEADER, differences_csv
from results.selection.model import InvalidSelection, Selection
from results.sharing.saved_selections import save_selection

KEYS = ("molecular_weight_da", "gravy", "isoelectric_point", "negative_residues", "length")
LOGS = {"molecular_weight_da": True, "gravy": False, "negative_residues": False}


@pytest.fixture
def one(fill_here):
    return fill_here(150, seed=3)


@pytest.fixture
def two(fill_here):
    return fill_here(90, seed=4)


def sides_of(services, owner, *asked):
    return find_sides(services, owner, [Asked(id_, query) for id_, query in asked])


def compared(services, owner, *asked, keys=KEYS):
    return compare(services, owner, sides_of(services, owner, *asked), keys, LOGS)


def of(job, key):
    values = [r[key] for r in job.records if r["status"] != "rejected" and r[key] is not None]
    return np.array(values, float)


@pytest.mark.parametrize("key", KEYS)
def test_every_number_is_that_of_scipy_on_the_values(services, one, two, key):
    a, b = of(one, key), of(two, key)
    (found,) = [d for d in compared(services, one.owner, (one.id, ""), (two.id, "")).differences if d.key == key]
    expected = stats.mannwhitneyu(a, b, method="asymptotic")
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-9)
    assert found.delta == pytest.approx(2 * expected.statistic / (len(a) * len(b)) - 1, abs=1e-12)
    signs = np.sign(a[:, None] - b[None, :])
    of_a, of_b = signs.mean(axis=1).var(ddof=1), signs.mean(axis=0).var(ddof=1)
    n, m = signs.shape
    of_pairs = ((signs - signs.mean()) ** 2).sum() / ((n - 1) * (m - 1))
    variance = ((m - 1) * of_a + (n - 1) * of_b + of_pairs) / (n * m)
    d, z = found.delta, stats.norm.ppf(0.975)
    half = z * math.sqrt(variance * ((1 - d * d) ** 2 + z * z * variance))
    bounds = [(d - d**3 + sign * half) / (1 - d * d + z * z * variance) for sign in (-1, 1)]
    assert found.interval == pytest.approx(bounds, rel=1e-6)
    for group, values in ((found.first_group, a), (found.other_group, b)):
        assert group.n == len(values)
        assert group.quartiles == pytest.approx(np.percentile(values, [25, 50, 75]), rel=1e-12)


def test_missing_values_are_counted_and_skipped(services, one, two, rows):
    rows("UPDATE measurement SET gravy = 'NaN' WHERE job_id = %s AND ordinal %% 5 = 0", one.id)
    found = compared(services, one.owner, (one.id, ""), (two.id, ""))
    of_key = {difference.key: difference for difference in found.differences}
    measured = [r for r in one.records if r["status"] != "rejected"]
    assert found.sizes == [len(measured), sum(r["status"] != "rejected" for r in two.records)]
    for key in ("gravy", "isoelectric_point"):
        without = sum(r[key] is None or (key == "gravy" and r["ordinal"] % 5 == 0) for r in measured)
        assert without > 0
        assert of_key[key].first_group.missing == without
        assert of_key[key].first_group.n == len(measured) - without


def test_corrected_p_values_are_scipys_and_effects_are_sorted(services, one, two):
    found = compared(services, one.owner, (one.id, ""), (two.id, ""), keys=keys_of_preset("all")).differences
    tested = [d for d in found if d.p_value is not None]
    expected = stats.false_discovery_control([d.p_value for d in tested])
    assert [d.corrected for d in tested] == pytest.approx(list(expected), rel=1e-9)
    sizes = [abs(d.delta) for d in found if d.delta is not None]
    assert sizes == sorted(sizes, reverse=True)


def test_more_than_two_are_each_compared_with_the_first(services, one, two, fill_here):
    three = fill_here(60, seed=5)
    found = compared(services, one.owner, (one.id, ""), (two.id, ""), (three.id, ""))
    for other, job in ((1, two), (2, three)):
        (gravy,) = [d for d in found.differences if (d.key, d.other) == ("gravy", other)]
        expected = stats.mannwhitneyu(of(one, "gravy"), of(job, "gravy"), method="asymptotic").pvalue
        assert gravy.p_value == pytest.approx(expected, rel=1e-9)


def test_distributions_count_every_value_between_their_ends(services, one, two):
    found = compared(services, one.owner, (one.id, ""), (two.id, ""))
    for key, log in LOGS.items():
        spread = found.ranked[key].distribution
        assert spread.log is log
        for counts, job in zip(spread.counts, (one, two), strict=True):
            values = of(job, key)
            assert sum(counts) == ((values >= spread.edges[0]) & (values <= spread.edges[-1])).sum()
            by_hand = np.histogram(values, spread.edges)[0]
            assert counts == list(by_hand)
        both = np.concatenate([of(one, key), of(two, key)])
        low, high = np.percentile(both, [0.5, 99.5], method="nearest")
        assert spread.edges[0] == pytest.approx(low)
        assert spread.edges[-1] >= high - 1e-9


def test_a_selection_and_the_rest_of_it_share_nothing(services, one):
    found = compared(services, one.owner, (one.id, "r.gravy=0.."), (one.id, "!r.gravy=0.."))
    (gravy,) = [d for d in found.differences if d.key == "gravy"]
    assert (gravy.delta, found.shared) == (1.0, [0])
    assert sum(found.sizes) == sum(r["status"] != "rejected" for r in one.records)


def test_a_selection_and_everything_share_the_selection(services, one):
    found = compared(services, one.owner, (one.id, "r.gravy=0.."), (one.id, ""))
    assert found.shared == [found.sizes[0]]


def test_the_same_job_twice_differs_by_nothing(services, one):
    for difference in compared(services, one.owner, (one.id, ""), (one.id, "")).differences:
        assert difference.delta == pytest.approx(0, abs=1e-12)
        assert difference.p_value == pytest.approx(1)


@pytest.mark.parametrize("picked", ["n=1-2", "n=100000", "r.gravy=50.."])
def test_few_or_no_records_give_no_p_value(services, one, picked):
    found = compared(services, one.owner, (one.id, picked), (one.id, f"!{picked}"))
    assert all(d.p_value is None and d.corrected is None and d.interval is None for d in found.differences)
    assert all((d.delta is None) == (d.first_group.n == 0) for d in found.differences)


def test_a_saved_selection_is_a_side_of_its_own_name(services, one):
    saved = save_selection(services, one.owner, one.id, "Hydrophobic", "r.gravy=0..")
    (side, rest) = sides_of(services, one.owner, (saved, ""), (one.id, ""))
    assert (side.name, side.selection) == ("Hydrophobic", Selection(ranges={"gravy": (0.0, None)}))
    assert rest.is_everything
    assert not side.is_everything


def test_others_jobs_and_selections_are_not_found(services, one, make_user):
    saved, other = save_selection(services, one.owner, one.id, "a", ""), make_user()
    for id_ in (one.id, saved):
        with pytest.raises(JobNotFound):
            sides_of(services, other, (id_, ""))
    mine = sides_of(services, one.owner, (one.id, ""), (one.id, "q=x"))
    with pytest.raises(JobNotFound):
        compare(services, other, mine, KEYS, LOGS)


def test_an_address_is_read_as_it_was_written(one, two):
    asked = [Asked(one.id, "q=kin%26ase&r.gravy=..1"), Asked(two.id), Asked(one.id, "!status=warned")]
    assert read_address(write_address(asked)) == asked
    assert read_address("") == read_address("?jobs=") == read_address("x=y") == []
    assert write_address([]) == ""


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("jobs=x", JobNotFound),
        ("jobs=%00", JobNotFound),
        ("jobs=../../etc", JobNotFound),
        ("jobs=" + ",".join(["0c8a7f7e-9d5e-4c6e-8a4e-0d7f6f3a1b2c"] * 7), InvalidSelection),
        ("jobs=0c8a7f7e-9d5e-4c6e-8a4e-0d7f6f3a1b2c&s1=r.x=1..2", InvalidSelection),
        ("jobs=0c8a7f7e-9d5e-4c6e-8a4e-0d7f6f3a1b2c&s1=%00=%00", InvalidSelection),
        ("x" * 100_001, InvalidSelection),
        ("&".join(f"a{n}=1" for n in range(60)), InvalidSelection),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(address, error):
    with pytest.raises(error):
        read_address(address)


def test_presets_hold_numbers_only():
    everything = keys_of_preset("all")
    assert set(keys_of_preset("basic")) < set(keys_of_preset("advanced")) < set(everything)
    assert {row.key for row in PROPERTIES if row.is_quantity} == set(everything)
    assert not {key for key in everything if key.startswith("half_life") or key == "inclusion_body_probability"}
    assert keys_of_preset("nonsense") == keys_of_preset("basic")


def renamed(job, names):
    kept = [record for record in job.records if record["status"] != "rejected"]
    names = [*names, *(f"x{n}" for n in range(len(kept)))]
    return [r | {"identifier": name, "ordinal": n} for n, (r, name) in enumerate(zip(kept, names, strict=False), 1)]


def test_matched_identifiers_are_told_from_the_others(services, one, fill_here):
    first = renamed(one, ["a", "twice", "twice", "", "changed"])
    second = [record | {"ordinal": place} for place, record in enumerate(reversed(first), start=1)]
    for record in second:
        record["gravy"] = 2.5 if record["identifier"] == "changed" else record["gravy"]
        record["identifier"] = {"a": "b"}.get(record["identifier"], record["identifier"])
    left, right = fill_here(records=first), fill_here(records=second)
    sides = sides_of(services, one.owner, (left.id, ""), (right.id, ""))
    found = matched(services, one.owner, sides, ["gravy", "length"])
    assert (found.only_first, found.only_second, found.repeated, found.unnamed) == (1, 1, 1, 2)
    assert found.matched == len(first) - 4
    assert (found.changed, found.key) == ({"gravy": 1, "length": 0}, "gravy")
    largest = found.rows[0]
    before = next(record["gravy"] for record in first if record["identifier"] == "changed")
    assert (largest.identifier, largest.delta) == ("changed", pytest.approx(2.5 - before))
    assert second[largest.ordinals[1] - 1]["identifier"] == "changed"
    written = b"".join(matched_csv(services, one.owner, sides, ["gravy"])).decode()
    header, *lines = csv.reader(io.StringIO(written))
    assert header == ["identifier", "ordinal_1", "ordinal_2", "gravy_1", "gravy_2", "gravy_delta"]
    assert len(lines) == found.matched


def test_identifiers_that_are_formulas_are_neutralised(services, one, fill_here):
    record = next(r for r in one.records if r["status"] != "rejected")
    job = fill_here(records=[record | {"identifier": "=cmd|x", "ordinal": 1}])
    sides = sides_of(services, one.owner, (job.id, ""), (job.id, ""))
    assert b"\n'=cmd|x,1,1" in b"".join(matched_csv(services, one.owner, sides, ["gravy"]))


def test_sides_with_nothing_in_common_match_nothing(services, one):
    sides = sides_of(services, one.owner, (one.id, "n=1"), (one.id, "!n=1"))
    found = matched(services, one.owner, sides, ["gravy"])
    assert (found.matched, found.rows) == (0, [])


def test_the_table_of_differences_is_read_by_pandas(services, one, two):
    sides = sides_of(services, one.owner, (one.id, ""), (two.id, "r.gravy=50.."))
    table = pd.read_csv(io.BytesIO(differences_csv(sides, compare(services, one.owner, sides, KEYS, {}))))
    assert list(table.columns) == list(HEADER)
    assert set(table["property"]) == set(KEYS)
    assert table["p_mann_whitney"].isna().all()
    sides = sides_of(services, one.owner, (one.id, "r.gravy=0.."), (one.id, "!r.gravy=0.."))
    table = pd.read_csv(io.BytesIO(differences_csv(sides, compare(services, one.owner, sides, KEYS, {}))))
    assert (table["p_mann_whitney"] > 0).all()
    assert table.loc[0, ["property", "cliffs_delta", "magnitude"]].tolist() == ["gravy", 1.0, "large"]
