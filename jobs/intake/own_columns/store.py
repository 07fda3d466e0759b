"""Own columns written: added, replaced, renamed, deleted, each in one transaction under the lock of the analysis.

Values lie in `own_value`, one row a record, each at its column's number in an array of numbers or of texts; what the
columns are lies in `own_column`. Numbers are never used again, so a link to a deleted column never means another one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, literal, select, text, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from batchprot.columns.names import TAKEN, free_names
from batchprot.properties.own import LAST_NUMBER, clean_label
from batchprot.properties.property import Kind
from jobs.errors import JobRefused
from jobs.ownership import own_job
from models.database import driver_connection
from models.states import JobState
from models.tables import job, own_column, own_value

if TYPE_CHECKING:
    import polars as pl

    from batchprot.columns.prepare import Column

MOST_COLUMNS = 50
LARGEST_WHOLE = 1e15
NOT_FINISHED = "Columns can be added once the analysis has finished."
NO_SUCH_COLUMN = "There is no such column. It may have been deleted."
NUMBERS = frozenset({Kind.NUMBER, Kind.INTEGER})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewColumn:
    """A column to be added, or to take the place of one.

    Attributes:
        label: as it is shown; made unlike the other columns' when it is added.
        kind: what its values are.
        decimals: how many are shown of a number.
        source: the file that it comes from; empty when it was pasted.
        sheet: the sheet of a workbook.
        header: what the table called it.
        match: what its rows were matched by.
        summary: what it means, of a column that the server makes.
        missing_value: what records have that are not in the table; None is nothing.
    """

    label: str
    kind: Kind
    decimals: int = 0
    source: str = ""
    sheet: str = ""
    header: str = ""
    match: str = ""
    summary: str = ""
    missing_value: str | None = None

    @classmethod
    def of(cls, column: "Column", **more: Any) -> "NewColumn":  # noqa: ANN401 - the attributes that follow `decimals`
        """A column as it was understood, with where it comes from."""
        return cls(label=column.label, kind=column.kind, decimals=column.decimals, header=column.header, **more)


def finished_job(session: Session, user_id: UUID, job_id: UUID) -> "Row[Any, Any, Any]":
    """The person's own analysis, locked; it must have all its results.

    Raises:
        JobNotFound: there is none of this id that is this person's.
        JobRefused: it has not finished.
    """
    row = own_job(session, user_id, job_id)
    if row.state != JobState.SUCCEEDED:
        raise JobRefused("not_finished", NOT_FINISHED)
    return row


def add(
    session: Session,
    found: "Row[Any, Any, Any]",
    columns: Sequence[NewColumn],
    values: "pl.DataFrame",
    table_id: UUID | None = None,
) -> list[int]:
    """Add columns to a locked analysis and return their numbers; the same table again adds nothing.

    Args:
        session: the transaction.
        found: the analysis's row.
        columns: what they are.
        values: `ordinal`, then one column for each, in their order: floats for numbers, texts for the rest.
        table_id: of the columns that are added together; a repeated request gives it again.

    Raises:
        JobRefused: they would be more than an analysis has.
    """
    known = list_columns(session, found.id)
    table_id = table_id or uuid4()
    if added := [one.number for one in known if one.table_id == table_id]:
        return added
    if len(known) + len(columns) > MOST_COLUMNS:
        words = (
            f"An analysis has at most {MOST_COLUMNS} columns of yours; this one has {len(known)}. Delete some first."
        )
        raise JobRefused("too_many_columns", words)
    if found.own_columns + len(columns) > LAST_NUMBER:
        raise JobRefused("too_many_columns", "Columns were added to this analysis too many times. Run it again.")
    numbers = [found.own_columns + place for place in range(1, len(columns) + 1)]
    labels = free_names([one.label for one in columns], [one.label for one in known], numbers[0] if numbers else 1)
    for number, column, label in zip(numbers, columns, labels, strict=True):
        place = {"job_id": found.id, "number": number, "position": number, "table_id": table_id}
        facts = place | _facts(column, label)
        session.execute(insert(own_column).values(facts))
    _write(session, found.id, dict(zip(numbers, columns, strict=True)), values)
    _changed(session, found.id, own_columns=found.own_columns + len(columns))
    return numbers


def replace(
    session: Session, found: "Row[Any, Any, Any]", columns: Mapping[int, NewColumn], values: "pl.DataFrame"
) -> None:
    """Put new values in the place of columns, by their numbers; labels stay, kinds may change."""
    known = {one.number: one for one in list_columns(session, found.id)}
    for number, column in columns.items():
        if number not in known:
            raise JobRefused("no_such_column", NO_SUCH_COLUMN, 404)
        facts = _facts(column, known[number].label) | {"replaced_at": func.now()}
        session.execute(update(own_column).where(_is(found.id, number)).values(facts))
    _empty(session, found.id, list(columns))
    _write(session, found.id, columns, values)
    _changed(session, found.id)


def remove(session: Session, found: "Row[Any, Any, Any]", numbers: Sequence[int]) -> None:
    """Delete columns with their values."""
    wanted = (own_column.c.job_id == found.id, own_column.c.number.in_(numbers))
    gone = session.execute(delete(own_column).where(*wanted).returning(own_column.c.number)).all()
    if len(gone) != len(set(numbers)):
        raise JobRefused("no_such_column", NO_SUCH_COLUMN, 404)
    left = session.execute(select(func.count()).select_from(own_column).where(own_column.c.job_id == found.id))
    if left.scalar_one():
        _empty(session, found.id, numbers)
    else:
        session.execute(delete(own_value).where(own_value.c.job_id == found.id))
    _changed(session, found.id)


def rename(session: Session, found: "Row[Any, Any, Any]", number: int, label: str) -> None:
    """Give a column another name."""
    plain = clean_label(label)
    if not plain:
        raise JobRefused("no_name", "A column needs a name.", 422)
    known = list_columns(session, found.id)
    if plain.casefold() in {
        name.casefold() for name in (*TAKEN, *(one.label for one in known if one.number != number))
    }:
        raise JobRefused("name_taken", f"There is another column named “{plain}”.", 409)
    done = session.execute(update(own_column).where(_is(found.id, number)).values(label=plain))
    if done.rowcount == 0:  # type: ignore[attr-defined]
        raise JobRefused("no_such_column", NO_SUCH_COLUMN, 404)
    _changed(session, found.id)


def list_columns(session: Session, job_id: UUID) -> "Sequence[Row[Any, Any, Any]]":
    """The own columns of an analysis, in their order."""
    wanted = select(own_column).where(own_column.c.job_id == job_id)
    return session.execute(wanted.order_by(own_column.c.position, own_column.c.number)).all()


def copy(session: Session, upload_id: UUID, job_id: UUID) -> bool:
    """Give a new analysis the columns of the latest earlier one of the same file, read in the same way, if any has.

    Records have the same ordinals then, and values lie by ordinal.
    """
    new = job.alias()
    same = (job.c.upload_id == upload_id) & (job.c.id != job_id) & (job.c.reading == new.c.reading)
    has_columns = select(own_column.c.job_id).where(own_column.c.job_id == job.c.id).exists()
    earlier = select(job.c.id, job.c.own_columns).join(new, new.c.id == job_id)
    earlier = earlier.where(same, has_columns, job.c.deleted_at.is_(None)).order_by(job.c.created_at.desc()).limit(1)
    found = session.execute(earlier).one_or_none()
    if found is None:
        return False
    for table in (own_column, own_value):
        names = [column.name for column in table.columns if column.name != "job_id"]
        rows = select(literal(job_id), *(table.c[name] for name in names)).where(table.c.job_id == found.id)
        session.execute(insert(table).from_select(["job_id", *names], rows))
    _changed(session, job_id, own_columns=found.own_columns)
    return True


def _facts(column: NewColumn, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "kind": column.kind.value,
        "decimals": column.decimals,
        "source": column.source,
        "sheet": column.sheet,
        "header": column.header,
        "match": column.match,
        "summary": column.summary,
        "missing_value": column.missing_value,
    }


def _is(job_id: UUID, number: int) -> Any:  # noqa: ANN401 - a condition
    return (own_column.c.job_id == job_id) & (own_column.c.number == number)


def _changed(session: Session, job_id: UUID, **values: int) -> None:
    """Raise the version, so that answers kept in memory are asked again."""
    values = {"own_version": job.c.own_version + 1, **values}  # type: ignore[dict-item]
    session.execute(update(job).where(job.c.id == job_id).values(values))


def _array(kind: Kind) -> str:
    return "numbers" if kind in NUMBERS else "texts"


def _empty(session: Session, job_id: UUID, numbers: Sequence[int]) -> None:
    """Take the values of columns out, whatever kind they were."""
    places = ", ".join(f"numbers[{int(number)}] = NULL, texts[{int(number)}] = NULL" for number in numbers)
    session.execute(text(f"UPDATE own_value SET {places} WHERE job_id = :job_id"), {"job_id": job_id})  # noqa: S608


def _write(session: Session, job_id: UUID, columns: Mapping[int, NewColumn], values: "pl.DataFrame") -> None:
    """Store the values of columns, and say in `own_column` how many there are and what a category's are."""
    names = [f"value_{int(number)}" for number in columns]
    frame = values.rename(dict(zip(values.columns, ["ordinal", *names], strict=True)))
    types = ["float8" if column.kind in NUMBERS else "text" for column in columns.values()]
    _copy(session, frame, names, types)
    places = [f"{_array(column.kind)}[{int(number)}]" for number, column in columns.items()]
    replaced = ", ".join(f"{place} = EXCLUDED.{place}" for place in places)
    session.execute(
        text(f"""
            INSERT INTO own_value (job_id, ordinal, {", ".join(places)})
            SELECT :job_id, ordinal, {", ".join(names)} FROM new_own_value
            ON CONFLICT (job_id, ordinal) DO UPDATE SET {replaced}
        """),  # noqa: S608 - numbers and our own words
        {"job_id": job_id},
    )
    session.execute(text("DROP TABLE new_own_value"))
    for name, (number, column) in zip(names, columns.items(), strict=True):
        facts = {"filled": frame[name].count(), "values": _values(frame, name, column.kind)}
        session.execute(update(own_column).where(_is(job_id, number)).values(facts))


def _copy(session: Session, frame: "pl.DataFrame", names: Sequence[str], types: Sequence[str]) -> None:
    """Send the values into a table of this transaction."""
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(names, types, strict=True))
    session.execute(text(f"CREATE TEMPORARY TABLE new_own_value (ordinal integer, {columns}) ON COMMIT DROP"))
    raw = driver_connection(session.connection())
    with raw.cursor().copy("COPY new_own_value FROM STDIN (FORMAT csv)") as copy:
        for part in frame.iter_slices(20_000):
            copy.write(part.write_csv(include_header=False).encode())
    session.execute(text("ANALYZE new_own_value"))


def _values(frame: "pl.DataFrame", name: str, kind: Kind) -> list[list[Any]]:
    """The values of a category with how many records have each, most frequent first, then by name."""
    if kind not in (Kind.CATEGORY, Kind.YES_NO):
        return []
    counts = frame[name].drop_nulls().value_counts()
    return [list(row) for row in counts.sort(["count", name], descending=[True, False]).rows()]


def join_table(session: Session, job_id: UUID, numbers: Sequence[int], table_id: UUID) -> None:
    """Count columns among those of a table that was added before."""
    mine = (own_column.c.job_id == job_id, own_column.c.number.in_(numbers))
    session.execute(update(own_column).where(*mine).values(table_id=table_id))


def texts_of(session: Session, job_id: UUID, number: int, kind: Kind) -> "pl.DataFrame":
    """The values of a column as texts: `ordinal` and `value`, with as many digits as tell numbers apart."""
    import polars as pl

    array = own_value.c.numbers if kind in NUMBERS else own_value.c.texts
    wanted = select(own_value.c.ordinal, array[number].label("value")).where(own_value.c.job_id == job_id)
    rows = session.execute(wanted.order_by(own_value.c.ordinal)).all()
    values = [None if value is None else _written(value) for _, value in rows]
    return pl.DataFrame(
        {"ordinal": [ordinal for ordinal, _ in rows], "value": values},
        schema={"ordinal": pl.Int32, "value": pl.String},
    )


def _written(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return str(int(value)) if value.is_integer() and abs(value) < LARGEST_WHOLE else repr(value)
