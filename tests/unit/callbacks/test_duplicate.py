import pytest

from batchprot.properties.options import AnalysisOptions
from callbacks.duplicate import form_values, title_of_copy
from callbacks.new import FIELDS, read_options


@pytest.mark.parametrize(
    "options",
    [
        AnalysisOptions(),
        AnalysisOptions(ph=7.35, disulfides=2, first_residue=3, last_residue=40, remove_initiator_met=True),
        AnalysisOptions(constants="biopython", pka_set="Dawson", ambiguous="average", n_terminus_blocked=True),
    ],
)
def test_the_form_gives_back_the_options_it_was_filled_with(options):
    assert list(form_values(options)) == list(FIELDS)
    assert read_options(form_values(options)) == options


def test_a_copy_is_marked_once_and_never_too_long():
    assert title_of_copy("Yeast") == "Yeast (copy)"
    assert title_of_copy("Yeast (copy)") == "Yeast (copy)"
    assert len(title_of_copy("x" * 200)) == 200
