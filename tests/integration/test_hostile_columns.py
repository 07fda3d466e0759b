"""Names and values that mean something to a spreadsheet, a browser or a plot: kept as they are, run nowhere."""

import csv
import datetime as dt
import io
import json
import zipfile
from types import SimpleNamespace
from typing import Any

import openpyxl
import polars as pl
import pytest

from batchprot.tables.formulas import FORMULA_STARTS, harmless
from dashboard.report.page import page
from jobs.intake.own_columns.source import ListSource, TableSource
from jobs.intake.own_columns.use import add_columns
from results.exports.report import report
from results.jobs import get_job
from results.own_columns import own_columns
from results.queries import query
from results.selection import address
from results.selection.model import Selection
from tests.integration.test_api import call, program  # noqa: F401 - fixtures

TEXTS = (
    "<script>alert(1)</script>",
    '<a href="https://evil.example">click</a>',
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\uff1d1+1",
    "a,b;c\td",
    'say "hi"',
    "it's",
    "two\nlines",
    "\u202eevil\u202c",
    "%(x)s {0} {{x}} ${x} %{y}",
    "'; DROP TABLE protein; --",
    "own1n2_x",
    "identifier",
    "count_A",
    "~20-_",
    "x" * 150,
    "\N{DNA DOUBLE HELIX} 蛋白质",
    "back\\slash \\n",
)
NUMBERS = tuple(range(1, len(TEXTS) + 1))


def table() -> bytes:
    """A column of numbers under each name, and a column of categories with all of them as values."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["key", "Values", *TEXTS])
    for number, value in enumerate(TEXTS, 1):
        writer.writerow([f"P{number:05d}", value, *(number + place / 2 for place in range(len(TEXTS)))])
        writer.writerow([f"P{number + 30:05d}", value, *["NA"] * len(TEXTS)])
    return text.getvalue().encode()


def kept(text: str) -> str:
    """A value as it is stored: without blanks around it."""
    return text.strip()


@pytest.fixture
def job(submit_text: Any, run_jobs: Any, services: Any, user: Any) -> Any:
    """An analysis of 60 proteins with the table."""
    records = (f">sp|P{number:05d}|N{number}\nMKV{'GAVLIMFWP' * (number % 7 + 1)}K\n" for number in range(1, 61))
    job_id = submit_text("".join(records))
    run_jobs()
    add_columns(services, user, job_id, TableSource(table(), "=evil<b>.csv"))
    return SimpleNamespace(owner=user, id=job_id)


def rows_of(call: Any, job: Any, form: str) -> Any:  # noqa: F811
    return call("GET", f"/analyses/{job.id}/proteins?columns=all", headers={"Accept": form})


def test_every_value_can_be_filtered_and_read_back(job: Any, services: Any) -> None:
    own = own_columns(services, job.owner, job.id)
    category, numbers = own.facts[0], own.facts[1:]
    assert {value for value, _ in category.values} == set(map(kept, TEXTS))
    for text in TEXTS:
        asked = Selection(values={category.key: frozenset({kept(text)})})
        again = address.read(address.write(asked))
        assert again == asked
        assert query.count(services, job.owner, job.id, again) == 2
    for place, one in enumerate(numbers):
        asked = address.read(address.write(Selection(ranges={one.key: (place / 2 + 3.0, None)})))
        assert query.count(services, job.owner, job.id, asked) == len(TEXTS) - 2
    labels = [one.label.casefold() for one in own.facts]
    assert len(set(labels)) == len(labels)
    assert not {"identifier", "count_a"} & set(labels)


def test_every_form_holds_them_and_runs_none(job: Any, call: Any, services: Any) -> None:  # noqa: F811
    own = own_columns(services, job.owner, job.id)
    labels = [one.label for one in own.facts]
    expected = [kept(text) for text in TEXTS]
    lines = [json.loads(line) for line in rows_of(call, job, "application/x-ndjson").text.splitlines()]
    assert [line["Values"] for line in lines[: len(TEXTS)]] == expected
    assert set(labels) <= set(lines[0])
    parquet = pl.read_parquet(io.BytesIO(rows_of(call, job, "application/vnd.apache.parquet").data))
    assert parquet["Values"][: len(TEXTS)].to_list() == expected
    assert parquet[labels[1]][:3].to_list() == [1.0, 2.0, 3.0]
    written = list(csv.reader(io.StringIO(rows_of(call, job, "text/csv").text, newline="")))
    assert not [cell for row in written for cell in row if cell.startswith(FORMULA_STARTS) and not _is_number(cell)]
    head = written[0]
    place = head.index("Values")
    assert [row[place].removeprefix("'") for row in written[1 : len(TEXTS) + 1]] == [
        one.removeprefix("'") for one in expected
    ]
    assert [name.removeprefix("'") for name in head[place:]] == [label.removeprefix("'") for label in labels]


@pytest.mark.parametrize("form", ["tsv", "xlsx", "zip"])
def test_downloads_of_the_page(form: str, job: Any, visit: Any, services: Any) -> None:
    own = own_columns(services, job.owner, job.id)
    found = visit(job.owner).get(f"/jobs/{job.id}/download.{form}?columns=all")
    assert found.status_code == 200, found.text[:500]
    if form == "tsv":
        rows = list(csv.reader(io.StringIO(found.text, newline=""), delimiter="\t"))
        assert len({len(row) for row in rows}) == 1
        return
    if form == "zip":
        archive = zipfile.ZipFile(io.BytesIO(found.data))
        assert archive.testzip() is None
        said = list(csv.reader(io.StringIO(archive.read("data_dictionary.csv").decode(), newline="")))
        assert {harmless(one.label) for one in own.facts} <= {row[1] for row in said}
        return
    book = openpyxl.load_workbook(io.BytesIO(found.data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    head = [cell.value for cell in book["results"][1]]
    values = [row[head.index("Values")].value for row in book["results"].iter_rows(min_row=2, max_row=len(TEXTS) + 1)]
    assert [openpyxl.utils.escape.unescape(value) for value in values] == list(map(kept, TEXTS))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_pages_and_the_report_show_them_as_text(job: Any, visit: Any, services: Any) -> None:
    now = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
    category = own_columns(services, job.owner, job.id).facts[0]
    selection = Selection(values={category.key: frozenset({TEXTS[0], TEXTS[1]})})
    live = page(report(services, job.owner, job.id, selection, now, with_values=True), now)
    for tag in ("<script>alert", "<img src=x", '<a href="https://evil'):
        assert tag not in live
    visitor = visit(job.owner)
    for path in (f"/jobs/{job.id}", f"/jobs/{job.id}/proteins/1", f"/jobs/{job.id}/report.html"):
        shown = visitor.get(f"{path}?{address.write(selection)}")
        assert shown.status_code in {200, 302, 303, 404}, path
        assert "<script>alert(1)" not in shown.text
        assert "<img src=x" not in shown.text
    assert get_job(services, job.owner, job.id).own_columns.rows


@pytest.mark.parametrize(
    "names",
    [["P00001\0", "P00002\0\tgroup\0one"], ["P00001\ud800", "P00002\tx\udfff"], ["P00001\t\u202ex", "P00002\t=1+1"]],
    ids=["nul", "surrogate", "bidi"],
)
def test_a_list_of_a_program_may_hold_anything(names: list[str], fill_here: Any, services: Any) -> None:
    made = fill_here(10)
    kept = add_columns(services, made.owner, made.id, ListSource("\n".join(names), "a\0b\ud800"))
    assert kept.report.matched >= 1
    assert own_columns(services, made.owner, made.id).facts[0].filled >= 1


def test_long_texts_fit_into_a_cell_of_every_form(fill_here: Any, services: Any, visit: Any) -> None:
    made = fill_here(10)
    texts = {1: "y" * 10_000, 2: "=" + "z" * 32_766, 4: "z" * 32_768, 5: "short"}
    rows = "".join(f"P{number:05d},{text}\n" for number, text in texts.items())
    found = add_columns(services, made.owner, made.id, TableSource(f"id,Note\n{rows}".encode())).report
    (column,) = found.columns
    assert (column.kind, column.filled, column.bad_count, column.bad[0][0]) == ("text", 3, 1, 4)
    data = visit(made.owner).get(f"/jobs/{made.id}/download.xlsx?columns=all").data
    sheet = openpyxl.load_workbook(io.BytesIO(data))["results"]
    place = [cell.value for cell in sheet[1]].index("Note")
    assert [len(row[place].value or "") for row in sheet.iter_rows(min_row=2, max_row=3)] == [10_000, 32_767]
