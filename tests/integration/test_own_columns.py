"""A table or a list from its bytes to columns of an analysis: matched, reported, kept, replaced, changed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from batchprot.columns.choices import Choices
from batchprot.columns.refused import TableRefused
from batchprot.properties.property import Kind
from jobs.errors import JobNotFound, JobRefused
from jobs.intake.own_columns.source import ListSource, TableSource
from jobs.intake.own_columns.use import (
    add_columns,
    delete_columns,
    look,
    rename_column,
    replace_table,
    retype_column,
)
from jobs.services import JobServices
from results.own_columns import OwnColumns, own_columns
from results.queries import query
from results.selection import address
from results.selection.model import Selection
from tests.integration.conftest import FilledJob

TABLE = b"Accession,Log2 FC,Group\nP00001,1.5,a\np00002.1,-2.25,b\nP00004-2,NA,a\nQ99999,7,c\n"


@pytest.fixture
def job(fill: Callable[..., FilledJob]) -> FilledJob:
    """An analysis of 60 records, P00001 and so on."""
    return fill(60)


def columns(reader: JobServices, job: FilledJob) -> OwnColumns:
    return own_columns(reader, job.owner, job.id)


def values(reader: JobServices, job: FilledJob, key: str) -> dict[int, Any]:
    rows = query.page(reader, job.owner, job.id, Selection(), 0, 500, ["ordinal", key]).rows
    return {row["ordinal"]: row[key] for row in rows if row[key] is not None}


def test_a_table_is_looked_at_before_anything_is_kept(reader: JobServices, job: FilledJob) -> None:
    found = look(reader, job.owner, job.id, TableSource(TABLE, "hits.csv")).report
    assert (found.key, found.match, found.rows, found.matched, found.unmatched) == ("Accession", "accession", 4, 3, 1)
    assert found.unmatched_examples == ((5, "Q99999"),)
    assert (found.records, found.named, found.without) == (60, 3, 57)
    assert [(one.header, one.kind, one.filled) for one in found.columns] == [
        ("Log2 FC", "number", 2),
        ("Group", "category", 3),
    ]
    assert found.problems == ()
    assert columns(reader, job).keys == []


def test_what_is_kept_is_what_was_reported(reader: JobServices, job: FilledJob) -> None:
    kept = add_columns(reader, job.owner, job.id, TableSource(TABLE, "hits.csv"))
    assert kept.keys == ("own1n2_Log2-FC", "own2c_Group")
    assert columns(reader, job).keys == list(kept.keys)
    assert values(reader, job, kept.keys[0]) == {1: 1.5, 2: -2.25}
    assert values(reader, job, kept.keys[1]) == {1: "a", 2: "b", 4: "a"}
    assert "hits.csv, matched by accession" in columns(reader, job).rows[0].summary


def test_a_repeated_request_is_done_once(reader: JobServices, job: FilledJob) -> None:
    table_id = uuid4()
    first, second = (
        add_columns(reader, job.owner, job.id, TableSource(TABLE), table_id=table_id).keys for _ in range(2)
    )
    assert first == second == tuple(columns(reader, job).keys)


def test_a_list_makes_two_values_and_its_groups_more(reader: JobServices, job: FilledJob) -> None:
    (key,) = add_columns(reader, job.owner, job.id, ListSource("P00001\nsp|P00004|X\nnobody\n", "Hits")).keys
    assert key == "own1b_Hits"
    found = values(reader, job, key)
    assert len(found) == 60
    assert {ordinal for ordinal, value in found.items() if value == "yes"} == {1, 4}
    (key,) = add_columns(reader, job.owner, job.id, ListSource("gen2\tup\nGEN8\tdown\ngen4\n")).keys
    assert set(values(reader, job, key).values()) <= {"up", "down"}


def test_choices_decide(reader: JobServices, job: FilledJob) -> None:
    chosen = Choices(key="Accession", columns=["Log2 FC"], kinds={"Log2 FC": Kind.TEXT}, labels={"Log2 FC": "Fold"})
    (key,) = add_columns(reader, job.owner, job.id, TableSource(TABLE), chosen).keys
    assert key == "own1t_Fold"
    assert values(reader, job, key) == {1: "1.5", 2: "-2.25"}


def test_a_newer_table_keeps_what_it_still_has(reader: JobServices, job: FilledJob) -> None:
    table_id = uuid4()
    fold, group = add_columns(reader, job.owner, job.id, TableSource(TABLE, "old.csv"), table_id=table_id).keys
    rename_column(reader, job.owner, job.id, 1, "Fold change")
    newer = TableSource(b"Accession,New,Log2 FC\nP00001,x,3\nP00007,y,4\n", "new.csv")
    found = replace_table(reader, job.owner, job.id, table_id, newer)
    assert (found.kept, found.removed) == (("own1n2_Fold-change",), ("Group",))
    assert found.added == ("own3c_New",)
    now = columns(reader, job)
    assert now.keys == ["own1n2_Fold-change", "own3c_New"]
    assert values(reader, job, found.kept[0]) == {1: 3.0, 7: 4.0}
    selection, missing = now.translated(address.read(f"r.{fold}=1..2&v.{group}=a"))
    assert (list(selection.ranges), missing) == (["own1n2_Fold-change"], ["Group"])
    again = replace_table(reader, job.owner, job.id, table_id, TableSource(TABLE, "old.csv"))
    assert again.added == ("own4c_Group",)
    with pytest.raises(JobRefused, match="no such table"):
        replace_table(reader, job.owner, job.id, uuid4(), newer)


def test_a_column_is_taken_as_another_type_and_back(reader: JobServices, job: FilledJob) -> None:
    table = TableSource(
        b"id,score\nP00001,0.30000000000000004\nP00002,12345678.5\nP00004,3\nP00005,many\nP00007,1e-7\n"
    )
    (key,) = add_columns(reader, job.owner, job.id, table).keys
    before = values(reader, job, key)
    assert before == {1: 0.30000000000000004, 2: 12345678.5, 4: 3.0, 7: 1e-7}
    assert retype_column(reader, job.owner, job.id, 1, Kind.TEXT) == 0
    assert retype_column(reader, job.owner, job.id, 1, Kind.NUMBER) == 0
    (key,) = columns(reader, job).keys
    assert values(reader, job, key) == before
    assert retype_column(reader, job.owner, job.id, 1, Kind.INTEGER) == 3
    (key,) = columns(reader, job).keys
    assert values(reader, job, key) == {4: 3.0}
    with pytest.raises(JobRefused, match="None of the values"):
        retype_column(reader, job.owner, job.id, 1, Kind.YES_NO)


def test_columns_are_deleted_and_renamed(reader: JobServices, job: FilledJob) -> None:
    add_columns(reader, job.owner, job.id, TableSource(TABLE))
    rename_column(reader, job.owner, job.id, 2, "Cluster")
    delete_columns(reader, job.owner, job.id, [1])
    assert columns(reader, job).keys == ["own2c_Cluster"]
    for name, words in (("gravy", "another column"), (" \n", "needs a name")):
        with pytest.raises(JobRefused, match=words):
            rename_column(reader, job.owner, job.id, 2, name)
    with pytest.raises(JobRefused, match="no such column"):
        delete_columns(reader, job.owner, job.id, [1])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"id,v\nP00001,1\nP00001,2\n", "stands in rows 2 and 3 with different values"),
        (b"id,v\nnobody,1\n", "No row names a protein"),
        (b"id\nP00001\n", "one column"),
        (b"", "empty"),
        (b"id,v\n", "no rows"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    reader: JobServices, job: FilledJob, table: bytes, words: str
) -> None:
    with pytest.raises(TableRefused, match=words):
        add_columns(reader, job.owner, job.id, TableSource(table))
    assert columns(reader, job).version == 0


def test_it_is_another_persons_analysis(reader: JobServices, job: FilledJob) -> None:
    for act in (look, add_columns):
        with pytest.raises(JobNotFound):
            act(reader, uuid4(), job.id, TableSource(TABLE))
