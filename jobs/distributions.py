"""Shapes of whole columns for plots: histograms, scatters and composition, counted and packed by the database."""

from array import array
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Double, Integer, Select, Subquery, case, cast, func, literal, select, text
from sqlalchemy.dialects.postgresql import BYTEA, REAL
from sqlalchemy.orm import Session

from jobs.selected import column_of, condition, job_for, source
from jobs.selection import InvalidSelection, Selection, is_numeric
from jobs.services import JobServices
from models.tables import measurement, protein
from protein import alphabet
from protein.properties import BY_KEY, Kind

MOST_POINTS = 50_000
MOST_BINS = 200
SAMPLED_RECORDS = 5_000
ROBUST = (0.001, 0.999)
"""Shares of the values between which the bins lie; the first and the last bin reach out to the extremes."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """`counts[i]` values lie from `edges[i]` to `edges[i + 1]`, `selected[i]` of them selected.

    Every value is in a bin: the outermost bins are wider where a few values lie far out.
    """

    edges: list[float]
    counts: list[int]
    selected: list[int]
    median: float | None
    selected_median: float | None


@dataclass(frozen=True, slots=True)
class Scatter:
    """Points as packed little-endian arrays: int32 ordinals, float32 x and y, uint8 selected.

    `total` records have both values; when `sampled`, the points are a fixed sample of them.
    """

    ordinals: bytes
    x: bytes
    y: bytes
    selected: bytes
    total: int
    sampled: bool


@dataclass(frozen=True, slots=True)
class Composition:
    """Fractions of the twenty residues in the order of `alphabet.STANDARD`.

    `batch` and `selected` are over all residues of the records; `low` and `high` the 10th and 90th percentile of the
    fractions of single records. Empty lists when there is nothing to count.
    """

    batch: list[float]
    selected: list[float]
    low: list[float]
    high: list[float]


def histogram(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices,
    user_id: UUID,
    job_id: UUID,
    key: str,
    selection: Selection,
    bins: int = 60,
    log: bool = False,
) -> Histogram:
    """Count one property's values; with `log`, in bins of equal ratio, for values above 0.

    Raises:
        JobNotFound: see job_for.
        InvalidSelection: the property has no numbers.
    """
    _check_numeric(key)
    values = _values(job_id, key, selection, log=log)
    with services.database.session() as session:
        job_for(session, user_id, job_id)
        session.execute(text("SET LOCAL jit = off"))
        row = session.execute(_summary(values)).one()
        if row.least is None:
            return Histogram([], [], [], None, None)
        edges = _edges(row, key, max(1, min(bins, MOST_BINS)), log=log)
        counts, selected = _counted(session, values, edges)
    medians = [None if value is None else (10**value if log else value) for value in (row.median, row.chosen_median)]
    if log:
        edges = [10**edge for edge in edges]
    return Histogram(edges, counts, selected, *medians)


def scatter(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices, user_id: UUID, job_id: UUID, x: str, y: str, selection: Selection
) -> Scatter:
    """Points of two properties, at most 50,000; the same sample each time above that.

    Raises:
        JobNotFound: see job_for.
        InvalidSelection: a property has no numbers.
    """
    _check_numeric(x)
    _check_numeric(y)
    columns = column_of(x), column_of(y)
    tables = source(selection, x, y)
    # Without a filter or a column of the other table, the narrow table alone is read.
    only_measured = selection.is_everything and all(column.table is measurement for column in columns)
    ordinal = measurement.c.ordinal if only_measured else protein.c.ordinal
    is_in_job = (measurement.c.job_id if only_measured else protein.c.job_id) == job_id
    chosen = literal(value=True) if only_measured else condition(selection)
    with services.database.session() as session:
        done = int(job_for(session, user_id, job_id).done)
        session.execute(text("SET LOCAL jit = off"))
        kept = _sample(ordinal, done) if done > MOST_POINTS else literal(value=True)
        points = (
            select(
                _packed(func.int4send(ordinal)),
                _packed(func.float4send(cast(columns[0], REAL))),
                _packed(func.float4send(cast(columns[1], REAL))),
                _packed(case((chosen, text(r"'\x01'::bytea")), else_=text(r"'\x00'::bytea"))),
            )
            .select_from(measurement if only_measured else tables)
            .where(is_in_job, columns[0].is_not(None), columns[1].is_not(None), kept)
        )
        ordinals, xs, ys, flags = session.execute(points).one()
        total = len(ordinals or b"") // 4
        if done > MOST_POINTS:
            both = select(func.count()).select_from(measurement if only_measured else tables)
            both = both.where(is_in_job, columns[0].is_not(None), columns[1].is_not(None))
            total = int(session.execute(both).scalar_one())
    return Scatter(
        _little("i", ordinals), _little("f", xs), _little("f", ys), bytes(flags or b""), total, done > MOST_POINTS
    )


def composition(services: JobServices, user_id: UUID, job_id: UUID, selection: Selection) -> Composition:
    """Residue fractions of the whole analysis and of the selection.

    Raises:
        JobNotFound: see job_for.
    """
    residues = range(1, len(alphabet.STANDARD) + 1)
    counts = [measurement.c.residue_counts[number] for number in residues]
    chosen = condition(selection)
    sums = [func.sum(count) for count in counts] + [func.sum(count).filter(chosen) for count in counts]
    asked = select(*sums).select_from(source(selection, "residue_counts")).where(measurement.c.job_id == job_id)
    with services.database.session() as session:
        done = int(job_for(session, user_id, job_id).done)
        session.execute(text("SET LOCAL jit = off"))
        totals = [int(value or 0) for value in session.execute(asked.where(protein.c.job_id == job_id)).one()]
        low, high = _spread(session, job_id, done)
    half = len(alphabet.STANDARD)
    return Composition(_fractions(totals[:half]), _fractions(totals[half:]), low, high)


def _check_numeric(key: str) -> None:
    if not is_numeric(key):
        raise InvalidSelection("There is no such property to plot.")


def _values(job_id: UUID, key: str, selection: Selection, *, log: bool) -> Subquery:
    """The values and whether each is selected."""
    column: ColumnElement[Any] = cast(column_of(key), Double)
    wanted = [protein.c.job_id == job_id, column.is_not(None)]
    if log:
        wanted.append(column > 0)
    value = func.log(column) if log else column
    chosen = condition(selection).label("chosen")
    return select(value.label("value"), chosen).select_from(source(selection, key)).where(*wanted).subquery()


def _summary(values: Subquery) -> Select[Any]:
    value = values.c.value

    def at(share: float) -> Any:  # noqa: ANN401 - SQLAlchemy's ordered-set aggregate
        return func.percentile_cont(share).within_group(value)

    return select(
        func.min(value).label("least"),
        func.max(value).label("most"),
        at(ROBUST[0]).label("low"),
        at(ROBUST[1]).label("high"),
        at(0.5).label("median"),
        at(0.5).filter(values.c.chosen).label("chosen_median"),
    )


def _edges(row: Any, key: str, bins: int, *, log: bool) -> list[float]:  # noqa: ANN401 - a row of _summary
    """Edges between the robust extremes, the first and last moved out to the true ones."""
    low, high = float(row.low), float(row.high)
    # A tail no longer than half the bulk is shown to scale.
    if row.most - high <= (high - low) / 2:
        high = float(row.most)
    if low - row.least <= (high - low) / 2:
        low = float(row.least)
    if not log and key in BY_KEY and BY_KEY[key].kind is Kind.INTEGER and high - low < bins:
        low, high = low - 0.5, high + 0.5
        bins = round(high - low)
    elif low == high:
        low, high = low - 0.5, high + 0.5
    edges = [low + (high - low) * number / bins for number in range(bins + 1)]
    edges[0], edges[-1] = min(edges[0], float(row.least)), max(edges[-1], float(row.most))
    return edges


def _counted(session: Session, values: Subquery, edges: list[float]) -> tuple[list[int], list[int]]:
    """One pass over the values; those on the last edge belong to the last bin."""
    bins = len(edges) - 1
    bin_number = case((values.c.value >= edges[-1], bins), else_=func.width_bucket(values.c.value, edges))
    asked = select(bin_number.label("bin"), func.count(), func.count().filter(values.c.chosen)).group_by("bin")
    counts, selected = [0] * bins, [0] * bins
    for number, everything, chosen in session.execute(asked):
        counts[number - 1], selected[number - 1] = everything, chosen
    return counts, selected


def _sample(ordinal: ColumnElement[int], done: int) -> ColumnElement[bool]:
    """About MOST_POINTS of `done` records, the same ones whatever is plotted."""
    return func.hashint4(ordinal).op("&")(2**31 - 1) < int(2**31 * (MOST_POINTS * 0.98) / done)


def _packed(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.string_agg(value, cast(literal(b""), BYTEA))


def _little(kind: str, packed: bytes | None) -> bytes:
    """PostgreSQL sends the most significant byte first, browsers read the least significant first."""
    numbers = array(kind, bytes(packed or b""))
    numbers.byteswap()
    return numbers.tobytes()


def _fractions(totals: list[int]) -> list[float]:
    everything = sum(totals)
    return [total / everything for total in totals] if everything else []


def _spread(session: Session, job_id: UUID, done: int) -> tuple[list[float], list[float]]:
    """10th and 90th percentile of each residue's fraction over records, from a fixed sample of a large job."""
    kept: ColumnElement[bool] = literal(value=True)
    if done > SAMPLED_RECORDS:
        kept = func.hashint4(measurement.c.ordinal).op("&")(2**31 - 1) < int(2**31 * SAMPLED_RECORDS / done)
    length = cast(
        select(func.sum(text("n"))).select_from(func.unnest(measurement.c.residue_counts).alias("n")).scalar_subquery(),
        Integer,
    )
    shares = [
        func.percentile_cont(text("ARRAY[0.1, 0.9]")).within_group(
            cast(measurement.c.residue_counts[number], Double) / func.nullif(length, 0)
        )
        for number in range(1, len(alphabet.STANDARD) + 1)
    ]
    row = session.execute(select(*shares).where(measurement.c.job_id == job_id, kept)).one()
    if row[0] is None:
        return [], []
    return [float(share[0]) for share in row], [float(share[1]) for share in row]
