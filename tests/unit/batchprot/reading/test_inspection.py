import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator

import pytest

from batchprot.reading.fasta import Reading, UnreadableInput
from batchprot.reading.inspection import Inspection, inspect

TEXT = b""">PYR_1 Glutamate dehydrogenase OS=Pyrococcus OX=1
MKVLAAGIW*
>PYR_2
MKV*LAA
>PYR_3
MXXBKV
>PYR_4
>PYR_5
MKVLAAGIW
>PYR_1
ACGTACGTACGTACGTACGTACGTACGTACGT
"""


def look(data: bytes, reading: Reading | None = None) -> Inspection:
    return inspect(io.BytesIO(data), reading=reading)


def note(inspection: Inspection, code: str) -> tuple[str, str, str, int, list[int]]:
    (found,) = [found for found in inspection.notes if found.code == code]
    return found.level, found.title, found.detail, found.count, [example.line for example in found.examples]


def test_records_are_counted_and_none_is_missing() -> None:
    seen = look(TEXT)
    assert (seen.records, seen.ready, seen.warned, seen.rejected) == (6, 2, 2, 2)
    assert seen.records == seen.ready + seen.warned + seen.rejected
    assert (seen.residues, seen.longest, seen.ambiguous) == (9 + 6 + 9 + 32, 32, {"B": 1, "X": 2})
    assert (seen.reading, seen.line_ending) == (Reading.FASTA, "LF")


def test_each_finding_says_how_many_which_and_what_to_do() -> None:
    seen = look(TEXT)
    assert note(seen, "inner_stop") == (
        "error",
        "1 record has a stop inside the sequence",
        "Split at the stop into open reading frames, or remove the *.",
        1,
        [3],
    )
    assert note(seen, "empty")[1] == "1 record has no sequence"
    assert note(seen, "ambiguous")[:3] == (
        "warning",
        "1 record contains letters outside the 20",
        (
            "B once, X 2 times. By default ambiguous letters are ignored and no mass is given. "
            "Change this under Options."
        ),
    )
    assert note(seen, "nucleotide_like")[1] == "1 record looks like nucleotide sequence"
    assert note(seen, "duplicates") == (
        "info",
        "2 records share one sequence",
        "All are kept.",
        2,
        [1, 8],
    )
    assert note(seen, "repeated_identifiers")[1] == "2 records share one identifier"
    assert note(seen, "final_stop_removed")[1] == "1 final stop removed"
    assert (seen.duplicate_records, seen.duplicate_groups, seen.final_stops) == (2, 1, 1)


def test_errors_come_before_warnings_and_those_before_the_rest() -> None:
    levels = [found.level for found in look(TEXT).notes]
    assert levels == sorted(levels, key=("error", "warning", "info", "ok").index)


def test_the_first_records_are_shown_as_they_will_be_read() -> None:
    first = look(TEXT).first[0]
    assert first == (1, "PYR_1", "Glutamate dehydrogenase", 9, "MKVLAAGIW")
    assert len(look(b">a\nMK\n" * 20).first) == 8


def test_a_clean_file_is_told_to_be_clean() -> None:
    seen = look(b">a\nMKVLAA\n>b\nMKVLAG\n")
    assert [(found.level, found.title, found.detail) for found in seen.notes] == [
        ("ok", "No record looks like nucleotide sequence", "No duplicate names.")
    ]


@pytest.mark.parametrize(
    ("data", "line_ending"),
    [(b">a\nMK\n", "LF"), (b">a\r\nMK\r\n", "CRLF"), (b">a\rMK\r", "CR"), (b">a\r\nMK\n", "mixed"), (b">a", "")],
)
def test_line_ends_are_told(data: bytes, line_ending: str) -> None:
    assert look(data).line_ending == line_ending


def test_the_way_raw_lines_were_read_is_told_and_can_be_chosen() -> None:
    data = b"\n".join([b"M" * 60, b"K" * 60, b"V"])
    seen = look(data)
    assert (seen.reading, seen.records) == (Reading.ONE, 1)
    assert note(seen, "reading_one")[1] == "No headers: all lines were read as one sequence"
    other = look(data, Reading.LIST)
    assert (other.reading, other.records) == (Reading.LIST, 3)
    assert note(other, "reading_list")[1] == "No headers: each line was read as one sequence"


def test_gzip_is_inspected_like_plain() -> None:
    assert look(gzip.compress(TEXT)) == look(TEXT)


def test_json_and_back_is_the_same() -> None:
    seen = look(TEXT)
    assert Inspection.from_json(json.loads(json.dumps(seen.to_json()))) == seen


def test_what_can_not_be_read_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="empty"):
        look(b"")


def test_duplicates_are_counted_in_big_files_too() -> None:
    data = b"".join(b">r%d\n%s\n" % (n, b"MK" + b"V" * (n % 6_000 + 1)) for n in range(9_000))
    seen = look(data)
    assert (seen.records, seen.duplicate_records, seen.duplicate_groups) == (9_000, 6_000, 3_000)
    assert seen.repeated_identifiers == 0


class TinyRecords(io.RawIOBase):
    """A file of many records that exists only while it is read."""

    def __init__(self, records: int) -> None:
        self.lines: Iterator[bytes] = (b">record_%d\nMKVLAA%d\n" % (n, n) for n in range(records))
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while len(self.rest) < len(buffer) and (line := next(self.lines, b"")):
            self.rest += line
        count = min(len(self.rest), len(buffer))
        buffer[:count] = self.rest[:count]
        self.rest = self.rest[count:]
        return count


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(records: int) -> int:
        tracemalloc.start()
        seen = inspect(io.BufferedReader(TinyRecords(records)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert seen.records == records
        return peak

    # Sixteen bytes a record are the hashes that duplicates are found by; the rest stays.
    assert peak(120_000) - peak(60_000) < 60_000 * 40


def test_an_inspection_stored_by_the_first_release_is_read():
    stored = look(TEXT).to_json()
    stored["findings"] = stored.pop("notes")
    assert Inspection.from_json(stored) == look(TEXT)
