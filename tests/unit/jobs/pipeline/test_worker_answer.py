import copy

import orjson
import pytest

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import PROPERTIES, Kind
from jobs.pipeline.worker_answer import InvalidAnswer, analysed_part, read_analysis

SEQUENCES = ["MKVLLA", "GGK", "W"]
OPTIONS = AnalysisOptions()


def answer():
    values = {Kind.NUMBER: [1.5, None, 2], Kind.INTEGER: [1, None, 3], Kind.TEXT: ["a", "", None]}
    columns = {row.key: values[row.kind] for row in PROPERTIES if row.kind is not Kind.COUNTS}
    columns["length"] = [len(sequence) for sequence in SEQUENCES]
    counts = [[sequence.count(letter) for letter in "ACDEFGHIKLMNPQRSTVWY"] for sequence in SEQUENCES]
    return {"engine": "1", "constants": "expasy", "columns": copy.deepcopy(columns), "residue_counts": counts}


def read(document, options=OPTIONS):
    body = document if isinstance(document, bytes) else orjson.dumps(document)
    return read_analysis(body, SEQUENCES, options)


def test_a_true_answer_is_read():
    result = read(answer())
    assert result.columns["length"] == [6, 3, 1]
    assert result.residue_counts[0][9] == 2


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


WRONG = {
    "no engine": drop("engine"),
    "something more": put(1, "surprise"),
    "no columns": drop("columns"),
    "columns are a list": put([], "columns"),
    "a column missing": drop("columns", "gravy"),
    "a column more": put([1, 2, 3], "columns", "surprise"),
    "a column null": put(None, "columns", "gravy"),
    "a value missing": drop("columns", "gravy", 0),
    "a value more": put([1.0] * 4, "columns", "gravy"),
    "text for a number": set_value("gravy", 0, "1.5"),
    "truth for a number": set_value("gravy", 0, True),
    "a list for a number": set_value("gravy", 0, [1.5]),
    "a fraction for an integer": set_value("atoms", 0, 1.5),
    "an integer too large": set_value("atoms", 0, 2**31),
    "an integer too small": set_value("atoms", 0, -(2**31)),
    "a number for a text": set_value("formula", 0, 7),
    "an endless text": set_value("formula", 0, "C" * 1001),
    "counts missing": drop("residue_counts"),
    "a row of counts missing": drop("residue_counts", 0),
    "a count missing": drop("residue_counts", 0, 0),
    "a count of a fraction": put(0.5, "residue_counts", 0, 0),
    "a count below zero": put(-1, "residue_counts", 0, 0),
    "other constants": put("biopython", "constants"),
    "another length": set_value("length", 0, 7),
    "other leucines": put(3, "residue_counts", 0, 9),
}


@pytest.mark.parametrize("name", WRONG)
def test_anything_else_is_refused_whole(name):
    document = answer()
    WRONG[name](document)
    with pytest.raises(InvalidAnswer) as refused:
        read(document)
    assert "MKV" not in str(refused.value)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"columns": NaN}', b"\xff", b'{"engine": 1e999}'])
def test_what_is_not_a_strict_document_is_refused(body):
    with pytest.raises(InvalidAnswer):
        read(body)


@pytest.mark.parametrize("number", [b"1e400", b"-1e400", b"NaN", b"Infinity"])
def test_numbers_that_are_not_finite_are_refused(number):
    body = orjson.dumps(answer()).replace(b'"gravy":[1.5', b'"gravy":[' + number)
    assert number in body
    with pytest.raises(InvalidAnswer):
        read(body)


def test_an_answer_in_another_order_is_refused():
    document = answer()
    document["columns"] = {key: values[::-1] for key, values in document["columns"].items()}
    document["residue_counts"].reverse()
    with pytest.raises(InvalidAnswer, match="other sequences"):
        read(document)


def test_a_sequence_that_could_not_be_done_has_nothing():
    document = answer()
    for values in document["columns"].values():
        values[1] = None
    document["columns"]["notes"][1] = "bad_letter"
    document["residue_counts"][1] = None
    assert read(document).columns["notes"][1] == "bad_letter"


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
