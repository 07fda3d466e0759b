"""CRC64 as UniProtKB prints it, for many sequences at once."""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from batchprot.engine.batch import LETTERS, Block, Codes, Integers, SequenceBatch
from batchprot.properties.options import AnalysisOptions
from batchprot.reading import alphabet

Checksums = npt.NDArray[np.uint64]

POLYNOMIAL: Final = 0xD800000000000000
"""x64 + x4 + x3 + x + 1 (ISO 3309), lowest power first."""
SEGMENT: Final = 2048
"""A longer chain is processed in spans of this many letters, whose table stays in the processor's cache."""
BYTES: Final = 8


def crc64(batch: SequenceBatch, options: AnalysisOptions) -> list[str]:
    """Give n checksums of 16 hexadecimal digits.

    The checksum is linear: that of a sequence is the exclusive or of what each letter contributes, which depends on the
    letter and on how many follow it. Press et al. 1993, Numerical Recipes in C, 896-902.
    """
    del options
    checksums = np.empty(len(batch), np.uint64)
    for block in batch.blocks():
        checksums[block.proteins] = _block(block)
    return list(map("{:016X}".format, checksums.tolist()))


def _block(block: Block) -> Checksums:
    """Give (proteins,) checksums: of the first segment of each, and then of each next one after what came before it."""
    segments = -(-block.lengths // SEGMENT)
    after = np.cumsum(segments)
    following = np.repeat(after, segments) - np.arange(1, after[-1] + 1)
    ends = np.repeat(block.starts + block.lengths, segments) - SEGMENT * following
    of_segments = _of_segments(block.codes, ends)
    checksums: Checksums = of_segments[after - segments]
    for number in range(1, int(segments.max())):
        longer = np.flatnonzero(segments > number)
        checksums[longer] = _followed(checksums[longer]) ^ of_segments[(after - segments)[longer] + number]
    return checksums


def _of_segments(codes: Codes, ends: Integers) -> Checksums:
    """Give (segments,) the checksum of the letters before each of `ends`, from the last one on."""
    begins = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    index = np.repeat((ends - 1) * LETTERS, ends - begins)
    index -= np.arange(0, len(index) * LETTERS, LETTERS)
    index += codes
    sums: Checksums = np.bitwise_xor.reduceat(_contributions()[0].take(index, mode="clip"), begins)
    return sums


def _followed(checksums: Checksums) -> Checksums:
    """Give (n,) what checksums become when a whole segment follows, without what the segment itself adds."""
    become = np.zeros_like(checksums)
    for place, table in enumerate(_contributions()[1]):
        become ^= table[(checksums >> np.uint64(8 * place)) & np.uint64(0xFF)]
    return become


@cache
def _contributions() -> tuple[Checksums, Checksums]:
    """Give what a byte adds to the checksum when others follow it.

    The first is (SEGMENT x 26,) for each letter with 0, 1, 2 ... letters after it, the second (8, 256) for each byte
    of a checksum, lowest first, with a segment after it.
    """
    step = _byte_table()
    table = np.empty((SEGMENT, len(step)), np.uint64)
    table[0] = step
    low, byte = np.uint64(0xFF), np.uint64(8)
    for row in range(1, SEGMENT):
        table[row] = step[table[row - 1] & low] ^ (table[row - 1] >> byte)
    letters = [ord(letter) for letter in alphabet.LETTERS]
    return table[:, letters].ravel(), table[: -BYTES - 1 : -1].copy()


@cache
def _byte_table() -> Checksums:
    values = np.arange(256, dtype=np.uint64)
    for _ in range(8):
        values = np.where(
            values & np.uint64(1), (values >> np.uint64(1)) ^ np.uint64(POLYNOMIAL), values >> np.uint64(1)
        )
    return values
