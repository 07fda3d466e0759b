"""Every published value beside ours and Biopython's: made by running them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from batchprot.engine.analyze import analyze, plain
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import BY_KEY, Kind
from tools.docs import biopython
from tools.docs.reference import Published


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published value and what became of it; values are texts with the digits that the source prints."""

    source: str
    protein: str
    key: str
    published: str
    ours: str
    biopython: str  # "" where it has no such value
    difference: str  # ours less published, one digit further than printed; "" for texts
    tolerance: str
    agrees: bool
    note: str


def compare(published: Sequence[Published], before: Mapping[tuple[str, str, str], dict[str, Any]]) -> list[Comparison]:
    """Compare each value; one without a sequence at hand is taken from `before`, keyed by source, protein and key.

    Raises:
        KeyError: a sequence is neither at hand nor was it when the committed files were made.
    """
    ours = _values([each for each in published if each.sequence])
    return [
        _comparison(each, ours[_place(each)])
        if each.sequence
        else Comparison(**before[each.source, each.protein, each.key])
        for each in published
    ]


def as_json(comparisons: Sequence[Comparison]) -> list[dict[str, Any]]:
    """The comparisons as JSON objects."""
    return [asdict(comparison) for comparison in comparisons]


def by_place(rows: Sequence[dict[str, Any]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Committed rows by source, protein and key."""
    return {(row["source"], row["protein"], row["key"]): row for row in rows}


def _place(each: Published) -> tuple[str, str, str, str]:
    return each.source, each.protein, each.key, each.value


def _values(published: Sequence[Published]) -> dict[tuple[str, str, str, str], Any]:
    """Ours for every value: one batch for each set of options."""
    by_options: dict[str, list[Published]] = {}
    for each in published:
        by_options.setdefault(str(sorted(each.options.items())), []).append(each)
    found: dict[tuple[str, str, str, str], Any] = {}
    for group in by_options.values():
        keys = {each.key for each in group}
        options = AnalysisOptions.from_json(group[0].options)
        columns = plain(analyze([each.sequence for each in group], options, keys))
        found |= {_place(each): columns[each.key][row] for row, each in enumerate(group)}
    return found


def _comparison(each: Published, value: Any) -> Comparison:  # noqa: ANN401 - a number or a text
    is_text = BY_KEY[each.key].kind is Kind.TEXT
    theirs = biopython.value(each.sequence, each.key)
    difference = 0.0 if is_text else float(value) - float(each.value)
    return Comparison(
        source=each.source,
        protein=each.protein,
        key=each.key,
        published=each.value,
        ours=str(value) if is_text else f"{value:.{each.decimals}f}",
        biopython="" if theirs is None else f"{theirs:.{each.decimals}f}",
        # Adding 0 makes a rounded -0 a 0.
        difference="" if is_text else f"{round(difference, each.decimals + 1) + 0.0:+.{each.decimals + 1}f}",
        tolerance=f"{each.tolerance:g}",
        agrees=value == each.value if is_text else abs(difference) <= each.tolerance + 1e-9,
        note=each.note,
    )
