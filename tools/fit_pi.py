"""Fit the predicted isoelectric point to measured peptides, and print how well it does on peptides left out.

    python -m tools.fit_pi MEASURED [--write]

MEASURED is a CSV (gzipped) with columns exp_pI and sequence: the peptides of Kozlowski (2021),
doi:10.1093/nar/gkab295. Five-fold cross-validation keeps peptides together that begin or end with the same eight
residues or differ by one; the errors are written beside the documents that show them (`tools/pi_errors.py`).
`--write` fits all peptides and writes the constants.

First pK values and what neighbours add to them are fitted by Levenberg's and Marquardt's method: with the point of no
charge defined by Q(pH, pK) = 0, its derivative is -(dQ/dpK) / (dQ/dpH). Then a ridge regression of what is left gives
the correction.
"""

import argparse
import csv
import gzip
import json
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve
from scipy.sparse import csr_array

from batchprot.engine import predicted_pi as engine
from batchprot.engine.batch import Booleans, Floats, SequenceBatch
from batchprot.engine.pka import SETS
from batchprot.reading.alphabet import STANDARD

WRITTEN = Path(engine.__file__).with_name("predicted_pi_constants.json")
FOLDS = 5
SEED = 1
SAME_END = 8
STEPS = 4
RIDGE_PK, RIDGE_FREE_PK, RIDGE_CORRECTION = 4.0, 0.2, 3.0
SOFTENING = 0.02
"""Buffer capacity below which the effect of a charge on the isoelectric point is held back while fitting."""
PEPTIDES_AT_A_TIME = 8192
KNOTS = "3.5 3.75 4 4.2 4.4 4.6 4.8 5 5.4 5.7 5.9 6.1 6.3 6.6 7 7.4 7.8 8.2 8.6 9.2 10.5"

KINDS, PLACES, SYMBOLS, OVERALL = len(engine.KINDS), len(engine.OFFSETS), engine.END + 1, 21
FIELDS = engine.Model.__slots__
PARAMETERS = (KINDS, KINDS * PLACES * SYMBOLS, KINDS * OVERALL, OVERALL)
PK, NEAR, COMPOSITION, CHARGE = (
    slice(end - size, end) for end, size in zip(np.cumsum(PARAMETERS), PARAMETERS, strict=True)
)


@dataclass(frozen=True)
class Measured:
    """Peptides and their measured isoelectric points."""

    sequences: list[str]
    points: Floats

    def select(self, chosen: Booleans) -> "Measured":
        """Give some of them."""
        return Measured([self.sequences[place] for place in np.flatnonzero(chosen)], self.points[chosen])

    def peptides(self) -> engine.Peptides:
        """Find their groups."""
        batch = SequenceBatch.of(self.sequences)
        return engine.peptides(batch.codes, batch.lengths)


def read(path: Path) -> Measured:
    """Read the peptides that the model is for."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [(row["sequence"], float(row["exp_pI"])) for row in csv.DictReader(lines)]
    kept = [
        (sequence, point)
        for sequence, point in rows
        if engine.SHORTEST <= len(sequence) <= engine.LONGEST and not set(sequence) - set(STANDARD)
    ]
    return Measured([sequence for sequence, _ in kept], np.array([point for _, point in kept]))


def _keys(sequence: str) -> Iterator[Hashable]:
    """What two peptides share that are nearly the same."""
    yield sequence
    if len(sequence) >= SAME_END:
        yield "first", sequence[:SAME_END]
        yield "last", sequence[-SAME_END:]
        for place in range(len(sequence)):
            yield f"{sequence[:place]}-{sequence[place + 1 :]}"
            yield sequence[:place] + sequence[place + 1 :]


def folds(sequences: list[str]) -> npt.NDArray[np.int64]:
    """Give (n,) the fold of each peptide, near-identical ones in the same."""
    parent = list(range(len(sequences)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    seen: dict[Hashable, int] = {}
    for place, sequence in enumerate(sequences):
        for key in _keys(sequence):
            other = seen.setdefault(key, place)
            if other != place:
                parent[root(place)] = root(other)
    roots, cluster = np.unique([root(place) for place in range(len(sequences))], return_inverse=True)
    return np.random.default_rng(SEED).integers(0, FOLDS, len(roots))[cluster]


def first_guess() -> Floats:
    """The pK values of IPC2-peptide, and nothing from neighbours."""
    ipc = SETS["IPC2-peptide"]
    guess = np.zeros(sum(PARAMETERS))
    guess[PK] = [{"^": ipc.n_terminus, "$": ipc.c_terminus, **ipc.side_chains}[kind] for kind in engine.KINDS]
    return guess


def model(theta: Floats, correction: Floats | None = None) -> engine.Model:
    """Give the engine's form of the parameters."""
    knots = np.array(KNOTS.split(), float)
    nothing = np.zeros((len(knots), 4 + engine.END + len(engine.COUNTED) + 2))
    return engine.Model(
        theta[PK],
        theta[NEAR].reshape(KINDS, PLACES, SYMBOLS),
        theta[COMPOSITION].reshape(KINDS, OVERALL),
        theta[CHARGE],
        knots,
        nothing if correction is None else correction,
    )


class Curves:
    """Measured peptides with what is the same in every step of the fit."""

    def __init__(self, measured: Measured) -> None:
        self.given = measured.peptides()
        self.points = measured.points
        kind = self.given.kind.astype(np.int64)[:, None]
        near = PARAMETERS[0] + (kind * PLACES + np.arange(PLACES)) * SYMBOLS + self.given.near
        self.columns = np.concatenate((kind, near), axis=1)
        self.overall, self.crowding = self.given.overall, self.given.crowding

    def solve(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        """Find the points of no charge, the share protonated of each group and the buffer capacity."""
        constants = model(theta)
        return engine.balance(self.given, engine.pk_values(self.given, constants), self.crowding @ constants.charge)

    def normal(self, protonated: Floats, capacity: Floats, left: Floats) -> tuple[Floats, Floats]:
        """Give J'J and J'r of the points' derivatives J by every parameter."""
        given, groups = self.given, self.columns.shape[1]
        weight = protonated * (1.0 - protonated) / (capacity[given.peptide] + 1e-9)
        rows, width = np.repeat(given.peptide, groups), COMPOSITION.start
        sparse = csr_array(
            (np.repeat(weight, groups), (rows, self.columns.ravel())), shape=(len(left), width), dtype=np.float32
        )
        of_kind = np.bincount(given.peptide * KINDS + given.kind, weight, len(left) * KINDS).reshape(-1, KINDS)
        of_charge = capacity / (engine.LN10 * (capacity**2 + SOFTENING**2))
        square, gradient = np.zeros((sum(PARAMETERS),) * 2), np.zeros(sum(PARAMETERS))
        for begin in range(0, len(left), PEPTIDES_AT_A_TIME):
            some = slice(begin, begin + PEPTIDES_AT_A_TIME)
            by_composition = (of_kind[some, :, None] * self.overall[some, None, :]).reshape(-1, KINDS * OVERALL)
            by_charge = self.crowding[some] * of_charge[some, None]
            jacobian = np.concatenate((sparse[some].toarray(), by_composition, by_charge), axis=1, dtype=np.float32)
            square += jacobian.T @ jacobian
            gradient += jacobian.T @ left[some].astype(np.float32)
        return square, gradient


def fit_pk(measured: Measured) -> Floats:
    """Fit pK values and what changes them, by Levenberg's and Marquardt's method with a ridge towards the guess."""
    curves, start = Curves(measured), first_guess()
    ridge = np.full(len(start), RIDGE_PK)
    ridge[PK] = RIDGE_FREE_PK
    theta, damping = start, 1.0
    ph, protonated, capacity = curves.solve(theta)
    loss = float(((measured.points - ph) ** 2).sum())
    for _ in range(STEPS):
        square, gradient = curves.normal(protonated, capacity, measured.points - ph)
        while damping < 1e6:
            left = square + np.diag(ridge + damping * (0.02 * np.diag(square) + 0.5))
            moved = theta + solve(left, gradient - ridge * (theta - start), assume_a="pos")
            tried = curves.solve(moved)
            tried_loss = float(((measured.points - tried[0]) ** 2).sum() + (ridge * (moved - start) ** 2).sum())
            if tried_loss < loss:
                theta, loss, (ph, protonated, capacity) = moved, tried_loss, tried
                damping *= 0.2
                break
            damping *= 8.0
    return theta


def fit_correction(measured: Measured, theta: Floats) -> Floats:
    """Fit the correction between knots, by ridge regression of what is left."""
    curves = Curves(measured)
    ph, _, capacity = curves.solve(theta)
    knots, known = model(theta).knots, engine.features(curves.given, capacity)
    below, way = engine.between_knots(ph, knots)
    near_knot = np.zeros((len(ph), len(knots)))
    near_knot[np.arange(len(ph)), below], near_knot[np.arange(len(ph)), below + 1] = 1.0 - way, way
    size = len(knots) * known.shape[1]
    square, gradient = RIDGE_CORRECTION * np.eye(size), np.zeros(size)
    for begin in range(0, len(ph), PEPTIDES_AT_A_TIME):
        some = slice(begin, begin + PEPTIDES_AT_A_TIME)
        tensor = (near_knot[some, :, None] * known[some, None, :]).reshape(-1, size)
        square += tensor.T @ tensor
        gradient += tensor.T @ (measured.points - ph)[some]
    return solve(square, gradient, assume_a="pos").reshape(len(knots), -1)


def fit(measured: Measured) -> engine.Model:
    """Fit all constants, rounded as they are written."""
    theta = fit_pk(measured)
    fitted = model(theta, fit_correction(measured, theta))
    return engine.Model(*(np.round(getattr(fitted, name), 4) for name in FIELDS))


def write(constants: engine.Model) -> None:
    """Write the constants, a line for each innermost list."""
    lines = [f'"{name}": {_readable(getattr(constants, name))}' for name in FIELDS]
    WRITTEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _readable(values: Floats) -> str:
    if values.ndim == 1:
        return json.dumps(values.tolist())
    return "[\n" + ",\n".join(map(_readable, values)) + "\n]"


def main() -> None:
    """Read, fit and write; or leave peptides out and say how far off they are."""
    parser = argparse.ArgumentParser(description="Fit the predicted isoelectric point to measured peptides.")
    parser.add_argument("measured", type=Path)
    parser.add_argument("--write", action="store_true", help="fit all peptides and write the constants")
    chosen = parser.parse_args()
    measured = read(chosen.measured)
    if chosen.write:
        write(fit(measured))
        return
    from tools import pi_errors

    pi_errors.cross_validate_and_write(measured, folds(measured.sequences))


if __name__ == "__main__":
    main()
