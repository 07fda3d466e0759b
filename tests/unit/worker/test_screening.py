import numpy as np
import pytest

from worker.screening import analyze_readable, fault


def engine(sequences):
    """Length, a text, counts of A and C, notes; refuses what the real one would never be given."""
    assert all(sequence.isascii() and sequence.isupper() for sequence in sequences)
    return {
        "size": np.array([len(sequence) for sequence in sequences], dtype=np.int64),
        "text": [sequence[0] for sequence in sequences],
        "counts": np.array([[s.count("A"), s.count("C")] for s in sequences], dtype=np.int16).reshape(-1, 2),
        "notes": ["no_trp" for _ in sequences],
    }


@pytest.mark.parametrize("sequence", ["", " ", "MK*", "MK-V", "MK.V", "MK V", "M1", "\uff2d", "\u041c", "MK\xe9", "MK\n", "\0"])
def test_what_is_not_letters_is_a_fault(sequence):
    assert fault(sequence) == ("bad_letter" if sequence else "empty")


@pytest.mark.parametrize("sequence", ["M", "mkv", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
def test_letters_of_either_case_are_readable(sequence):
    assert fault(sequence) == ""


def test_columns_of_readable_sequences_are_handed_on_as_arrays():
    columns = analyze_readable(["AC", "ccc"], engine)
    assert isinstance(columns["size"], np.ndarray)
    assert columns["size"].tolist() == [2, 3]
    assert columns["text"] == ["A", "C"]


def test_a_bad_sequence_gets_nulls_in_its_own_place_only():
    columns = analyze_readable(["AC", "A*C", "", "CCC"], engine)
    assert columns == {
        "size": [2, None, None, 3],
        "text": ["A", None, None, "C"],
        "counts": [[1, 1], None, None, [0, 3]],
        "notes": ["no_trp", "bad_letter", "empty", "no_trp"],
    }


def test_nothing_but_bad_sequences_is_nulls_throughout():
    columns = analyze_readable(["*", "*"], engine)
    assert columns["size"] == [None, None]
    assert columns["notes"] == ["bad_letter", "bad_letter"]
