"""How far the predicted isoelectric point is off on measured peptides left out of the fit, in aggregates only.

`python -m tools.fit_pi CALCULATED` writes `tools/docs/predicted_pi.json`, from which the validation page draws the
learning curve and the residuals. Nothing of the measured peptides themselves is in it.
"""

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from batchprot.engine import predicted_pi as engine
from batchprot.engine.batch import Floats
from tools import fit_pi
from tools.fit_pi import FOLDS, SEED, Measured

WRITTEN = Path(__file__).parent / "docs" / "predicted_pi.json"
SHARES = (0.0625, 0.125, 0.25, 0.5, 1.0)
BIN, WIDEST = 0.05, 1.0
"""Width of a bar of residuals, and beyond what they are counted together."""
RANGES = (3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.5)
Errors = dict[str, Any]


def cross_validate_and_write(measured: Measured, fold: npt.NDArray[np.int64]) -> None:
    """Fit without each fold and to growing shares, and write how far the peptides left out are off."""
    off = np.zeros(len(measured.points))
    folds = []
    for number in range(FOLDS):
        out = fold == number
        off[out] = _errors(measured.select(out), fit_pi.fit(measured.select(~out)))
        folds.append(_said(off[out]))
        print(f"fold {number + 1}: {folds[-1]}", flush=True)
    pk_only = _errors(measured, fit_pi.model(fit_pi.first_guess()))
    found = {
        "folds": folds,
        "all": _said(off),
        "ipc2_peptide": _said(pk_only),
        "learning": _learning_curve(measured, fold),
        "residuals": {"width": BIN, "predicted": _bars(off), "ipc2_peptide": _bars(pk_only)},
        "ranges": _by_range(measured.points, off),
    }
    WRITTEN.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _errors(measured: Measured, constants: engine.Model) -> Floats:
    """Give (n,) predicted less measured."""
    return engine.predict(measured.peptides(), constants) - measured.points


def _said(off: Floats) -> Errors:
    rmsd, mae = float(np.sqrt((off**2).mean())), float(np.abs(off).mean())
    far = float((np.abs(off) > WIDEST).mean())
    return {
        "n": len(off),
        "rmsd": round(rmsd, 4),
        "mae": round(mae, 4),
        "bias": round(float(off.mean()), 4),
        "off_by_more_than_1": round(far, 4),
    }


def _learning_curve(measured: Measured, fold: npt.NDArray[np.int64]) -> list[Errors]:
    """Errors on the first fold by constants fitted to a growing share of the others."""
    chance = np.random.default_rng(SEED).random(len(fold))
    points = []
    for share in SHARES:
        used = (fold != 0) & (chance < share)
        off = _errors(measured.select(fold == 0), fit_pi.fit(measured.select(used)))
        points.append({"fitted_to": int(used.sum())} | _said(off))
        print(f"fold 1 from {used.sum():,}: {points[-1]}", flush=True)
    return points


def _bars(off: Floats) -> list[int]:
    """Count residuals from -WIDEST to WIDEST; what is further off is in the first and the last bar."""
    edges = np.linspace(-WIDEST, WIDEST, round(2 * WIDEST / BIN) + 1)
    held = np.clip(off, -WIDEST, np.nextafter(WIDEST, 0))
    counts: list[int] = np.histogram(held, edges)[0].tolist()
    return counts


def _by_range(measured: Floats, off: Floats) -> list[Errors]:
    found = []
    for low, high in itertools.pairwise(RANGES):
        inside = (measured >= low) & (measured < high)
        if inside.any():
            found.append({"from": low, "to": high} | _said(off[inside]))
    return found
