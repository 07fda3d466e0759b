"""The records that were warned about or rejected, with where they are in the file and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.icons import icon
from dashboard.components.shared.messages import empty
from dashboard.components.shared.pills import record_pill

PAGE_SIZE = 500


def records_view(place: str, rows: Sequence[Mapping[str, Any]], total: int) -> html.Div:
    """The table in its panel, or that there is nothing to fix; `place` is the path of the analysis."""
    if not total:
        nothing = empty("No problems", "All records were analysed without warnings.")
        return html.Div(html.Section(nothing, className="bp-panel"), className="bp-page")
    head = html.Div(
        [
            html.H2("Warned and rejected", className="h3"),
            html.Span(numbers.of(total, "record"), className="bp-meta bp-num"),
            html.Span(className="bp-spacer"),
            # The holder of a share link can't upload a corrected file.
            *([_to_correct(place)] if place.startswith("/jobs/") else []),
            html.A(
                [icon("download"), "Download CSV"],
                id=ids.Records.DOWNLOAD,
                href=f"{place}/rejected.csv",
                className="btn btn-sm btn-outline-secondary",
            ),
        ],
        className="bp-panel-head flex-wrap",
    )
    more = [
        html.Div(
            f"Showing the first {numbers.count(len(rows))}; the download has all of them.", className="bp-meta p-3"
        )
    ]
    return html.Div(
        html.Section(
            [
                head,
                html.Div(_table(place, rows), className="bp-scroll", id=ids.Records.TABLE),
                *(more if len(rows) < total else []),
            ],
            className="bp-panel",
        ),
        className="bp-page",
    )


def _to_correct(place: str) -> html.A:
    return html.A(
        [icon("download"), "Download FASTA to fix"],
        id=ids.Records.CORRECT,
        href=f"{place}/to-correct.fasta",
        title="These records as in your file, each with its reason as a comment. Fix them and upload the file again.",
        className="btn btn-sm btn-outline-secondary",
    )


def _table(place: str, rows: Sequence[Mapping[str, Any]]) -> html.Table:
    in_files = any(row["file"] for row in rows)
    head = html.Tr(
        [
            html.Th("Identifier"),
            *([html.Th("File")] if in_files else []),
            html.Th("Line", className="bp-r"),
            html.Th("State"),
            html.Th("Reason"),
        ]
    )
    body = [
        html.Tr(
            [
                html.Td(
                    dcc.Link(
                        row["identifier"] or f"record {numbers.count(row['ordinal'])}",
                        href=f"{place}/proteins/{row['ordinal']}",
                    ),
                    className="bp-id",
                ),
                *([html.Td(row["file"])] if in_files else []),
                html.Td(numbers.count(row["line"]), className="bp-r bp-num"),
                html.Td(record_pill(row["status"])),
                html.Td(row["reason"]),
            ]
        )
        for row in rows
    ]
    return html.Table([html.Thead(head), html.Tbody(body)], className="bp-table bp-records")
