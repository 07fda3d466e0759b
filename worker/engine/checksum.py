"""CRC64 as UniProtKB prints it, for many sequences at once."""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from protein import alphabet
from protein.options import AnalysisOptions
from worker.engine.batch import FIRST_LETTER, LETTERS, Block, SequenceBatch

Checksums = npt.NDArray[np.uint64]

POLYNOMIAL: Final = 0xD800000000000000
"""x64 + x4 + x3 + x + 1 (ISO 3309), lowest power first."""
LEAST_ROWS: Final = 4096
MOST_ROWS: Final = 65_536
"""A longer sequence is left to Biopython: the table would not pay."""


def crc64(batch: SequenceBatch, options: AnalysisOptions) -> list[str]:
    """Give n checksums of 16 hexadecimal digits.

    The checksum is linear: that of a sequence is the exclusive or of what each letter contributes, which depends on the
    letter and on how many follow it. Press et al. 1993, Numerical Recipes in C, 896-902.
    """
    del options
    checksums = np.empty(len(batch), np.uint64)
    for block in batch.blocks():
        if int(block.lengths.max()) > MOST_ROWS:
            checksums[block.proteins] = _one(block)
        else:
            checksums[block.proteins] = _block(block)
    return list(map("{:016X}".format, checksums.tolist()))


def _block(block: Block) -> Checksums:
    longest = int(block.lengths.max())
    table = _contributions(max(LEAST_ROWS, 1 << (longest - 1).bit_length()))
    index = np.repeat((block.starts + block.lengths - 1) * LETTERS, block.lengths)
    index -= np.arange(0, len(index) * LETTERS, LETTERS)
    index += block.codes
    return np.bitwise_xor.reduceat(table.take(index, mode="clip"), block.starts)


def _one(block: Block) -> Checksums:
    """Give the checksums of a block whose first protein is too long for the table: such a block holds few."""
    from worker.engine.biopython import CheckSum

    letters = (block.codes + np.uint8(FIRST_LETTER)).tobytes().decode("ascii")
    pieces = (letters[start : start + size] for start, size in zip(block.starts, block.lengths, strict=True))
    texts = (str(CheckSum.crc64(piece)) for piece in pieces)  # type: ignore[no-untyped-call]
    return np.array([int(text.removeprefix("CRC-"), 16) for text in texts], np.uint64)


@cache
def _contributions(rows: int) -> Checksums:
    """Give (rows x 26,) what each letter adds to the checksum when 0, 1, 2 ... letters follow it."""
    step = _byte_table()
    table = np.empty((rows, LETTERS), np.uint64)
    table[0] = step[[ord(letter) for letter in alphabet.LETTERS]]
    low, byte = np.uint64(0xFF), np.uint64(8)
    for row in range(1, rows):
        table[row] = step[table[row - 1] & low] ^ (table[row - 1] >> byte)
    return table.ravel()


@cache
def _byte_table() -> Checksums:
    values = np.arange(256, dtype=np.uint64)
    for _ in range(8):
        values = np.where(
            values & np.uint64(1), (values >> np.uint64(1)) ^ np.uint64(POLYNOMIAL), values >> np.uint64(1)
        )
    return values
