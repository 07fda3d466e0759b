"""The page that compares: its sides, the small plots, the table of differences, matched identifiers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.table import BY_KEY
from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.icons import icon
from dashboard.components.shared.menus import menu
from dashboard.components.shared.messages import empty, skeleton

DRAWN = (
    "molecular_weight_da",
    "isoelectric_point",
    "charge_at_ph",
    "gravy",
    "instability_index",
    "aliphatic_index",
    "aromaticity",
    "length",
)
PRESETS = {"basic": "Basic properties", "advanced": "Advanced too", "all": "All properties"}
_PLOT = {"displayModeBar": False, "responsive": True, "staticPlot": True}
_SMALLEST_P, _LAST_PLAIN_P = 1e-300, 0.001


@dataclass(frozen=True, slots=True)
class Card:
    """One side: its name, what it is, how many proteins, and the address of the page without it."""

    name: str
    detail: str
    size: str
    href: str
    without: str


@dataclass(frozen=True, slots=True)
class Row:
    """One difference as the table shows it."""

    key: str
    other: int
    medians: tuple[float | None, float | None]
    details: tuple[str, str]
    delta: float | None
    interval: tuple[float, float] | None
    magnitude: str
    corrected: float | None


def colour(place: int) -> str:
    """The colour of a side."""
    return f"var(--bp-c{place + 1})"


def swatch(place: int) -> html.Span:
    """A side's colour."""
    return html.Span(className="bp-swatch me-1", style={"background": colour(place)})


def sides(cards: Sequence[Card], offered: Sequence[tuple[str, str]]) -> html.Div:
    """The sides beside each other, and the menu that adds one."""
    add = menu(
        html.Summary([icon("plus"), "Add"], className="btn btn-outline-secondary h-100 w-100"),
        [html.Li(dcc.Link(name, href=href, className="dropdown-item text-truncate")) for name, href in offered]
        or [html.Li("There is nothing else to add.", className="dropdown-header")],
        class_name="bp-add h-100",
    )
    columns = [html.Div(_card(card, place), className="col-lg") for place, card in enumerate(cards)]
    return html.Div([*columns, html.Div(add, className="col-lg-auto")], className="row g-2")


def _card(card: Card, place: int) -> html.Div:
    words = html.Div(
        [
            dcc.Link(card.name, href=card.href, className="fw-semibold text-reset text-truncate d-block"),
            html.Div(card.detail, className="bp-meta text-truncate", title=card.detail),
        ],
        style={"minWidth": 0},
    )
    remove = dcc.Link(
        icon("x"),
        href=card.without,
        className="btn btn-sm bp-quiet bp-icon",
        title=f"Remove {card.name}",
    )
    size = html.Span(card.size, className="bp-num ms-auto fw-semibold")
    return html.Div([swatch(place), words, size, remove], className="bp-side h-100")


def nothing_chosen(offered: Sequence[tuple[str, str]]) -> html.Section:
    """No side yet: the analyses and saved selections there are."""
    if not offered:
        start = dcc.Link("New analysis", href="/new", className="btn btn-primary")
        return html.Section(empty("Nothing to compare yet", "Run an analysis first.", start), className="bp-panel")
    words = empty("Choose what to compare", "Two or more analyses, or saved selections of one.")
    listed = [
        html.Li(dcc.Link(name, href=href, className="bp-add-link text-truncate d-block")) for name, href in offered
    ]
    return html.Section([words, html.Ul(listed, className="bp-add-list")], className="bp-panel")


def one_chosen() -> html.Section:
    """One side: another is needed."""
    words = empty("Add a second data set", "Add another analysis or saved selection to compare this one with.")
    return html.Section(words, className="bp-panel")


def waiting() -> list[Any]:
    """What stands where the results will be."""
    return [html.Section(skeleton("320px"), className="mb-3"), html.Section(skeleton("420px"))]


def actions(address: str) -> html.Details:
    """The downloads of a comparison."""
    summary = html.Summary([icon("download"), "Download", icon("chev")], className="btn btn-outline-secondary")
    tables = (("Differences (CSV)", "differences"), ("Matched identifiers (CSV)", "matched"))
    items = [
        html.Li(html.A(words, href=f"/compare/{name}.csv?{address}", className="dropdown-item"))
        for words, name in tables
    ]
    return menu(summary, items)


def distributions(keys: Sequence[str]) -> html.Section:
    """The place of the small plots."""
    shape = dbc.Select(
        id=ids.Compare.SHAPE,
        options=[{"value": "density", "label": "Density"}, {"value": "cumulative", "label": "Cumulative"}],
        value="density",
        size="sm",
        className="w-auto",
    )
    plots = [
        html.Div(
            [
                html.Div([BY_KEY[key].label, " ", _unit(key)], className="bp-small-title"),
                dcc.Graph(id=ids.compare_plot(key), config=_PLOT, style={"height": "132px"}, figure=_nothing()),
            ],
            className="col-6 col-lg-3 px-2",
        )
        for key in keys
    ]
    head = [
        html.H2("Distributions", className="h3"),
        html.Span("density, normalised; ticks = medians", className="bp-meta d-none d-sm-inline"),
        html.Span(className="bp-spacer"),
        html.Label("Shape", htmlFor=ids.Compare.SHAPE, className="visually-hidden"),
        shape,
    ]
    body = html.Div(plots, className="row g-0 gy-3 p-3")
    return html.Section([html.Div(head, className="bp-panel-head"), body], className="bp-panel mb-3")


def _nothing() -> dict[str, Any]:
    # Transparent until the first answer: an empty figure would flash white in dark mode.
    clear, hidden = "rgba(0,0,0,0)", {"visible": False}
    return {"data": [], "layout": {"xaxis": hidden, "yaxis": hidden, "paper_bgcolor": clear, "plot_bgcolor": clear}}


def differences(rows: Sequence[Row], names: Sequence[str], tests: int, preset: str) -> html.Section:
    """The table of differences with how they are computed."""
    choose = dbc.Select(
        id=ids.Compare.PRESET,
        options=[{"value": value, "label": words} for value, words in PRESETS.items()],
        value=preset,
        size="sm",
        className="w-auto",
    )
    several = len(names) > 2  # noqa: PLR2004 - then it must be said which pair a row is about
    head = html.Tr(
        [
            html.Th("Property"),
            html.Th([swatch(0), "Median"], className="bp-r"),
            html.Th([] if several else [swatch(1), "Median"], className="bp-r"),
            html.Th(_directions(names), className="d-none d-md-table-cell"),
            html.Th("Effect", className="bp-r"),
            html.Th("95 % interval", className="bp-r d-none d-md-table-cell"),
            html.Th(className="ps-0 d-none d-md-table-cell"),
            html.Th("p, corrected", className="bp-r pe-3"),
        ]
    )
    body = html.Tbody([_difference(row, several=several) for row in rows])
    table = html.Table([html.Thead(head), body], className="bp-table bp-diff")
    tested = f"Cliff's delta; Mann-Whitney U, two-sided, Benjamini-Hochberg over {numbers.of(tests, 'test')}"
    return html.Section(
        [
            html.Div(
                [
                    html.H2("Differences", className="h3"),
                    html.Span(tested, className="bp-meta d-none d-md-inline"),
                    html.Span(className="bp-spacer"),
                    html.Label("Properties", htmlFor=ids.Compare.PRESET, className="visually-hidden"),
                    choose,
                ],
                className="bp-panel-head",
            ),
            html.Div(table, className="bp-scroll", tabIndex="0", role="region", **{"aria-label": "Differences"}),
            _method(),
        ],
        className="bp-panel mb-3",
        id=ids.Compare.DIFFERENCES,
    )


def _directions(names: Sequence[str]) -> html.Div:
    other = [swatch(1), "higher"] if len(names) == 2 else ["other higher"]  # noqa: PLR2004 - two have a colour each
    return html.Div(
        [html.Span(other), html.Span([swatch(0), "higher"])],
        className="d-flex justify-content-between gap-3",
    )


def _difference(row: Row, *, several: bool) -> html.Tr:
    decimals = BY_KEY[row.key].decimals
    first, other = (
        html.Td([median(value, decimals), html.Div(detail, className="bp-meta")], className="bp-r")
        for value, detail in zip(row.medians, row.details, strict=True)
    )
    if several:
        other.children = [swatch(row.other), *other.children]
    low_high = "" if row.interval is None else " to ".join(signed(bound) for bound in row.interval)
    return html.Tr(
        [
            html.Td([BY_KEY[row.key].label, " ", _unit(row.key)]),
            first,
            other,
            html.Td(_bar(row), className="d-none d-md-table-cell bp-eff-cell"),
            html.Td("" if row.delta is None else signed(row.delta), className="bp-r fw-semibold"),
            html.Td(low_high, className="bp-r bp-num text-nowrap d-none d-md-table-cell"),
            html.Td(row.magnitude, className="bp-meta ps-0 d-none d-md-table-cell"),
            html.Td(p_words(row.corrected), className="bp-r pe-3"),
        ]
    )


def median(value: float | None, decimals: int) -> str:
    """A middle value, or that there is none."""
    return "none" if value is None else numbers.decimal(value, decimals)


def _bar(row: Row) -> html.Div:
    if row.delta is None:
        return html.Div(className="bp-eff")
    width, place = abs(row.delta) * 50, 0 if row.delta > 0 else row.other
    left = 50 if row.delta > 0 else 50 - width
    bar = html.I(style={"left": f"{left:.1f}%", "width": f"{width:.1f}%", "background": colour(place)})
    return html.Div(bar, className="bp-eff", role="img", **{"aria-label": f"Effect {signed(row.delta)}"})


def signed(value: float) -> str:
    """An effect with its sign: +0.42."""
    words = numbers.decimal(value, 2)
    return f"+{words}" if value > 0 and words.strip("0.") else words


def p_words(p_value: float | None) -> Any:  # noqa: ANN401 - text, or text with a power
    """A p value as printed: 0.204, 5.3 x 10^-6, and never 0."""
    if p_value is None:
        return html.Span("not tested", className="bp-meta", title="Fewer than 3 values on one side")
    if p_value < _SMALLEST_P:
        return ["< 10", html.Sup("−300")]  # noqa: RUF001 - the minus sign is meant
    if p_value >= _LAST_PLAIN_P:
        return f"{p_value:.3f}"
    digits, _, power = f"{p_value:.1e}".partition("e")
    return [f"{digits} × 10", html.Sup(f"−{abs(int(power))}")]  # noqa: RUF001 - both signs are meant


def _unit(key: str) -> html.Span:
    return html.Span(BY_KEY[key].unit, className="bp-unit bp-meta")


def _method() -> html.Details:
    formulas = (
        (
            "Cliff's delta = (pairs in which the first is larger less those in which the other is) / all pairs "
            "(Cliff 1993, doi:10.1037/0033-2909.114.3.494). Its interval is Cliff's (1996, "
            "doi:10.1207/s15327906mbr3103_4) with the consistent variance (Feng and Cliff 2004). It is "
            "negligible below 0.147, small below 0.33, medium below 0.474 (Romano et al. 2006)."
        ),
        (
            "p is that of Mann and Whitney (1947, doi:10.1214/aoms/1177730491): two-sided, normal approximation with "
            "corrections for ties and continuity; then corrected after Benjamini and Hochberg (1995, "
            "doi:10.1111/j.2517-6161.1995.tb02031.x). With fewer than 3 values on a side nothing is tested. "
            "Missing values are left out, and rejected records."
        ),
        "Proteins of one proteome are not a random sample: read the effect first, and p as a guide.",
    )
    words = [html.P(formula) for formula in formulas]
    return html.Details([html.Summary("How this is computed"), *words], className="bp-method")
