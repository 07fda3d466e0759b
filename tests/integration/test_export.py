"""CSV as a spreadsheet, pandas and the command line see it, and what is left when a reader goes away."""

import csv
import io
import json
import tracemalloc
import uuid
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from batchprot.properties.table import BY_KEY, CALCULATED, RECORD_COLUMNS, Kind, Preset, columns_of
from batchprot.reading.alphabet import STANDARD
from batchprot.tables.formulas import FORMULA_STARTS
from jobs.errors import JobNotFound
from results.exports import columnar
from results.exports import csv as export
from results.queries import query
from results.selection.model import InvalidSelection, Selection

ALL = columns_of(Preset.ALL)


def exported(reader, job, selection=None, columns=ALL):
    data = b"".join(export.csv_stream(reader, job.owner, job.id, selection or Selection(), columns))
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


def value_of(record, header):
    if header.startswith("count_"):
        counts = record["residue_counts"]
        return None if counts is None else counts[STANDARD.index(header[-1])]
    return record[header]


def cell(value):
    """A value as it must be written; numbers as Python writes them."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in FORMULA_STARTS else text


@pytest.mark.parametrize("preset", Preset)
def test_the_header_is_the_record_and_the_preset(reader, filled, preset):
    header, *lines = exported(reader, filled, columns=columns_of(preset))
    assert header == [*RECORD_COLUMNS, *columns_of(preset)]
    assert len(lines) == 300


def test_every_cell_is_the_stored_value(reader, filled):
    header, *lines = exported(reader, filled)
    for line, record in zip(lines, filled.records, strict=True):
        assert dict(zip(header, line, strict=True)) == {name: cell(value_of(record, name)) for name in header}


def test_numbers_are_numbers_whatever_their_sign(reader, filled):
    header, *lines = exported(reader, filled)
    numeric = [
        n for n, name in enumerate(header) if name in BY_KEY and BY_KEY[name].kind in (Kind.NUMBER, Kind.INTEGER)
    ]
    cells = [line[place] for line in lines for place in numeric if line[place]]
    assert all(not text.startswith("'") and float(text) is not None for text in cells)
    assert any(text.startswith("-") for text in cells)


@pytest.mark.parametrize("start", FORMULA_STARTS)
@pytest.mark.parametrize("column", ["identifier", "name", "description", "organism", "gene", "reason"])
def test_text_that_would_run_as_a_formula_is_made_text(reader, fill, start, column):
    record = fill(1).records[0] | {column: f"{start}1+1"}
    job = fill(records=[record])
    for rows in (exported(reader, job), rejected(reader, job)):
        if column in rows[0] and len(rows) > 1:
            assert rows[1][rows[0].index(column)] == f"'{start}1+1"
    assert dict(zip(*exported(reader, job), strict=True))[column] == f"'{start}1+1"


def test_only_texts_in_the_table_that_came_with_the_file_may_begin_as_a_formula():
    ours = {"status", "formula", "crc64", "notes", "inclusion_body_wording", "half_life_next_residue"}
    ours |= {"modifications", "proforma"}  # begin with a letter or a bracket
    words = {row.key for row in BY_KEY.values() if row.kind is Kind.TEXT and not row.key.endswith("_qualifier")}
    assert words <= ours, "decide whether this column may begin as a formula does"


def test_rejected_records_are_there_with_their_reason(reader, filled):
    header, *lines = exported(reader, filled)
    status, reason, weight = (header.index(name) for name in ("status", "reason", "molecular_weight_da"))
    found = [line for line in lines if line[status] == "rejected"]
    assert len(found) == sum(record["status"] == "rejected" for record in filled.records) > 0
    assert all(line[reason] and not line[weight] for line in found)


def test_a_selection_is_exported_in_its_order(reader, filled):
    selection = Selection(ranges={"gravy": (0, 7)}, text="it's 100% kin", statuses=frozenset({"ok", "warned"}))
    assert exported(reader, filled, selection) == [[*RECORD_COLUMNS, *ALL]]
    selection = Selection(ranges={"gravy": (0, 7)}, text="kinase", sort=(("length", "desc"),))
    wanted = [
        r
        for r in filled.records
        if r["gravy"] is not None and 0 <= r["gravy"] <= 7 and "kinase" in r["description"].lower()
    ]
    wanted.sort(key=lambda r: (-r["length"], r["ordinal"]))
    assert [line[0] for line in exported(reader, filled, selection)[1:]] == [str(r["ordinal"]) for r in wanted]


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_records_without_a_value_come_last_as_in_the_table(reader, filled, direction):
    selection = Selection(sort=(("isoelectric_point", direction),))
    page = query.page(reader, filled.owner, filled.id, selection, 0, 500, ["ordinal", "isoelectric_point"])
    assert page.rows[-1]["isoelectric_point"] is None
    assert [line[0] for line in exported(reader, filled, selection)[1:]] == [str(row["ordinal"]) for row in page.rows]


@pytest.mark.parametrize("text", ["%s", "%(x)s", "a%b", "' OR 1=1 --", "\\", "$$", "{}"])
def test_search_words_are_only_words(reader, filled, text):
    wanted = [r for r in filled.records if text.lower() in r["description"].lower()]
    assert len(exported(reader, filled, Selection(text=text))) == 1 + len(wanted)


def test_columns_by_name(reader, filled):
    header, *_ = exported(reader, filled, columns=("gravy", "count_W", "gravy", "name"))
    assert header == [*RECORD_COLUMNS, "gravy", "count_W"]
    for name in ("password_hash", "sequence", "job_id", "gravy FROM protein; --"):
        with pytest.raises(InvalidSelection):
            export.csv_stream(reader, filled.owner, filled.id, Selection(), (name,))


def test_pandas_reads_it_untouched(reader, filled, tmp_path):
    import pandas as pd

    path = tmp_path / "all.csv"
    path.write_bytes(b"".join(export.csv_stream(reader, filled.owner, filled.id, Selection(), ALL)))
    frame = pd.read_csv(path)
    assert len(frame) == 300
    for name in ("gravy", "isoelectric_point", "count_A", "length"):
        assert frame[name].dtype.kind in "if", name
        expected = [value_of(r, name) for r in filled.records]
        assert [None if pd.isna(value) else value for value in frame[name]] == expected


# ---------------------------------------------------------------- rejected records


def rejected(reader, job):
    data = b"".join(export.rejected_csv_stream(reader, job.owner, job.id))
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


def test_the_type_of_a_column_does_not_depend_on_its_first_rows(reader, fill, tmp_path):
    import polars as pl

    whole = {row.key: 30.0 for row in CALCULATED if row.kind is Kind.NUMBER}
    records = [record | whole for record in fill(150).records if record["status"] != "rejected"]
    last = records[-1] | dict.fromkeys(whole, 1.9)
    job = fill(records=[*records[:-1], last])
    for stream, read, name in (
        (export.csv_stream, pl.read_csv, "all.csv"),
        (export.json_lines_stream, pl.read_ndjson, "all.ndjson"),
    ):
        path = tmp_path / name
        path.write_bytes(b"".join(stream(reader, job.owner, job.id, Selection(), ALL)))
        frame = read(path)
        assert {key: frame.schema[key] for key in whole} == dict.fromkeys(whole, pl.Float64)
        assert frame["half_life_yeast_h"].to_list() == [30.0] * (len(records) - 1) + [1.9]


def test_the_rejected_say_where_and_why(reader, filled):
    header, *lines = rejected(reader, filled)
    assert header == list(export.REJECTED_COLUMNS)
    wanted = [r for r in filled.records if r["status"] != "ok"]
    assert lines == [[cell(record[name]) for name in header] for record in wanted]


# ---------------------------------------------------------------- who, and what is left behind


def test_only_the_owner_is_answered_and_before_the_first_block(reader, fill):
    job, stranger = fill(3), fill(1).owner
    for user_id, job_id in ((stranger, job.id), (job.owner, uuid.uuid4()), (job.owner, "x")):
        with pytest.raises(JobNotFound):
            export.csv_stream(reader, user_id, job_id, Selection(), ALL)
        with pytest.raises(JobNotFound):
            export.rejected_csv_stream(reader, user_id, job_id)


def backends(tell):
    asked = "SELECT state, query FROM pg_stat_activity WHERE application_name = 'batchprot reading tests'"
    return tell(asked)


def test_a_reader_who_goes_away_leaves_nothing_behind(reader, fill, tell):
    records = fill(1).records
    records[0].update(status="ok", description="x" * 2_000)
    job = fill(records=[records[0] | {"ordinal": n} for n in range(1, 20_001)])
    reader.database.dispose()
    stream = export.csv_stream(reader, job.owner, job.id, Selection(), ALL)
    assert next(stream)
    assert [state for state, _ in backends(tell)].count("active") == 1
    stream.close()
    assert {state for state, _ in backends(tell)} <= {"idle"}
    assert len(exported(reader, job)) == 20_001


def test_memory_does_not_grow_with_the_job(reader, fill):
    records = fill(1).records
    records[0].update(status="ok", description="x" * 1_000)
    job = fill(records=[records[0] | {"ordinal": n} for n in range(1, 20_001)])
    tracemalloc.start()
    try:
        size = sum(map(len, export.csv_stream(reader, job.owner, job.id, Selection(), ALL)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 20e6
    assert peak < 4e6


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("S. cerevisiae reference proteome", "s-cerevisiae-reference-proteome.csv"),
        ("yeast_UP000002311.fasta.gz", "yeast-up000002311.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ('a"b\r\nSet-Cookie: x=1', "a-b-set-cookie-x-1.csv"),
        ("日本語", "日本語.csv"),
        ("\u03b1-Synuklein \u2013 Test", "\u03b1-synuklein-test.csv"),
        ("🧬", "batchprot.csv"),
        ("x" * 500, "x" * 80 + ".csv"),
        ("", "batchprot.csv"),
    ],
)
def test_the_file_name_is_letters_and_digits(title, name):
    assert export.filename(SimpleNamespace(title=title)) == name


def test_the_download_is_the_file_that_the_command_line_writes(services, user, submit_text, run_jobs, tmp_path):
    from click.testing import CliRunner

    from batchprot.command.analyze import analyze

    fasta = (Path(__file__).parents[2] / "examples" / "messy.fasta").read_bytes()
    fasta += (
        b">=1 -x\nMKV\n>tiny Protein of nothing much OS=Mus musculus GN=-a\nMKTAYIAKQRQISFVKSH\n>X ambiguous\nMXB\n"
    )
    job_id = submit_text(fasta, name="messy.fasta")
    run_jobs()
    downloaded = b"".join(export.csv_stream(services, user, job_id, Selection(), ALL))
    file, out = tmp_path / "messy.fasta", tmp_path / "messy.csv"
    file.write_bytes(fasta)
    result = CliRunner().invoke(analyze, [str(file), "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert downloaded.count(b"rejected") > 1
    assert downloaded.decode().splitlines() == out.read_bytes().decode().splitlines()
    assert downloaded == out.read_bytes()


def test_own_columns_are_written_by_the_command_line_as_by_the_download(
    services, user, submit_text, run_jobs, tmp_path
):
    from click.testing import CliRunner

    from batchprot.command.analyze import analyze
    from jobs.intake.own_columns.source import TableSource
    from jobs.intake.own_columns.use import add_columns
    from results.own_columns import own_columns

    fasta = b"".join(b">p%d\nMKV%s\n" % (n, b"*A" if n == 3 else b"") for n in range(1, 9))
    table = (
        b'"id","=odd, name",whole,sized,note,gravy\n'
        b'p1,=1+1,1234567890123456,1e15,"two\nlines",a\np2,-2.5,-7,0.00001,-x,b\np3,a,0,1e300,@x,\n'
        b'p4,b,5,-1234567890123456.7,,\np5,c,6,0.1,"a,""b""",d\np6,NA,,3,,\n'
    )
    job_id = submit_text(fasta)
    run_jobs()
    add_columns(services, user, job_id, TableSource(table, "hits.csv"))
    own = own_columns(services, user, job_id)
    assert [one.kind for one in own.facts][1:3] == ["integer", "number"]
    downloaded = b"".join(export.csv_stream(services, user, job_id, Selection(), (*ALL, *own.keys)))
    (tmp_path / "hits.csv").write_bytes(table)
    (tmp_path / "p.fasta").write_bytes(fasta)
    written = CliRunner().invoke(
        analyze,
        [str(tmp_path / "p.fasta"), "--columns-from", str(tmp_path / "hits.csv"), "-o", str(tmp_path / "p.csv")],
    )
    assert written.exit_code == 0, written.output
    assert downloaded == (tmp_path / "p.csv").read_bytes()
    in_json = b"".join(export.json_lines_stream(services, user, job_id, Selection(), own.keys)).decode()
    assert [json.loads(line)["whole"] for line in in_json.splitlines()][:2] == [1234567890123456, -7]
    assert [json.loads(line)["sized"] for line in in_json.splitlines()][:3] == [1e15, 1e-05, 1e300]
    parquet = b"".join(columnar.parquet_stream(services, user, job_id, Selection(), own.keys, facts={}))
    assert pl.read_parquet(io.BytesIO(parquet))["whole"][0] == 1234567890123456
