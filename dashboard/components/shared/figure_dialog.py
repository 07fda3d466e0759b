"""The one dialog that saves plots as figures: size, font, title, legend, background, format, and a caption to paste.

A plot takes part when its box is made by `figure_box`; `save_button` opens the dialog. Both are read, and the file is
drawn, by assets/figures.js.
"""

import json
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids, theme
from dashboard.components.shared.icons import icon

ALL = "all"
"""All plots of the page as one figure."""
WIDTHS = {"85": "85 mm, one column", "180": "180 mm, two columns"}
FONT_SIZES = ("6", "7", "8", "9", "10", "12")
FORMATS = {"svg": "SVG", "pdf": "PDF", "png": "PNG"}
RESOLUTIONS = ("300", "600")
BACKGROUNDS = {"white": "White", "none": "Transparent"}


def figure_box(children: Any, name: str, title: str, *, ratio: float = 0.62, **props: Any) -> html.Div:  # noqa: ANN401
    """A plot that can be saved: `name` for files, `title` for people, `ratio` of its height to its width."""
    data = {"data-figure": name, "data-figure-title": title, "data-figure-ratio": f"{ratio:g}"}
    return html.Div(children, **props, **data)


def save_button(name: str, words: str, *, class_name: str = "") -> html.Button:
    """Opens the dialog for a plot, or for ALL."""
    return html.Button(
        icon("download"),
        className=f"btn btn-sm bp-quiet bp-icon {class_name}".strip(),
        title=words,
        **{"aria-label": words, "aria-haspopup": "dialog", "data-figure-save": name},
    )


def figure_dialog() -> dbc.Modal:
    """The dialog, closed."""
    x = ids.Figure
    fields = [
        _field("Figure", dbc.Select(id=x.WHICH, options=[], size="sm")),
        _field("Width", _select(x.WIDTH, WIDTHS, "85")),
        _field("Font size", _select(x.SIZE, {size: f"{size} pt" for size in FONT_SIZES}, "8")),
        _field(
            "Title", dbc.Input(id=x.NAME, value="", size="sm", placeholder="none", autocomplete="off", maxlength=200)
        ),
        _field("Background", _select(x.BACKGROUND, BACKGROUNDS, "white")),
        dbc.Checkbox(id=x.LEGEND, value=True, label="Legend"),
        _field("Format", _select(x.FORMAT, FORMATS, "svg")),
        html.Div(
            _field("Resolution", _select(x.DPI, {dpi: f"{dpi} dpi" for dpi in RESOLUTIONS}, "300")),
            id=x.DPI_BOX,
            hidden=True,
        ),
    ]
    preview = html.Div(
        [
            html.Div(html.Img(id=x.PREVIEW, alt="Preview of the figure"), className="bp-figure-paper"),
            html.Div(id=x.MEASURES, className="bp-meta bp-num mt-1", **{"aria-live": "polite"}),
        ],
        className="bp-figure-preview",
        id=x.PAPER,
        # The light counterpart of each dark colour: figures are on white in either theme.
        **{"data-light": json.dumps(theme.light_of_dark())},
    )
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("Save figure", id=x.TITLE, className="h3 mb-0")),
            dbc.ModalBody(
                [
                    html.Div([html.Div(fields, className="bp-figure-fields"), preview], className="bp-figure"),
                    _caption(),
                    html.Div(id=x.PROBLEM, className="bp-field-error", role="alert"),
                ]
            ),
            dbc.ModalFooter(
                [
                    html.A("Data as CSV", id=x.DATA, href="#", className="btn btn-sm bp-quiet", hidden=True),
                    html.Span(className="bp-spacer"),
                    html.Button([icon("download"), "Save figure"], id=x.SAVE, className="btn btn-primary"),
                ]
            ),
        ],
        id=x.DIALOG,
        labelledby=x.TITLE,
        is_open=False,
        size="xl",
        scrollable=True,
    )


def _caption() -> html.Div:
    x = ids.Figure
    copy = html.Button([icon("copy"), "Copy caption"], id=x.COPY, className="btn btn-sm btn-outline-secondary")
    head = [
        html.Label("Caption", htmlFor=x.CAPTION, className="form-label mb-0"),
        html.Span(className="bp-spacer"),
        copy,
    ]
    return html.Div(
        [
            html.Div(head, className="d-flex align-items-center gap-2 mb-1"),
            dbc.Textarea(id=x.CAPTION, value="", rows=4, size="sm", spellcheck=False),
        ],
        className="mt-3",
    )


def _field(words: str, control: dbc.Input | dbc.Select) -> html.Div:
    return html.Div([html.Label(words, htmlFor=control.id, className="bp-meta"), control])


def _select(control_id: str, options: dict[str, str], value: str) -> dbc.Select:
    listed = [{"value": key, "label": words} for key, words in options.items()]
    return dbc.Select(id=control_id, options=listed, value=value, size="sm")
