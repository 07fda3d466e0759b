import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import PROPERTIES
from batchprot.tables import raw_columns

SEQUENCES = st.lists(st.text("ACDEFGHIKLMNPQRSTVWYBXZ1", max_size=30), max_size=12)


@settings(deadline=None)
@given(SEQUENCES)
def test_columns_come_back_as_the_engine_gave_them(sequences):
    columns = analyze(sequences, AnalysisOptions())
    read = raw_columns.from_bytes(raw_columns.to_bytes(columns, engine="1.2.3", constants="expasy"))
    assert (read.engine, read.constants, read.records) == ("1.2.3", "expasy", len(sequences))
    assert list(read.columns) == [row.key for row in PROPERTIES]
    assert list(read.kinds.values()) == [row.kind for row in PROPERTIES]
    for key, column in columns.items():
        if isinstance(column, list):
            assert read.texts(key) == column
        else:
            np.testing.assert_array_equal(read.array(key), column)


def test_the_layout_is_the_documented_one():
    """Byte by byte, as somebody writes a reader for it."""
    written = raw_columns.to_bytes({"gravy": np.array([1.5, np.nan]), "formula": ["CH", ""]}, engine="1", constants="e")
    head = b'{"engine":"1","constants":"e","records":2,"columns":[["gravy","number",16],["formula","text",3]]}'
    begin = b"BPCOLS1\n" + len(head).to_bytes(4, "little") + head
    numbers = bytes.fromhex("000000000000f83f") + np.array([np.nan], "<f8").tobytes()
    assert written == begin + bytes(-len(begin) % 8) + numbers + b"CH\n" + bytes(5)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data):
    with pytest.raises(ValueError, match=r"."):
        raw_columns.from_bytes(data)


@given(st.binary(max_size=200))
def test_anything_after_the_magic_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        raw_columns.from_bytes(raw_columns.MAGIC + data)
