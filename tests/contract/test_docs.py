"""Generated documents are in step with the code, wherever the check runs."""

import json
from pathlib import Path

import pytest

from batchprot.properties.table import PROPERTIES
from batchprot.properties.version import ENGINE_VERSION
from tools.docs.__main__ import documents, stale
from tools.docs.data import METHODS_JSON, ROOT, VALIDATION_JSON, Sources

DATA = ROOT.parent / "shared" / "data"


@pytest.mark.parametrize("folder", [DATA, Path("/nowhere")], ids=["with the recorded data", "without"])
def test_no_document_is_stale(folder):
    sources = Sources(folder / "golden", folder / "proteomes" / "yeast_UP000002311.fasta.gz", folder / "pi")
    assert stale(documents(sources)) == []


def test_every_property_is_documented():
    text = (ROOT / "docs/properties.md").read_text("utf-8")
    for row in PROPERTIES:
        assert f"### {row.label}\n\n`{row.key}` " in text, row.key
        assert not row.doi or f"(https://doi.org/{row.doi})" in text


@pytest.mark.parametrize("path", [METHODS_JSON, VALIDATION_JSON])
def test_the_pages_data_is_of_this_engine(path):
    assert json.loads((ROOT / path).read_text("utf-8"))["engine"] == ENGINE_VERSION


def test_all_published_values_agree_but_those_that_are_explained():
    rows = json.loads((ROOT / VALIDATION_JSON).read_text("utf-8"))["comparisons"]
    assert {row["note"] for row in rows if not row["agrees"]} == {"The entry's mass is truncated, not rounded."}
    recorded = [row for row in rows if row["source"].endswith("recorded from Expasy")]
    assert len(recorded) == 111
    assert all(row["published"] == row["ours"] for row in recorded)
