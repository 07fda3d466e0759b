"""Own columns in the tables: stored, found by every question that computed columns are found by, changed, deleted."""

import gzip
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import polars as pl
import pytest

from batchprot.properties.property import Kind
from jobs.errors import JobRefused
from jobs.intake.own_columns import store
from jobs.intake.own_columns.store import NewColumn
from jobs.services import JobServices
from results.live import names
from results.live.codes import codes
from results.own_columns import OwnColumns, own_columns
from results.queries import query
from results.selection import address
from results.selection.model import InvalidSelection, Selection
from tests.integration.conftest import FilledJob
from tests.integration.results.selections import said

COLUMNS = (
    NewColumn(label="log2 FC", kind=Kind.NUMBER, decimals=2, source="hits.csv", header="log2FC", match="identifier"),
    NewColumn(label="Peptides", kind=Kind.INTEGER),
    NewColumn(label="Group", kind=Kind.CATEGORY),
    NewColumn(label="=cmd|<b>", kind=Kind.TEXT),
)
GROUPS = ("membrane", "cytosol, outer", 'says "hi"\nthere', "<script>alert(1)</script>")


def values_for(ordinals: range, seed: int = 3) -> dict[str, list[Any]]:
    """Values of every kind, some missing."""
    chance = random.Random(seed)

    def some(value: Any) -> Any:
        return value if chance.random() < 0.8 else None

    return {
        "ordinal": list(ordinals),
        "a": [some(round(chance.uniform(-4, 4), 5)) for _ in ordinals],
        "b": [some(float(chance.randint(0, 30))) for _ in ordinals],
        "c": [some(chance.choice(GROUPS)) for _ in ordinals],
        "d": [some(f"=1+{number}") for number in ordinals],
    }


@pytest.fixture
def job(reader: JobServices, fill: Callable[..., FilledJob]) -> tuple[FilledJob, dict[str, list[Any]]]:
    """An analysis of 200 records with own columns for 150 of them."""
    filled, values = fill(200), values_for(range(1, 151))
    change(reader, filled, lambda session, row: store.add(session, row, COLUMNS, frame(values)))
    return filled, values


def frame(values: dict[str, list[Any]]) -> pl.DataFrame:
    """The values as the intake hands them on."""
    types = [pl.Int32, pl.Float64, pl.Float64, pl.String, pl.String][: len(values)]
    return pl.DataFrame(values, schema=dict(zip(values, types, strict=True)))


def change(reader: JobServices, filled: FilledJob, work: Callable[..., Any]) -> Any:
    """One change in one transaction."""
    with reader.database.session() as session:
        return work(session, store.finished_job(session, filled.owner, filled.id))


def known(reader: JobServices, filled: FilledJob) -> OwnColumns:
    return own_columns(reader, filled.owner, filled.id)


def count(reader: JobServices, filled: FilledJob, text: str) -> int:
    return query.count(reader, filled.owner, filled.id, address.read(text))


def test_they_are_described_as_properties_are(reader: JobServices, job: Any) -> None:
    filled, values = job
    found = known(reader, filled)
    assert found.keys == ["own1n2_log2-FC", "own2i_Peptides", "own3c_Group", "own4t_~3dcmd~7c~3cb~3e"]
    first, _, group, _ = found.facts
    assert first.row.label == "log2 FC"
    assert first.row.summary == "Supplied by the user in hits.csv, matched by identifier."
    assert first.filled == sum(value is not None for value in values["a"])
    counted = {name: values["c"].count(name) for name in GROUPS}
    assert dict(group.values) == counted
    assert [number for _, number in group.values] == sorted(counted.values(), reverse=True)


def test_every_question_finds_them(reader: JobServices, job: Any) -> None:
    filled, values = job
    number, peptides, group, words = known(reader, filled).keys
    asked = (reader, filled.owner, filled.id)

    within = sum(value is not None and -1 <= round(value, 2) <= 1 for value in values["a"])
    assert count(reader, filled, f"r.{number}=-1..1") == within
    assert count(reader, filled, f"c.{number}=blank:") == 200 - sum(value is not None for value in values["a"])
    assert count(reader, filled, f"c.{words}=contains:1%2B7") == sum("1+7" in (value or "") for value in values["d"])
    histogram = query.histogram(*asked, peptides, Selection())
    assert sum(histogram.counts) + histogram.below[0] + histogram.above[0] == sum(v is not None for v in values["b"])
    rows = query.page(*asked, address.read(f"sort=-{number}"), 0, 200, ["ordinal", number, group, words]).rows
    assert {row["ordinal"]: row[group] for row in rows if row[group]} == {
        place: value for place, value in zip(values["ordinal"], values["c"], strict=True) if value
    }
    shown = [row[number] for row in rows if row[number] is not None]
    assert shown == sorted(shown, reverse=True)
    points = query.scatter(*asked, number, "gravy", Selection(), colour=peptides)
    assert points.total == sum(
        values["a"][record["ordinal"] - 1] is not None and record["gravy"] is not None
        for record in filled.records[:150]
    )
    found = query.correlations(*asked, [number, peptides, "gravy"], Selection())
    assert found.records > 50
    assert (
        query.summary(
            *asked,
            address.read(f"r.{number}=0.."),
            query.Histograms({peptides: False}, 40),
            query.Histograms({number: False}, 40),
        ).distribution.least
        is not None
    )


def test_values_of_a_category_are_chosen_or_left_out(reader: JobServices, job: Any) -> None:
    filled, values = job
    group = known(reader, filled).keys[2]
    none = 200 - sum(value is not None for value in values["c"])
    assert count(reader, filled, f"v.{group}=membrane") == values["c"].count("membrane")
    assert count(reader, filled, f"v.{group}=membrane&v.{group}=+") == values["c"].count("membrane") + none
    assert count(reader, filled, f"-v.{group}=membrane") == 200 - values["c"].count("membrane")
    assert count(reader, filled, f"-v.{group}=+") == 200 - none


def test_a_renamed_column_is_found_by_its_old_key_and_a_number_is_never_used_again(
    reader: JobServices, job: Any
) -> None:
    filled, values = job
    old = known(reader, filled).keys
    selection = address.read(f"r.{old[0]}=0..1&v.{old[2]}=membrane&sort=-{old[0]}")
    change(reader, filled, lambda session, row: store.rename(session, row, 1, "Fold\nchange"))
    now = known(reader, filled)
    assert now.keys[0] == "own1n2_Fold-change"
    found, missing = now.translated(selection)
    assert (list(found.ranges), found.sort, missing) == ([now.keys[0]], ((now.keys[0], "desc"),), [])

    change(reader, filled, lambda session, row: store.remove(session, row, [1]))
    found, missing = known(reader, filled).translated(selection)
    assert (found.ranges, found.sort, missing) == ({}, (), ["log2 FC"])
    assert found.values == selection.values
    with pytest.raises(InvalidSelection, match="log2 FC"):
        known(reader, filled).checked(selection)
    again = change(
        reader, filled, lambda session, row: store.add(session, row, COLUMNS[:1], frame(values)[["ordinal", "a"]])
    )
    assert again == [5]


def test_new_values_take_the_place_of_old_ones_at_once(reader: JobServices, job: Any) -> None:
    filled, _ = job
    asked = (reader, filled.owner, filled.id)
    number = known(reader, filled).keys[0]
    before = query.histogram(*asked, number, Selection())
    newer = pl.DataFrame({"ordinal": [7, 199], "a": [100.0, 200.0]}, schema={"ordinal": pl.Int32, "a": pl.Float64})
    change(reader, filled, lambda session, row: store.replace(session, row, {1: COLUMNS[0]}, newer))
    after = query.histogram(*asked, number, Selection())
    assert (before.most or 0) < 5
    assert (after.least, after.most) == (100.0, 200.0)
    assert known(reader, filled).facts[0].replaced_at is not None
    rows = query.page(*asked, address.read(f"c.{number}=notBlank:"), 0, 10, ["ordinal", number]).rows
    assert [(row["ordinal"], row[number]) for row in rows] == [(7, 100.0), (199, 200.0)]


def test_the_limit_and_an_unfinished_analysis_are_refused(
    reader: JobServices, job: Any, tell: Callable[..., Any]
) -> None:
    filled, values = job
    many = pl.DataFrame({"ordinal": [1]} | {f"v{n}": [1.0] for n in range(47)}, schema_overrides={"ordinal": pl.Int32})
    with pytest.raises(JobRefused, match="at most 50"):
        change(
            reader,
            filled,
            lambda s, row: store.add(s, row, [NewColumn(label="x", kind=Kind.NUMBER)] * 47, many),
        )
    tell("UPDATE job SET state = 'running' WHERE id = %s", filled.id)
    with pytest.raises(JobRefused, match="once the analysis has finished"):
        change(reader, filled, lambda s, row: store.add(s, row, COLUMNS, frame(values)))


def test_labels_are_made_unlike_each_other(reader: JobServices, fill: Callable[..., FilledJob]) -> None:
    filled = fill(5)
    column = NewColumn(label="Score", kind=Kind.NUMBER)
    values = pl.DataFrame({"ordinal": [1], "a": [1.0], "b": [2.0]}, schema_overrides={"ordinal": pl.Int32})
    change(reader, filled, lambda session, row: store.add(session, row, [column, column], values))
    assert [one.column.label for one in known(reader, filled).facts] == ["Score", "Score (2)"]
    with pytest.raises(JobRefused, match="another column"):
        change(reader, filled, lambda session, row: store.rename(session, row, 1, "score (2)"))


def test_they_go_with_their_analysis(job: Any, tell: Callable[..., Any]) -> None:
    filled, _ = job
    tell("DELETE FROM job WHERE id = %s", filled.id)
    for table in ("own_column", "own_value"):
        assert tell(f"SELECT count(*) FROM {table} WHERE job_id = %s", filled.id) == [(0,)]


def test_nobody_else_changes_them(reader: JobServices, job: Any) -> None:
    filled, _ = job
    stranger = FilledJob(UUID(int=7), filled.id)
    with pytest.raises(Exception, match="no such analysis"):
        change(reader, stranger, lambda session, row: store.remove(session, row, [1]))


def test_values_of_a_category_are_counted_with_how_many_are_selected(reader: JobServices, job: Any) -> None:
    filled, values = job
    (key,) = [one.key for one in known(reader, filled).facts if one.row.is_category]
    of_record = dict(zip(values["ordinal"], values["c"], strict=True))
    selection = Selection(text="kinase")
    shown = query.Histograms({"gravy": False}, 10)
    for asked in (Selection(), selection, Selection(values={key: frozenset(("", GROUPS[0]))})):
        found = query.summary(reader, filled.owner, filled.id, asked, shown, shown).values
        selected = set(query.ordinals(reader, filled.owner, filled.id, asked))
        expected: dict[str, list[int]] = {}
        for record in filled.records:
            counts = expected.setdefault(of_record.get(record["ordinal"]) or "", [0, 0])
            counts[0] += record["ordinal"] in selected
            counts[1] += 1
        assert found == {key: {value: tuple(counts) for value, counts in expected.items()}}
        assert list(found[key])[-1] == ""


def test_codes_of_an_own_category_are_in_the_order_of_its_boxes(reader, job):
    filled, values = job
    key = next(key for key in known(reader, filled).keys if key.startswith("own3c"))
    listed = list(said(reader, filled, Selection()).values[key])
    packed = codes(reader, filled.owner, filled.id, names.Category(key).name(listed))
    given = [value or "" for value in values["c"]] + [""] * 50
    assert [listed[code] for code in gzip.decompress(packed)] == given
