import random
import time

import pytest

from batchprot.reading.given import record_of_pair
from batchprot.reading.limits import DEFAULT_LIMITS
from batchprot.reading.records import read_records


def read(header, sequence):
    return record_of_pair(header, sequence, 7, DEFAULT_LIMITS)


@pytest.mark.parametrize("sequence", ["MKV", "ACDEFGHIKLMNPQRSTVWY" * 40, "MXBZJUO", "XXXX", "M"])
def test_letters_are_read_as_those_of_a_file(sequence):
    (expected,) = read_records(f">one first\n{sequence}\n".encode(), first_ordinal=7)
    assert read("one first", sequence) == expected


@pytest.mark.parametrize(("sequence", "code"), [("", "empty"), ("MK!V", "bad_letter"), ("MK*V", "inner_stop")])
def test_a_sequence_that_cannot_be_read_says_why(sequence, code):
    record = read("one", sequence)
    assert (record.ordinal, record.identifier, record.reason_code) == (7, "one", code)


def test_a_hundred_sequences_are_read_in_milliseconds():
    chance = random.Random(1)
    sequences = ["".join(chance.choices("ACDEFGHIKLMNPQRSTVWY", k=500)) for _ in range(100)]
    start = time.process_time()
    for sequence in sequences:
        read("one", sequence)
    assert time.process_time() - start < 0.1
