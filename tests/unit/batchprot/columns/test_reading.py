"""Tables as they come: every form is read, nothing is lost without a word, and what is no table is refused."""

import datetime as dt
import gzip
import io

import openpyxl
import pytest

from batchprot.columns.reading import read_table
from batchprot.columns.refused import TableRefused
from batchprot.columns.table import Table


def cells(table: Table) -> list[tuple[str | None, ...]]:
    """The rows without their numbers."""
    return [row[1:] for row in table.frame.rows()]


def workbook(*rows: tuple[object, ...], hidden: bool = False) -> tuple[openpyxl.Workbook, bytes]:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if hidden:
        sheet = book.create_sheet("Secret")
        sheet.append(["x"])
        sheet.sheet_state = "hidden"
    return book, written(book)


def written(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"id,v\nP1,2\n",
        b"id\tv\r\nP1\t2\r\n",
        b"id;v\nP1;2\n",
        b"id|v\rP1|2\r",
        b"\xef\xbb\xbfid,v\nP1,2",
        "id,v\nP1,2\n".encode("utf-16"),
        "id,v\nP1,2\n".encode("utf-16-le"),
        b"sep=;\nid;v\nP1;2\n",
        gzip.compress(b"id,v\nP1,2\n"),
        b'"id","v"\n"P1","2"\n',
        b"id,v,\nP1,2,\n",
        b"\n\nid,v\n\nP1,2\n\n",
    ],
)
def test_the_same_table_in_many_forms(data: bytes) -> None:
    table = read_table(data)
    assert (table.headers, cells(table)) == (["id", "v"], [("P1", "2")])


def test_rows_keep_their_numbers_over_blank_lines_and_titles() -> None:
    table = read_table(b"Supplementary table 3\n\nid,score,b\nP1,2,3\n\nP2,3,4\n")
    assert table.frame.rows() == [(4, "P1", "2", "3"), (6, "P2", "3", "4")]
    assert table.notes == ("Row 3 was taken as the header; the rows before it were left out.",)


def test_headers_that_occur_twice_or_are_empty_get_names() -> None:
    table = read_table(b"id,v,v,,V\nP1,1,2,3,4\n")
    assert table.headers == ["id", "v", "v (2)", "Column 4", "V (2)"] or len(set(table.headers)) == 5
    assert "more than once" in table.notes[0]


def test_a_cell_may_hold_anything() -> None:
    long = "x" * 10_000
    table = read_table(
        f'id,v\nP1,"<script>alert(1)</script>"\nP2,"=cmd|calc"\nP3,"two\nlines, ""quoted"""\nP4,{long}\n'.encode()
    )
    assert [row[1] for row in cells(table)] == ["<script>alert(1)</script>", "=cmd|calc", 'two\nlines, "quoted"', long]


def test_letters_of_windows_are_read_and_said() -> None:
    table = read_table("id,v\nP1,Ärger\n".encode("cp1252"))
    assert cells(table) == [("P1", "Ärger")]
    assert "Windows-1252" in table.notes[0]


def test_a_workbook_gives_stored_values_dates_and_names_what_it_leaves_out() -> None:
    book, _ = workbook(
        ("Gene", "Score", "Date"), ("A", 0.1 + 0.2, dt.date(2024, 9, 2)), ("B", "=1+1", None), hidden=True
    )
    book.active.merge_cells("A2:A3")
    table = read_table(written(book))
    assert table.headers == ["Gene", "Score", "Date"]
    assert cells(table)[0][2] == "2024-09-02"
    assert float(cells(table)[0][1] or 0) == pytest.approx(0.3)
    assert any("merged" in note for note in table.notes)
    assert any("“Secret”" in note for note in table.notes)
    with pytest.raises(TableRefused, match="no sheet named"):
        read_table(written(book), "Nowhere")


def test_a_thousand_columns_are_read() -> None:
    header = ",".join(f"c{number}" for number in range(1000))
    table = read_table(f"{header}\n{','.join('1' * 1000)}\n".encode())
    assert len(table.headers) == 1000


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"id,v\n", "no rows"),
        (b"a,b\n1,2,3\n4,5\n", "row 2 has more"),
        (b"\0\1\2\3" * 50, "no table"),
        (b"%PDF-1.4", "no table"),
        (b"\x1f\x8b\x08\0broken", "damaged"),
        (b"PK\x03\x04zzz", "can't be read"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(TableRefused, match=words) as refused:
        read_table(data)
    assert refused.value.message.endswith(".")
