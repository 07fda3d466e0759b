"""A table that only shows: text left, numbers right, scrolling inside itself."""

from collections.abc import Collection, Sequence
from typing import Any

from dash import html


def plain_table(
    head: Sequence[str], rows: Sequence[Sequence[Any]], right: Collection[int], label: str = ""
) -> html.Div:
    """The columns whose numbers are in `right` are set to the right; `label` names the table for a screen reader."""

    def cells(row: Sequence[Any], tag: type[html.Th | html.Td]) -> list[Any]:
        return [tag(cell, className="bp-r" if number in right else None) for number, cell in enumerate(row)]

    table = html.Table(
        [html.Thead(html.Tr(cells(head, html.Th))), html.Tbody([html.Tr(cells(row, html.Td)) for row in rows])],
        className="bp-table bp-tight",
        **({"aria-label": label} if label else {}),
    )
    # A box that scrolls must be reachable by keyboard.
    return html.Div(table, className="bp-scroll", tabIndex=0)
