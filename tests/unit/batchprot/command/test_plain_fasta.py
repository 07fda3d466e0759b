"""The quick way through plain FASTA against the thorough one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchprot.command.plain_fasta import read_plain
from batchprot.reading.limits import DEFAULT_LIMITS, Limits
from batchprot.reading.records import read_records
from batchprot.tables.record_columns import RecordColumns

SMALL = Limits(residues_per_record=30, record_bytes=60, header_characters=20)
NAMES = ["a", "sp|P1|A_B one OS=Homo sapiens OX=1 GN=x PE=1", "b  two", "c d ", "e;", 'f, "g"', "=h", "i > j"]
PARTS = [b"\n", b"\n\n", b">", b"\n>", b"MKV", b"X", b"m", b"*", b" ", b"\t", b";", b"P1;", b"\r", b"\xc3\xa9", b"9"]


def same(data: bytes, limits: Limits) -> bool:
    """Read both ways; False where the quick one leaves it to the other."""
    quick = read_plain(data, 7, limits)
    if quick is None:
        return False
    records = read_records(data, first_ordinal=7, first_line=20, limits=limits)
    thorough = RecordColumns.of(records)
    said, wanted = quick._replace(sequences=()), thorough._replace(sequences=())
    assert list(map(list, said)) == list(map(list, wanted))
    assert [sequence.decode() for sequence in quick.sequences] == list(thorough.sequences)
    assert not any(record.notes or record.reason_code for record in records)
    return True


plain_records = st.builds(
    lambda name, lines, end: f">{name}\n" + "".join(f"{line}\n" for line in lines) + end,
    st.sampled_from(NAMES),
    st.lists(st.text("ACDKMXBUO", min_size=1, max_size=12), min_size=1, max_size=4),
    st.sampled_from(["", "", "", "\n"]),
)


@given(st.lists(plain_records, min_size=1, max_size=6).map("".join), st.booleans())
def test_plain_records_are_read_alike(text: str, ended: bool) -> None:
    data = (text if ended else text.rstrip("\n")).encode()
    certain = not re.search(r">[^\n]*\n[XB]|e;", text)
    assert same(data, DEFAULT_LIMITS) or not certain
    same(data, SMALL)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PARTS), max_size=20).map(b"".join))
def test_what_the_quick_way_takes_it_reads_as_the_thorough_one(data: bytes) -> None:
    same(data, DEFAULT_LIMITS)
    same(b">a\nMK\n>b" + data, SMALL)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MK\n",
        b">\nMK\n",
        b"> a\nMK\n",
        b">a\n",
        b">a",
        b">a\n\nXXX\n",
        b">a\nMK*\n",
        b">a\nmk\n",
        b">a\nM K\n",
        b">a\r\nMK\r\n",
        b">a\tb\nMK\n",
        b">\xc3\xa9\nMK\n",
        b">P1;a\nMK\n",
        b">a\nMK\n>\n",
        b">a\n;c\nMK\n",
        b">a\nM>K\n",
    ],
)
def test_what_needs_judging_is_left_to_the_thorough_reader(data: bytes) -> None:
    assert read_plain(data, 1, DEFAULT_LIMITS) is None
