import gzip
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from batchprot.properties.table import BY_KEY
from tools.docs import data, emboss, experiment, markdown, reference, validation
from tools.docs.__main__ import documents, main, stale
from tools.docs.differences import differences

NOWHERE = data.Sources(Path("/nowhere"), Path("/nowhere"), Path("/nowhere"))
COMMITTED = (data.METHODS_JSON, data.VALIDATION_JSON, Path("tests/reference/published_values.csv"))


def published(**changes):
    values = {
        "source": "a book",
        "protein": "p",
        "sequence": "GGGGD",
        "options": {},
        "key": "isoelectric_point",
        "value": "3.80",
        "note": "",
    }
    return reference.Published(**values | changes)


@pytest.fixture
def root(tmp_path):
    """A copy of the committed data, to be spoilt."""
    for path in COMMITTED:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(data.ROOT / path, tmp_path / path)
    return tmp_path


def test_a_value_beyond_the_tolerance_does_not_agree():
    (near,) = validation.compare([published(value="3.79")], {})
    (far,) = validation.compare([published(value="3.70")], {})
    assert near.agrees
    assert near.ours == "3.80"
    assert not far.agrees
    assert far.difference == "+0.100"


def test_texts_agree_only_when_equal():
    (right,) = validation.compare([published(key="formula", value="C12H19N5O8")], {})
    (wrong,) = validation.compare([published(key="formula", value="C12H19N5O7")], {})
    assert (right.agrees, wrong.agrees) == (True, False)
    assert right.difference == ""


def test_options_of_a_published_value_are_used():
    (expasy, biopython) = validation.compare(
        [published(), published(options={"constants": "biopython"}, value="4.30")], {}
    )
    assert expasy.agrees
    assert biopython.agrees
    assert expasy.biopython == "4.30"


def test_biopython_is_left_out_where_it_has_no_value():
    rows = validation.compare([published(key="aliphatic_index", value="0.00"), published(sequence="GGX")], {})
    assert [row.biopython for row in rows] == ["", ""]


def test_a_value_without_its_sequence_is_taken_over():
    (first,) = validation.compare([published()], {})
    before = validation.by_place(validation.as_json([first]))
    assert validation.compare([published(sequence="")], before) == [first]


def test_uniprots_masses_are_compared_to_the_dalton():
    assert published(key="molecular_weight_da", value="3820").tolerance == 0.5
    assert published(key="molecular_weight_da", value="3820.10").tolerance == 0.01
    assert published(key="atoms", value="10").tolerance == 0


def test_every_published_value_has_a_property_and_a_source():
    rows = reference.read()
    assert len(rows) > 200
    assert {row.key for row in rows} <= set(BY_KEY)
    assert all(row.source and row.protein and row.value for row in rows)
    places = [(row.source, row.protein, row.key) for row in rows]
    assert len(set(places)) == len(places)


def test_the_worked_examples_are_those_of_the_literature():
    found = {
        (key, difference.tool, example.sequence): (example.ours, example.theirs)
        for key, listed in differences().items()
        for difference in listed
        for example in difference.examples
    }
    assert found["isoelectric_point", "Biopython", "GGGGD"] == ("3.80", "4.30")
    assert found["isoelectric_point", "Biopython", "ten Asp"] == ("2.98", "4.05")
    # 10/2 x 24.68 and 10/2 x 24.64
    assert found["instability_index", "Biopython", "KQ"] == ("123.40", "123.20")


def test_everything_is_made_where_only_the_project_is(root, monkeypatch):
    monkeypatch.setattr(emboss.shutil, "which", lambda _name: None)
    assert stale(documents(NOWHERE, root)) == []


@pytest.mark.parametrize("path", COMMITTED[:2])
def test_documents_of_another_engine_are_not_taken_over(root, monkeypatch, path):
    monkeypatch.setattr(emboss.shutil, "which", lambda _name: None)
    text = (root / path).read_text("utf-8")
    (root / path).write_text(text.replace('"engine": "', '"engine": "0.'), "utf-8")
    with pytest.raises(data.NotAtHandError, match="is not here"):
        data.content(NOWHERE, root)


def test_a_changed_reference_makes_documents_stale(root):
    path = root / COMMITTED[2]
    path.write_text(path.read_text("utf-8").replace("GGGGD,,isoelectric_point,3.80", "GGGGD,,isoelectric_point,3.60"))
    made = documents(NOWHERE, root)
    assert {str(name) for name in stale(made)} == {
        "docs/properties.md",
        "docs/validation.md",
        "dashboard/data/methods.json",
        "dashboard/data/validation.json",
    }
    assert "**no**" in made[Path("docs/validation.md")]


def test_the_command_says_what_is_stale(monkeypatch):
    monkeypatch.setattr("tools.docs.__main__.documents", lambda _sources: {Path("docs/properties.md"): "other"})
    result = CliRunner().invoke(main, ["--check"])
    assert result.exit_code == 1
    assert "docs/properties.md no longer fit the code" in result.output


def test_markdown_cells_can_not_break_a_table():
    assert markdown.table(["a", "b"], [["x|y", "<b>"]], numbers_from=1) == (
        "| a | b |\n| --- | ---: |\n| x\\|y | &lt;b> |\n"
    )


def test_sets_are_held_against_measured_points(tmp_path):
    measured = "exp_pI,sequence\n6.56,{}\n3.8,GGGGD\n5.0,MKX\n".format(
        "MQIFVKTLTGKTITLEVEPSDTIENVKAKIQDKEGIPPDQQRLIFAGKQLEDGRTLSDYNIQKESTLHLVLRLRGG"
    )
    (tmp_path / "proteins_measured.csv").write_text(measured)
    (tmp_path / "peptides_measured.csv.gz").write_bytes(gzip.compress(measured.encode()))
    found = experiment.compared(tmp_path)
    assert [table["title"] for table in found["tables"]] == ["Proteins", "Peptides"]
    first = found["tables"][0]["rows"][0]
    # By the Expasy set ubiquitin has 6.56 and GGGGD 3.80: no other set comes as close.
    assert first[0] == "Expasy (Bjellqvist 1993, 1994)"
    assert float(first[1]) < 0.01
    assert "2 proteins" in found["tables"][0]["words"]
    assert "1 with letters other" in found["tables"][0]["words"]


def test_the_errors_of_the_predicted_point_are_those_the_fit_wrote():
    found, written = experiment.predicted(), json.loads(experiment.FITTED.read_text("utf-8"))
    assert f"RMSD {written['all']['rmsd']:.4f}" in found["words"]
    assert found["rows"][0][1:3] == [f"{written['all']['n']:,}", f"{written['all']['rmsd']:.3f}"]
    assert sum(found["residuals"]["predicted"]) == written["all"]["n"]
    # What the property's own caveat says is what was found.
    caveat = BY_KEY["isoelectric_point_predicted"].caveat
    assert all(f"{written[name][error]:.3f}" in caveat for name in ("all", "ipc2_peptide") for error in ("rmsd", "mae"))
