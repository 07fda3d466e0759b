"""Downloads other than CSV: each has the CSV's rows and values, texts as they came, and sequences whole."""

import codecs
import csv
import datetime as dt
import hashlib
import io
import json
import tempfile
import tracemalloc
import uuid
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from batchprot.properties.table import PROPERTIES, RECORD_COLUMNS, Preset, columns_of, headers
from batchprot.reading.fasta import read_records
from batchprot.tables.dictionary import DICTIONARY_HEADERS, dictionary
from batchprot.tables.formulas import FORMULA_STARTS, harmless
from jobs.errors import JobNotFound
from results.exports import about, archive, fasta, workbook
from results.exports import csv as export
from results.jobs import get_job
from results.selection.model import InvalidSelection, Selection, is_numeric

ALL = columns_of(Preset.ALL)
METHODS = [("Engine", "BatchProt 1.0.0")]
NOTHING = Selection(text="no protein is called this")


def whole(stream):
    return b"".join(stream)


def csv_rows(data, delimiter=","):
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))


def as_csv(reader, job, selection=None, columns=ALL):
    return whole(export.csv_stream(reader, job.owner, job.id, selection or Selection(), columns))


def as_json(reader, job, selection=None, columns=ALL):
    data = whole(export.json_lines_stream(reader, job.owner, job.id, selection or Selection(), columns))
    return [json.loads(line, parse_constant=pytest.fail) for line in data.decode().split("\n")[:-1]]


def as_fasta(reader, job, selection=None):
    return whole(fasta.fasta_stream(reader, job.owner, job.id, selection or Selection()))


def as_workbook(reader, job, selection=None, columns=ALL):
    stream = workbook.xlsx_stream(reader, job.owner, job.id, selection or Selection(), columns, methods=METHODS)
    return openpyxl.load_workbook(io.BytesIO(whole(stream)))


def as_zip(reader, job, selection=None, columns=ALL):
    stream = archive.zip_stream(reader, job.owner, job.id, selection or Selection(), columns, methods=METHODS)
    return zipfile.ZipFile(io.BytesIO(whole(stream)))


def test_tabs_part_the_same_cells(reader, filled):
    data = whole(export.tsv_stream(reader, filled.owner, filled.id, Selection(), ALL))
    assert csv_rows(data, "\t") == csv_rows(as_csv(reader, filled))


def test_json_lines_have_the_same_numbers_and_the_texts_as_they_came(reader, filled):
    for line, row, record in zip(
        as_json(reader, filled), csv_rows(as_csv(reader, filled)), filled.records, strict=True
    ):
        assert list(line) == list(row)
        for name, value in line.items():
            if is_numeric(name):
                assert value == (float(row[name]) if row[name] else None), name
            else:
                assert (value or "") == row[name].removeprefix("'"), name
        assert line["description"] == record["description"]


def test_fasta_reads_back_as_it_was(reader, fill):
    chance = fill(40, seed=5).records
    plain = [
        record for record in chance if "\n" not in record["description"] and not record["identifier"].startswith("says")
    ]
    job = fill(records=[record | {"ordinal": place} for place, record in enumerate(plain, 1)])
    wanted = [record for record in job.records if record["sequence"]]
    data = as_fasta(reader, job)
    assert max(len(line) for line in data.decode().splitlines() if not line.startswith(">")) == 60
    got = data.decode().split("\n>")
    assert len(got) == len(wanted)
    for text, record in zip(got, wanted, strict=True):
        header, *lines = text.removeprefix(">").split("\n")
        assert header == f"{record['identifier']} {record['description']}"
        assert "".join(lines) == record["sequence"]


def test_fasta_of_a_job_is_its_file(services, user, submit_text, run_jobs):
    text = (Path(__file__).parents[2] / "examples" / "panel.fasta").read_bytes()
    job_id = submit_text(text)
    run_jobs()
    data = whole(fasta.fasta_stream(services, user, job_id, Selection()))
    given, got = read_records(text), read_records(data)
    assert [(one.identifier, one.description, one.sequence) for one in got] == [
        (one.identifier, one.description, one.sequence) for one in given if not one.reason
    ]


def test_the_workbook_has_the_values_of_the_csv(reader, filled):
    sheet = as_workbook(reader, filled)["results"]
    head, *lines = sheet.iter_rows(values_only=True)
    rows = csv_rows(as_csv(reader, filled))
    assert list(head) == list(rows[0])
    for cells, row in zip(lines, rows, strict=True):
        for name, cell in zip(head, cells, strict=True):
            if is_numeric(name):
                assert cell == (float(row[name]) if row[name] else None), name
            else:
                assert (cell or "").replace("\r\n", "\n") == row[name].removeprefix("'"), name


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_workbook_runs_no_text(reader, fill, start):
    hostile = fill(1).records[0] | {"status": "ok", "identifier": f"{start}1+1", "gene": f"{start}cmd|' /C calc'!A0"}
    sheet = as_workbook(reader, fill(records=[hostile]))["results"]
    names = [cell.value for cell in sheet[1]]
    for name in ("identifier", "gene"):
        cell = sheet.cell(2, names.index(name) + 1)
        assert cell.data_type == "s"
        assert cell.quotePrefix, "editing the cell would make it a formula"
    assert sheet.cell(2, names.index("gravy") + 1).data_type == "n"


@pytest.mark.parametrize(
    "text",
    ["<r>x</r>", "<r><t>x</t></r>", "_x0041_", "a\x01b", "</t></is></c>", "&amp;<b>", "  x  ", "\u202eexe", "http://x"],
)
def test_a_workbook_shows_hostile_texts_as_they_are(reader, fill, text):
    job = fill(records=[fill(1).records[0] | {"gene": text, "identifier": text}])
    head, row = as_workbook(reader, job)["results"].iter_rows(values_only=True)
    shown = dict(zip(head, row, strict=True))
    assert unescape(shown["gene"]) == unescape(shown["identifier"]) == text


@pytest.mark.parametrize("length", [32_767, 32_768, 35_000, 50_000])
def test_a_long_sequence_is_whole_in_the_workbook(reader, fill, length):
    record = fill(1).records[0] | {
        "status": "ok",
        "sequence": "MK" * (length // 2) + "W" * (length % 2),
        "length": length,
    }
    book = as_workbook(reader, fill(records=[record]))
    head, row = book["sequences"].iter_rows(values_only=True)
    assert head == ("ordinal", "identifier", "sequence", "sequence_2")
    assert "".join(part or "" for part in row[2:]) == record["sequence"]
    assert "join the cells" in dict(book["methods"].iter_rows(values_only=True))["Sequences"]


def test_sheets_and_files_beside_the_results(reader, filled):
    book = as_workbook(reader, filled)
    assert book.sheetnames == ["results", "sequences", "data dictionary", "methods"]
    zipped = as_zip(reader, filled)
    assert zipped.testzip() is None
    assert zipped.read(archive.RESULTS) == as_csv(reader, filled)
    marked = zipped.read(archive.DICTIONARY)
    assert marked.startswith(codecs.BOM_UTF8)
    dictionary = csv_rows(marked.removeprefix(codecs.BOM_UTF8))
    assert [row["column"] for row in dictionary] == list(csv_rows(as_csv(reader, filled))[0])
    assert [tuple(row.values()) for row in dictionary] == [
        tuple(harmless(cell or "") for cell in row)
        for row in list(book["data dictionary"].iter_rows(values_only=True))[1:]
    ]
    assert zipped.read(archive.METHODS).decode() == "Engine: BatchProt 1.0.0\n"


def test_no_cell_of_the_data_dictionary_is_run_as_a_formula():
    marked = archive.dictionary_csv([header for row in PROPERTIES for header in headers(row)])
    cells = [cell for row in csv.reader(io.StringIO(marked.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
    assert any(cell.startswith("'-") for cell in cells), "ranges begin with a minus sign"


def test_every_column_is_in_the_data_dictionary():
    columns = (*RECORD_COLUMNS, "line", *(header for row in PROPERTIES for header in headers(row)))
    entries = dictionary(columns)
    assert all(len(entry) == len(DICTIONARY_HEADERS) for entry in entries)
    assert all(dict(zip(DICTIONARY_HEADERS, entry, strict=True))["meaning"] for entry in entries)


def test_methods_say_all_that_repeats_the_analysis(services, user, submit_text, run_jobs):
    text = b">a\nMKWVTFISLLFLFSSAYS\n>b\nMK*V\n"
    job_id = submit_text(text, ph=7.4, constants="biopython")
    run_jobs()
    told = about.methods(
        get_job(services, user, job_id), Selection(text="x"), 2, dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
    )
    said = dict(told)
    assert said["SHA-256 of the file"] == hashlib.sha256(text).hexdigest()
    assert (said["pH for net charge"], said["Constants"]) == ("7.4", "Biopython ProteinAnalysis")
    assert (said["Analysed"], said["Rejected"]) == ("1 (0 with a warning)", "1")
    assert (said["Selection"], said["Downloaded"]) == ("Name or description contains “x” (q=x)", "2026-01-02 03:04 UTC")
    assert said["Engine"].startswith("BatchProt ")


def test_nothing_selected_gives_headers_only(reader, filled):
    assert whole(export.json_lines_stream(reader, filled.owner, filled.id, NOTHING, ALL)) == b""
    assert as_fasta(reader, filled, NOTHING) == b""
    assert as_zip(reader, filled, NOTHING).read(archive.RESULTS).count(b"\n") == 1
    assert as_workbook(reader, filled, NOTHING)["results"].max_row == 1
    job = get_job(reader, filled.owner, filled.id)
    said = dict(about.methods(job, NOTHING, 0, dt.datetime.now(dt.UTC)))
    assert "headers only" in said["Records in this download"]


def test_checked_records_in_the_order_of_the_table(reader, filled):
    checked = Selection(ordinals=frozenset({3, 77, 150}), sort=(("ordinal", "desc"),))
    assert [row["ordinal"] for row in as_json(reader, filled, checked)] == [150, 77, 3]
    assert [row[0].value for row in as_workbook(reader, filled, checked)["results"]][1:] == [150, 77, 3]


@pytest.mark.parametrize(
    ("wanted", "columns"),
    [
        ("basic", columns_of(Preset.BASIC)),
        ("gravy,length,gravy", ("gravy", "length")),
        ("line,count_W", ("line", "count_W")),
    ],
)
def test_columns_by_preset_or_by_name(wanted, columns):
    assert export.columns_named(wanted) == columns


@pytest.mark.parametrize("wanted", ["", ",", "sequence", "job_id", "gravy,", "ALL", "gravy;DROP", "basic,gravy"])
def test_columns_that_do_not_exist(wanted):
    with pytest.raises(InvalidSelection):
        export.columns_named(wanted)


STREAMS = [
    lambda *who: export.tsv_stream(*who, Selection(), ALL),
    lambda *who: export.json_lines_stream(*who, Selection(), ALL),
    lambda *who: fasta.fasta_stream(*who, Selection()),
    lambda *who: workbook.xlsx_stream(*who, Selection(), ALL, methods=METHODS),
    lambda *who: archive.zip_stream(*who, Selection(), ALL, methods=METHODS),
]


@pytest.mark.parametrize("stream", STREAMS)
def test_only_the_owner_is_answered_and_before_the_first_block(reader, fill, stream):
    job, stranger = fill(3), fill(1).owner
    for user_id, job_id in ((stranger, job.id), (job.owner, uuid.uuid4())):
        with pytest.raises(JobNotFound):
            stream(reader, user_id, job_id)


def test_memory_does_not_grow_with_the_job(reader, fill):
    first = fill(1).records[0] | {"status": "ok", "description": "x" * 500, "sequence": "MK" * 500}
    job = fill(records=[first | {"ordinal": number} for number in range(1, 2_001)])
    for stream in STREAMS:
        tracemalloc.start()
        try:
            assert sum(map(len, stream(reader, job.owner, job.id))) > 15_000
            assert tracemalloc.get_traced_memory()[1] < 3e6
        finally:
            tracemalloc.stop()


def test_readers_who_go_away_leave_nothing_behind(reader, fill, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = fill(1).records[0] | {"status": "ok", "description": "x" * 800, "sequence": "MK" * 500}
    job = fill(records=[first | {"ordinal": number} for number in range(1, 2_001)])
    for stream in STREAMS:
        blocks = stream(reader, job.owner, job.id)
        assert next(blocks)
        blocks.close()
    assert list(tmp_path.iterdir()) == []
    assert reader.database.engine.pool.checkedout() == 0
