import random

import pytest
from Bio.SeqUtils.CheckSum import crc64 as biopythons

from batchprot.engine import checksum
from batchprot.engine.batch import SequenceBatch
from batchprot.properties.options import AnalysisOptions

DEFAULT = AnalysisOptions()


def expected(sequence: str) -> str:
    return biopythons(sequence).removeprefix("CRC-")


def test_equal_to_biopythons():
    chance = random.Random(64)
    sequences = ["".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=chance.randint(1, 900))) for _ in range(200)]
    assert checksum.crc64(SequenceBatch.of(sequences), DEFAULT) == [expected(one) for one in sequences]


def test_long_sequences():
    sequences = ["ACDEFGHIKL" * 450, "M", "KR" * 17_500]
    assert checksum.crc64(SequenceBatch.of(sequences), DEFAULT) == [expected(one) for one in sequences]


@pytest.mark.parametrize("whole", [1, 2, 3])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_segments_of_long_sequences_are_put_together(whole: int, more: int):
    long = "".join(random.Random(whole).choices("ACDEFGHIKLMNPQRSTVWY", k=whole * checksum.SEGMENT + more))
    sequences = ["MKVW", long, "G"]
    assert checksum.crc64(SequenceBatch.of(sequences), DEFAULT) == [expected(one) for one in sequences]


def test_leading_zeros_are_kept():
    assert checksum.crc64(SequenceBatch.of(["UUUU"]), DEFAULT) == ["7000000070000000"]
    assert all(len(text) == 16 for text in checksum.crc64(SequenceBatch.of(["D" * 35_000]), DEFAULT))
