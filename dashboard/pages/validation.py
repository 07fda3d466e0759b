"""Our numbers beside published ones, value by value."""

from typing import Any

from dash import dcc, html

from batchprot.properties.table import BY_KEY, Property
from dashboard import generated
from dashboard.components.shared.numbers import count, of
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
            *([validation_tables.emboss(agreements)] if agreements else []),
            *([validation_tables.experiment(validation["experiment"])] if _has_experiment(chosen) else []),
            *([validation_tables.properties(rows)] if rows and not chosen else []),
            *validation_tables.sources(rows, shown=chosen is not None),
        ],
        id="main",
        className="bp-page",
    )


def _has_experiment(chosen: Property | None) -> bool:
    """Whether measured isoelectric points belong here: on the page of every property, and on their own."""
    return chosen is None or chosen.key.startswith("isoelectric_point")


def _words(rows: list[dict[str, Any]], validation: dict[str, Any]) -> str:
    if not rows:
        return "No published values of this property have been compared yet."
    identical = sum(row["ours"] == row["published"] for row in rows)
    differing = [row for row in rows if not row["agrees"]]
    rest = ""
    if differing:
        rest = f" The other {of(len(differing), 'value is', 'values are')} explained below."
    return (
        f"BatchProt reproduces {count(identical)} of {count(len(rows))} published values to the last printed "
        f"digit.{rest} The tables are made by running engine {validation['engine']} and Biopython "
        f"{validation['biopython']} on every sequence."
    )
