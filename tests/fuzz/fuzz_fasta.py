"""Feed the reader damaged and made-up files for a while: `python tests/fuzz/fuzz_fasta.py [SECONDS]`, default 600.

Every input is read three ways (whole, by spans of a random size, inspected), and these must agree, keep every record,
and raise nothing but UnreadableInput. What fails is printed with the seed that repeats it and left in a file.
"""

import argparse
import gzip
import io
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from batchprot.reading.fasta import Reading, Record, UnreadableInput, plan_spans, read_chunks, read_records, read_span
from batchprot.reading.inspection import Inspection, inspect
from batchprot.reading.limits import DEFAULT_LIMITS, Limits
from batchprot.reading.spans import recognise

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
LONGEST_SECONDS = 5.0
"""Of the processor, so that other work on the machine is not a finding. Seventeen thousand spans of one line each, read
three ways, take one and a half; what takes five doesn't grow in step with its input."""
PARTS = [
    *(
        b">",
        b"\n>",
        b"\r>",
        b"\r\n",
        b"\n",
        b"\r",
        b" ",
        b"\t",
        b"*",
        b"-",
        b".",
        b";",
        b"#",
        b"|",
        b"=",
        b"OS=",
        b" GN=",
    ),
    *(
        b"\0",
        b"\x1a",
        b"\x0c",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xc3\xa9",
        b"\xe2\x80\xa8",
        b"\xed\xa0\x80",
        b"\x1f\x8b",
    ),
    *(b"P1;", b"sp|", b"MKV", b"mkv", b"XBZJ", b"123", b"A" * 300, b"\n" * 300, b"LOCUS ", b"@r\nA\n+\n", b"<html>"),
]


def damaged(seeds: list[bytes], chance: random.Random) -> bytes:
    """A real file, cut, mixed and sprinkled with what makes reading hard; or nothing but that."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((0, 1, 3, 10, 100))):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            data[place:place] = chance.choice(PARTS)
        elif kind == 1:
            del data[place : place + chance.choice((1, 2, 50, 5_000))]
        elif kind == 2 and data:
            data[place % len(data)] ^= 1 << chance.randrange(8)
        elif kind == 3:
            data[place:place] = data[: chance.choice((3, 60, 2_000))]
        else:
            data[place:place] = chance.randbytes(chance.choice((1, 4, 64)))
    packed = gzip.compress(bytes(data), 1, mtime=0) if chance.random() < 0.2 else bytes(data)
    return packed[: chance.randrange(len(packed) + 1)] if chance.random() < 0.1 else packed


def random_limits(chance: random.Random) -> Limits:
    """Small spans and records, so that short files meet every limit."""
    return replace(
        DEFAULT_LIMITS,
        span_bytes=chance.choice((1, 7, 100, 5_000, 1_048_576)),
        span_records=chance.choice((1, 3, 5_000)),
        record_bytes=chance.choice((10, 400, 1_048_576)),
        residues_per_record=chance.choice((5, 200, 50_000)),
    )


def read_streamed(data: bytes, reading: Reading | None, limits: Limits) -> tuple[Reading, list[Record], bytes]:
    """How it was read, the records, and the plain bytes."""
    chosen, chunks = read_chunks(io.BytesIO(data), reading=reading, limits=limits)
    records = []
    for span, chunk in chunks:
        records += read_records(
            chunk, first_ordinal=span.first_ordinal, first_line=span.first_line, reading=chosen, limits=limits
        )
    plain = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    opened = recognise(iter([plain]), reading)
    rewritten = b"\n" * (opened.line - 1) + b"".join(opened.blocks) if opened.mark else plain
    return chosen, records, rewritten


def check(data: bytes, chance: random.Random) -> bool:
    """Read one input every way; False when it was refused. Raises AssertionError when the ways disagree."""
    limits, reading = random_limits(chance), chance.choice((None, None, *Reading))
    try:
        chosen, records, plain = read_streamed(data, reading, limits)
    except UnreadableInput as error:
        refused = error
    else:
        refused = None
    if refused:
        assert refused.message.isprintable(), refused.message
        return False
    assert records == read_records(plain, reading=chosen, limits=limits), "spans and whole differ"
    stream = io.BytesIO(plain)
    planned = []
    for span in plan_spans(stream, reading=chosen, limits=limits):
        part = read_records(
            read_span(stream, span, limits=limits),
            first_ordinal=span.first_ordinal,
            first_line=span.first_line,
            reading=chosen,
            limits=limits,
        )
        assert len(part) == span.records, "a span counts its records wrongly"
        planned += part
    assert planned == records, "planned spans and whole differ"
    check_records(records, inspect(io.BytesIO(data), reading=reading, limits=limits))
    return True


def check_records(records: list[Record], seen: Inspection) -> None:
    """Each record is accepted or rejected, in order, harmless to store and counted."""
    assert [record.ordinal for record in records] == list(range(1, len(records) + 1))
    for record in records:
        assert bool(record.sequence) != bool(record.reason_code), record
        assert not record.sequence or (record.sequence.isascii() and record.sequence.isalpha()), record
        assert record.sequence == record.sequence.upper(), record
        assert bool(record.reason) == bool(record.reason_code), record
        assert record.reason.isprintable(), record
        assert record.identifier, record
        texts = (record.identifier, record.name, record.description, record.organism, record.gene)
        assert not any("\0" in text or "\n" in text or "\r" in text for text in texts), record
        assert "".join(texts).encode(), record
    assert seen.records == len(records) == seen.ready + seen.warned + seen.rejected


def main() -> int:
    """Run for the given time; 1 when something failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=600)
    parser.add_argument("--seed", type=int, help="Repeat one input")
    asked = parser.parse_args()
    seeds = [b"", *(path.read_bytes() for path in sorted(EXAMPLES.glob("*.fasta")))]
    seeds += [seeds[-1][:200], b"MKVLAA\nMKL\n", b">a\nMK\n"]
    first = time.time_ns() if asked.seed is None else asked.seed
    end = time.monotonic() + asked.seconds
    tried = read = 0
    while time.monotonic() < end:
        seed = first + tried
        chance = random.Random(seed)
        data = damaged(seeds, chance)
        began = time.process_time()
        try:
            read += check(data, chance)
            took = time.process_time() - began
            assert took < LONGEST_SECONDS, f"took {took:.1f} s"
        except Exception as error:  # noqa: BLE001 - anything at all is a finding
            kept = Path(tempfile.gettempdir()) / f"fuzz_fasta_{seed}.bin"
            kept.write_bytes(data)
            print(f"--seed {seed}: {type(error).__name__}: {error}\nthe input is in {kept}", file=sys.stderr)  # noqa: T201
            return 1
        tried += 1
        if asked.seed is not None:
            break
    print(f"{tried:,} inputs, {read:,} of them read and {tried - read:,} refused; no crash")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
