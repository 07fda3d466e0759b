"""The tab Report: the sheet in its panel, with the ways to a file."""

from typing import Any

from dash import html

from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.icons import icon


def report_view(sheet: str, place: str, query: str, *, selected: int | None, is_live: bool) -> html.Div:
    """The report as it is on paper, and the ways to it as a file; `place` is the path of the analysis.

    `selected` is how many records are, None when all are; `is_live` tells whether the HTML file stays interactive.

    The sheet is a document of its own without scripts, so that the style of paper and that of the page stay apart.
    """
    what = "All proteins" if selected is None else f"The selection: {numbers.of(selected, 'record')}"
    end = f"?{query}" if query else ""
    stays = "interactive offline" if is_live else "one file, no network"
    head = html.Div(
        [
            html.H2("Report", className="h3"),
            html.Span(what, className="bp-meta bp-num d-none d-sm-inline"),
            html.Span(className="bp-spacer"),
            html.Button("Print", id=ids.Report.PRINT, className="btn btn-sm bp-quiet d-none d-md-inline-flex"),
            _file(ids.Report.DOWNLOAD, f"{place}/report.html{end}", "HTML", f"HTML, {stays}", "btn-outline-secondary"),
            _file(ids.Report.PDF, f"{place}/report.pdf{end}", "PDF", "Download PDF", "btn-primary"),
        ],
        className="bp-panel-head",
    )
    frame = html.Iframe(
        id=ids.Report.SHEET,
        srcDoc=sheet,
        title="The report as it is printed",
        sandbox="allow-same-origin allow-modals",
        className="bp-sheet",
    )
    return html.Div(html.Section([head, frame], className="bp-panel bp-report"), className="bp-page")


def _file(control: str, address: str, short: str, words: str, kind: str) -> html.A:
    names: list[Any] = [html.Span(words, className="d-none d-sm-inline"), html.Span(short, className="d-sm-none")]
    return html.A([icon("download"), *names], id=control, href=address, className=f"btn btn-sm {kind}")
