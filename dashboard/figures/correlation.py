"""How properties go together: a square of Spearman's coefficients, to be clicked for the scatter of two of them."""

from typing import Any

from batchprot.properties.table import described
from dashboard import theme
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Correlations
from dashboard.figures import unavailable
from dashboard.figures.literal import literal
from results import first_look

DEFAULT = first_look.FILTERS
MOST = 12
FEWEST = 2
FEWEST_RECORDS = 3
_MOST_WITH_NUMBERS = 8


def figure(found: Correlations, *, mode: str | None) -> dict[str, Any]:
    """The lower half of the square; x and y of a cell are the keys of its two properties."""
    if found.records < FEWEST_RECORDS:
        return unavailable.figure("Too few proteins are selected to correlate anything.", mode=mode)
    colours, keys = theme.palette(mode), list(found.keys)
    half = [
        [value if column < row else None for column, value in enumerate(line)] for row, line in enumerate(found.rows)
    ]
    words = [[literal(f"{described(one).label} and {described(other).label}") for other in keys] for one in keys]
    cells = {
        "type": "heatmap",
        "x": keys[:-1],
        "y": keys[1:],
        "z": [line[:-1] for line in half[1:]],
        "customdata": [line[:-1] for line in words[1:]],
        "text": [[numbers.decimal(value, 2) if value is not None else "" for value in line[:-1]] for line in half[1:]],
        "texttemplate": "%{text}" if len(keys) <= _MOST_WITH_NUMBERS else "",
        "textfont": {"size": 10},
        "zmin": -1,
        "zmax": 1,
        "xgap": 1,
        "ygap": 1,
        "colorscale": scale(mode),
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": "%{customdata}: %{z:.2f}<extra></extra>",
    }
    names = [literal(described(key).short) for key in keys]
    plain: dict[str, Any] = {"showgrid": False, "showline": False, "fixedrange": True, "type": "category"}
    ink = {"size": 11, "color": colours["ink"]}
    layout = theme.layout(
        mode,
        xaxis=plain | {"tickvals": keys[:-1], "ticktext": names[:-1], "tickangle": -45, "tickfont": ink},
        yaxis=plain | {"tickvals": keys[1:], "ticktext": names[1:], "autorange": "reversed", "tickfont": ink},
        margin={"l": 70, "r": 10, "t": 4, "b": 50},
        dragmode=False,
        hovermode="closest",
    )
    return {"data": [cells], "layout": layout}


def scale(mode: str | None) -> list[list[Any]]:
    """The colours of coefficients from -1 to 1."""
    return theme.scale(theme.of(theme.DIVERGING_AREAS, mode))


def note(found: Correlations) -> str:
    """Which coefficient, and of how many proteins."""
    if found.sampled:
        return f"Spearman\u2019s \u03c1, {numbers.count(found.records)} sampled"
    return f"Spearman\u2019s \u03c1, {numbers.of(found.records, 'protein')}"


def description(found: Correlations) -> str:
    """The strongest correlations in words."""
    pairs = [
        (value, described(found.keys[row]).label, described(found.keys[column]).label)
        for row, line in enumerate(found.rows)
        for column, value in enumerate(line[:row])
        if value is not None
    ]
    strongest = sorted(pairs, key=lambda pair: -abs(pair[0]))[:3]
    words = "; ".join(f"{one} and {other} {numbers.decimal(value, 2)}" for value, one, other in strongest)
    return f"Correlation of {len(found.keys)} properties, {note(found)}. Strongest: {words or 'none'}."
