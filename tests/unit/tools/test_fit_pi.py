"""The fit finds the constants that made up measurements, and writes errors of peptides left out."""

import json
import random

import numpy as np
import pytest

from batchprot.engine import predicted_pi
from batchprot.engine.batch import SequenceBatch
from tools import fit_pi, pi_errors


@pytest.fixture(scope="module")
def measured():
    """Peptides whose points follow the model with a Lys of pK 8.9, not 8.0 as guessed first, and no neighbours."""
    chance = random.Random(3)
    sequences = ["".join(chance.choices(fit_pi.STANDARD, k=chance.randint(8, 30))) for _ in range(600)]
    truth = fit_pi.first_guess()
    truth[1] = 8.9
    batch = SequenceBatch.of(sequences)
    points = predicted_pi.predict(predicted_pi.peptides(batch.codes, batch.lengths), fit_pi.model(truth))
    return fit_pi.Measured(sequences, points)


def test_a_fit_comes_near_what_made_the_measurements(measured):
    before = pi_errors._errors(measured, fit_pi.model(fit_pi.first_guess()))
    after = pi_errors._errors(measured, fit_pi.fit(measured))
    assert np.sqrt((after**2).mean()) < 0.2 * np.sqrt((before**2).mean())


def test_near_identical_peptides_are_in_one_fold():
    chance = random.Random(5)
    whole = "".join(chance.choices(fit_pi.STANDARD, k=20))
    near = [whole[:9] + "A" + whole[10:], whole[1:], whole[:-3], "GG" + whole[2:]]
    others = ["".join(chance.choices(fit_pi.STANDARD, k=20)) for _ in range(60)]
    folds = fit_pi.folds([whole, *near, *others])
    assert set(folds[:5]) == {folds[0]}
    assert len(set(folds)) == fit_pi.FOLDS


def test_errors_of_peptides_left_out_are_written(measured, tmp_path, monkeypatch):
    monkeypatch.setattr(pi_errors, "WRITTEN", tmp_path / "errors.json")
    monkeypatch.setattr(pi_errors, "SHARES", (0.5, 1.0))
    pi_errors.cross_validate_and_write(measured, fit_pi.folds(measured.sequences))
    found = json.loads((tmp_path / "errors.json").read_text())
    assert found["all"]["n"] == sum(fold["n"] for fold in found["folds"]) == 600
    assert sum(found["residuals"]["predicted"]) == 600
    assert found["learning"][0]["fitted_to"] < found["learning"][1]["fitted_to"]
    assert found["all"]["rmsd"] < found["ipc2_peptide"]["rmsd"]
    assert not set(measured.sequences) & set(json.dumps(found).split('"'))
