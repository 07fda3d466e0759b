"""Own columns over REST: the same journey as on the page, without a page."""

import csv
import io
import json
from typing import Any

import openpyxl
import polars as pl
import pytest

from tests.integration.test_api import call, program  # noqa: F401 - fixtures

TABLE = b"Accession,Log2 FC,=Group\nP00001,1.5,=1+1\np00002,-2.25,b\nnobody,7,c\n"


@pytest.fixture
def job(fill_here: Any) -> str:
    return str(fill_here(40).id)


def add(call: Any, job: str, body: bytes = TABLE, **more: Any) -> Any:  # noqa: F811
    return call("POST", f"/analyses/{job}/columns", data=body, content_type="text/csv", **more)


def test_a_table_is_reported_added_read_filtered_and_deleted(call: Any, job: str) -> None:  # noqa: F811
    seen = add(call, job, query_string={"dry_run": "true"})
    assert seen.status_code == 200, seen.text
    assert (seen.json["report"]["matched"], seen.json["report"]["unmatched"], seen.json["columns"]) == (2, 1, [])
    assert call("GET", f"/analyses/{job}/columns").json == {"columns": []}

    added = add(call, job)
    assert added.status_code == 201, added.text
    fold, group = added.json["columns"]
    assert (fold["key"], fold["type"], fold["filled"]) == ("own1n2_Log2-FC", "number", 2)
    assert group["values"] == [{"value": "=1+1", "records": 1}, {"value": "b", "records": 1}]

    query = f"columns=identifier,{fold['key']},{group['key']}&r.{fold['key']}=0.."
    rows = call("GET", f"/analyses/{job}/proteins?{query}").json
    assert [(row["Log2 FC"], row["=Group"]) for row in rows["proteins"]] == [(1.5, "=1+1")]
    histogram = call("GET", f"/analyses/{job}/histogram", query_string={"property": fold["key"]}).json
    assert sum(histogram["counts"]) + sum(histogram["below"][:1]) + sum(histogram["above"][:1]) == 2

    changed = call("PATCH", f"/analyses/{job}/columns/{fold['key']}", json={"label": "Fold", "type": "text"})
    assert (changed.json["key"], changed.json["type"]) == ("own1t_Fold", "text")
    assert call("DELETE", f"/analyses/{job}/columns/{group['key']}").status_code == 204
    assert [one["label"] for one in call("GET", f"/analyses/{job}/columns").json["columns"]] == ["Fold"]
    lost = call("GET", f"/analyses/{job}/proteins?v.{group['key']}=b")
    assert (lost.status_code, "no longer there" in lost.json["detail"]) == (400, True)


def test_a_change_of_type_says_how_many_values_it_left_out(call: Any, job: str) -> None:  # noqa: F811
    table = b"id,score\nP00001,1.5\nP00002,many\nP00004,few\nP00005,NA\nP00007,2\nP00008,3\n"
    key = add(call, job, table).json["columns"][0]["key"]
    assert key == "own1c_score"
    changed = call("PATCH", f"/analyses/{job}/columns/{key}", json={"type": "number"})
    assert (changed.json["key"], changed.json["left_out"], changed.json["filled"]) == ("own1n1_score", 2, 3)
    renamed = call("PATCH", f"/analyses/{job}/columns/{changed.json['key']}", json={"label": "Score"})
    assert (renamed.json["label"], renamed.json["left_out"]) == ("Score", 0)


def test_one_record_has_its_own_values(call: Any, job: str) -> None:  # noqa: F811
    fold, group = (one["key"] for one in add(call, job).json["columns"])
    one = call("GET", f"/analyses/{job}/proteins/1").json
    assert (one["values"][fold], one["values"][group]) == (1.5, "=1+1")
    assert one["percentiles"].get(fold, 75.0) == 75.0


def test_every_form_has_them_under_their_names(call: Any, job: str) -> None:  # noqa: F811
    add(call, job)
    path = f"/analyses/{job}/proteins"
    forms = ("application/json", "application/x-ndjson", "text/csv", "application/vnd.apache.parquet")
    answers = {form: call("GET", path, headers={"Accept": form}) for form in forms}
    assert answers["application/json"].json["proteins"][0]["Log2 FC"] == 1.5
    first = json.loads(answers["application/x-ndjson"].text.splitlines()[0])
    assert (first["Log2 FC"], first["=Group"]) == (1.5, "=1+1")
    table = pl.read_csv(io.StringIO(answers["text/csv"].text))
    assert table["'=Group"][0] == "'=1+1"  # a spreadsheet runs neither
    parquet = pl.read_parquet(io.BytesIO(answers["application/vnd.apache.parquet"].data))
    assert parquet.schema["Log2 FC"] == pl.Float64
    assert parquet["=Group"][:2].to_list() == ["=1+1", "b"]


def test_an_answer_that_was_kept_is_another_once_columns_change(call: Any, job: str) -> None:  # noqa: F811
    tag = call("GET", f"/analyses/{job}/proteins").headers["ETag"]
    add(call, job)
    again = call("GET", f"/analyses/{job}/proteins", headers={"If-None-Match": tag})
    assert again.status_code == 200


def test_a_list_an_upload_and_a_workbook_are_taken(call: Any, job: str) -> None:  # noqa: F811
    made = call("POST", f"/analyses/{job}/columns", json={"list": ["P00001", "P00002"], "name": "Hits"})
    assert [one["key"] for one in made.json["columns"]] == ["own1b_Hits"]
    book = openpyxl.Workbook()
    book.active.append(["Gene", "Score"])
    book.active.append(["GEN1", 3.5])
    book.active.append(["gen3", 4.5])
    written = io.BytesIO()
    book.save(written)
    form = {"file": (io.BytesIO(written.getvalue()), "scores.xlsx")}
    made = call("POST", f"/analyses/{job}/columns", data=form, content_type="multipart/form-data")
    assert made.status_code == 201, made.text
    (column,) = made.json["columns"]
    assert (column["source"], column["filled"]) == ("scores.xlsx", 2)


def test_the_same_key_adds_once_and_a_newer_table_replaces(call: Any, job: str) -> None:  # noqa: F811
    first, second = (add(call, job, headers={"Idempotency-Key": "hits"}) for _ in range(2))
    assert first.json["columns"] == second.json["columns"]
    table = first.json["columns"][0]["table"]
    newer = add(call, job, b"Accession,Log2 FC\nP00004,9\n", query_string={"replaces": table})
    assert [(one["key"], one["filled"]) for one in newer.json["columns"]] == [("own1n2_Log2-FC", 1)]
    assert [one["label"] for one in call("GET", f"/analyses/{job}/columns").json["columns"]] == ["Log2 FC"]


@pytest.mark.parametrize("key", ["x" * 191, "caf\u00e9"])
def test_a_key_that_is_too_long_or_not_ascii_is_refused(call: Any, job: str, key: str) -> None:  # noqa: F811
    assert add(call, job, headers={"Idempotency-Key": key}).status_code == 400


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "text/csv", 422),
        (b"id,v\nnobody,1\n", "text/csv", 422),
        (b"id,v\nP00001,1\nP00001,2\n", "text/csv", 422),
        (b"{}", "application/json", 422),
        (b'{"list": ["P00001"], "upload": "00000000-0000-4000-8000-000000000000"}', "application/json", 422),
        (b'{"upload": "00000000-0000-4000-8000-000000000000"}', "application/json", 404),
        (b"<x/>", "text/xml", 415),
    ],
)
def test_what_cannot_be_added_is_refused_with_a_sentence(
    call: Any,  # noqa: F811
    job: str,
    body: bytes,
    kind: str,
    status: int,
) -> None:
    refused = call("POST", f"/analyses/{job}/columns", data=body, content_type=kind)
    assert refused.status_code == status, refused.text
    assert refused.json["detail"].endswith(".")
    assert call("GET", f"/analyses/{job}/columns").json == {"columns": []}


def test_the_whole_way_of_hits_from_a_program(call: Any, fill_here: Any, user: Any) -> None:  # noqa: F811
    """Hits with groups, filtered, compared, explained and downloaded, as on the page."""
    made = fill_here(200, owner=user)
    job = str(made.id)
    named = [one["ordinal"] for one in made.records if one["identifier"].startswith("sp|P") and one["length"]][:50]
    hits = [f"P{ordinal:05d}\t{'up' if place % 2 else 'down'}" for place, ordinal in enumerate(named)]
    added = call("POST", f"/analyses/{job}/columns", json={"list": hits, "name": "Hits"})
    assert added.status_code == 201, added.text
    (column,) = added.json["columns"]
    assert (column["key"], column["filled"]) == ("own1c_Hits", 50)
    up = f"v.{column['key']}=up"
    rows = call("GET", f"/analyses/{job}/proteins?{up}&columns=identifier,{column['key']}").json["proteins"]
    assert [row["Hits"] for row in rows] == ["up"] * 25

    special = call("GET", f"/analyses/{job}/special?{up}")
    assert (special.status_code, special.json["selected"]) == (200, 25), special.text
    assert special.json["words"][0].startswith("These 25 proteins are")
    table = call("GET", f"/analyses/{job}/special?{up}", headers={"Accept": "text/csv"}).text
    assert {row["selected_n"] for row in csv.DictReader(io.StringIO(table)) if row["property"] == "length"} == {"25"}
    assert call("GET", f"/analyses/{job}/special").status_code == 400
    sides = {"with": job, "s1": up, "s2": f"v.{column['key']}=down"}
    compared = call("GET", f"/analyses/{job}/compare", query_string=sides)
    assert compared.status_code == 200, compared.text
    gravy = next(one for one in compared.json["differences"] if one["key"] == "gravy")
    assert (gravy["first_group"]["n"], gravy["other_group"]["n"]) == (25, 25)
    parquet = call("GET", f"/analyses/{job}/proteins?{up}", headers={"Accept": "application/vnd.apache.parquet"})
    assert pl.read_parquet(io.BytesIO(parquet.data))["Hits"].to_list() == ["up"] * 25
