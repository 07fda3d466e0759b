"""The predicted isoelectric point against plain loops over the same constants, measured peptides, and laws."""

import json
import math
import random
from pathlib import Path

import numpy as np
import pytest

from batchprot.engine import predicted_pi
from batchprot.engine.batch import SequenceBatch
from batchprot.properties.options import PKA_SETS, AnalysisOptions

STANDARD = "ACDEFGHIKLMNPQRSTVWY"
CONSTANTS = json.loads(Path(predicted_pi.__file__).with_name("predicted_pi_constants.json").read_text())


def predicted(sequences: list[str], **chosen: object) -> np.ndarray:
    return predicted_pi.isoelectric_point_predicted(SequenceBatch.of(sequences), AnalysisOptions(**chosen))


def random_peptides(number: int, longest: int = 50) -> list[str]:
    chance = random.Random(19)
    return ["".join(chance.choices(STANDARD, k=chance.randint(5, longest))) for _ in range(number)]


def by_loops(sequence: str) -> float:
    """The same model group by group, by bisection."""
    length, kinds = len(sequence), "^KRH$DECY"
    shares = [sequence.count(letter) / length - 1 / 20 for letter in STANDARD] + [math.log(length) - 2.6]
    crowding = [sequence.count(letter) / math.sqrt(length) for letter in STANDARD] + [math.log(length)]
    groups = []
    for place, letter in [(-1, "^"), *enumerate(sequence), (length, "$")]:
        if letter in kinds:
            kind = kinds.index(letter)
            pk = CONSTANTS["pk"][kind] + sum(map(math.prod, zip(shares, CONSTANTS["composition"][kind], strict=True)))
            for column, offset in enumerate((-4, -3, -2, -1, 1, 2, 3, 4)):
                there = place + offset
                symbol = STANDARD.index(sequence[there]) if 0 <= there < length else 20
                pk += CONSTANTS["near"][kind][column][symbol]
            groups.append((kind < 4, pk))
    extra = sum(map(math.prod, zip(crowding, CONSTANTS["charge"], strict=True)))
    low, high = 0.0, 14.0
    while high - low > 1e-12:
        ph = (low + high) / 2
        net = extra + sum(1 / (1 + 10 ** (ph - pk)) - (not basic) for basic, pk in groups)
        low, high = (ph, high) if net > 0 else (low, ph)
    capacity = sum(1 / (2 + 10 ** (ph - pk) + 10 ** (pk - ph)) for _, pk in groups)
    counted = {letter: sequence.count(letter) for letter in "DEKRHCYP"}
    acidic, basic = counted["D"] + counted["E"], counted["K"] + counted["R"] + counted["H"]
    features = [1, math.log(capacity + 0.02), math.log(length) - 2.6, 10 / length - 1]
    features += [4 * sequence.count(letter) / length for letter in STANDARD]
    features += [min(count, 6) / 2 for count in counted.values()]
    features += [(basic + 1) / (acidic + 1) / 2, (acidic - basic) / 3]
    at_knots = [sum(map(math.prod, zip(row, features, strict=True))) for row in CONSTANTS["correction"]]
    return min(14.0, max(0.0, ph + float(np.interp(ph, CONSTANTS["knots"], at_knots))))


def test_equal_to_plain_loops_over_the_same_constants():
    sequences = [*random_peptides(300), "G" * 5, "K" * 50, "D" * 50, "R" * 20, "H" * 7, "C" * 9, "Y" * 11]
    assert predicted(sequences) == pytest.approx([by_loops(sequence) for sequence in sequences], abs=1e-7)


def test_the_same_alone_as_in_company():
    sequences = random_peptides(200)
    together = predicted(sequences)
    assert together == pytest.approx(np.concatenate([predicted([one]) for one in sequences]), abs=1e-8)
    assert predicted(sequences[::-1])[::-1] == pytest.approx(together, abs=1e-8)


def test_chains_the_model_does_not_hold_for_are_empty_and_change_no_neighbour():
    held = "AAAAADLANR"
    others = ["AAAR", "A" * 51, "AAAXADLANR", "AAAUADLANR", "AAABADLANR"]
    values = predicted([others[0], held, *others[1:], held])
    assert np.isnan(values[[0, 2, 3, 4, 5]]).all()
    assert values[[1, 6]] == pytest.approx(predicted([held])[0], abs=1e-9)
    assert np.isfinite(predicted(["AADKR", "A" * 50])).all()


@pytest.mark.parametrize("chosen", [{"n_terminus_blocked": True}, {"c_terminus_blocked": True}, {"disulfides": 1}])
def test_empty_where_groups_were_changed(chosen):
    assert np.isnan(predicted(["ACCAADLANR"], **chosen)).all()


def test_no_pka_set_and_no_constants_change_it():
    sequences = random_peptides(20)
    values = {tuple(predicted(sequences, pka_set=name)) for name in PKA_SETS}
    assert values == {tuple(predicted(sequences, constants="biopython"))}


@pytest.mark.parametrize(
    ("sequence", "measured"),
    [
        ("AAAAAAASFAAEQAGAAALLPLGAAADHHSLYK", 6.418),
        ("AAAAAAEAMEVEGSGPVGEKEVEAEPEASAEVEAK", 3.886),
        ("AAAAAAGGGYTAMPAPMSVYSHPAHAEQYPGGMAR", 7.245),
        ("AAAAADLANR", 6.124),
    ],
)
def test_near_what_was_measured(sequence, measured):
    # HiRIEF, as collected by Kozlowski (2021), doi:10.1093/nar/gkab295. Twice the mean absolute error.
    assert predicted([sequence])[0] == pytest.approx(measured, abs=0.22)
