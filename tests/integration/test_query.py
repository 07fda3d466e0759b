"""Questions about results, each answered twice: by SQL, and by looping over the same records in Python."""

import contextlib
import re
import struct
import sys
import time
import uuid
from array import array
from dataclasses import replace
from statistics import correlation, median, quantiles

import pytest
from sqlalchemy import text

from jobs import query
from jobs.errors import JobNotFound, JobRefused, ProteinNotFound
from jobs.read import access, correlations, densities, organisms
from jobs.read.access import reading
from jobs.read.remembered import Remembered
from jobs.selection import Condition, InvalidSelection, Operation, Region, Selection
from protein.alphabet import STANDARD
from protein.properties import PROPERTIES, Kind, Preset, columns_of

GRAVY = Selection(ranges={"gravy": (0.0, 7.0)})


def ordinals(reader, job, selection, **part):
    page = query.page(reader, job.owner, job.id, selection, part.get("start", 0), part.get("end", 500), ["ordinal"])
    assert part or page.total == len(page.rows) == query.count(reader, job.owner, job.id, selection)
    return [row["ordinal"] for row in page.rows]


def where(job, holds):
    return [record["ordinal"] for record in job.records if holds(record)]


def between(value, low, high):
    return value is not None and low <= value <= high


def anything(_record):
    return True


def nothing(_record):
    return False


# every way of selecting, with the same condition in Python
SELECTIONS = {
    "everything": (Selection(), anything),
    "range": (GRAVY, lambda r: between(r["gravy"], 0, 7)),
    "open range": (
        Selection(ranges={"isoelectric_point": (None, 5.5)}),
        lambda r: between(r["isoelectric_point"], -99, 5.5),
    ),
    "no bounds": (Selection(ranges={"instability_index": (None, None)}), lambda r: r["instability_index"] is not None),
    "range of integers with halves": (Selection(ranges={"atoms": (2.5, 7.5)}), lambda r: between(r["atoms"], 2.5, 7.5)),
    "length": (Selection(ranges={"length": (100, 200)}), lambda r: between(r["length"], 100, 200)),
    "length and measured": (
        Selection(ranges={"length": (100, 200), "gravy": (0, None)}),
        lambda r: between(r["length"], 100, 200) and between(r["gravy"], 0, 99),
    ),
    "ordinal": (
        Selection(ranges={"ordinal": (20, 30), "gravy": (0, 9)}),
        lambda r: 20 <= r["ordinal"] <= 30 and between(r["gravy"], 0, 9),
    ),
    "residue count": (Selection(ranges={"count_W": (3, None)}), lambda r: r["sequence"].count("W") >= 3),
    "upside down": (Selection(ranges={"gravy": (3, 1)}), nothing),
    "status": (Selection(statuses=frozenset({"warned", "rejected"})), lambda r: r["status"] != "ok"),
    "organisms": (
        Selection(organisms=frozenset({"Mus musculus", ""})),
        lambda r: r["organism"] in ("Mus musculus", ""),
    ),
    "organism left out": (
        Selection(organisms_left_out=frozenset({"Mus musculus"}), ranges={"gravy": (0, 7)}),
        lambda r: r["organism"] != "Mus musculus" and between(r["gravy"], 0, 7),
    ),
    "picked": (Selection(ordinals=frozenset({3, 5, 250, 9999})), lambda r: r["ordinal"] in (3, 5, 250)),
    "none picked": (Selection(ordinals=frozenset()), nothing),
    "picked and measured": (
        replace(GRAVY, ordinals=frozenset(range(1, 50))),
        lambda r: r["ordinal"] < 50 and between(r["gravy"], 0, 7),
    ),
    "text": (Selection(text="KINASE number 12"), lambda r: "kinase number 12" in r["description"].lower()),
    "text with per cent": (Selection(text="0% k"), lambda r: "0% k" in r["description"]),
    "text with underscore": (Selection(text="kinase_l"), lambda r: "kinase_l" in r["description"]),
    "text with backslash": (Selection(text="_ \\ '"), lambda r: "_ \\ '" in r["description"]),
    "greek text": (Selection(text="β-lactamase of ä"), lambda r: "-LACTAMASE" in r["description"]),
    "text of any column": (Selection(text="mus MUSC"), lambda r: r["organism"] == "Mus musculus"),
    "text across columns": (Selection(text="YEAST Protein"), nothing),
    "blank text": (Selection(text="  "), anything),
    "motif": (Selection(motif="ac"), lambda r: "AC" in r["sequence"]),
    "motif with X": (Selection(motif="AXC"), lambda r: re.search("A.C", r["sequence"])),
    "motif of PROSITE": (Selection(motif="N-{P}-[ST]-{P}."), lambda r: re.search("N[^P][ST][^P]", r["sequence"])),
    "motif at the start": (Selection(motif="<M-x(1,3)-K"), lambda r: re.search("^M.{1,3}K", r["sequence"])),
    "motif in the search": (Selection(text="seq: axc"), lambda r: re.search("A.C", r["sequence"])),
    "unfinished motif": (Selection(text="seq:"), anything),
    "region": (
        Selection(region=Region("gravy", "aromaticity", ((0, 0), (8, 0), (0, 8)))),
        lambda r: (
            r["gravy"] is not None and r["gravy"] >= 0 and r["aromaticity"] >= 0 and r["gravy"] + r["aromaticity"] <= 8
        ),
    ),
    "region with logarithm": (
        Selection(
            region=Region("molecular_weight_da", "length", ((1e3, 1), (1e5, 1), (1e5, 1e4)), log_x=True, log_y=True)
        ),
        # Between (1e3, 1) and (1e5, 1e4) on both logarithmic axes: y rises with the square of x.
        lambda r: (
            between(r["molecular_weight_da"], 1e3, 1e5) and 1 <= r["length"] <= (r["molecular_weight_da"] / 1e3) ** 2
        ),
    ),
    "blank number": (Selection(conditions=(Condition("gravy", Operation.BLANK),)), lambda r: r["gravy"] is None),
    "number there": (
        Selection(conditions=(Condition("boman_index", Operation.NOT_BLANK),)),
        lambda r: r["boman_index"] is not None,
    ),
    "outside": (
        Selection(conditions=(Condition("gravy", Operation.OUTSIDE, bounds=(0, 7)),)),
        lambda r: r["gravy"] is not None and not 0 <= r["gravy"] <= 7,
    ),
    "blank gene": (Selection(conditions=(Condition("gene", Operation.BLANK),)), lambda r: r["gene"] == ""),
    "gene there": (Selection(conditions=(Condition("gene", Operation.NOT_BLANK),)), lambda r: r["gene"] != ""),
    "blank notes": (Selection(conditions=(Condition("notes", Operation.BLANK),)), lambda r: r["notes"] is None),
    "contains": (
        Selection(conditions=(Condition("description", Operation.CONTAINS, "KIN"),)),
        lambda r: "kin" in r["description"].lower(),
    ),
    "contains not": (
        Selection(conditions=(Condition("description", Operation.NOT_CONTAINS, "kin"),)),
        lambda r: "kin" not in r["description"].lower(),
    ),
    "equals": (
        Selection(conditions=(Condition("organism", Operation.EQUALS, "mus musculus"),)),
        lambda r: r["organism"] == "Mus musculus",
    ),
    "equals pattern": (Selection(conditions=(Condition("organism", Operation.EQUALS, "mus%"),)), nothing),
    "not equal": (
        Selection(conditions=(Condition("organism", Operation.NOT_EQUAL, "mus musculus"),)),
        lambda r: r["organism"] != "Mus musculus",
    ),
    "starts": (
        Selection(conditions=(Condition("name", Operation.STARTS_WITH, "name1"),)),
        lambda r: r["name"].startswith("NAME1"),
    ),
    "ends": (
        Selection(conditions=(Condition("name", Operation.ENDS_WITH, "9_yeast"),)),
        lambda r: r["name"].endswith("9_YEAST"),
    ),
    "all at once": (
        Selection(
            ranges={"gravy": (-1, 9)},
            statuses=frozenset({"ok"}),
            text="kinase",
            motif="A",
            ordinals=frozenset(range(1, 200)),
        ),
        lambda r: (
            between(r["gravy"], -1, 9)
            and r["status"] == "ok"
            and "kinase" in r["description"].lower()
            and "A" in r["sequence"]
            and r["ordinal"] < 200
        ),
    ),
}


@pytest.mark.parametrize("name", SELECTIONS)
def test_selects_exactly_these_records(reader, filled, name):
    selection, holds = SELECTIONS[name]
    expected = where(filled, holds)
    assert ordinals(reader, filled, selection) == expected
    # The same through the address, as a reload or a copied link has it.
    assert ordinals(reader, filled, Selection.from_query(selection.to_query())) == expected
    # Sorted by something in the other table, nothing is lost or added.
    assert sorted(ordinals(reader, filled, replace(selection, sort=(("gravy", "asc"),)))) == expected


@pytest.mark.parametrize("name", SELECTIONS)
def test_every_answer_is_about_the_same_selection(reader, filled, name):
    selection, holds = SELECTIONS[name]
    expected = where(filled, holds)
    counts = query.status_counts(reader, filled.owner, filled.id, selection)
    assert list(counts) == ["ok", "warned", "rejected"]
    assert sum(chosen for chosen, _ in counts.values()) == len(expected)
    assert sum(everything for _, everything in counts.values()) == len(filled.records)
    by_organism = query.organism_counts(reader, filled.owner, filled.id, selection)
    for organism in ("Saccharomyces cerevisiae", "Mus musculus", ""):
        theirs = where(filled, lambda r, name=organism: r["organism"] == name)
        assert by_organism.listed[organism] == (len(set(theirs) & set(expected)), len(theirs))
    assert by_organism.others == (0, 0)
    assert query.category_counts(reader, filled.owner, filled.id, selection) == (counts, by_organism)
    measured = [n for n in expected if filled.records[n - 1]["gravy"] is not None]
    histogram = query.histogram(reader, filled.owner, filled.id, "gravy", selection)
    assert sum(histogram.selected) == len(measured)
    assert sum(histogram.counts) == len(filled.values("gravy"))
    points = query.scatter(reader, filled.owner, filled.id, "gravy", "aromaticity", selection)
    numbers = array("i", points.ordinals)
    assert [number for number, chosen in zip(numbers, points.selected, strict=True) if chosen] == measured
    composition = query.composition(reader, filled.owner, filled.id, selection)
    residues = "".join(filled.records[n - 1]["sequence"] for n in expected)
    shares = [residues.count(letter) / len(residues) for letter in STANDARD] if residues else []
    assert composition.selected == pytest.approx(shares)


@pytest.mark.parametrize("name", SELECTIONS)
def test_what_is_picked_of_a_selection_is_the_selection(reader, filled, name):
    selection, holds = SELECTIONS[name]
    assert query.ordinals(reader, filled.owner, filled.id, selection) == set(where(filled, holds))


def test_more_than_can_be_picked_are_refused_with_a_sentence(reader, fill):
    record = fill(1).records[0]
    job = fill(records=[record | {"ordinal": number} for number in range(1, 10_002)])
    with pytest.raises(InvalidSelection, match="At most 10,000 records"):
        query.ordinals(reader, job.owner, job.id, Selection())
    few = Selection(ranges={"ordinal": (2, None)})
    assert len(query.ordinals(reader, job.owner, job.id, few)) == 10_000


def test_identical_sequences_are_counted_within_the_job(reader, fill):
    records = [
        record | {"status": "ok", "crc64": f"{place % 5:016X}", "length": 9}
        for place, record in enumerate(fill(12).records)
    ]
    records[11] |= {"status": "rejected", "crc64": None, "length": None}
    records[10] |= {"length": 8}
    job = fill(records=records)
    fill(records=records, owner=job.owner)
    # 0, 5 and 10 have one checksum, but 10 another length; 1, 6 have one, 11 was rejected.
    assert query.identical(reader, job.owner, job.id, [1, 2, 11, 12, 5]) == {1: 2, 2: 2, 5: 2}
    assert query.identical(reader, job.owner, job.id, []) == {}


# ---------------------------------------------------------------- pages


def sort_key(record, key):
    value = record[key]
    return (value is None, value or 0 if not isinstance(value, str) else value)


@pytest.mark.parametrize("key", ["gravy", "isoelectric_point", "length", "identifier", "count_A", "atoms"])
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_sorts_with_missing_values_last_and_ties_by_ordinal(reader, filled, key, direction):
    for record in filled.records:
        record["count_A"] = record["sequence"].count("A") if record["status"] != "rejected" else None
    have = [r for r in filled.records if r[key] is not None]
    have.sort(key=lambda r: r[key].encode() if isinstance(r[key], str) else r[key], reverse=direction == "desc")
    if direction == "desc":  # a reversed stable sort keeps equal ones in their order
        assert [r[key] for r in have] == sorted(
            (r[key] for r in have), key=lambda v: v.encode() if isinstance(v, str) else v
        )[::-1]
    missing = [r for r in filled.records if r[key] is None]
    found = ordinals(reader, filled, Selection(sort=((key, direction),)))
    assert found == [r["ordinal"] for r in [*have, *missing]]


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
        {key: r[key] for key in ("ordinal", "line", "identifier", "status", "reason")} for r in expected
    ]


def test_counts_of_a_running_job_are_of_the_rows_there_are(reader, fill, tell):
    job = fill(30)
    tell("UPDATE job SET state = 'running', records = 5000 WHERE id = %s", job.id)
    assert query.count(reader, job.owner, job.id, Selection()) == 30


# ---------------------------------------------------------------- who may read

QUESTIONS = {
    "count": lambda s, u, j: query.count(s, u, j, Selection()),
    "page": lambda s, u, j: query.page(s, u, j, Selection(), 0, 10, ["ordinal"]),
    "status_counts": lambda s, u, j: query.status_counts(s, u, j, Selection()),
    "category_counts": lambda s, u, j: query.category_counts(s, u, j, Selection()),
    "organism_counts": lambda s, u, j: query.organism_counts(s, u, j, Selection()),
    "histogram": lambda s, u, j: query.histogram(s, u, j, "gravy", Selection()),
    "histograms": lambda s, u, j: query.histograms(s, u, j, {"gravy": False}, Selection()),
    "scatter": lambda s, u, j: query.scatter(s, u, j, "gravy", "length", Selection()),
    "composition": lambda s, u, j: query.composition(s, u, j, Selection()),
    "correlations": lambda s, u, j: query.correlations(s, u, j, ["gravy", "length"], Selection()),
    "ordinals": lambda s, u, j: query.ordinals(s, u, j, Selection()),
    "identical": lambda s, u, j: query.identical(s, u, j, [1, 2]),
    "neighbours": lambda s, u, j: query.neighbours(s, u, j, 1, Selection()),
    "point": lambda s, u, j: query.point(s, u, j, 1),
    "protein": lambda s, u, j: query.protein(s, u, j, 1),
    "rejected": lambda s, u, j: query.rejected(s, u, j, 0, 10),
}


def test_the_questions_above_are_all_there_are():
    assert set(QUESTIONS) == {name for name in query.__all__ if name[0].islower()}


@pytest.mark.parametrize("name", QUESTIONS)
def test_only_the_owner_is_answered(reader, fill, tell, name):
    job, ask, stranger = fill(20), QUESTIONS[name], fill(1).owner
    ask(reader, job.owner, job.id)
    for user_id, job_id in (
        (stranger, job.id),
        (job.owner, uuid.uuid4()),
        (uuid.uuid4(), job.id),
        (job.owner, "no-uuid"),
        (job.owner, "' OR 1=1 --"),
        (None, job.id),
    ):
        with pytest.raises(JobNotFound):
            ask(reader, user_id, job_id)
    tell("UPDATE job SET deleted_at = now() WHERE id = %s", job.id)
    with pytest.raises(JobNotFound):
        ask(reader, job.owner, job.id)


def test_reading_can_not_write(reader, filled):
    with pytest.raises(Exception, match="read-only"), reading(reader, filled.owner, filled.id) as job:
        job.connection.execute(text("DELETE FROM protein"))
    assert query.count(reader, filled.owner, filled.id, Selection()) == 300


def test_a_question_that_takes_too_long_is_stopped_with_a_sentence(reader, filled):
    with pytest.raises(JobRefused) as refused, reading(reader, filled.owner, filled.id, seconds=0.05) as job:
        job.connection.execute(text("SELECT pg_sleep(10)"))
    assert (refused.value.code, refused.value.status) == ("too_slow", 503)
    assert query.count(reader, filled.owner, filled.id, Selection()) == 300


def test_limits_end_with_the_question(reader, filled):
    query.count(reader, filled.owner, filled.id, Selection())
    with reader.database.connection() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar_one() == "0"
        assert connection.execute(text("SHOW transaction_read_only")).scalar_one() == "off"
    assert access.READ_SECONDS <= 30


@pytest.mark.parametrize(
    "motif",
    ["x(0,90)-x(0,90)-W-W-W-W-W-W", "A" + "-x(0,1)" * 24 + "-W(9)", "[ACDEF](0,90)-W-[ACDEF](0,90)-W"],
)
def test_heavy_motifs_stay_within_the_limits_of_time(reader, fill, motif):
    records = fill(3).records
    for record in records:
        record.update(status="ok", sequence="ACDEFGHIKLMNPQRSTVY" * 2000, length=38_000)
    job = fill(records=records)
    started = time.monotonic()
    with contextlib.suppress(JobRefused):
        assert query.count(reader, job.owner, job.id, Selection(motif=motif)) == 0
    assert time.monotonic() - started < access.READ_SECONDS + 5


# ---------------------------------------------------------------- histograms


def test_histogram_loses_no_value_and_counts_each_in_its_bin(reader, filled):
    for key in ("gravy", "isoelectric_point", "molecular_weight_da", "atoms", "length", "count_L"):
        for bins in (1, 7, 60, 200):
            found = query.histogram(reader, filled.owner, filled.id, key, GRAVY, bins=bins)
            for record in filled.records:
                record["count_L"] = record["sequence"].count("L") if record["status"] != "rejected" else None
            values = [r[key] for r in filled.records if r[key] is not None]
            chosen = [r[key] for r in filled.records if r[key] is not None and between(r["gravy"], 0, 7)]
            assert len(found.edges) == len(found.counts) + 1 == len(found.selected) + 1 <= bins + 1
            assert found.edges[0] == min(values)
            assert sum(found.counts) == len(values)
            assert sum(found.selected) == len(chosen)
            # Cumulated to each edge; values a last digit off an edge may be on either side of it.
            for place in range(1, len(found.counts)):
                edge = found.edges[place]
                below = [sum(value < edge * (1 - s * 1e-12) - s * 1e-15 for value in values) for s in (1, -1)]
                assert below[0] <= sum(found.counts[:place]) <= below[1]


def test_histogram_gives_both_medians(reader, filled):
    found = query.histogram(reader, filled.owner, filled.id, "isoelectric_point", GRAVY)
    chosen = [
        r["isoelectric_point"]
        for r in filled.records
        if between(r["gravy"], 0, 7) and r["isoelectric_point"] is not None
    ]
    assert found.median == pytest.approx(median(filled.values("isoelectric_point")))
    assert found.selected_median == pytest.approx(median(chosen))


def test_integer_bins_begin_at_whole_numbers_of_equal_width(reader, filled):
    found = query.histogram(reader, filled.owner, filled.id, "atoms", Selection(), bins=25)
    widths = {b - a for a, b in zip(found.edges, found.edges[1:], strict=False)}
    assert len(widths) == 1
    assert widths.pop() == 3
    values = filled.values("atoms")
    for low, high, count in zip(found.edges, found.edges[1:], found.counts, strict=False):
        assert count == sum(low <= value < high for value in values)


def test_logarithmic_bins_have_equal_ratios_and_leave_out_what_has_no_logarithm(reader, filled):
    found = query.histogram(reader, filled.owner, filled.id, "isoelectric_point", Selection(), bins=20, log=True)
    positive = [value for value in filled.values("isoelectric_point") if value > 0]
    assert sum(found.counts) == len(positive) < len(filled.values("isoelectric_point"))
    ratios = [high / low for low, high in zip(found.edges, found.edges[1:], strict=False)]
    assert ratios == pytest.approx([ratios[0]] * 20)
    assert found.median == pytest.approx(median(positive))


def with_values(fill, key, values):
    """A job whose measured records have exactly these values."""
    records = [record for record in fill(60).records if record["status"] != "rejected"][: len(values)]
    return fill(records=[record | {key: value} for record, value in zip(records, values, strict=True)])


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("value", [5.5, 0.001, 1e-9])
def test_equal_values_are_one_bin_around_them(reader, fill, value, log):
    job = with_values(fill, "gravy", [value] * 5)
    found = query.histogram(reader, job.owner, job.id, "gravy", Selection(), log=log)
    assert (found.counts, found.selected, found.median, found.selected_median) == ([5], [5], value, value)
    assert found.edges[0] < value < found.edges[1]
    assert not log or found.edges[0] > 0


def test_equal_integers_are_one_bin(reader, fill):
    job = with_values(fill, "atoms", [7] * 5)
    found = query.histogram(reader, job.owner, job.id, "atoms", Selection())
    assert (found.edges, found.counts) == ([7.0, 8.0], [5])


@pytest.mark.parametrize("log", [False, True])
def test_without_any_value_there_is_nothing(reader, fill, log):
    job = with_values(fill, "gravy", [None] * 5)
    assert query.histogram(reader, job.owner, job.id, "gravy", Selection(), log=log) == query.Histogram(
        [], [], [], None, None
    )
    mixed = query.histograms(reader, job.owner, job.id, {"gravy": log, "length": False}, Selection())
    assert mixed["gravy"].edges == []
    assert sum(mixed["length"].counts) == 5


def test_a_job_without_records_has_empty_answers(reader, fill):
    job = fill(0)
    assert query.page(reader, job.owner, job.id, Selection(), 0, 10, ["ordinal"]) == query.Page([], 0)
    assert query.histogram(reader, job.owner, job.id, "gravy", Selection()).edges == []
    assert query.scatter(reader, job.owner, job.id, "gravy", "length", Selection()).ordinals == b""
    assert query.composition(reader, job.owner, job.id, Selection()) == query.Composition([], [], [], [])
    assert query.status_counts(reader, job.owner, job.id, Selection()) == dict.fromkeys(
        ("ok", "warned", "rejected"), (0, 0)
    )


@pytest.mark.parametrize(("listed", "runs"), [(8, 2_000), (1, 2_000), (2, 2_000), (2, 1)])
def test_organisms_beyond_the_listed_ones_are_counted_together(reader, filled, monkeypatch, listed, runs):
    monkeypatch.setattr(organisms, "MOST_LISTED", listed)
    monkeypatch.setattr(organisms, "MOST_RUNS", runs)
    reader = replace(reader, remembered=Remembered())
    names = [record["organism"] for record in filled.records]
    chosen = [record["organism"] for record in filled.records if between(record["gravy"], 0, 7)]
    found = query.organism_counts(reader, filled.owner, filled.id, GRAVY)
    assert len(found.listed) == min(listed, 3)
    if listed > 1:
        for name, counts in found.listed.items():
            assert counts == (chosen.count(name), names.count(name))
        assert sum(one for one, _ in found.listed.values()) + found.others[0] == len(chosen)
    assert sum(all_ for _, all_ in found.listed.values()) + found.others[1] == len(names)


def test_all_filter_histograms_at_once_are_the_same_as_one_by_one(reader, filled):
    keys = {"molecular_weight_da": True, "isoelectric_point": False, "gravy": False, "atoms": False, "length": False}
    selection = replace(GRAVY, statuses=frozenset({"ok"}))
    together = query.histograms(reader, filled.owner, filled.id, keys, selection, bins=40)
    assert list(together) == list(keys)
    for key, log in keys.items():
        alone = query.histogram(reader, filled.owner, filled.id, key, selection, bins=40, log=log)
        assert together[key] == replace(alone, median=None, selected_median=None)


def test_no_histogram_of_words_or_of_nothing_known(reader, filled):
    for key in ("formula", "password_hash", "identifier", "residue_counts", "count_B"):
        with pytest.raises(InvalidSelection):
            query.histogram(reader, filled.owner, filled.id, key, Selection())
    for bins in (0, -1, 10**6):
        with pytest.raises(InvalidSelection):
            query.histogram(reader, filled.owner, filled.id, "gravy", Selection(), bins=bins)
    assert query.histograms(reader, filled.owner, filled.id, {}, Selection()) == {}


# ---------------------------------------------------------------- scatter


def unpacked(points):
    number = len(points.selected)
    little = {"i": array("i", points.ordinals), "x": array("f", points.x), "y": array("f", points.y)}
    assert sys.byteorder == "little"
    assert {len(values) for values in little.values()} == {number}
    return list(zip(little["i"], little["x"], little["y"], points.selected, strict=True))


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def test_scatter_packs_every_record_that_has_both_values(reader, filled):
    points = query.scatter(reader, filled.owner, filled.id, "isoelectric_point", "length", GRAVY)
    expected = [
        (r["ordinal"], single(r["isoelectric_point"]), float(r["length"] or 0), int(between(r["gravy"], 0, 7)))
        for r in filled.records
        if r["isoelectric_point"] is not None
    ]
    assert unpacked(points) == expected
    assert (points.total, points.sampled, points.density) == (len(expected), False, None)
    assert points.total_selected == sum(point[3] for point in expected)


def test_scatter_on_logarithmic_axes_leaves_out_what_has_no_place(reader, filled):
    points = query.scatter(reader, filled.owner, filled.id, "gravy", "aromaticity", Selection(), log_x=True)
    assert [p[0] for p in unpacked(points)] == where(filled, lambda r: r["gravy"] is not None and r["gravy"] > 0)


@pytest.mark.parametrize("selection", [GRAVY, Selection(ordinals=frozenset(range(1, 12))), Selection()])
def test_over_a_density_lie_the_selected_points_while_they_are_few(reader, filled, selection):
    points = query.scatter(reader, filled.owner, filled.id, "gravy", "length", selection, most=60, overlay=100)
    everything = where(filled, lambda r: r["gravy"] is not None)
    chosen = sorted(set(ordinals(reader, filled, selection)) & set(everything))
    assert points.density is not None
    assert (points.total, points.total_selected) == (len(everything), len(chosen))
    drawn = [ordinal for ordinal, *_ in unpacked(points)]
    assert drawn == (chosen if len(chosen) <= 100 else [])
    assert points.sampled == (len(chosen) > 100)
    assert all(flag for *_, flag in unpacked(points))


def test_points_to_be_coloured_are_a_fixed_sample_of_what_is_selected(reader, filled):
    asked = (reader, filled.owner, filled.id, "gravy", "length", Selection())
    points = query.scatter(*asked, colour="aromaticity", most=60, overlay=50)
    assert points.sampled
    assert 10 < len(points.selected) <= 60
    assert len(points.colours) == 4 * len(points.selected)
    assert points == query.scatter(*asked, colour="aromaticity", most=60, overlay=50)


def test_colours_are_the_property_of_each_point_and_missing_where_it_is(reader, filled):
    points = query.scatter(
        reader, filled.owner, filled.id, "length", "ordinal", Selection(), colour="instability_index"
    )
    by_ordinal = {r["ordinal"]: r["instability_index"] for r in filled.records}
    colours = array("f", points.colours)
    assert len(colours) == len(points.selected)
    for (ordinal, *_), colour in zip(unpacked(points), colours, strict=True):
        value = by_ordinal[ordinal]
        assert colour == single(value) if value is not None else colour != colour  # noqa: PLR0124 - not a number
    assert any(colour != colour for colour in colours)  # noqa: PLR0124


@pytest.mark.parametrize("colour", ["status", "organism"])
def test_categories_are_numbered_by_how_frequent_they_are(reader, filled, colour):
    points = query.scatter(reader, filled.owner, filled.id, "gravy", "length", Selection(), colour=colour)
    by_ordinal = {r["ordinal"]: r[colour] for r in filled.records}
    accepted = [r[colour] for r in filled.records if r["status"] != "rejected"]
    frequencies = [accepted.count(name) for name in points.categories]
    assert frequencies == sorted(frequencies, reverse=True)
    named = [*points.categories, None]
    for (ordinal, *_), place in zip(unpacked(points), array("f", points.colours), strict=True):
        assert named[int(place)] in (by_ordinal[ordinal], None)


def test_no_other_column_colours(reader, filled):
    for colour in ("description", "user_id", "nonsense", "formula"):
        with pytest.raises(InvalidSelection):
            query.scatter(reader, filled.owner, filled.id, "gravy", "length", Selection(), colour=colour)


@pytest.mark.parametrize("log_y", [False, True])
@pytest.mark.parametrize("selection", [GRAVY, Selection()])
def test_density_counts_every_record_once(reader, filled, log_y, selection):
    points = query.scatter(
        reader, filled.owner, filled.id, "gravy", "molecular_weight_da", selection, log_y=log_y, most=60
    )
    density, side = points.density, densities.CELLS
    counts, selected = array("i", density.counts), array("i", density.selected)
    assert sum(counts) == points.total
    assert (
        sum(selected)
        == points.total_selected
        == len(ordinals(reader, filled, replace(selection, ranges={"gravy": (None, None), **selection.ranges})))
    )
    assert all(chosen <= everything for chosen, everything in zip(selected, counts, strict=True))
    cells = [0] * side * side
    for r in filled.records:
        if r["gravy"] is not None:
            column = sum(edge <= r["gravy"] for edge in density.x_edges[1:-1])
            row = sum(edge <= r["molecular_weight_da"] for edge in density.y_edges[1:-1])
            cells[row * side + column] += 1
    # A value a last digit off an edge may lie in the next cell.
    assert sum(abs(a - b) for a, b in zip(cells, counts, strict=True)) <= 4


def test_density_of_points_that_are_all_the_same(reader, fill):
    job = with_values(fill, "gravy", [1.5] * 9)
    points = query.scatter(reader, job.owner, job.id, "gravy", "gravy", Selection(), most=3)
    assert sum(array("i", points.density.counts)) == 9
    assert points.density.x_edges[0] < 1.5 < points.density.x_edges[-1]


def test_a_density_of_nothing_has_no_cells(reader, fill):
    job = with_values(fill, "gravy", [-1.5] * 9)
    points = query.scatter(reader, job.owner, job.id, "gravy", "gravy", Selection(), log_x=True, most=3)
    assert (points.total, points.density.x_edges, points.density.counts) == (0, [], b"")


# ---------------------------------------------------------------- correlations


def mean_ranks(values):
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in values]


CORRELATED = ["gravy", "length", "aromaticity", "instability_index", "atoms"]


@pytest.mark.parametrize("selection", [Selection(), GRAVY])
def test_correlations_are_those_of_mean_ranks(reader, filled, selection):
    found = query.correlations(reader, filled.owner, filled.id, CORRELATED, selection)
    chosen = set(ordinals(reader, filled, selection))
    complete = [r for r in filled.records if r["ordinal"] in chosen and all(r[key] is not None for key in CORRELATED)]
    assert (found.keys, found.records, found.sampled) == (tuple(CORRELATED), len(complete), False)
    for one, row in zip(CORRELATED, found.rows, strict=True):
        for other, value in zip(CORRELATED, row, strict=True):
            expected = correlation(mean_ranks([r[one] for r in complete]), mean_ranks([r[other] for r in complete]))
            assert value == pytest.approx(expected, abs=1e-9)


def test_correlations_of_many_are_over_a_fixed_sample(reader, filled, monkeypatch):
    monkeypatch.setattr(correlations, "MOST_RECORDS", 50)
    asked = (reader, filled.owner, filled.id, ["gravy", "aromaticity"], Selection())
    found = query.correlations(*asked)
    assert found.sampled
    assert 10 < found.records <= 70
    assert found == query.correlations(*asked)


def test_correlations_of_what_never_changes_are_unknown(reader, fill):
    job = with_values(fill, "gravy", [1.5] * 9)
    found = query.correlations(reader, job.owner, job.id, ["gravy", "length"], Selection())
    assert found.rows[0] == [None, None]


def test_correlations_of_nothing(reader, filled):
    found = query.correlations(reader, filled.owner, filled.id, ["gravy", "length"], Selection(ordinals=frozenset()))
    assert (found.records, found.rows) == (0, [[None, None], [None, None]])


@pytest.mark.parametrize(
    "keys", [[], ["gravy"], ["gravy", "gravy"], ["gravy", "name"], [f"count_{a}" for a in STANDARD]]
)
def test_only_some_properties_with_numbers_can_be_correlated(reader, filled, keys):
    with pytest.raises(InvalidSelection):
        query.correlations(reader, filled.owner, filled.id, keys, Selection())


# ---------------------------------------------------------------- one record


def test_point_names_the_record(reader, filled):
    record = filled.records[8]
    found = query.point(reader, filled.owner, filled.id, 9)
    assert found == {key: record[key] for key in found}
    assert {"identifier", "name", "gene", "description"} <= set(found)


def test_protein_has_facts_values_and_percentiles(reader, filled):
    record = next(r for r in filled.records if r["status"] == "warned" and r["ordinal"] > 1)
    found = query.protein(reader, filled.owner, filled.id, record["ordinal"])
    assert found.sequence == record["sequence"]
    assert found.values == {row.key: record[row.key] for row in PROPERTIES}
    assert all(getattr(found, key) == record[key] for key in ("identifier", "description", "line", "reason", "crc64"))
    numeric = [row.key for row in PROPERTIES if row.kind in (Kind.NUMBER, Kind.INTEGER)]
    assert set(found.percentiles) == {key for key in numeric if record[key] is not None}
    for key, percentile in found.percentiles.items():
        values = [r[key] for r in filled.records if r[key] is not None and r["status"] != "rejected"]
        below, equal = sum(v < record[key] for v in values), sum(v == record[key] for v in values)
        assert percentile == pytest.approx(100 * (below + equal / 2) / len(values)), key


def test_a_rejected_record_has_its_reason_and_no_percentiles(reader, filled):
    record = next(r for r in filled.records if r["status"] == "rejected")
    found = query.protein(reader, filled.owner, filled.id, record["ordinal"])
    assert (found.reason, found.percentiles, found.sequence) == (record["reason"], {}, "")
    assert found.values["gravy"] is None


def test_neighbours_are_the_next_in_number(reader, filled):
    views = {n: query.protein(reader, filled.owner, filled.id, n) for n in (1, 150, 300)}
    names = {r["ordinal"]: (r["ordinal"], r["identifier"]) for r in filled.records}
    assert (views[1].previous, views[1].next) == (None, names[2])
    assert (views[150].previous, views[150].next) == (names[149], names[151])
    assert (views[300].previous, views[300].next) == (names[299], None)


@pytest.mark.parametrize(
    "selection",
    [replace(GRAVY, sort=(("length", "desc"),)), Selection(sort=(("gravy", "asc"),)), Selection(text="kinase")],
)
def test_neighbours_are_those_of_the_table(reader, filled, selection):
    order = ordinals(reader, filled, selection)
    for place in (0, 1, len(order) // 2, len(order) - 1):
        view = query.protein(reader, filled.owner, filled.id, order[place], selection)
        assert (view.previous or [None])[0] == (order[place - 1] if place else None)
        assert (view.next or [None])[0] == (order[place + 1] if place + 1 < len(order) else None)


def test_neighbours_of_a_record_outside_of_the_selection_are_by_number(reader, filled):
    view = query.protein(reader, filled.owner, filled.id, 100, Selection(ordinals=frozenset({1, 2})))
    assert (view.previous[0], view.next[0]) == (99, 101)


@pytest.mark.parametrize("ordinal", [0, -1, 301, 2**31, 2**70])
def test_a_record_that_is_not_there(reader, filled, ordinal):
    for ask in (query.point, query.protein):
        with pytest.raises(ProteinNotFound):
            ask(reader, filled.owner, filled.id, ordinal)


# ---------------------------------------------------------------- composition


def test_composition_is_of_residues_and_its_spread_of_records(reader, filled):
    found = query.composition(reader, filled.owner, filled.id, GRAVY)
    sequences = [r["sequence"] for r in filled.records if r["sequence"]]
    everything = "".join(sequences)
    assert found.batch == pytest.approx([everything.count(letter) / len(everything) for letter in STANDARD])
    for place, letter in enumerate(STANDARD):
        shares = [sequence.count(letter) / len(sequence) for sequence in sequences]
        tenths = quantiles(shares, n=10, method="inclusive")
        assert (found.low[place], found.high[place]) == pytest.approx((tenths[0], tenths[-1]))


def test_composition_of_everything_is_that_of_the_batch(reader, filled):
    found = query.composition(reader, filled.owner, filled.id, Selection())
    assert found.batch == found.selected
    assert sum(found.batch) == pytest.approx(1)


def test_a_job_that_still_grows_is_read_anew_and_a_finished_one_is_remembered(reader, fill, tell):
    job = fill(30)
    tell("UPDATE job SET state = 'running' WHERE id = %s", job.id)
    asked = (reader, job.owner, job.id, "gravy", Selection())
    before = sum(query.histogram(*asked).counts)
    tell("DELETE FROM measurement WHERE job_id = %s AND ordinal <= 10", job.id)
    growing = sum(query.histogram(*asked).counts)
    assert growing < before
    tell("UPDATE job SET state = 'succeeded' WHERE id = %s", job.id)
    assert sum(query.histogram(*asked).counts) == growing
    tell("DELETE FROM measurement WHERE job_id = %s", job.id)
    assert sum(query.histogram(*asked).counts) == growing
