"""What is special, computed with numpy; results.special.results imports it when somebody asks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from batchprot.properties.property import Preset
from batchprot.properties.table import described as row_of
from results.access import OpenJob
from results.compare.computing import AT_ONCE
from results.compare.found import Group
from results.compare.intervals import interval
from results.compare.statistics import dominance, quartiles
from results.selection.model import Selection
from results.special import lengths, ranked, testing, values
from results.special.found import ALIKE, DRAWS, FEWEST, Finding, Special
from results.special.picture import picture
from results.special.ranked import Column, Flags
from results.special.testing import LENGTH, Ranked
from results.special.values import Proteins


@dataclass(frozen=True, slots=True)
class _Read:
    """What is kept of the values once they were read: ranks, and what is said of each property."""

    proteins: Proteins
    ranked: Ranked
    findings: list[Finding]


def special(reading: OpenJob, selection: Selection, keys: Sequence[str], rejected: int) -> Special:
    """Compare the selection with the rest; see results.special.results.special."""
    found = _read(reading, selection, keys)
    chosen = found.proteins.chosen
    findings, is_drawn = _tested(found)
    findings = _alike(sorted(findings, key=_first), found.ranked)
    sizes = int(chosen.sum()), int((~chosen).sum())
    return Special(*sizes, rejected, found.proteins.duplicated, lengths.size(len(chosen)), is_drawn, findings)


def _read(reading: OpenJob, selection: Selection, keys: Sequence[str]) -> _Read:
    """Read some properties at a time, so that not all values are in memory together."""
    conditions = conditions_of(selection)
    step = max(1, AT_ONCE // max(1, reading.done))
    first = values.read(reading, selection, [LENGTH])
    scores = np.zeros((len(first), len(keys)), np.float32)
    findings: list[Finding] = []
    for start in range(0, len(keys), step):
        proteins = values.read(reading, selection, keys[start : start + step])
        for place, (key, own) in enumerate(proteins.values.items(), start):
            column = ranked.column(own)
            scores[:, place] = ranked.scores(column, len(first))
            findings.append(described(key, column, first.chosen, is_condition=key in conditions))
    known = [one.selected.n + one.rest.n for one in findings]
    return _Read(first, Ranked(keys, scores, known, lengths.groups(first.values[LENGTH])), findings)


def conditions_of(selection: Selection) -> set[str]:
    """The properties that the selection asks about."""
    region = selection.region
    return {*selection.ranges, *(one.key for one in selection.conditions), *((region.x, region.y) if region else ())}


def described(key: str, column: Column, chosen: Flags, *, is_condition: bool) -> Finding:
    """Everything about one property but the tests."""
    selected, rest = column.of(chosen)
    sizes = int(chosen.sum()), int((~chosen).sum())
    both = zip((selected, rest), sizes, strict=True)
    groups = [Group(len(own), size - len(own), quartiles(own)) for own, size in both]
    delta = between = None
    if len(selected) and len(rest):
        of_selected, of_rest = dominance(selected, rest)
        delta = float(of_selected.mean())
        is_one_value = column.values[0] == column.values[-1]
        if min(len(selected), len(rest)) >= FEWEST:
            between = (0.0, 0.0) if is_one_value else interval(delta, of_selected, of_rest)
    drawn = picture(selected, rest)
    return Finding(key, groups[0], groups[1], delta, between, 0.0, None, None, is_condition, "", drawn)


def _tested(found: _Read) -> tuple[list[Finding], bool]:
    """The findings with their p values, and whether random lists were really drawn."""
    before = found.findings
    counts = [one.selected.n for one in before]
    left_out = [one.is_condition or min(one.selected.n, one.rest.n) < FEWEST for one in before]
    tested = testing.test(found.ranked, found.proteins.chosen, counts, left_out, DRAWS)
    numbers = zip(before, tested.expected, tested.p_values, tested.corrected, strict=True)
    after = [
        replace(one, expected=float(expected), p_value=_known(p), corrected=_known(corrected))
        for one, expected, p, corrected in numbers
    ]
    return after, tested.is_drawn


def _known(p_value: float) -> float | None:
    return None if np.isnan(p_value) else float(p_value)


def _first(one: Finding) -> tuple[bool, bool, float, float]:
    """What is special first, largest effect beyond length first; then the others by p; what isn't tested last."""
    p = 0.0 if one.is_found or one.corrected is None else one.corrected
    return not one.is_found, one.corrected is None, p, -abs(one.beyond_length)


def _alike(in_order: Sequence[Finding], proteins: Ranked) -> list[Finding]:
    """Say of each finding which condition, or which other finding, ranks the proteins nearly the same."""
    correlated = _correlated(proteins)
    leaders = [one.key for one in in_order if one.is_condition]
    likes: dict[str, str] = {}
    for one in sorted((one for one in in_order if one.is_found), key=_best_known):
        likes[one.key] = next((leader for leader in leaders if (leader, one.key) in correlated), "")
        if not likes[one.key]:
            leaders.append(one.key)
    return [replace(one, like=likes.get(one.key, "")) for one in in_order]


def _best_known(one: Finding) -> tuple[float, int]:
    """The largest effect first, and of those about as large, the property that more people know."""
    known = list(Preset).index(row_of(one.key).preset)
    return -round(abs(one.beyond_length), 1), known


def _correlated(proteins: Ranked) -> set[tuple[str, str]]:
    """Pairs of properties whose ranks correlate."""
    products = proteins.scores.T @ proteins.scores
    sizes = np.sqrt(np.diagonal(products))
    pairs = np.argwhere(np.abs(products) >= ALIKE * np.outer(sizes, sizes))
    return {(proteins.keys[one], proteins.keys[other]) for one, other in pairs if sizes[one] > 0}
