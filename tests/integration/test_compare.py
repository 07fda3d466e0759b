"""Comparisons: what the database sums up equals what numpy and scipy make of the values themselves."""

import csv
import io
from collections import Counter

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import stats

from batchprot.properties.property import Kind
from batchprot.properties.table import PROPERTIES
from jobs.errors import JobNotFound
from jobs.intake.own_columns import store
from jobs.intake.own_columns.store import NewColumn
from results.compare.matched import matched_csv, matched_page
from results.compare.results import compare, keys_of, keys_of_preset
from results.compare.sides import Asked, by_category, find_sides, read_address, write_address
from results.compare.table import HEADER, differences_csv, side_name
from results.own_columns import own_columns
from results.selection.model import InvalidSelection, Selection
from results.sharing.saved_selections import save_selection
from tests.integration.conftest import made_up_records

KEYS = ("molecular_weight_da", "gravy", "isoelectric_point", "negative_residues", "length")
LOGS = {"molecular_weight_da": True, "gravy": False, "negative_residues": False}


@pytest.fixture
def one(fill_here):
    return fill_here(150, seed=3)


@pytest.fixture
def two(fill_here):
    """Other proteins, each of another name."""
    records = made_up_records(90, seed=4)
    return fill_here(records=[record | {"identifier": f"other {record['ordinal']}"} for record in records])


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
    method = "exact" if found.effect.is_exact else "asymptotic"
    expected = stats.mannwhitneyu(a, b, method=method)
    assert found.effect.p_value == pytest.approx(expected.pvalue, rel=1e-9)
    assert found.effect.delta == pytest.approx(2 * expected.statistic / (len(a) * len(b)) - 1, abs=1e-12)
    assert found.effect.interval[0] <= found.effect.delta <= found.effect.interval[1]
    for group, values in ((found.first_group, a), (found.other_group, b)):
        assert group.n == len(values)
        assert group.quartiles == pytest.approx(np.percentile(values, [25, 50, 75]), rel=1e-12)


def test_values_of_a_category_are_sides_by_their_names(services, one):
    address = by_category(one.id, "organism", ["Mus musculus", "", "Saccharomyces cerevisiae"])
    sides = find_sides(services, one.owner, read_address(address))
    assert [side_name(side) for side in sides] == ["Mus musculus", "No value", "Saccharomyces cerevisiae"]
    found = compare(services, one.owner, sides, KEYS, {})
    measured = [r["organism"] for r in one.records if r["status"] != "rejected"]
    assert found.sizes == [measured.count(name) for name in ("Mus musculus", "", "Saccharomyces cerevisiae")]
    assert found.shared == [0, 0]
    (narrowed,) = sides_of(services, one.owner, (one.id, "organism=Mus+musculus&q=kinase"))
    assert side_name(narrowed) == "Filled, selection"
    (rest,) = sides_of(services, one.owner, (one.id, "!organism=Mus+musculus"))
    assert side_name(rest) == "Filled, the rest"


def test_own_columns_make_sides_and_are_compared_within_one_analysis(services, one, two):
    columns = (NewColumn(label="Group", kind=Kind.CATEGORY), NewColumn(label="log2 FC", kind=Kind.NUMBER, decimals=2))
    numbers = list(range(1, len(one.records) + 1))
    groups = ["hit" if number % 3 == 0 else "other" for number in numbers]
    changes = [number / 100 if group == "hit" else -number / 100 for number, group in zip(numbers, groups, strict=True)]
    frame = pl.DataFrame(
        {"ordinal": numbers, "a": groups, "b": changes}, schema={"ordinal": pl.Int32, "a": pl.String, "b": pl.Float64}
    )
    with services.database.session() as session:
        store.add(session, store.finished_job(session, one.owner, one.id), columns, frame)
    group, change = own_columns(services, one.owner, one.id).keys
    sides = find_sides(services, one.owner, read_address(by_category(one.id, group, ["hit", "other"])))
    assert [side_name(side) for side in sides] == ["hit", "other"]
    keys = keys_of(sides, "basic")
    assert keys == [*keys_of_preset("basic"), change]
    (found,) = [d for d in compare(services, one.owner, sides, keys, {}).differences if d.key == change]
    assert found.effect.delta == 1
    assert keys_of(sides_of(services, one.owner, (one.id, ""), (two.id, "")), "basic") == keys_of_preset("basic")
    with services.database.session() as session:
        store.remove(session, store.finished_job(session, one.owner, one.id), [1])
    with pytest.raises(InvalidSelection, match="no longer there"):
        find_sides(services, one.owner, read_address(by_category(one.id, group, ["hit", "other"])))


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
    assert not any(d.changes for d in found)
    expected = stats.false_discovery_control([d.p_value for d in tested])
    assert [d.corrected for d in tested] == pytest.approx(list(expected), rel=1e-9)
    sizes = [abs(d.effect.delta) for d in found if d.effect.delta is not None]
    assert sizes == sorted(sizes, reverse=True)


def test_more_than_two_are_each_compared_with_the_first(services, one, two, fill_here):
    three = fill_here(60, seed=5)
    found = compared(services, one.owner, (one.id, ""), (two.id, ""), (three.id, ""))
    for other, job in ((1, two), (2, three)):
        (gravy,) = [d for d in found.differences if (d.key, d.other) == ("gravy", other)]
        method = "exact" if gravy.effect.is_exact else "asymptotic"
        expected = stats.mannwhitneyu(of(one, "gravy"), of(job, "gravy"), method=method).pvalue
        assert gravy.p_value == pytest.approx(expected, rel=1e-9)


def test_shapes_show_every_value_of_every_side(services, one, two):
    found = compared(services, one.owner, (one.id, ""), (two.id, ""))
    assert set(found.shapes) == set(LOGS)
    for key, log in LOGS.items():
        shape = found.shapes[key]
        assert shape.log is log
        for curve, job in zip(shape.curves, (one, two), strict=True):
            values = of(job, key)
            assert (curve.n, curve.median) == (len(values), pytest.approx(np.median(values)))
            assert shape.low < values.min()
            assert values.max() < shape.high
            assert curve.below == pytest.approx([(values <= x).mean() for x in curve.x])


def test_more_values_than_fit_into_memory_are_read_in_parts(services, one, two, monkeypatch):
    whole = compared(services, one.owner, (one.id, ""), (two.id, ""))
    monkeypatch.setattr("results.compare.computing.AT_ONCE", 2 * (len(one.records) + len(two.records)))
    parts = compared(services, one.owner, (one.id, ""), (two.id, ""))
    assert parts.shapes == whole.shapes
    for left, right in zip(parts.differences, whole.differences, strict=True):
        assert left == right


def test_identical_sequences_are_counted(services, one):
    found = compared(services, one.owner, (one.id, ""), (one.id, "r.gravy=50.."))
    together = Counter(r["crc64"] for r in one.records if r["status"] != "rejected")
    assert found.duplicated == [sum(number for number in together.values() if number > 1), 0]
    assert found.duplicated[0] > 0


def test_the_same_proteins_with_other_options_are_compared_as_pairs(services, one, fill_here):
    first = renamed(one, [])
    second = [record | {"gravy": record["gravy"] + 0.25 + record["ordinal"] / 1000} for record in first]
    left, right = fill_here(records=first), fill_here(records=second)
    found = compared(services, one.owner, (left.id, ""), (right.id, ""))
    assert found.is_paired(1)
    changes = {one.key: one.changes for one in found.differences}
    moved = np.array([after["gravy"] - before["gravy"] for before, after in zip(first, second, strict=True)])
    assert changes["gravy"].p_value == pytest.approx(
        stats.wilcoxon(np.round(moved, 7), correction=True).pvalue, rel=0.1
    )
    assert (changes["gravy"].increased, changes["gravy"].balance) == (len(first), 1)
    assert changes["gravy"].quartiles == pytest.approx(np.percentile(moved, (25, 50, 75)), abs=1e-6)
    assert changes["isoelectric_point"].changed == 0
    (gravy,) = [one for one in found.differences if one.key == "gravy"]
    assert gravy.corrected == pytest.approx(gravy.changes.p_value)  # the only property that was tested


def test_parts_of_one_analysis_are_no_pairs(services, one):
    found = compared(services, one.owner, (one.id, ""), (one.id, "r.gravy=0.."))
    assert found.matches == [None]
    assert not any(one.changes for one in found.differences)


def test_a_selection_and_the_rest_of_it_share_nothing(services, one):
    found = compared(services, one.owner, (one.id, "r.gravy=0.."), (one.id, "!r.gravy=0.."))
    (gravy,) = [d for d in found.differences if d.key == "gravy"]
    assert (gravy.effect.delta, found.shared) == (1.0, [0])
    assert sum(found.sizes) == sum(r["status"] != "rejected" for r in one.records)


def test_a_selection_and_everything_share_the_selection(services, one):
    found = compared(services, one.owner, (one.id, "r.gravy=0.."), (one.id, ""))
    assert found.shared == [found.sizes[0]]


def test_the_same_job_twice_differs_by_nothing(services, one):
    for difference in compared(services, one.owner, (one.id, ""), (one.id, "")).differences:
        assert difference.effect.delta == pytest.approx(0, abs=1e-12)
        assert difference.p_value == pytest.approx(1)


@pytest.mark.parametrize("checked", ["n=1-2", "n=100000", "r.gravy=50.."])
def test_few_or_no_records_give_no_p_value(services, one, checked):
    found = compared(services, one.owner, (one.id, checked), (one.id, f"!{checked}"))
    assert all(d.p_value is None and d.corrected is None and d.effect.interval is None for d in found.differences)
    assert all((d.effect.delta is None) == (d.first_group.n == 0) for d in found.differences)


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


def test_presets_hold_plain_numbers_only():
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
    found = matched_page(services, one.owner, sides, "gravy")
    counts = found.matches
    assert (counts.only_first, counts.only_other, counts.repeated, counts.unnamed) == (1, 1, 1, 2)
    assert counts.matched == len(first) - 4
    assert (found.changed, found.pages) == (1, 1)
    (largest,) = found.rows
    before = next(record["gravy"] for record in first if record["identifier"] == "changed")
    assert (largest.identifier, largest.delta) == ("changed", pytest.approx(2.5 - before))
    assert second[largest.ordinals[1] - 1]["identifier"] == "changed"
    assert matched_page(services, one.owner, sides, "length").rows == []
    written = b"".join(matched_csv(services, one.owner, sides, ["gravy"])).decode()
    header, *lines = csv.reader(io.StringIO(written))
    assert header == ["identifier", "ordinal_1", "ordinal_2", "gravy_1", "gravy_2", "gravy_delta"]
    assert len(lines) == counts.matched


def test_changes_are_listed_page_by_page_the_largest_first(services, one, fill_here):
    first = [record | {"gravy": 0.0} for record in renamed(one, [])]
    second = [record | {"gravy": (-1) ** record["ordinal"] * record["ordinal"] / 7} for record in first]
    second[3] |= {"gravy": 0.0}  # unchanged, and not listed
    left, right = fill_here(records=first), fill_here(records=second)
    sides = sides_of(services, one.owner, (left.id, ""), (right.id, ""))
    pages = [matched_page(services, one.owner, sides, "gravy", number, length=40) for number in (1, 2, 3, 4)]
    assert {page.changed for page in pages} == {len(first) - 1}
    rows = [row for page in pages for row in page.rows]
    assert [row.ordinals[0] for row in rows] == [number for number in range(len(first), 0, -1) if number != 4]
    assert matched_page(services, one.owner, sides, "gravy", 99, length=40) == pages[-1]
    assert matched_page(services, one.owner, sides, "gravy", -5, length=40) == pages[0]


def test_a_value_that_one_side_lacks_is_a_change_and_listed_last(services, one, fill_here):
    first = [record | {"isoelectric_point": 7.0} for record in renamed(one, [])]
    second = [record | {"isoelectric_point": None if record["ordinal"] == 2 else 7.0} for record in first]
    second[8] |= {"isoelectric_point": 7.5}
    left, right = fill_here(records=first), fill_here(records=second)
    sides = sides_of(services, one.owner, (left.id, ""), (right.id, ""))
    rows = matched_page(services, one.owner, sides, "isoelectric_point").rows
    assert [(row.ordinals[0], row.delta) for row in rows] == [(9, 0.5), (2, None)]


def test_identifiers_that_are_formulas_are_neutralised(services, one, fill_here):
    record = next(r for r in one.records if r["status"] != "rejected")
    job = fill_here(records=[record | {"identifier": "=cmd|x", "ordinal": 1}])
    sides = sides_of(services, one.owner, (job.id, ""), (job.id, ""))
    assert b"\n'=cmd|x,1,1" in b"".join(matched_csv(services, one.owner, sides, ["gravy"]))


def test_sides_with_nothing_in_common_match_nothing(services, one):
    sides = sides_of(services, one.owner, (one.id, "n=1"), (one.id, "!n=1"))
    found = matched_page(services, one.owner, sides, "gravy")
    assert (found.matches.matched, found.rows) == (0, [])


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


def test_the_table_of_pairs_is_read_by_pandas(services, one, fill_here):
    first = renamed(one, [])
    second = [record | {"gravy": record["gravy"] + 1} for record in first]
    left, right = fill_here(records=first), fill_here(records=second)
    sides = sides_of(services, one.owner, (left.id, ""), (right.id, ""))
    table = pd.read_csv(io.BytesIO(differences_csv(sides, compare(services, one.owner, sides, KEYS, {}))))
    row = table.set_index("property").loc["gravy"]
    assert (row["pairs"], row["pairs_changed"], row["delta_median"]) == (len(first), len(first), 1)
    assert (row["rank_biserial"], row["p_method"]) == (1, "asymptotic")
    assert 0 < row["p_wilcoxon"] < 1e-10


def test_rejected_records_are_on_no_side_whatever_is_compared(services, one):
    calculated = [r for r in one.records if r["status"] != "rejected"]
    assert len(calculated) < len(one.records)
    sides = sides_of(services, one.owner, (one.id, ""), (one.id, "r.gravy=50.."))
    for keys in (["length"], ["gravy"], ["length", "gravy"]):
        found = compare(services, one.owner, sides, keys, {})
        assert found.sizes == [len(calculated), 0]
    whole = sides_of(services, one.owner, (one.id, ""), (one.id, ""))
    _, *lines = csv.reader(io.StringIO(b"".join(matched_csv(services, one.owner, whole, ["length"])).decode()))
    names = Counter(r["identifier"] for r in calculated)
    assert len(lines) == sum(number == 1 for number in names.values())


@pytest.mark.parametrize("query", ["", "r.gravy=-1..0", "!r.gravy=-1..0", "q=protein", "status=warned"])
def test_large_analyses_are_compared_from_their_columns(services, one, two, monkeypatch, query):
    sides = ((one.id, query), (two.id, ""), (one.id, "r.isoelectric_point=5..9"))
    by_tables = compared(services, one.owner, *sides)
    assert all(by_tables.sizes), query
    monkeypatch.setattr("results.access.MANY", 100)  # the first is large, the second is not
    assert compared(services, one.owner, *sides) == by_tables
    assert compared(services, one.owner, *reversed(sides[:2])).sizes == by_tables.sizes[1::-1]
