"""The data behind each plot of the explorer, as CSV: what is drawn, with the selection it is drawn for."""

import math
from collections.abc import Generator, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import case, select

from batchprot.properties.own import header_of
from batchprot.reading import alphabet
from batchprot.tables.formulas import csv_text, harmless_header
from jobs.services import JobServices
from models.tables import protein
from results.access import Reader
from results.exports import copying
from results.exports.csv import harmless
from results.queries import query
from results.queries.scatters import is_category_of_colour
from results.selection.columns import JOINED, column_of
from results.selection.model import InvalidSelection, Selection, is_numeric
from results.selection.sql import condition

Blocks = Generator[bytes, None, None]
DISTRIBUTION_BINS = 90


def scatter(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    selection: Selection,
    x: str,
    y: str,
    colour: str = "",
    logs: tuple[bool, bool] = (False, False),
) -> Blocks:
    """Every record that has a place on both axes, streamed: its names, both values, what colours it, if selected.

    Raises:
        JobNotFound, InvalidSelection: before the first block.
    """
    if not (is_numeric(x) and is_numeric(y) and (not colour or is_category_of_colour(colour) or is_numeric(colour))):
        raise InvalidSelection("There is no such property to plot.")
    names = dict.fromkeys(["ordinal", "identifier", "name", x, y, *([colour] if colour else [])])
    chosen = case((condition(selection, protein.c.ordinal), 1), else_=0).label("selected")
    asked = select(*(harmless(name).label(harmless_header(name)) for name in names), chosen).select_from(JOINED)
    for key, log in zip((x, y), logs, strict=True):
        column = column_of(key)
        asked = asked.where(column > 0 if log else column.is_not(None))
    return copying.copied(services, reader, job_id, asked.order_by(protein.c.ordinal), copying.CSV)


def distribution(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, key: str, log: bool
) -> Blocks:
    """The bars as they are drawn, and a row for what lies below them and above.

    A bar holds what is shown as `from` or more and as less than `to`; the side of an end is empty.
    """
    found = query.histogram(services, reader, job_id, key, selection, bins=DISTRIBUTION_BINS, log=log)
    first, last = (found.edges[0], found.edges[-1]) if found.edges else (None, None)
    rows = [
        *([(None, first, *found.below)] if found.below[0] else []),
        *zip(found.edges[:-1], found.edges[1:], found.counts, found.selected, strict=True),
        *([(last, None, *found.above)] if found.above[0] else []),
    ]
    name = header_of(key)
    return _csv((f"{name}_from", f"{name}_to", "in_all", "selected"), rows)


def composition(services: JobServices, reader: Reader, job_id: UUID, selection: Selection) -> Blocks:
    """The twenty residues: fraction in all proteins and in the selection, and the base-2 logarithm of their ratio."""
    found = query.composition(services, reader, job_id, selection, spread=False)
    overall, selected = (part or [0.0] * len(alphabet.STANDARD) for part in (found.overall, found.selected))
    rows = [
        (residue, one, other, math.log2(other / one) if one and other else None)
        for residue, one, other in zip(alphabet.STANDARD, overall, selected, strict=True)
    ]
    return _csv(("residue", "fraction_in_all", "fraction_in_selection", "log2_ratio"), rows)


def correlation(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, keys: Sequence[str]
) -> Blocks:
    """Spearman's coefficient of each pair of properties, and of how many records it is."""
    found = query.correlations(services, reader, job_id, keys, selection)
    rows = [
        (header_of(one), header_of(other), found.rows[row][column], found.records)
        for row, one in enumerate(found.keys)
        for column, other in enumerate(found.keys[:row])
    ]
    return _csv(("property", "other_property", "spearman_rho", "records"), rows)


def _csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Blocks:
    """A small table in one block; a missing value is an empty cell."""
    yield csv_text([headers, *rows], line_end="\n").encode()
