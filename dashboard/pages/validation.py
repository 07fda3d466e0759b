"""Our numbers beside published ones, value by value."""

from typing import Any

from dash import dcc, html

from batchprot.properties.table import BY_KEY
from dashboard import generated
from dashboard.components.shared.numbers import count
from dashboard.components.validation import tables as validation_tables

PATH_TEMPLATE = "/validation"
TITLE = "Validation · BatchProt"


def layout(property: str = "", **_query: str) -> html.Main:  # noqa: A002 - the name in the address
    """Every value, or those of the property named in the address."""
    validation = generated.validation()
    chosen = BY_KEY.get(property)
    rows = [row for row in validation["comparisons"] if chosen is None or row["key"] == chosen.key]
    agreements = [each for each in validation["emboss"] if chosen is None or each["key"] == chosen.key]
    return html.Main(
        [
            html.H1(["Validation ", html.Span(chosen.label if chosen else "", className="bp-unit")]),
            html.P(_words(rows, validation), className="bp-lead bp-lead-narrow"),
            *([html.P(dcc.Link("Show every property", href="/validation"))] if chosen else []),
            *([validation_tables.summary(rows)] if rows else []),
            html.Div(validation_tables.differing(rows), className="bp-prose"),
            *validation_tables.sources(rows),
            *([validation_tables.emboss(agreements)] if agreements else []),
        ],
        id="main",
        className="bp-page",
    )


def _words(rows: list[dict[str, Any]], validation: dict[str, Any]) -> str:
    if not rows:
        return "No published values of this property have been compared yet."
    agree = sum(row["agrees"] for row in rows)
    identical = sum(row["ours"] == row["published"] for row in rows)
    return (
        f"{count(agree)} of {count(len(rows))} published values agree, {count(identical)} to the last printed digit. "
        f"The tables are made by running engine {validation['engine']} and Biopython {validation['biopython']} on "
        "every sequence; a difference counts from half a unit of the last digit printed."
    )
