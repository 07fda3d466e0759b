import math
import struct

import pytest

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.tables import raw_columns
from jobs.pipeline.worker_answer import InvalidAnswer, analysed_part, read_analysis
from tests.raw_answers import put_together, take_apart

SEQUENCES = ["MKVLLA", "GGK", "W"]
OPTIONS = AnalysisOptions()


def true_answer(sequences=SEQUENCES):
    return raw_columns.to_bytes(analyze(sequences, OPTIONS), engine="1", constants="expasy")


def read(answer, options=OPTIONS):
    return read_analysis(answer if isinstance(answer, bytes) else put_together(answer), SEQUENCES, options)


def test_a_true_answer_is_read():
    result = read(true_answer())
    assert result.engine == "1"
    assert result.columns["length"].tolist() == [6, 3, 1]
    assert result.columns["residue_counts"][0][9] == 2
    assert result.columns["formula"] == analyze(SEQUENCES, OPTIONS)["formula"]


def test_the_documents_of_these_tests_are_true_when_unchanged():
    assert read(take_apart(true_answer())).columns["formula"] == read(true_answer()).columns["formula"]


def set_value(key, place, value):
    def change(document):
        document["columns"][key][place] = value

    return change


def drop(*path):
    def change(document):
        for name in path[:-1]:
            document = document[name]
        del document[path[-1]]

    return change


def put(value, *path):
    def change(document):
        for name in path[:-1]:
            document = document[name]
        document[path[-1]] = value

    return change


def surprise(document):
    document["kinds"]["surprise"], document["columns"]["surprise"] = "number", [1.0, 2.0, 3.0]


def other_kind(key, kind):
    def change(document):
        document["kinds"][key] = kind

    return change


def numbers_for_texts(document):
    document["kinds"]["formula"], document["columns"]["formula"] = "number", [1.0, 2.0, 3.0]


def swapped(document):
    columns = document["columns"]
    document["columns"] = {"gravy": columns.pop("gravy"), **columns}


WRONG = {
    "no engine": drop("engine"),
    "something more": put(1, "surprise"),
    "no columns": put({}, "columns"),
    "a column missing": drop("columns", "gravy"),
    "a column more": surprise,
    "columns in another order": swapped,
    "a value missing": drop("columns", "gravy", 0),
    "a text missing": drop("columns", "formula", 0),
    "a text more": set_value("formula", 0, "C\nH"),
    "a value more": put([1.0] * 4, "columns", "gravy"),
    "a record less": put(2, "records"),
    "a record more": put(4, "records"),
    "records below zero": put(-1, "records"),
    "records are true": put(True, "records"),
    "more records than there can be": put(10**12, "records"),
    "text for a number": other_kind("gravy", "text"),
    "numbers for texts": numbers_for_texts,
    "a kind that does not exist": other_kind("gravy", "complex"),
    "an infinite number": set_value("gravy", 0, math.inf),
    "an infinite number below": set_value("isoelectric_point", 2, -math.inf),
    "an infinite integer": set_value("atoms", 0, math.inf),
    "a fraction for an integer": set_value("atoms", 0, 1.5),
    "an integer too large": set_value("atoms", 0, 2**31),
    "an integer too small": set_value("atoms", 0, -(2**31)),
    "an endless text": set_value("formula", 0, "C" * 1001),
    "a NUL in a text": set_value("formula", 0, "C\0H"),
    "a text that is not UTF-8": set_value("formula", 0, "\ud800"),
    "counts missing": drop("columns", "residue_counts"),
    "a row of counts missing": drop("columns", "residue_counts", 0),
    "a count missing": put([[1] * 19] * 3, "columns", "residue_counts"),
    "a count below zero": set_value("residue_counts", 2, [-1] * 20),
    "other constants": put("biopython", "constants"),
    "constants are a number": put(7, "constants"),
    "another length": set_value("length", 0, 7),
    "no length": set_value("length", 0, math.nan),
    "other leucines": set_value("residue_counts", 0, [0] * 9 + [3] + [0] * 10),
}


@pytest.mark.parametrize("name", WRONG)
def test_anything_else_is_refused_whole(name):
    document = take_apart(true_answer())
    WRONG[name](document)
    document["kinds"] = {key: kind for key, kind in document["kinds"].items() if key in document["columns"]}
    with pytest.raises(InvalidAnswer) as refused:
        read(document)
    assert "MKV" not in str(refused.value)


def test_an_answer_cut_anywhere_is_refused():
    answer = true_answer()
    for length in range(len(answer)):
        with pytest.raises(InvalidAnswer):
            read(answer[:length])


def test_an_answer_that_goes_on_is_refused():
    for more in (b"\0", bytes(8), true_answer()):
        with pytest.raises(InvalidAnswer):
            read(true_answer() + more)


@pytest.mark.parametrize(
    "head", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff", b'{"columns": NaN}', b"0" * 5_000]
)
def test_a_head_that_is_no_document_is_refused(head):
    with pytest.raises(InvalidAnswer):
        read(raw_columns.MAGIC + struct.pack("<I", len(head)) + head)


@pytest.mark.parametrize("answer", [b"", b"BPCOLS1\n", b"BPCOLS2\n" + bytes(8), raw_columns.MAGIC + b"\xff" * 4, b"{}"])
def test_what_are_no_raw_columns_is_refused(answer):
    with pytest.raises(InvalidAnswer):
        read(answer)


def test_an_answer_in_another_order_is_refused():
    document = take_apart(true_answer())
    document["columns"] = {key: values[::-1] for key, values in document["columns"].items()}
    with pytest.raises(InvalidAnswer, match="other sequences"):
        read(document)


@pytest.mark.parametrize("sequences", [["MKVLAA", "GGK", "W"], ["MRVLLA", "GGK", "W"]], ids=["leucine", "lysine"])
def test_an_answer_for_sequences_of_the_same_lengths_is_refused(sequences):
    with pytest.raises(InvalidAnswer, match="other sequences"):
        read(true_answer(sequences))


def test_a_sequence_that_could_not_be_done_has_nothing():
    sequences = ["MKVLLA", "XXK1", "XX"]
    result = read_analysis(true_answer(sequences), sequences, OPTIONS)
    assert result.columns["notes"][1:] == ["bad_letter", "only_ambiguous"]
    assert [math.isnan(value) for value in result.columns["gravy"]] == [False, True, True]


def test_no_sequences_are_no_values():
    assert read_analysis(true_answer([]), [], OPTIONS).columns["formula"] == []


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ({}, "MKVLLA"),
        ({"remove_initiator_met": True}, "KVLLA"),
        ({"first_residue": 2}, "KVLLA"),
        ({"first_residue": 2, "last_residue": 4, "remove_initiator_met": True}, "KVL"),
        ({"last_residue": 1, "remove_initiator_met": True}, "M"),
        ({"first_residue": 10}, ""),
    ],
)
def test_the_part_that_is_analysed(options, part):
    assert analysed_part("MKVLLA", AnalysisOptions(**options)) == part
