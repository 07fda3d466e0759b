"""The dialog of own columns: paste a list or choose a table, read the report, add; below it the columns there are."""

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.own import KINDS
from dashboard import ids
from dashboard.components.explorer.columns_report import KIND_NAMES
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import OwnColumnFacts
from dashboard.components.shared.icons import icon

_x = ids.OwnColumns
MOST_PASTED = 2_000_000


def columns_dialog() -> dbc.Modal:
    """The dialog, closed."""
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("Your columns", id=_x.TITLE, className="h3 mb-0")),
            dbc.ModalBody(
                [
                    html.Div(id=_x.REPLACING, role="status"),
                    _input(),
                    html.Div(html.Div(id=_x.REPORT), id=_x.STATE, **{"aria-live": "polite"}),
                    html.Div(id=_x.PROBLEM, className="bp-field-error", role="alert"),
                    _actions(),
                    html.Div(id=_x.LIST),
                    dcc.Store(id=_x.UPLOAD),
                    dcc.Store(id=_x.ASKED),
                    dcc.Store(id=_x.REPLACES),
                    dcc.Store(id=_x.CHANGED, data=False),
                    dcc.Store(id=_x.GO),
                    dcc.Download(id=_x.UNMATCHED_FILE),
                ]
            ),
        ],
        id=_x.DIALOG,
        labelledby=_x.TITLE,
        is_open=False,
        size="xl",
        scrollable=True,
    )


def _input() -> html.Div:
    hint = "P04637\nsp|P38398|BRCA1_HUMAN\nTP53\tup"
    return html.Div(
        [
            html.Div(
                [
                    html.Label("Paste a list of names, with groups or without, or cells of a table", htmlFor=_x.TEXT),
                    dcc.Textarea(
                        id=_x.TEXT,
                        placeholder=hint,
                        className="form-control form-control-sm bp-own-text",
                        maxLength=MOST_PASTED,
                        spellCheck="false",
                    ),
                ]
            ),
            html.Div(
                [
                    html.Span("Or choose a table"),
                    html.Div(id=_x.FILE),
                    html.P(
                        "CSV, TSV or Excel, up to 200 MB. One column names the proteins: by accession, identifier, "
                        "entry name, gene or name. The others are added.",
                        className="bp-meta mt-2",
                    ),
                    html.Label("Name of the list", htmlFor=_x.NAME, className="bp-meta"),
                    dbc.Input(id=_x.NAME, maxLength=60, size="sm", debounce=True, placeholder="List"),
                ]
            ),
        ],
        className="bp-own-input",
    )


def _actions() -> html.Div:
    return html.Div(
        [
            html.Button("Add", id=_x.ADD, className="btn btn-primary", disabled=True),
            html.Button("Download unmatched rows (CSV)", id=_x.UNMATCHED, className="btn bp-quiet", hidden=True),
        ],
        className="d-flex gap-2 my-3",
    )


def replacing(labels: Sequence[str]) -> list[Any]:
    """Which table the next one replaces."""
    if not labels:
        return []
    words = (
        f"The next table replaces {', '.join(f'“{label}”' for label in labels)}: columns are known by their headers."
    )
    return [html.Div([icon("info"), html.Div(words)], className="alert alert-primary")]


def known_columns(tables: Sequence[tuple[str, str, Sequence[OwnColumnFacts]]]) -> list[Any]:
    """The columns there are, table by table: id, where it comes from, its columns."""
    if not tables:
        return []
    head = html.Tr([html.Th("Name"), html.Th("Type"), html.Th("Proteins", className="bp-r"), html.Th()])
    bodies = [html.Tbody([_table_row(table, words), *map(_known, columns)]) for table, words, columns in tables]
    table = html.Table([html.Thead(head), *bodies], className="bp-table bp-own-known")
    return [html.H3("Columns of this analysis", className="h3 mt-3"), html.Div(table, className="bp-scroll")]


def _table_row(table: str, words: str) -> html.Tr:
    button = html.Button("Replace", id=ids.own_table(table), className="btn btn-sm bp-quiet", title=f"Replace {words}")
    return html.Tr(
        [html.Th(words, colSpan=3, scope="rowgroup", className="bp-meta"), html.Td(button, className="bp-r")]
    )


def _known(facts: OwnColumnFacts) -> html.Tr:
    number, label = str(facts.number), facts.label
    name = [
        html.Span(f"Name of {label}", className="visually-hidden"),
        dbc.Input(id=ids.own_known("name", number), value=label, debounce=True, maxLength=60, size="sm"),
    ]
    kind = [
        html.Span(f"Type of {label}", className="visually-hidden"),
        kind_select(ids.own_known("kind", number), facts.kind),
    ]
    delete = html.Button(
        icon("trash"),
        id=ids.own_known("delete", number),
        className="btn btn-sm bp-quiet bp-icon",
        title=f"Delete {label}",
        **{"aria-label": f"Delete {label}"},
    )
    return html.Tr(
        [
            html.Td(html.Label(name, className="d-block")),
            html.Td(html.Label(kind, className="d-block")),
            html.Td(numbers.count(facts.filled), className="bp-r bp-num"),
            html.Td(delete, className="bp-r"),
        ]
    )


def kind_select(control: dict[str, object], kind: str) -> dbc.Select:
    """The types to choose from."""
    options = [{"value": one.value, "label": KIND_NAMES[one]} for one in KINDS]
    return dbc.Select(id=control, options=options, value=kind, size="sm")
