"""Tables that are too large, too far apart, doubled or damaged by Excel: a sentence, and nothing lost."""

import gzip
import io
import zipfile

import openpyxl
import polars as pl
import pytest

from batchprot.columns import extent, reading
from batchprot.columns.choices import Choices
from batchprot.columns.matching import RECORD, Records
from batchprot.columns.prepare import MOST_CHOSEN, prepare
from batchprot.columns.reading import read_table
from batchprot.columns.refused import TableRefused
from batchprot.properties.property import Kind


def records(count: int = 6) -> Records:
    """P00001 and so on, with genes SEPT1 and so on."""
    numbers = range(1, count + 1)
    columns = {
        "ordinal": list(numbers),
        "identifier": [f"sp|P{number:05d}|NAM{number}_X" for number in numbers],
        "name": [f"NAM{number}_X" for number in numbers],
        "gene": [f"SEPT{number}" for number in numbers],
        "description": [f"Protein {number}" for number in numbers],
    }
    return Records(pl.DataFrame(columns, schema=RECORD))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_table_over_the_limit_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    table = b"id,v\n" + b"P1,2\n" * 300_000
    for data in (table, gzip.compress(table)):
        with pytest.raises(TableRefused, match="larger than 1 MB") as refused:
            read_table(data)
        assert refused.value.status == 413


@pytest.mark.parametrize("far", ["XFD1048576", "ZZ900000", "Z1000000"])
def test_a_cell_far_from_the_table_costs_no_memory(far: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "v"])
    book.active.append(["P00001", 1])
    book.active[far] = "far"
    with pytest.raises(TableRefused, match="too far for a table of cells"):
        read_table(saved(book))


def test_a_workbook_that_unpacks_to_more_than_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    for _ in range(2_000):
        book.active.append(["P00001"] * 20)
    monkeypatch.setattr(extent, "MOST_INFLATED", 100_000)
    with pytest.raises(TableRefused, match="once it is unpacked"):
        read_table(saved(book))


def test_an_archive_that_is_no_workbook_is_said_to_be_none() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(TableRefused, match="no workbook of Excel"):
        read_table(out.getvalue())
    with pytest.raises(TableRefused, match="damaged"):
        read_table(saved(openpyxl.Workbook())[:-40])


def test_a_thousand_columns_give_the_first_fifty_and_say_so() -> None:
    head = ",".join(["id", *(f"c{number}" for number in range(1_000))])
    row = ",".join(["P00001", *map(str, range(1_000))])
    found = prepare(read_table(f"{head}\n{row}\n".encode()), records())
    assert len(found.columns) == MOST_CHOSEN
    assert "1,000 columns; the first 50 are chosen" in " ".join(found.report.notes)
    chosen = prepare(read_table(f"{head}\n{row}\n".encode()), records(), Choices(columns=["c999"]))
    assert chosen.values["c999"].to_list() == [999.0]


def test_every_key_twice_with_the_same_values_is_counted_and_with_others_refused() -> None:
    same = "".join(f"P{number:05d},{number}\n" for number in (1, 2, 3)) * 2
    found = prepare(read_table(f"id,v\n{same}".encode()), records())
    assert (found.report.doubled, found.report.problems, len(found.values)) == (3, (), 3)
    other = same + "P00001,9\nP00002,9\nP00003,9\n"
    problems = " ".join(prepare(read_table(f"id,v\n{other}".encode()), records()).report.problems)
    assert "“P00001” stands in rows 2 and 5 and 8 with different values; 2 more proteins like it" in problems


def test_no_key_matches() -> None:
    report = prepare(read_table(b"id,v\nx,1\ny,2\n"), records()).report
    assert (report.matched, report.unmatched, report.unmatched_examples) == (0, 2, ((2, "x"), (3, "y")))
    assert report.problems == ("No row names a protein of this analysis. Choose the column with their names.",)


def test_genes_that_excel_took_for_dates_are_named() -> None:
    report = prepare(read_table(b"gene,v\nSEPT1,1\n2-Sep,2\n2006-09-03,3\n2.31E+19,4\n"), records()).report
    assert report.matched == 1
    said = " ".join(report.damage)
    assert "2 unmatched keys are each a date, such as “2-Sep”" in said
    assert "1 unmatched key is a number, such as “2.31E+19”" in said


@pytest.mark.parametrize(
    "data",
    [
        b"id;x;y\nP00001;1,5;1.234,5\nP00002;2,25;7\n",
        "id\tx\ty\nP00001\t1,5\t1.234,5\nP00002\t2,25\t7\n".encode("utf-16"),
        "id;x;y\r\nP00001;1,5;1.234,5\r\nP00002;2,25;7\r\n".encode("cp1252"),
    ],
)
def test_decimal_commas_in_every_encoding(data: bytes) -> None:
    found = prepare(read_table(data), records())
    first, second = found.columns
    assert (first.kind, found.values["x"].to_list()) == (Kind.NUMBER, [1.5, 2.25])
    assert second.kind in {Kind.CATEGORY, Kind.TEXT}  # 1.234,5 is no number that is known for certain


def test_formulas_give_stored_values_and_merged_cells_the_first() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["id", "v", "w"], ["P00001", 1, "=B2*2"], ["P00002", 2, "x"], ["P00003", None, "y"]):
        sheet.append(row)
    sheet.merge_cells("B3:B4")
    table = read_table(saved(book))
    assert "merged cells" in " ".join(table.notes)
    assert [row[1:] for row in table.frame.rows()] == [
        ("P00001", "1", None),
        ("P00002", "2", "x"),
        ("P00003", None, "y"),
    ]


def test_texts_longer_than_a_cell_are_named_and_the_rest_kept() -> None:
    table = read_table(f"id,note\nP00001,{'x' * 40_000}\nP00002,short\n".encode())
    (column,) = prepare(table, records()).report.columns
    assert (column.filled, column.bad_count, column.bad[0][0]) == (1, 1, 2)
