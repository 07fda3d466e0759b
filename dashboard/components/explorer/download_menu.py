"""The download button of the explorer, and the menu beside it: which records, which columns, in which form."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.components.shared.icons import icon

FORMS = {
    "csv": ("CSV", "for pandas, R and anything else"),
    "xlsx": ("Excel", "with sequences, data dictionary and methods"),
    "tsv": ("TSV", "tab-separated"),
    "jsonl": ("JSON Lines", "one object per line"),
    "fasta": ("FASTA", "with identifier and description"),
    "zip": ("Zip", "CSV, data dictionary and methods"),
    "html": ("Report", "printable summary (A4)"),
}


def downloads() -> html.Div:
    """The button that gives what is selected as CSV, and the menu with every other way."""
    button = html.A(
        [icon("download"), "Download"],
        id=ids.Explorer.DOWNLOAD_CSV,
        className="btn btn-sm btn-primary",
        href="#",
        **{"data-download": "1"},
    )
    summary = html.Summary(
        icon("chev"), className="btn btn-sm btn-outline-secondary bp-icon", **{"aria-label": "More downloads"}
    )
    menu = html.Details(
        [summary, html.Div(_choices(), className="dropdown-menu bp-download-menu")],
        id=ids.Explorer.DOWNLOAD_MENU,
        className="bp-menu",
    )
    return html.Div([button, menu, dcc.Store(id=ids.Explorer.COUNTS)], className="bp-downloads")


def _choices() -> list[Any]:
    columns = [{"value": "shown", "label": "Visible columns"}, {"value": "all", "label": "All columns"}]
    return [
        _choice("Records", ids.Explorer.DOWNLOAD_RECORDS, [{"value": "selected", "label": "Selected"}], "selected"),
        _choice("Columns", ids.Explorer.DOWNLOAD_COLUMNS, columns, "shown"),
        html.Div(id=ids.Explorer.DOWNLOAD_NOTE, className="bp-download-note", **{"aria-live": "polite"}),
        html.Ul([_link(form) for form in FORMS]),
    ]


def _choice(name: str, control_id: str, options: list[dict[str, str]], value: str) -> html.Fieldset:
    radios = dbc.RadioItems(id=control_id, options=options, value=value, className="bp-cats")
    return html.Fieldset([html.Legend(name), radios])


def _link(form: str) -> html.Li:
    name, words = FORMS[form]
    return html.Li(
        html.A(
            [html.Span(name), html.Small(words)],
            id=ids.download_link(form),
            className="dropdown-item",
            href="#",
            **{"data-form": form},
        )
    )
