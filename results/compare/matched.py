"""The same identifier on two sides: what changed from one to the other, record by record."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import CTE, ColumnElement, Double, Select, and_, case, cast, func, literal, select

from batchprot.properties.verdict import FORMULA_STARTS
from jobs.services import JobServices
from models.database import driver_connection
from models.tables import protein
from results.access import Reading, reading_several
from results.compare.sides import Side
from results.exports.copying import BLOCK_BYTES, EXPORT_SECONDS
from results.selection.columns import column_of

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Match:
    """One identifier: the record's number and value on each side, and the second value minus the first."""

    identifier: str
    ordinals: tuple[int, int]
    values: tuple[float | None, float | None]
    delta: float | None


@dataclass(frozen=True, slots=True)
class Matched:
    """How the identifiers of two sides meet.

    `matched` are on both sides, once on each; `repeated` are on a side more than once, and are matched with nothing.
    `changed` says for each property how many matched records have another value; `rows` are the largest changes of one.
    """

    matched: int
    only_first: int
    only_second: int
    repeated: int
    unnamed: int
    changed: dict[str, int]
    rows: list[Match]
    key: str


def matched(
    services: JobServices, user_id: UUID, sides: Sequence[Side], keys: Sequence[str], key: str | None = None
) -> Matched:
    """Match two sides by identifier; without a `key`, rows are of the property that changed most often.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    with reading_several(services, user_id, [side.job.id for side in sides]) as reading:
        counts = _counts(reading, sides)
        changed = _changed(reading, sides, keys) if counts["matched"] else dict.fromkeys(keys, 0)
        shown = key if key in changed else max(keys, key=lambda one: changed[one])
        rows = _rows(reading, sides, shown) if counts["matched"] else []
    return Matched(**counts, changed=changed, rows=rows, key=shown)


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
            for piece in copy:
                block += piece
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


def _counts(reading: Reading, sides: Sequence[Side]) -> dict[str, int]:
    first, second = (
        select(named.c.identifier, func.count().label("times")).group_by(named.c.identifier).cte(f"{name}_times")
        for named, name in (
            (_named(side, [], name), name) for side, name in zip(sides, ("first", "second"), strict=True)
        )
    )
    ours, theirs = first.c.times, second.c.times
    identifier = func.coalesce(first.c.identifier, second.c.identifier)
    is_named = identifier != ""
    is_repeated = and_(is_named, func.greatest(ours, theirs) > 1)
    sums = {
        "matched": func.count().filter(is_named, ours == 1, theirs == 1),
        "only_first": func.count().filter(is_named, ours == 1, theirs.is_(None)),
        "only_second": func.count().filter(is_named, theirs == 1, ours.is_(None)),
        "repeated": func.count().filter(is_repeated),
        "unnamed": func.coalesce(
            func.sum(func.coalesce(ours, 0) + func.coalesce(theirs, 0)).filter(identifier == ""), 0
        ),
    }
    both = first.join(second, first.c.identifier == second.c.identifier, full=True)
    asked = select(*(column.label(name) for name, column in sums.items())).select_from(both)
    row = reading.connection.execute(asked).mappings().one()
    return {name: int(row[name]) for name in sums}


def _changed(reading: Reading, sides: Sequence[Side], keys: Sequence[str]) -> dict[str, int]:
    first, second = (_once(side, keys, name) for side, name in zip(sides, ("first", "second"), strict=True))
    differ = [func.count().filter(first.c[key].is_distinct_from(second.c[key])) for key in keys]
    joined = first.join(second, first.c.identifier == second.c.identifier)
    row = reading.connection.execute(select(*differ).select_from(joined)).one()
    return dict(zip(keys, (int(number) for number in row), strict=True))


def _rows(reading: Reading, sides: Sequence[Side], key: str) -> list[Match]:
    """The largest changes of a property, those without one of the values last."""
    first, second = (_once(side, [key], name) for side, name in zip(sides, ("first", "second"), strict=True))
    one, two = first.c[key], second.c[key]
    joined = first.join(second, first.c.identifier == second.c.identifier)
    asked = select(first.c.identifier, first.c.ordinal, second.c.ordinal, one, two).select_from(joined)
    largest = func.abs(two - one).desc().nulls_last()
    found = reading.connection.execute(asked.order_by(largest, first.c.ordinal).limit(SHOWN))
    return [
        Match(name, (left, right), (a, b), None if a is None or b is None else b - a)
        for name, left, right, a, b in found
    ]
