"""The pictures of the report as SVG, without script or style: the gel, the composition and the distributions."""

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise

from batchprot.reading import alphabet
from dashboard.components.shared import quantities
from dashboard.figures import histogram, ticks, typed
from dashboard.figures.composition import CLASSES, ORDER
from dashboard.report.bars import HEIGHT, WIDTH, Drawing, drawing
from results.exports.report import Spread
from results.queries.compositions import Composition
from results.queries.densities import Density
from results.queries.scatters import Scatter

INK, MUTED, GRID, AXIS = "#17202B", "#4C5764", "#E7EBEF", "#B4BCC6"
ALL, REST, SELECTED, LESS, PAPER = "#7A8794", "#C9D1D9", "#2B55C8", "#D98A3A", "#F4F6F9"
GEL_WIDTH, GEL_HEIGHT = 660.0, 330.0
GEL_LEFT, GEL_TOP = 44.0, 30.0
ACIDITIES = (3.0, 13.0)
MASSES = (3.0, 400.0)
"""Ends of the gel in pH and kilodalton, unless proteins lie beyond."""
LADDER = (5, 10, 15, 25, 37, 50, 75, 100, 150, 250)
_FEW = 300
Place = Callable[[float], float]
"""Where a value is in the picture."""


def _svg(width: float, height: float, label: str, parts: Iterable[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img"'
    return f'{head} font-family="Arial, Helvetica, sans-serif" aria-label="{escape(label)}">{"".join(parts)}</svg>'


def text(x: float, y: float, words: str, *, anchor: str = "start", size: float = 10, colour: str = MUTED) -> str:
    """Words in a picture."""
    place = f'x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" font-size="{size:g}" fill="{colour}"'
    return f"<text {place}>{escape(words)}</text>"


def gel(points: Scatter) -> str:
    """Every protein as a spot at its isoelectric point and mass, the selected ones in blue; of many, shaded cells."""
    acid, mass = gel_ends(points)

    def across(value: float) -> float:
        return GEL_LEFT + (value - acid[0]) / (acid[1] - acid[0]) * (GEL_WIDTH - GEL_LEFT)

    def up(dalton: float) -> float:
        share = math.log(dalton / 1000 / mass[0]) / math.log(mass[1] / mass[0])
        return GEL_TOP + GEL_HEIGHT * (1 - share)

    parts = [
        f'<rect x="{GEL_LEFT}" y="{GEL_TOP}" width="{GEL_WIDTH - GEL_LEFT}" height="{GEL_HEIGHT}" fill="{PAPER}"/>'
    ]
    for kilodalton in LADDER:
        if mass[0] <= kilodalton <= mass[1]:
            y = up(kilodalton * 1000)
            parts += [f'<path d="M{GEL_LEFT} {y:.1f}H{GEL_WIDTH}" stroke="{GRID}"/>']
            parts += [text(GEL_LEFT - 5, y + 3, str(kilodalton), anchor="end")]
    for value in ticks.linear(*acid):
        parts += [f'<path d="M{across(value):.1f} {GEL_TOP}v{GEL_HEIGHT}" stroke="{GRID}"/>']
        parts += [text(across(value), GEL_TOP - 6, ticks.texts([value])[0], anchor="middle")]
    parts += _cells(points, across, up) if points.density else _spots(points, across, up)
    parts += [
        text(GEL_WIDTH, 9, "isoelectric point \N{RIGHTWARDS ARROW}", anchor="end"),
        text(GEL_LEFT - 5, GEL_TOP - 6, "kDa", anchor="end"),
    ]
    return _svg(GEL_WIDTH, GEL_TOP + GEL_HEIGHT + 2, "All proteins by isoelectric point and molecular weight", parts)


def gel_ends(points: Scatter) -> tuple[tuple[float, float], tuple[float, float]]:
    """What the gel reaches from and to: its own ends, and further where proteins are."""
    found = points.density
    xs: Sequence[float] = found.x_edges if found else typed.decode(points.x, "f4")
    ys: Sequence[float] = found.y_edges if found else typed.decode(points.y, "f4")
    first, last = min(xs, default=ACIDITIES[0]), max(xs, default=ACIDITIES[1])
    light, heavy = (end / 1000 for end in (min(ys, default=9e3), max(ys, default=9e3)))
    acid = min(ACIDITIES[0], math.floor(first)), max(ACIDITIES[1], math.ceil(last))
    return acid, (min(MASSES[0], 0.95 * light), max(MASSES[1], 1.05 * heavy))


def _spots(points: Scatter, across: Place, up: Place) -> list[str]:
    """One path of dots for what is not selected, and one above it for what is."""
    everything = all(points.selected)
    few = len(points.selected) < _FEW
    width, faint, strong = (6, 0.5, 0.8) if few else (2.6, 0.4, 0.65)
    parts = {0: [], 1: []}  # type: dict[int, list[str]]
    for x, y, flag in zip(typed.decode(points.x, "f4"), typed.decode(points.y, "f4"), points.selected, strict=True):
        parts[flag].append(f"M{across(x):.1f} {up(y):.1f}h0")
    drawn = [(parts[0], ALL, faint), (parts[1], SELECTED, 0.45 if everything and not few else strong)]
    return [
        f'<path d="{"".join(dots)}" fill="none" stroke="{colour}" stroke-opacity="{opacity}" '
        f'stroke-width="{width}" stroke-linecap="round"/>'
        for dots, colour, opacity in drawn
        if dots
    ]


def _cells(points: Scatter, across: Place, up: Place) -> list[str]:
    """A density as cells, the darker the more proteins; the selection above it, as spots while they are few."""
    found = points.density
    if found is None:
        return []
    parts = _shaded(found.counts, found, ALL, across, up)
    if points.selected and not points.sampled:
        return [*parts, *_spots(points, across, up)]
    return [*parts, *_shaded(found.selected, found, SELECTED, across, up)]


def _shaded(packed: bytes, found: Density, colour: str, across: Place, up: Place) -> list[str]:
    counts = iter(typed.decode(packed, "i4"))
    most = math.log1p(max(typed.decode(packed, "i4"), default=0)) or 1.0
    parts = []
    for low, high in pairwise(found.y_edges):
        for left, right in pairwise(found.x_edges):
            if number := next(counts, 0):
                size = f'width="{across(right) - across(left):.2f}" height="{up(low) - up(high):.2f}"'
                shade = f'fill="{colour}" fill-opacity="{0.08 + 0.8 * math.log1p(number) / most:.2f}"'
                parts.append(f'<rect x="{across(left):.1f}" y="{up(high):.1f}" {size} {shade}/>')
    return parts


def composition(found: Composition, *, everything: bool) -> str:
    """A bar for each residue: percent of all residues, or how much more or less of the selection's they are."""
    places = [alphabet.STANDARD.index(letter) for letter in ORDER]
    nothing = [0.0] * len(alphabet.STANDARD)
    overall, chosen = found.overall or nothing, found.selected or nothing
    values = [100 * (overall[at] if everything else chosen[at] - overall[at]) for at in places]
    low, high = min(0.0, *values), max(0.0, *values)
    low, high = (low, high) if high > low else (0.0, 1.0)
    left, top, height, step = 44.0, 14.0, 84.0, (GEL_WIDTH - 44.0) / len(values)

    def up(value: float) -> float:
        return top + height * (high - value) / (high - low)

    marks = ticks.linear(low, high)
    parts = []
    for value, words in zip(marks, ticks.texts(marks), strict=True):
        signed = f"+{words}" if value > 0 and not everything else words
        parts += [f'<path d="M{left} {up(value):.1f}H{GEL_WIDTH}" stroke="{GRID if value else AXIS}"/>']
        parts += [text(left - 5, up(value) + 3, signed, anchor="end")]
    for place, (letter, value) in enumerate(zip(ORDER, values, strict=True)):
        x, colour = left + step * place, (ALL if everything else SELECTED if value >= 0 else LESS)
        y, tall = min(up(value), up(0)), abs(up(value) - up(0))
        size = f'width="{0.72 * step:.1f}" height="{tall:.2f}"'
        parts += [f'<rect x="{x + 0.14 * step:.1f}" y="{y:.2f}" {size} fill="{colour}"/>']
        parts += [text(x + step / 2, top + height + 14, letter, anchor="middle", colour=INK, size=11)]
    for name, letters in CLASSES.items():
        begin, end = (left + step * (ORDER.index(letters[at]) + more) for at, more in ((0, 0.14), (-1, 0.86)))
        parts += [f'<path d="M{begin:.1f} {top + height + 19}H{end:.1f}" stroke="{AXIS}"/>']
        parts += [text((begin + end) / 2, top + height + 30, name, anchor="middle", size=9)]
    return _svg(GEL_WIDTH, top + height + 34, "Amino acid composition", parts)


def distribution(one: Spread, ph: float) -> str:
    """The bars of a property with both axes; those of the selection in blue."""
    drawn = drawing(histogram.figure(one.histogram, one.row.key, mode="light", ph=ph))
    if not drawn.bars:
        return ""
    parts = [*_upwards(drawn), *_bars(drawn), f'<path d="M0 {HEIGHT:g}H{WIDTH:g}" stroke="{AXIS}"/>']
    for tick in drawn.across:
        anchor = "start" if tick.place < 8 else "end" if tick.place > WIDTH - 8 else "middle"  # noqa: PLR2004 - pixels
        parts.append(text(tick.place, HEIGHT + 12, tick.words.replace("&lt;", "<"), anchor=anchor, size=9))
    parts.append(text(WIDTH / 2, HEIGHT + 26, drawn.title, anchor="middle", size=9.5, colour=INK))
    words = text(0, 0, "Proteins", anchor="middle", size=9)
    turned = f'<g transform="translate(-32 {HEIGHT / 2:g}) rotate(-90)">{words}</g>'
    label = f"Distribution of {quantities.label(one.row.key, ph)}"
    body = f'<g transform="translate(42 8)">{"".join(parts)}{turned}</g>'
    return _svg(WIDTH + 52, HEIGHT + 40, label, [body])


def _upwards(drawn: Drawing) -> list[str]:
    parts = []
    for tick in drawn.up:
        parts.append(f'<path d="M0 {tick.place:.2f}H{WIDTH:g}" stroke="{GRID}"/>')
        parts.append(text(-5, tick.place + 3, tick.words, anchor="end", size=9))
    return parts


def _bars(drawn: Drawing) -> list[str]:
    colours: Sequence[str] = (ALL,) if len(drawn.bars) == 1 else (REST, SELECTED)
    return [f'<path d="{bar}" fill="{colour}"/>' for bar, colour in zip(drawn.bars, colours, strict=False)]
