"""Pages of rows: sorted, put together, refused."""

import itertools

import pytest

from batchprot.properties.table import Preset, columns_of
from batchprot.reading.alphabet import STANDARD
from results.queries import pages, query
from results.selection.model import STATUSES, InvalidSelection, Selection
from tests.integration.results.selections import GRAVY, SELECTIONS, between, ordinals, where


def shown(record, key):
    """What a row shows of a record; None for an empty cell."""
    value = record[key]
    if key == "identifier":
        value = value.rstrip("|").rpartition("|")[2]
    if key == "description":
        value = value or record["name"]
    return value.encode() or None if isinstance(value, str) else value


@pytest.mark.parametrize(
    "key",
    [
        "gravy",
        "isoelectric_point",
        "length",
        "identifier",
        "count_A",
        "atoms",
        "gene",
        "organism",
        "name",
        "description",
    ],
)
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_sorts_by_what_is_shown_with_empty_cells_last_and_ties_by_ordinal(reader, filled, key, direction):
    for record in filled.records:
        record["count_A"] = record["sequence"].count("A") if record["status"] != "rejected" else None
    have = [r for r in filled.records if shown(r, key) is not None]
    have.sort(key=lambda r: r["ordinal"])
    have.sort(key=lambda r: shown(r, key), reverse=direction == "desc")  # stable: equal ones keep their order
    missing = [r for r in filled.records if shown(r, key) is None]
    found = ordinals(reader, filled, Selection(sort=((key, direction),)))
    assert found == [r["ordinal"] for r in [*have, *missing]]


def test_identifiers_are_sorted_by_the_part_that_is_shown(reader, fill):
    names = ["sp|P2|B_YEAST", "tr|P1|C_YEAST", "A_YEAST", "sp|P9|", "", "|"]
    records = [one for one in fill(60).records if one["status"] != "rejected"][: len(names)]
    job = fill(records=[one | {"identifier": name} for one, name in zip(records, names, strict=True)])
    found = ordinals(reader, job, Selection(sort=(("identifier", "asc"),)))
    by_ordinal = {one["ordinal"]: one["identifier"] for one in job.records}
    assert [by_ordinal[ordinal] for ordinal in found] == [
        "A_YEAST",
        "sp|P2|B_YEAST",
        "tr|P1|C_YEAST",
        "sp|P9|",
        "",
        "|",
    ]


def test_sorts_by_several_columns(reader, filled):
    found = ordinals(reader, filled, Selection(sort=(("status", "desc"), ("length", "asc"))))
    by_length = sorted(filled.records, key=lambda r: (r["length"] is None, r["length"]))
    assert found == [r["ordinal"] for r in sorted(by_length, key=lambda r: r["status"], reverse=True)]


@pytest.mark.parametrize(
    "selection", [Selection(), GRAVY, Selection(sort=(("gravy", "desc"),)), Selection(text="kinase")]
)
def test_pages_put_together_are_the_whole(reader, filled, selection):
    whole = ordinals(reader, filled, selection)
    parts = [ordinals(reader, filled, selection, start=start, end=start + 7) for start in range(0, len(whole) + 7, 7)]
    assert [ordinal for part in parts for ordinal in part] == whole


def test_a_page_beyond_the_end_is_empty_and_knows_the_total(reader, filled):
    page = query.page(reader, filled.owner, filled.id, GRAVY, 400, 500, ["name"])
    assert (page.rows, page.total) == ([], len(where(filled, SELECTIONS["range"][1])))


def test_a_page_holds_raw_values_by_key(reader, filled):
    keys = [
        "ordinal",
        "identifier",
        "description",
        "sequence",
        *(k for k in columns_of(Preset.ALL) if k != "crc64"),
        "crc64",
    ]
    page = query.page(reader, filled.owner, filled.id, Selection(), 0, 500, keys)
    for row, record in zip(page.rows, filled.records, strict=True):
        assert list(row) == keys
        for key in keys:
            counted = key.startswith("count_")
            value = (
                record["residue_counts"] and record["residue_counts"][STANDARD.index(key[-1])]
                if counted
                else record[key]
            )
            assert row[key] == value, key


def test_a_page_is_never_longer_than_500(reader, fill):
    job = fill(520)
    page = query.page(reader, job.owner, job.id, Selection(), 0, 10_000, ["ordinal"])
    assert (len(page.rows), page.total) == (500, 520)


@pytest.mark.parametrize(
    "columns", [["password_hash"], ["job_id"], ["gravy; DROP TABLE job"], ["count_a"], ["count_B"], [""]]
)
def test_unknown_columns_are_refused(reader, filled, columns):
    with pytest.raises(InvalidSelection):
        query.page(reader, filled.owner, filled.id, Selection(), 0, 10, columns)


@pytest.mark.parametrize("part", [(-1, 5), (5, 4), (0, 2**40)])
def test_impossible_pages_are_refused(reader, filled, part):
    with pytest.raises(InvalidSelection):
        query.page(reader, filled.owner, filled.id, Selection(), *part, ["ordinal"])


def test_rejected_lists_warned_and_rejected_in_the_order_of_the_file(reader, filled):
    page = query.rejected(reader, filled.owner, filled.id, 0, 500)
    expected = [r for r in filled.records if r["status"] != "ok"]
    assert page.total == len(expected)
    assert page.rows == [
        {"file": None} | {key: r[key] for key in ("ordinal", "line", "identifier", "status", "reason")}
        for r in expected
    ]


def test_counts_of_a_running_job_are_of_the_rows_there_are(reader, fill, tell):
    job = fill(30)
    tell("UPDATE job SET state = 'running', records = 5000 WHERE id = %s", job.id)
    assert query.count(reader, job.owner, job.id, Selection()) == 30


@pytest.mark.parametrize("most", [0, 7, 10_000])
def test_statuses_are_counted_alike_however_many_are_kept(reader, fill, most, monkeypatch):
    """Of too many no numbers are kept, nor even read."""
    monkeypatch.setattr(pages, "MOST_NOTED", most)
    job = fill(60)
    chosen = [record for record in job.records if between(record["gravy"], 0, 7)]
    counts = pages.status_counts(reader, job.owner, job.id, GRAVY)
    for status in STATUSES:
        expected = [sum(record["status"] == status for record in records) for records in (chosen, job.records)]
        assert counts[status] == tuple(expected), status
    kept = reader.remembered.recall(job.id, (0, "noted")).few
    noted = [record["ordinal"] for record in job.records if record["status"] != "ok"]
    assert (kept is None) == (len(noted) > most)
    assert kept is None or sorted(itertools.chain.from_iterable(kept.values())) == noted
