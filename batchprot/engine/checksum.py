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
PIECE: Final = 2048
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
    """Give (proteins,) checksums: of the first piece of each, and then of each next one after what came before it."""
    pieces = -(-block.lengths // PIECE)
    after = np.cumsum(pieces)
    following = np.repeat(after, pieces) - np.arange(1, after[-1] + 1)
    ends = np.repeat(block.starts + block.lengths, pieces) - PIECE * following
    of_pieces = _of_pieces(block.codes, ends)
    checksums: Checksums = of_pieces[after - pieces]
    for number in range(1, int(pieces.max())):
        longer = np.flatnonzero(pieces > number)
        checksums[longer] = _followed(checksums[longer]) ^ of_pieces[(after - pieces)[longer] + number]
    return checksums


def _of_pieces(codes: Codes, ends: Integers) -> Checksums:
    """Give (pieces,) the checksum of each run of letters that ends before one of `ends` and begins at the last one."""
    begins = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    index = np.repeat((ends - 1) * LETTERS, ends - begins)
    index -= np.arange(0, len(index) * LETTERS, LETTERS)
    index += codes
    sums: Checksums = np.bitwise_xor.reduceat(_contributions()[0].take(index, mode="clip"), begins)
    return sums


def _followed(checksums: Checksums) -> Checksums:
    """Give (n,) what checksums become when a whole piece follows, without what the piece itself adds."""
    become = np.zeros_like(checksums)
    for place, table in enumerate(_contributions()[1]):
        become ^= table[(checksums >> np.uint64(8 * place)) & np.uint64(0xFF)]
    return become


@cache
def _contributions() -> tuple[Checksums, Checksums]:
    """Give what a byte adds to the checksum when others follow it.

    The first is (PIECE x 26,) for each letter with 0, 1, 2 ... letters after it, the second (8, 256) for each byte of a
    checksum, lowest first, with a piece after it.
    """
    step = _byte_table()
    table = np.empty((PIECE, len(step)), np.uint64)
    table[0] = step
    low, byte = np.uint64(0xFF), np.uint64(8)
    for row in range(1, PIECE):
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
