"""Captions of figures, ready to paste: what is shown of how many proteins, medians, selection, options and version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from batchprot.properties.options import CONSTANTS_LABELS, AnalysisOptions, describe
from dashboard.components.shared import numbers, quantities
from dashboard.figures.spread import LETTERS
from results.compare.found import Shape
from results.exports.selected import in_words
from results.jobs import JobSummary
from results.queries.histograms import Histogram
from results.selection.model import Selection


@dataclass(frozen=True, slots=True)
class Shown:
    """What a figure shows of an analysis: what is selected, how many proteins that are, and the properties drawn."""

    job: JobSummary
    selection: Selection
    selected: int
    properties: Mapping[str, Histogram]

    @property
    def ph(self) -> float:
        """The pH of the net charge."""
        return self.job.options.ph


def calculated(version: str, options: AnalysisOptions) -> str:
    """How the numbers came about: "Calculated with BatchProt engine 1.2.0 (Expasy ProtParam constants)"."""
    constants = f"{CONSTANTS_LABELS[options.constants]} constants"
    others = [words for words in describe(options) if words != constants]
    return f"Calculated with BatchProt engine {version} ({', '.join([constants, *others])})."


def of_plot(plot: str, shown: Shown, view: Mapping[str, str]) -> str:
    """The caption of one plot of the explorer, or of all of them."""
    parts = {
        "scatter": _scatter(shown, view),
        "distribution": f"Distribution of {_lower(view['d'], shown.ph)}",
        "composition": _composition(shown),
        "correlation": f"Spearman's rank correlation of each pair of {len(view['corr'].split(','))} properties",
    }
    if plot == "all":
        lower = "correlation" if view["panel"] == "correlation" else "composition"
        listed = ("scatter", "distribution", lower)
        first = "; ".join(f"({letter}) {parts[name]}" for letter, name in zip("abc", listed, strict=True))
    else:
        first = parts[plot]
    sentences = [f"{first}: {_whose(shown)}.", _selected(shown), _medians(shown)]
    return _joined([*sentences, calculated(shown.job.engine_version, shown.job.options)])


def of_protein(plot: str, name: str, length: int, job: JobSummary) -> str:
    """The caption of a plot of one protein."""
    what = {
        "titration": "Net charge against pH, for each set of pKa values",
        "profile": "Profile along the sequence",
        "composition": "Amino acid composition; grey: the 10th to 90th percentile of the proteins of the analysis",
    }
    first = what.get(plot, "; ".join(what.values()))
    return f"{first}: {name} ({numbers.of(length, 'residue')}). {calculated(job.engine_version, job.options)}"


def of_comparison(shapes: Sequence[Shape], names: Sequence[str], jobs: Sequence[JobSummary], ph: float | None) -> str:
    """The caption of one distribution of a comparison, or of several."""
    several = len(shapes) > 1
    letters = [f"({chr(ord('a') + place)}) " if several else "" for place in range(len(shapes))]
    first = ", ".join(f"{letter}{_lower(one.key, ph)}" for letter, one in zip(letters, shapes, strict=True))
    sides = ", ".join(
        f"{LETTERS[place]}, {name} (n = {numbers.count(max(one.curves[place].n for one in shapes))})"
        for place, name in enumerate(names)
    )
    medians = "; ".join(_side_medians(one, letter) for one, letter in zip(shapes, letters, strict=True))
    how = dict.fromkeys(calculated(job.engine_version, job.options) for job in jobs)
    return _joined([f"Distribution of {first}: {sides}.", f"Medians: {medians}.", *how])


def _side_medians(shape: Shape, letter: str) -> str:
    words = (
        f"{LETTERS[place]} {quantities.with_unit(shape.key, curve.median)}"
        for place, curve in enumerate(shape.curves)
        if curve.median is not None
    )
    return f"{letter}{', '.join(words) or 'no values'}"


def _whose(shown: Shown) -> str:
    missing = {
        key: shown.job.done - sum(one.counts) - one.below[0] - one.above[0] for key, one in shown.properties.items()
    }
    without = "".join(
        f"; {numbers.count(number)} without {_lower(key, shown.ph)}" for key, number in missing.items() if number > 0
    )
    return f"{shown.job.title}, n = {numbers.of(shown.job.done, 'protein')}{without}"


def _selected(shown: Shown) -> str:
    if shown.selection.is_everything:
        return ""
    return f"Selected, in blue: {numbers.of(shown.selected, 'protein')} ({in_words(shown.selection)})."


def _medians(shown: Shown) -> str:
    listed = []
    for key, one in shown.properties.items():
        if one.median is None:
            continue
        words = f"{_lower(key, shown.ph)} {quantities.with_unit(key, one.median)}"
        if not shown.selection.is_everything and one.selected_median is not None:
            words += f" (selected {quantities.with_unit(key, one.selected_median)})"
        listed.append(words)
    return f"Median {'; '.join(listed)}." if listed else ""


def _scatter(shown: Shown, view: Mapping[str, str]) -> str:
    colour = view["colour"]
    said = f", coloured by {_lower(colour, shown.ph)}" if colour and colour != "selection" else ""
    return f"{quantities.label(view['y'], shown.ph)} against {_lower(view['x'], shown.ph)}{said}"


def _composition(shown: Shown) -> str:
    if shown.selection.is_everything:
        return "Amino acid composition, in percent of all residues together"
    return "Amino acid composition of the selected proteins, and its difference from all in percentage points"


def _lower(key: str, ph: float | None) -> str:
    try:
        label = quantities.label(key, ph)
    except KeyError:
        return key  # a category
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(filter(None, sentences))
