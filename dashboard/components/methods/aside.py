"""Beside an explained property: how it is distributed in a proteome, and what it was checked against."""

from typing import Any

from dash import dcc, html

from batchprot.properties.table import Property
from dashboard.components.shared.icons import icon
from dashboard.components.shared.numbers import brief, count, decimal


def aside(row: Property, methods: dict[str, Any]) -> html.Aside:
    """Both panels, where there is something to show."""
    proteome, checked = methods["proteome"], methods["checked"].get(row.key)
    histogram = proteome["properties"].get(row.key)
    return html.Aside(
        [
            *([_distribution(row, histogram, proteome["proteins"])] if histogram else []),
            *([_checked(row, checked)] if checked else []),
        ],
        className="bp-aside",
    )


def _distribution(row: Property, histogram: dict[str, Any], proteins: int) -> html.Div:
    highest = max(histogram["counts"])
    # Bars of the theme's own colours, so that light and dark need no second drawing.
    bars = [html.I(style={"height": f"{100 * number / highest:.1f}%"}) for number in histogram["counts"]]
    low, high = histogram["low"], histogram["high"]
    median = decimal(histogram["median"], row.decimals)
    unit = f" {row.unit}" if row.unit else ""
    ticks = [html.Span(brief(value, _tick_decimals(low, high))) for value in (low, (low + high) / 2, high)]
    words = f"Yeast, {count(proteins)} proteins. Median {median}{unit}."
    return html.Div(
        [
            html.Div(html.H2("In a proteome", className="h3"), className="bp-panel-head"),
            html.Div(
                [
                    html.Div(
                        bars, className="bp-bars", role="img", **{"aria-label": f"Histogram of {row.label}. {words}"}
                    ),
                    html.Div(ticks, className="bp-bars-ticks"),
                    html.Div(words, className="bp-meta mt-2"),
                ],
                className="bp-panel-body",
            ),
        ],
        className="bp-panel mb-3",
    )


def _tick_decimals(low: float, high: float) -> int:
    wide, medium = 100, 5
    return 0 if high - low >= wide else 1 if high - low >= medium else 2


def _checked(row: Property, checked: dict[str, Any]) -> html.Div:
    agree, values = checked["agree"], checked["values"]
    kind, mark = ("bp-ok", "check") if agree == values else ("bp-warned", "warn")
    return html.Div(
        [
            html.Div(html.H2("Checked against", className="h3"), className="bp-panel-head"),
            html.Div(
                [
                    html.Div(
                        html.Span([icon(mark), f"{agree} of {values} agree"], className=f"bp-pill {kind}"),
                        className="mb-2",
                    ),
                    html.Div(
                        [
                            f"{checked['identical']} of them agree to the last printed digit. ",
                            dcc.Link("See each value", href=f"/validation?property={row.key}"),
                        ],
                        className="bp-meta",
                    ),
                ],
                className="bp-panel-body",
            ),
        ],
        className="bp-panel",
    )
