"""The isoelectric point of peptides as focusing would measure it: how far it is off on peptides left out of the fit."""

import math
from typing import Any

from dash import dcc, html

from dashboard.components.shared.numbers import MINUS, count, decimal
from dashboard.components.shared.plain_table import plain_table

_METHODS = "/methods?property=isoelectric_point_predicted"
_MOST, _LEAST = 0.25, 0.21
"""Root mean square deviations at the upper and the lower edge of the learning curve."""


def predicted(found: dict[str, Any]) -> list[Any]:
    """Words, the learning curve and the residuals as figures, and a table of both."""
    head = html.H3("Peptides, pI as measured in IEF, predicted", className="h3 bp-values")
    words = [found["words"], " ", dcc.Link("How it is calculated", href=_METHODS)]
    figures = html.Div([_curve(found["learning"]), _residuals(found["residuals"])], className="bp-fit")
    rows = [[*row[:-1], row[-1].replace("-", MINUS)] for row in found["rows"]]
    table = plain_table(found["head"], rows, {1, 2, 3, 4}, "Errors of the predicted isoelectric point")
    return [head, html.P(words, className="bp-values"), figures, table]


def _curve(points: list[dict[str, Any]]) -> html.Figure:
    """Error on the same peptides from fits to more and more others, these on a logarithmic axis."""
    low, high = (math.log(points[place]["fitted_to"]) for place in (0, -1))
    lefts = [f"{5 + 85 * (math.log(point['fitted_to']) - low) / (high - low):.1f}%" for point in points]
    bottoms = [f"{100 * (point['rmsd'] - _LEAST) / (_MOST - _LEAST):.1f}%" for point in points]
    dots = [
        html.Span([html.I(), html.B(decimal(point["rmsd"], 4))], style={"left": left, "bottom": bottom})
        for point, left, bottom in zip(points, lefts, bottoms, strict=True)
    ]
    ticks = [
        html.Span(count(point["fitted_to"]), style={"left": left}) for point, left in zip(points, lefts, strict=True)
    ]
    said = ", ".join(f"{decimal(one['rmsd'], 4)} from {count(one['fitted_to'])}" for one in points)
    return _figure(
        [
            html.Div(
                [*dots, html.Div(ticks)], className="bp-curve", role="img", **{"aria-label": f"Learning curve: {said}"}
            )
        ],
        [],
        "Learning curve: RMSD on the first fold by number of other peptides fitted to",
    )


def _residuals(residuals: dict[str, Any]) -> html.Figure:
    bars = residuals["predicted"]
    highest, edge = max(bars), len(bars) * residuals["width"] / 2
    drawn = [html.I(style={"height": f"{100 * number / highest:.1f}%"}) for number in bars]
    ticks = [html.Span(text) for text in (f"{MINUS}{edge:g} or less", "0", f"{edge:g} or more")]
    label = f"Histogram of predicted less measured, from {-edge:g} to {edge:g}"
    return _figure(
        [html.Div(drawn, className="bp-bars", role="img", **{"aria-label": label})],
        ticks,
        "Residuals: predicted less measured, pH units, peptides left out of the fit",
    )


def _figure(drawn: list[Any], ticks: list[Any], caption: str) -> html.Figure:
    return html.Figure([*drawn, html.Div(ticks, className="bp-bars-ticks"), html.Figcaption(caption)])
