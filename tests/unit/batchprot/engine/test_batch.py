import numpy as np
import pytest

from batchprot.engine.batch import BLOCK_RESIDUES, SequenceBatch, join, lengths_of


def test_counts_by_letter():
    batch = SequenceBatch.of(["AAC", "Z", "WXYZA"])
    assert batch.counts.shape == (3, 26)
    assert batch.counts[0].tolist() == [2, 0, 1] + [0] * 23
    assert batch.counts.sum(axis=1).tolist() == [3, 1, 5]
    assert batch.count("AZ").tolist() == [2, 1, 2]
    assert batch.ambiguous.tolist() == [0, 1, 2]
    assert batch.known.tolist() == [3, 0, 3]


def test_first_and_last_residues():
    batch = SequenceBatch.of([b"MAC", b"K", b"WY"])
    assert bytes(batch.first + 65) == b"MKW"
    assert bytes(batch.last + 65) == b"CKY"


def test_bytes_and_text_are_the_same():
    assert np.array_equal(join(["MK", "A"]), join([b"MK", b"A"]))
    assert lengths_of(["MK", "A"]).tolist() == [2, 1]


@pytest.mark.parametrize("strange", ["a", "*", "-", " ", "\n", "é", "Ж", "\u2028", "\x00", "@", "["])
def test_what_is_not_a_letter_gets_a_code_beyond_the_alphabet(strange):
    codes = join(["A" + strange + "Z"])
    assert codes[0] == 0
    assert codes[1] >= 26
    assert codes[2] == 25
    assert len(codes) == 3


def test_blocks_hold_whole_proteins_and_everything_once():
    lengths = [5, BLOCK_RESIDUES - 3, 7, 2 * BLOCK_RESIDUES, 1, 1]
    batch = SequenceBatch.of([b"A" * length for length in lengths])
    blocks = list(batch.blocks())
    assert [length for block in blocks for length in block.lengths] == lengths
    assert [block.proteins for block in blocks] == [slice(0, 1), slice(1, 2), slice(2, 3), slice(3, 4), slice(4, 6)]
    for block in blocks:
        assert len(block.codes) == block.lengths.sum()
        assert block.starts.tolist() == [0, *np.cumsum(block.lengths)[:-1]]


def test_small_proteins_share_a_block():
    batch = SequenceBatch.of([b"ACD"] * 1000)
    (block,) = batch.blocks()
    assert len(block.lengths) == 1000


def test_totals_of_whole_numbers_are_exact():
    table = np.zeros(26)
    table[0] = 71_078_800
    assert SequenceBatch.of(["A" * 50_000]).total(table).tolist() == [71_078_800 * 50_000]


def test_once_computes_once_for_each_set_of_arguments():
    calls = []

    def costly(batch, factor):
        calls.append(factor)
        return len(batch) * factor

    batch = SequenceBatch.of(["A", "C"])
    assert [batch.once(costly, 2), batch.once(costly, 2), batch.once(costly, 3)] == [4, 4, 6]
    assert calls == [2, 3]
