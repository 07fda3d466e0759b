import numpy as np
import pytest

from batchprot.engine import charge
from batchprot.engine.batch import SequenceBatch
from batchprot.engine.charge import as_biopython_bisects, zero_of_charge
from batchprot.engine.ionisable import ionisable_groups
from batchprot.engine.pka import SETS, pka_set
from batchprot.properties.options import AnalysisOptions


def point(sequence: str, **chosen: object) -> float:
    return float(charge.isoelectric_point(SequenceBatch.of([sequence]), AnalysisOptions(**chosen))[0])


def net(sequence: str, **chosen: object) -> float:
    return float(charge.charge_at_ph(SequenceBatch.of([sequence]), AnalysisOptions(**chosen))[0])


def test_only_the_termini_of_glycine():
    assert point("GG") == pytest.approx((7.5 + 3.55) / 2, abs=1e-9)


@pytest.mark.parametrize(
    ("letter", "pk"),
    [("A", 7.59), ("M", 7.0), ("S", 6.93), ("P", 8.36), ("T", 6.82), ("V", 7.44), ("E", 7.7), ("G", 7.5)],
)
def test_the_pk_of_the_amino_terminus_depends_on_the_residue(letter, pk):
    # At its pK the terminus is half charged; the carboxyl terminus and a Glu are as good as fully charged.
    expected = 0.5 - 1 / (1 + 10 ** (3.55 - pk)) - (letter == "E") / (1 + 10 ** (4.45 - pk))
    assert net(letter + "G", ph=pk) == pytest.approx(expected, abs=1e-9)


def test_expasy_gives_a_terminal_aspartate_no_pk_of_its_own():
    assert point("GGGGD") == pytest.approx(3.80, abs=0.005)
    assert point("GGGGD", constants="biopython") == pytest.approx(4.30, abs=0.005)


def test_cysteines_in_disulfides_do_not_titrate():
    assert net("GCCG", ph=9.0) == pytest.approx(net("GG", ph=9.0) - 1.0, abs=1e-9)
    assert net("GCCG", ph=9.0, disulfides=1) == net("GG", ph=9.0)
    assert net("GCCCG", ph=9.0, disulfides=5) == net("GCG", ph=9.0)


def test_blocked_termini_carry_nothing():
    assert net("GG", n_terminus_blocked=True, c_terminus_blocked=True) == 0
    assert net("GKG", n_terminus_blocked=True, c_terminus_blocked=True, ph=10.0) == pytest.approx(0.5)


@pytest.mark.parametrize("sequence", ["GG", "GKG", "GDG"])
def test_groups_of_one_sign_have_no_isoelectric_point(sequence):
    assert np.isnan(point(sequence, n_terminus_blocked=True, c_terminus_blocked=True))


def test_a_protein_without_a_point_does_not_disturb_its_neighbours():
    batch = SequenceBatch.of(["GKDG", "GKG", "GRDG"])
    blocked = AnalysisOptions(n_terminus_blocked=True, c_terminus_blocked=True)
    together = charge.isoelectric_point(batch, blocked)
    assert together[0] == pytest.approx(point("GKDG", n_terminus_blocked=True, c_terminus_blocked=True), abs=1e-12)
    assert together[0] == pytest.approx((10.0 + 4.05) / 2, abs=1e-9)
    assert np.isnan(together[1])
    assert together[2] == pytest.approx((12.0 + 4.05) / 2, abs=1e-9)


def test_points_beyond_the_scale_are_its_ends():
    assert point("R" * 200) == 14.0
    assert point("R" * 35_000) == 14.0
    assert point("D" * 35_000) == 0.0


@pytest.mark.parametrize("name", SETS)
def test_halley_and_newton_agree(name):
    chance = np.random.default_rng(7)
    letters = np.frombuffer(b"ACDEFGHIKLMNPQRSTVWY", np.uint8)
    batch = SequenceBatch.of([chance.choice(letters, chance.integers(1, 400)).tobytes() for _ in range(500)])
    groups = ionisable_groups(batch, SETS[name], AnalysisOptions())
    newton = charge._newton(groups, np.full(len(batch), 7.0))
    assert np.abs(zero_of_charge(groups) - newton).max() < 1e-9
    assert np.abs(groups.charge(newton)).max() < 1e-7


def test_newton_halves_where_steps_fail():
    # Far from the zero the curve is flat and a Newton step leads out of the scale.
    groups = ionisable_groups(SequenceBatch.of(["GDKG", "R" * 500]), SETS["expasy"], AnalysisOptions())
    zeros = charge._newton(groups, np.array([0.001, 13.999]))
    assert zeros[0] == pytest.approx(zero_of_charge(groups)[0], abs=1e-9)
    assert zeros[1] == pytest.approx(14.0, abs=1e-6)


def test_where_halley_fails_newton_takes_over(monkeypatch):
    batch = SequenceBatch.of(["GDKG", "MKVWDE", "ACDEFGHIKLMNPQRSTVWY"])
    groups = ionisable_groups(batch, SETS["Murray"], AnalysisOptions())
    expected = zero_of_charge(groups)
    monkeypatch.setattr(charge, "LAST_HALLEY_STEP", 0.0)
    assert zero_of_charge(groups) == pytest.approx(expected, abs=1e-9)


def test_biopythons_grid():
    # 16 halvings of 7.775 to 12 and of 4.05 to 7.775; the middle of the last interval is returned.
    low, high = as_biopython_bisects(np.array([0.0, 14.0]))
    assert low == pytest.approx(4.05 + 3.725 / 2**17, abs=1e-12)
    assert high == pytest.approx(12 - 4.225 / 2**17, abs=1e-12)
    assert abs(as_biopython_bisects(np.array([6.123456]))[0] - 6.123456) < 3.725 / 2**17
    edge = 4.05 + 3.725 / 2**16
    assert as_biopython_bisects(np.array([edge - 1e-9]))[0] == pytest.approx(low, abs=1e-12)
    assert as_biopython_bisects(np.array([edge + 1e-9]))[0] == pytest.approx(low + 3.725 / 2**16, abs=1e-12)


def test_biopythons_bisection_is_only_of_its_own_set():
    assert point("D" * 20, constants="biopython") == pytest.approx(4.05, abs=1e-4)
    assert point("D" * 20, constants="biopython", pka_set="Stryer") == point("D" * 20, pka_set="Stryer")
    assert pka_set("expasy", "biopython").c_terminus_of["D"] == 4.55


def test_the_spread():
    protein = SequenceBatch.of(["MKVWDEHKYC"])
    points = charge.isoelectric_points(protein, AnalysisOptions())[:, 0]
    assert charge.isoelectric_point_median(protein, AnalysisOptions())[0] == np.median(points)
    assert np.median(points) not in points
    batch = SequenceBatch.of(["GG"])
    every = charge.isoelectric_points(batch, AnalysisOptions())[:, 0]
    ends = (
        (each.n_terminus_of.get("G", each.n_terminus), each.c_terminus_of.get("G", each.c_terminus))
        for each in SETS.values()
    )
    middles = sorted(sum(pair) / 2 for pair in ends)
    assert np.sort(every) == pytest.approx(middles, abs=1e-9)
    assert charge.isoelectric_point_min(batch, AnalysisOptions())[0] == pytest.approx(middles[0])
    assert charge.isoelectric_point_max(batch, AnalysisOptions())[0] == pytest.approx(middles[-1])
    assert charge.isoelectric_point_median(batch, AnalysisOptions())[0] == pytest.approx(np.median(middles))


def promost_charge(sequence, ph):
    """Halligan et al. 2004, one residue after the other: side chains by their place, termini by their residue."""
    inside = {"C": 8.28, "D": 4.07, "E": 4.45, "Y": 9.84, "H": 6.08, "K": 9.8, "R": 12.5}
    first = {"C": 8.0, "D": 3.57, "E": 4.15, "Y": 9.34, "H": 4.89, "K": 10.0, "R": 11.5}
    last = {"C": 9.0, "D": 4.57, "E": 4.75, "Y": 10.34, "H": 6.89, "K": 10.3, "R": 11.5}
    n_terminus = {"M": 6.98, "K": 6.67, "D": 7.7, "G": 7.5, "H": 7.18, "C": 8.12}
    c_terminus = {"M": 3.68, "K": 3.4, "D": 3.5, "G": 3.7, "H": 3.17, "C": 3.1, "R": 3.41}
    total = 1 / (1 + 10 ** (ph - n_terminus[sequence[0]])) - 1 / (1 + 10 ** (c_terminus[sequence[-1]] - ph))
    for place, letter in enumerate(sequence):
        at = first if place == 0 else last if place == len(sequence) - 1 else inside
        if letter in "KRH":
            total += 1 / (1 + 10 ** (ph - at[letter]))
        elif letter in inside:
            total -= 1 / (1 + 10 ** (at[letter] - ph))
    return total


@pytest.mark.parametrize(
    "sequence", ["MKDEHYCR", "K", "D", "KD", "DK", "HGGGH", "CCC", "GKRHDECYG", "MKWVTFISLLFLFSSAYSR"]
)
def test_promost_by_its_places(sequence):
    for ph in (2.0, 4.0, 7.0, 9.5, 12.0):
        expected = promost_charge(sequence, ph)
        assert net(sequence, pka_set="ProMoST", ph=ph) == pytest.approx(expected, abs=1e-9)
    zero = point(sequence, pka_set="ProMoST")
    assert promost_charge(sequence, zero) == pytest.approx(0, abs=1e-6)


def test_promost_leaves_cysteines_in_disulfides_out():
    taken_out = 1 / (1 + 10 ** (8.0 - 9)) + 1 / (1 + 10 ** (9.0 - 9))
    closed, reduced = (net("CGGC", pka_set="ProMoST", ph=9.0, disulfides=number) for number in (1, 0))
    assert closed - reduced == pytest.approx(taken_out)


def test_only_chains_with_nearly_one_sign_can_lie_outside_the_range():
    # At pH 0 an acid of pK 2.15 is charged to 1 in 142, at pH 14 a base of pK 12.503 to 1 in 32.
    for pka in (*SETS.values(), pka_set("expasy", "biopython")):
        sides = [pka.side_chains, pka.first_side_chains, pka.last_side_chains]
        acids = [pka.c_terminus, *pka.c_terminus_of.values(), *(each[a] for each in sides for a in "DECY" if a in each)]
        bases = [pka.n_terminus, *pka.n_terminus_of.values(), *(each[a] for each in sides for a in "KRH" if a in each)]
        assert (1 + 10 ** min(acids)) / (1 + 10 ** -min(bases)) > charge.ACIDS_PER_BASE
        assert (1 + 10 ** (14 - max(bases))) / (1 + 10 ** (max(acids) - 14)) > charge.BASES_PER_ACID
