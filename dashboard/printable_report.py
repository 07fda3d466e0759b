"""The report to print: one HTML file that needs no network, downloaded or shown as it will be on paper."""

import datetime as dt

from dash import html
from flask import render_template

from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.icons import icon
from dashboard.figures.printed import HEIGHT, WIDTH, bars
from results.exports.report import LOGARITHMIC, Report


def page(made: Report, now: dt.datetime) -> str:
    """The whole file."""
    return render_template(
        "report.html",
        report=made,
        now=now,
        bars=bars,
        width=WIDTH,
        height=HEIGHT,
        logarithmic=LOGARITHMIC,
        count=numbers.count,
        number=numbers.decimal,
    )


def report_view(made: Report, now: dt.datetime, address: str) -> html.Div:
    """The sheet in its panel, with the ways to paper; `address` is that of the file.

    The sheet is a document of its own without scripts, so that the style of paper and that of the page stay apart.
    """
    what = "All proteins" if made.is_everything else f"The selection: {numbers.of(made.selected, 'record')}"
    head = html.Div(
        [
            html.H2("Report", className="h3"),
            html.Span(what, className="bp-meta bp-num d-none d-sm-inline"),
            html.Span(className="bp-spacer"),
            html.Button("Print", id=ids.Report.PRINT, className="btn btn-sm btn-outline-secondary"),
            html.A(
                [icon("download"), "Download HTML"],
                id=ids.Report.DOWNLOAD,
                href=address,
                className="btn btn-sm btn-outline-secondary",
            ),
        ],
        className="bp-panel-head",
    )
    sheet = html.Iframe(
        id=ids.Report.SHEET,
        srcDoc=page(made, now),
        title="The report as it is printed",
        sandbox="allow-same-origin allow-modals",
        className="bp-sheet",
    )
    return html.Div(html.Section([head, sheet], className="bp-panel bp-report"), className="bp-page")
