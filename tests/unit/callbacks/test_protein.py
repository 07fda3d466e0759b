import pytest

from batchprot.properties.options import AnalysisOptions
from callbacks.protein import concentration_of, fractions, profile_figure, titration_figure
from jobs.pipeline.worker_errors import WorkerDown, WorkerRefused


class Worker:
    def __init__(self, error=None):
        self.error = error

    def profile(self, _sequence, scale, window, _edge):
        if self.error:
            raise self.error
        return {"scale": scale, "window": window, "positions": [10], "values": [1.0]}

    def titration(self, _sequence, _options, _step):
        if self.error:
            raise self.error
        return {"ph": [0, 14], "curves": {"expasy": [1.0, -1.0]}, "isoelectric_points": {"expasy": 7.0}}


def words(figure):
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_the_membrane_threshold_belongs_to_one_scale_and_window():
    assert words(profile_figure(Worker(), "M" * 30, "kyte_doolittle", 19, "light"))
    assert not words(profile_figure(Worker(), "M" * 30, "kyte_doolittle", 9, "light"))
    assert not words(profile_figure(Worker(), "M" * 30, "hopp_woods", 19, "light"))


def test_a_worker_that_is_down_is_said_in_the_plot_s_place():
    (sentence,) = words(profile_figure(Worker(WorkerDown("no")), "M" * 30, "kyte_doolittle", 19, "light"))
    assert sentence.startswith("Profiles are unavailable right now.")
    figure, note, sets = titration_figure(Worker(WorkerDown("no")), "M", AnalysisOptions(), "dark")
    assert words(figure)
    assert not note
    assert not sets


def test_the_sets_that_differ_most_are_named_with_the_way_to_why():
    spread = {"expasy": 7.0, "Rodwell": 7.5, "IPC2-peptide": 6.5}
    curves = {name: [1.0, -1.0] for name in spread}
    worker = Worker()
    worker.titration = lambda *_: {"ph": [0, 14], "curves": curves, "isoelectric_points": spread}
    _, _, (sentence, _, link) = titration_figure(worker, "MKT", AnalysisOptions(), "light")
    assert sentence.startswith(
        "pI ranges from 6.50 (IPC 2.0 peptide (Kozlowski 2021)) to 7.50 (Rodwell 1982, as in Pyteomics) depending"
    )
    assert link.href == "/methods?property=isoelectric_point_median#differences"


def test_without_a_spread_no_set_is_called_lowest():
    assert titration_figure(Worker(), "MKT", AnalysisOptions(), "light")[2] == []


def test_a_refusal_gives_its_own_reason():
    refused = WorkerRefused("window_too_long", "The window is longer than the chain.")
    assert words(profile_figure(Worker(refused), "MKT", "kyte_doolittle", 19, "light")) == [refused.detail]


@pytest.mark.parametrize(("absorbance", "path"), [("x", "1"), ("0.5", "0"), ("-1", "1"), ("0.5", "")])
def test_what_is_typed_wrong_gets_a_sentence(absorbance, path):
    values = {"extinction_reduced": 35870, "molecular_weight_da": 34426.19}
    assert "mg/mL" not in str(concentration_of(values, absorbance, path))


def test_a_path_of_half_a_centimetre_doubles_the_concentration():
    values = {"extinction_reduced": 35870, "molecular_weight_da": 34426.19}
    assert "0.806 mg/mL" in str(concentration_of(values, "0.84", "1"))
    assert "1.612 mg/mL" in str(concentration_of(values, "0.84", "0.5"))


def test_fractions_of_nothing_are_zero():
    assert fractions(None) == [0.0] * 20
    assert fractions([1] * 20) == [0.05] * 20
