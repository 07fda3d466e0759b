"""The same identifier on two sides: what changed from one to the other, record by record."""

from collections.abc import Generator, Sequence
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import CTE, ColumnElement, Double, Select, case, cast, func, literal, select

from batchprot.tables.formulas import FORMULA_STARTS
from jobs.services import JobServices
from models.database import driver_connection
from models.tables import protein
from results.access import reading_several
from results.compare.found import PAGE, MatchedPage
from results.compare.results import COMPARE_SECONDS
from results.compare.sides import Side
from results.exports.copying import BLOCK_BYTES, EXPORT_SECONDS
from results.selection.columns import column_of


def matched_page(
    services: JobServices, user_id: UUID, sides: Sequence[Side], key: str, number: int = 1, *, length: int = PAGE
) -> MatchedPage:
    """Match two sides by identifier and list the largest changes of a property.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    from results.compare import changed

    with reading_several(services, user_id, [side.job.id for side in sides], seconds=COMPARE_SECONDS) as reading:
        return changed.page(reading, sides, key, number, length)


def matched_csv(
    services: JobServices, user_id: UUID, sides: Sequence[Side], keys: Sequence[str]
) -> Generator[bytes, None, None]:
    """Every matched record as CSV: the identifier, then each property on both sides and its change.

    Raises:
        JobNotFound, JobRefused: before the first block.
    """
    with reading_several(services, user_id, [side.job.id for side in sides]):
        return _blocks(services, user_id, sides, keys)


def _blocks(
    services: JobServices, user_id: UUID, sides: Sequence[Side], keys: Sequence[str]
) -> Generator[bytes, None, None]:
    with reading_several(services, user_id, [side.job.id for side in sides], seconds=EXPORT_SECONDS) as reading:
        statement, bound = reading.plain(_table(sides, keys))
        connection = driver_connection(reading.connection)
        query = psycopg.ClientCursor(connection).mogrify(statement, bound)
        block = bytearray()
        with connection.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)".encode()) as copy:
            for data in copy:
                block += data
                if len(block) >= BLOCK_BYTES:
                    yield bytes(block)
                    block.clear()
        if block:
            yield bytes(block)


def _table(sides: Sequence[Side], keys: Sequence[str]) -> Select[Any]:
    first, second = (_once(side, keys, name) for side, name in zip(sides, ("first", "second"), strict=True))
    identifier = first.c.identifier
    is_formula = func.left(identifier, 1).in_(FORMULA_STARTS)
    columns: list[ColumnElement[Any]] = [
        case((is_formula, literal("'").op("||")(identifier)), else_=identifier).label("identifier"),
        first.c.ordinal.label("ordinal_1"),
        second.c.ordinal.label("ordinal_2"),
    ]
    for key in keys:
        one, two = first.c[key], second.c[key]
        columns += [one.label(f"{key}_1"), two.label(f"{key}_2"), (two - one).label(f"{key}_delta")]
    joined = first.join(second, first.c.identifier == second.c.identifier)
    return select(*columns).select_from(joined).order_by(first.c.ordinal)


def _named(side: Side, keys: Sequence[str], name: str) -> CTE:
    """The records of a side with these values and how many have the same identifier."""
    tables = side.source([*keys, "identifier"])
    again = func.count().over(partition_by=protein.c.identifier).label("again")
    columns = [cast(column_of(key), Double).label(key) for key in keys]
    wanted = select(tables.ordinal.label("ordinal"), protein.c.identifier, again, *columns)
    return wanted.select_from(tables.tables).where(side.condition(tables)).cte(f"{name}_named")


def _once(side: Side, keys: Sequence[str], name: str) -> CTE:
    """The records whose identifier nothing else on their side has."""
    named = _named(side, keys, name)
    return select(named).where(named.c.again == 1, named.c.identifier != "").cte(name)
