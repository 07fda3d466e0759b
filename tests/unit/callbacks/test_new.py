import pytest
from dash.exceptions import PreventUpdate

from batchprot.properties.options import AnalysisOptions, OptionsError
from callbacks.new import example_text, examples, prefilled, read_options, shown, title_from, title_of_run

FORM = {
    "constants": "expasy",
    "pka_set": "expasy",
    "ph": "7",
    "disulfides": "0",
    "n_terminus_blocked": None,
    "c_terminus_blocked": False,
    "remove_initiator_met": False,
    "first_residue": "1",
    "last_residue": "",
    "ambiguous": "exclude",
}
READY = {"phase": "ready", "id": "1", "filename": "my_file.fasta.gz", "inspection": None}


def test_the_form_as_it_opens_is_the_default_analysis():
    assert read_options(FORM) == AnalysisOptions()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("ph", "17", "pH must be between 0 and 14."),
        ("ph", "", "pH must be between 0 and 14."),
        ("ph", "acid", "pH must be between 0 and 14."),
        ("disulfides", "1.5", "Disulfide bonds must be a whole number."),
        ("first_residue", "x", "The first residue must be a whole number."),
    ],
)
def test_what_cannot_be_used_has_a_sentence(field, typed, sentence):
    with pytest.raises(OptionsError, match=sentence):
        read_options(FORM | {field: typed})


def test_a_sub_range_and_the_typed_minus():
    options = read_options(FORM | {"first_residue": "2", "last_residue": "1,000", "ph": "7.4"})
    assert (options.first_residue, options.last_residue, options.ph) == (2, 1000, 7.4)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("candidates_2026-11.fasta.gz", "Candidates 2026-11"),
        ("Proteome.FAA", "Proteome"),
        (".fasta", ""),
        ("a.b.txt", "A.b"),
        ("UP000002311-S.cerevisiae.fasta.gz", "S. cerevisiae (UP000002311)"),
        ("UP000000625_83333 Escherichia_coli.fasta", "Escherichia coli (UP000000625)"),
        ("UP000005640_9606.fasta", "UP000005640 9606"),
        ("yeast_UP000002311.fasta.gz", "Yeast (UP000002311)"),
    ],
)
def test_titles_from_file_names(name, title):
    assert title_from(name) == title


def test_a_copy_that_was_run_with_other_options_says_so_in_its_title():
    changed = AnalysisOptions(ph=5.5, disulfides=2)
    assert title_of_run("Yeast (copy)", changed) == "Yeast, charge at pH 5.5, 2 disulfides"
    assert title_of_run("Yeast (copy)", AnalysisOptions()) == "Yeast (copy)"
    assert title_of_run("Yeast", changed) == "Yeast"
    assert len(title_of_run("x" * 193 + " (copy)", changed)) <= 200


def test_a_typed_title_is_never_overwritten():
    assert prefilled(READY, "", None) == "My file"
    assert prefilled(READY, "Earlier", "Earlier") == "My file"
    assert prefilled(READY, "Typed", "Earlier") is None
    assert prefilled({"phase": "sending", "filename": "x"}, "", None) is None
    assert prefilled(READY | {"filename": "pasted text"}, "", None) == "Pasted sequences"


def test_a_refused_file_is_named_with_its_reason():
    problem, report, label, disabled, _ = shown({"phase": "failed", "filename": "x.fasta", "message": "It is UTF-16."})
    assert "x.fasta" in str(problem)
    assert "It is UTF-16." in str(problem)
    assert report is None
    assert label == "Add sequences to start"
    assert disabled


def test_warned_records_are_analysed_and_rejected_ones_are_not():
    inspection = {"reading": "fasta", "records": 9, "ready": 5, "warned": 3, "rejected": 1, "notes": [], "first": []}
    _, _, label, disabled, note = shown(READY | {"inspection": inspection})
    assert label == "Analyse 8 proteins"
    assert not disabled
    assert note.startswith("1 sequence will be skipped.")


def test_the_shipped_examples_are_offered():
    offered = {example["name"]: example for example in examples()}
    assert offered["flavodoxins"]["summary"].startswith("26 records")
    assert all(example_text(name).startswith(">") for name in offered)


@pytest.mark.parametrize("name", ["../pyproject", "/etc/passwd", "nothing", "messy"])
def test_only_examples_can_be_read(name):
    with pytest.raises(PreventUpdate):
        example_text(name)
