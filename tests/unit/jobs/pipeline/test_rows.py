import math
import re
import struct
from uuid import UUID

import pytest

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import CALCULATED, Kind
from batchprot.reading.fasta import read_records
from batchprot.tables import raw_columns
from jobs.pipeline.bisect import Part
from jobs.pipeline.rows import MEASUREMENT_COLUMNS, PROTEIN_COLUMNS, chunk_rows
from jobs.pipeline.worker_errors import WorkerFailed

JOB = UUID(int=7)


def result_for(sequences, engine="1"):
    columns = analyze(sequences, AnalysisOptions())
    return raw_columns.from_bytes(raw_columns.to_bytes(columns, engine=engine, constants="expasy"))


def parsed(data, names):
    """Rows of COPY's text format as PostgreSQL reads them; None for NULL."""
    assert data.endswith(b"\n")
    lines = [line.split("\t") for line in data.decode().removesuffix("\n").split("\n")]
    return [dict(zip(names, map(unescaped, line), strict=True)) for line in lines]


def unescaped(field):
    if field == "\\N":
        return None
    return re.sub(r"\\(.)", lambda found: {"t": "\t", "n": "\n", "r": "\r"}.get(found[1], found[1]), field)


def parsed_binary(data):
    """Rows of a binary COPY as PostgreSQL reads them: each field's bytes by name, None for NULL."""
    assert data.startswith(b"PGCOPY\n\xff\r\n\0" + bytes(8))
    place, rows = 19, []
    while (fields := struct.unpack_from(">h", data, place)[0]) != -1:
        place, row = place + 2, []
        for _ in range(fields):
            length = struct.unpack_from(">i", data, place)[0]
            place += 4
            row.append(None if length < 0 else data[place : place + length])
            place += max(length, 0)
        rows.append(dict(zip(MEASUREMENT_COLUMNS, row, strict=True)))
    assert place + 2 == len(data)
    return rows


def rows_of(text, split=None):
    records = read_records(text.encode())
    sequences = [record.sequence for record in records if not record.reason_code]
    split = split if split is not None else [(0, len(sequences))]
    parts = [Part(start, stop, result_for(sequences[start:stop])) for start, stop in split]
    rows = chunk_rows(JOB, records, parts)
    return rows, parsed(rows.proteins, PROTEIN_COLUMNS), parsed_binary(rows.measurements) if rows.measurements else []


def test_every_record_has_a_line_and_every_measured_one_a_second():
    rows, proteins, measurements = rows_of(">a x\nMKV\n>b\n\n>c\nMKX\n")
    assert (rows.done, rows.warned, rows.rejected) == (2, 1, 1)
    assert [row["status"] for row in proteins] == ["ok", "rejected", "warned"]
    assert [row["ordinal"] for row in measurements] == [struct.pack(">i", 1), struct.pack(">i", 3)]
    assert proteins[1]["sequence"] == ""
    assert proteins[1]["length"] == "0"
    assert (len(proteins[0]["crc64"]), proteins[1]["crc64"]) == (16, None)
    assert measurements[1]["molecular_weight_da"] is None


def test_values_come_back_exactly():
    sequences = ["MKVLAAGIVGLCAKAYLK", "WWWCCCYYY", "GG"]
    _, _, measurements = rows_of("".join(f">p{i}\n{s}\n" for i, s in enumerate(sequences)))
    wanted = result_for(sequences)
    for row in CALCULATED:
        for place, stored in enumerate(measurements):
            value = wanted.columns[row.key][place]
            if row.kind is Kind.COUNTS:
                numbers = [number for count in value.tolist() for number in (4, count)]
                assert stored[row.key] == struct.pack(">iiiii40i", 1, 0, 23, 20, 1, *numbers)
            elif row.kind is Kind.TEXT:
                assert stored[row.key] == (value.encode() or None)
            elif math.isnan(value):
                assert stored[row.key] is None
            elif row.kind is Kind.NUMBER:
                assert stored[row.key] == struct.pack(">d", value)
            else:
                assert stored[row.key] == struct.pack(">i", int(value))


def test_parts_are_joined_in_order():
    text = "".join(f">p{i}\nMKV{'L' * i}\n" for i in range(6))
    whole = rows_of(text)[0]
    assert rows_of(text, [(0, 2), (2, 3), (3, 6)])[0] == whole


def test_a_record_the_worker_could_not_do_is_rejected_alone():
    records = read_records(b">a\nMKV\n>b\nMKL\n>c\nMKI\n")
    parts = [Part(0, 1, result_for(["MKV"])), Part(1, 2, None), Part(2, 3, result_for(["MKI"]))]
    rows = chunk_rows(JOB, records, parts)
    proteins = parsed(rows.proteins, PROTEIN_COLUMNS)
    assert [row["reason_code"] for row in proteins] == ["", "worker_unable", ""]
    assert "compute service" in proteins[1]["reason"]
    assert (rows.done, rows.rejected) == (2, 1)


def test_parts_that_do_not_cover_the_records_are_an_error():
    records = read_records(b">a\nMKV\n>b\nMKL\n")
    with pytest.raises(ValueError, match="cover"):
        chunk_rows(JOB, records, [Part(0, 1, result_for(["MKV"]))])


def test_hostile_headers_stay_in_their_fields():
    names = [
        'quo"te',
        "com,ma",
        "back\\tslash t",
        "a\tb",
        "back\\slash",
        "\\.",
        "=cmd|' /C calc'!A0",
        "é漢字",
        "{1,2}",
        "NULL",
        "%s",
    ]
    _, proteins, _ = rows_of("".join(f">id{i} {name}\nMKV\n" for i, name in enumerate(names)))
    assert [row["description"] for row in proteins] == names


def test_a_nul_in_a_header_is_replaced_for_postgresql():
    rows, proteins, _ = rows_of(">a na\0me\nMKV\n>b\nMKL\n", split=[(0, 1)])
    assert [(row["identifier"], row["description"], row["status"]) for row in proteins] == [
        ("a", "na\ufffdme", "rejected"),
        ("b", "", "ok"),
    ]
    assert b"\0" not in rows.proteins


def test_only_rejected_records_measure_nothing():
    rows, proteins, _ = rows_of(">a\n\n>b\nMK-V\n", split=[])
    assert rows.measurements == b""
    assert len(proteins) == 2


def test_a_chunk_is_of_one_engine():
    records = read_records(b">a\nMKV\n>b\nMKL\n")
    both = [Part(0, 1, result_for(["MKV"])), Part(1, 2, result_for(["MKL"], engine="2"))]
    with pytest.raises(WorkerFailed) as failed:
        chunk_rows(JOB, records, both)
    assert not failed.value.suspicious
    assert chunk_rows(JOB, records, [both[0], Part(1, 2, None)]).engine == "1"
