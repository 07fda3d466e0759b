"""A table with a column of sequences becomes an analysis, and its other columns come along."""

import io
from typing import Any

import pytest
import xlsxwriter

from tests.integration.test_api import call, program  # noqa: F401 - fixtures

ROWS = [
    ("Entry", "Sequence", "Score", "Group", "=Note"),
    ("P1", "MKVLAAGIVGLC", 1.5, "up", "=1+1"),
    ("P2", "MKLLAAGIVGLC", -2.25, "down", "<b>x</b>"),
    ("P3", "", 3, "up", ""),
    ("P4", ">MKLL", 4, "up", ""),
    ("", "MKILAAGIVGLC", 5, "down", ""),
]


def as_text(separator: str) -> bytes:
    return "\n".join(separator.join(map(str, row)) for row in ROWS).encode()


def as_workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name in ("notes", "peptides"):
        sheet = book.add_worksheet(name)
        if name == "peptides":
            for number, row in enumerate(ROWS):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell)
                    else:
                        sheet.write_number(number, place, cell)
    book.close()
    return out.getvalue()


FILES = {"peptides.tsv": as_text("\t"), "peptides.csv": as_text(","), "peptides.xlsx": as_workbook()}


def submit(call: Any, name: str, data: bytes, **asked: str) -> Any:  # noqa: F811
    path = {"query_string": {"filename": name, **asked}, "content_type": "application/octet-stream"}
    return call("POST", "/analyses", data=data, **path)


@pytest.mark.parametrize("name", FILES)
def test_a_table_is_asked_about_and_then_brings_its_columns(name: str, call: Any, run_jobs: Any) -> None:  # noqa: F811
    asked = submit(call, name, FILES[name])
    assert (asked.status_code, asked.json["code"]) == (422, "workbook" if name.endswith("xlsx") else "table")
    (choice,) = asked.json["readings"]
    assert choice["reading"] == "table"

    made = submit(call, name, FILES[name], reading="table")
    assert made.status_code == 202, made.text
    job = made.json["id"]
    run_jobs()
    done = call("GET", f"/analyses/{job}").json
    assert (done["state"], done["records"], done["rejected"]) == ("succeeded", 5, 2)
    columns = {one["label"]: one for one in call("GET", f"/analyses/{job}/columns").json["columns"]}
    assert {label: one["type"] for label, one in columns.items()} == {
        "Score": "number",
        "Group": "category",
        "=Note": "category",
    }
    assert (columns["Score"]["source"], columns["Score"]["filled"]) == (name, 5)
    score, group, note = (columns[label]["key"] for label in ("Score", "Group", "=Note"))
    query = {"columns": f"identifier,{score},{group},{note}"}
    found = call("GET", f"/analyses/{job}/proteins", query_string=query).json["proteins"]
    assert [row["identifier"] for row in found] == ["P1", "P2", "P3", "P4", "row_6"]
    assert [row["Score"] for row in found] == [1.5, -2.25, 3.0, 4.0, 5.0]
    assert [row["=Note"] for row in found] == ["=1+1", "<b>x</b>", None, None, None]
    assert [row["status"] for row in found] == ["ok", "ok", "rejected", "rejected", "ok"]


def test_what_is_no_table_of_sequences_is_one_sentence(call: Any) -> None:  # noqa: F811
    for data in (b"Name,Gene,Note\na,TP53,x\nb,MDM2,y\n", b"A,B,C\n1,2,3\n4,5,6\n"):
        refused = submit(call, "x.csv", data, reading="table")
        assert (refused.status_code, refused.json["code"]) == (422, "table"), refused.text
        assert "No column of the table holds sequences" in refused.json["detail"]
    two = "Name,Heavy,Light\n" + "".join(f"m{n},EVQLVESGGGLVQ,DIQMTQSPSSLSA\n" for n in range(4))
    both = submit(call, "x.csv", two.encode(), reading="table")
    assert "“Heavy” and “Light” may both hold the sequences" in both.json["detail"]


def test_the_table_is_kept_as_an_upload_that_the_sweep_knows(call: Any, rows: Any) -> None:  # noqa: F811
    submit(call, "peptides.csv", FILES["peptides.csv"], reading="table")
    kept = rows("SELECT purpose, state, filename FROM upload ORDER BY purpose")
    assert kept == [("sequences", "ready", "peptides.csv"), ("table", "received", "peptides.csv")]
