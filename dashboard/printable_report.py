"""The report to print: one HTML file that needs no network, downloaded or shown as it will be on paper."""

import datetime as dt

from dash import html
from flask import render_template

from batchprot.reading.header import title_of
from dashboard import ids
from dashboard.components.shared import numbers, quantities
from dashboard.components.shared.icons import icon
from dashboard.figures import histogram
from dashboard.figures.printed import HEIGHT, WIDTH, drawing
from results.exports.report import Report


def page(made: Report, now: dt.datetime) -> str:
    """The whole file."""
    ph = made.job.options.ph
    return render_template(
        "report.html",
        report=made,
        now=now,
        plots=[drawing(histogram.figure(one.histogram, one.row.key, mode="light", ph=ph)) for one in made.spreads],
        labels=[quantities.label(one.row.key, ph) for one in made.spreads],
        width=WIDTH,
        height=HEIGHT,
        count=numbers.count,
        number=numbers.decimal,
        title_of=title_of,
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
