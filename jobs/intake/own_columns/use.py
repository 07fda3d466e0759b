"""Own columns, as the page, the REST call and programs use them: look first, then keep; replace, change, delete."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, delete
from sqlalchemy.orm import Session

from batchprot.columns.choices import Choices
from batchprot.columns.refused import TableRefused
from batchprot.columns.report import Report
from batchprot.properties.own import OwnColumn
from batchprot.properties.property import Kind
from jobs.errors import JobRefused
from jobs.intake.own_columns import store
from jobs.intake.own_columns.source import ListSource, Source, TableSource, prepared, records_of
from jobs.intake.own_columns.store import NewColumn
from jobs.intake.uploads import received_table
from jobs.services import JobServices
from models.tables import upload

if TYPE_CHECKING:
    from batchprot.columns.prepare import Prepared

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: the report, and the keys of the columns."""

    report: Report
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the columns of a table: keys that got new values, that are new, and labels that are gone."""

    report: Report
    kept: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def look(
    services: JobServices, user_id: UUID, job_id: UUID, source: Source, choices: Choices | None = None
) -> "Prepared":
    """What would be kept of a table; nothing is.

    Raises:
        JobNotFound: there is no such analysis of this person.
        JobRefused: it has not finished.
        TableRefused: the table can't be read or matched.
    """
    return _look(services, user_id, job_id, source, choices)


def add_columns(  # noqa: PLR0917 - the one way in, for page and REST
    services: JobServices,
    user_id: UUID,
    job_id: UUID,
    source: Source,
    choices: Choices | None = None,
    table_id: UUID | None = None,
) -> Kept:
    """Keep the columns of a table or a list.

    Args:
        services: Where to write.
        user_id: Whose analysis it is.
        job_id: Which one.
        source: The table.
        choices: What a person chose about it; None takes what is found.
        table_id: The same for a request that is repeated, so that it is done once.

    Raises:
        JobNotFound, JobRefused: as in `look`, or there would be too many columns.
        TableRefused: the table can't be read or matched, or its report names a problem.
    """
    found = _look(services, user_id, job_id, source, choices)
    _check(found)
    columns = _new_columns(found, source)

    def keep(session: Session, row: "Row[Any, Any, Any]") -> tuple[str, ...]:
        return _keys(session, row, store.add(session, row, columns, found.values, table_id))

    return Kept(found.report, _change(services, user_id, job_id, keep))


def replace_table(  # noqa: PLR0917 - as add_columns
    services: JobServices,
    user_id: UUID,
    job_id: UUID,
    table_id: UUID,
    source: Source,
    choices: Choices | None = None,
) -> Replaced:
    """Put a newer table in the place of one that was added before.

    Columns are known by their headers: those of both keep their keys, so that selections by them stay; those that the
    newer table doesn't have are deleted; new ones are added. A kind that was known stays while it fits all values.

    Raises:
        JobNotFound, JobRefused, TableRefused: as add_columns, or there is no such table.
    """
    found = _look(services, user_id, job_id, source, choices)
    _check(found)

    def change(session: Session, row: "Row[Any, Any, Any]") -> Replaced:
        before = {one.header: one for one in store.list_columns(session, row.id) if one.table_id == table_id}
        if not before:
            raise JobRefused("no_such_table", "There is no such table of columns. It may have been deleted.", 404)
        columns = dict(zip([one.header for one in found.columns], _new_columns(found, source), strict=True))
        same = {
            before[name].number: _as_before(column, before[name]) for name, column in columns.items() if name in before
        }
        gone = {name: one for name, one in before.items() if name not in columns}
        more = {name: column for name, column in columns.items() if name not in before}
        if gone:
            store.remove(session, row, [one.number for one in gone.values()])
        if same:
            names = [name for name in columns if name in before]
            store.replace(session, row, same, found.values.select("ordinal", *names))
        added: list[int] = []
        if more:
            added = store.add(session, row, list(more.values()), found.values.select("ordinal", *more))
            store.join_table(session, row.id, added, table_id)
        kept = _keys(session, row, list(same))
        labels = tuple(one.label for one in gone.values())
        return Replaced(found.report, kept, _keys(session, row, added), labels)

    return _change(services, user_id, job_id, change)


def rename_column(services: JobServices, user_id: UUID, job_id: UUID, number: int, label: str) -> None:
    """Give a column another name."""
    _change(services, user_id, job_id, lambda session, row: store.rename(session, row, number, label))


def delete_columns(services: JobServices, user_id: UUID, job_id: UUID, numbers: Sequence[int]) -> None:
    """Delete columns with their values."""
    _change(services, user_id, job_id, lambda session, row: store.remove(session, row, numbers))


def retype_column(services: JobServices, user_id: UUID, job_id: UUID, number: int, kind: Kind) -> int:
    """Take the values of a column as another kind; how many of them are none of it and are gone.

    Raises:
        JobRefused: a category would have too many values.
    """
    from batchprot.columns import kinds

    def change(session: Session, row: "Row[Any, Any, Any]") -> int:
        column = next((one for one in store.list_columns(session, row.id) if one.number == number), None)
        if column is None:
            raise JobRefused("no_such_column", store.NO_SUCH_COLUMN, 404)
        frame = store.texts_of(session, row.id, number, Kind(column.kind))
        values = kinds.convert(frame["value"], kind)
        if kinds.is_too_varied(values):
            words = f"The column has more than {kinds.MOST_VALUES} different values, too many for a category."
            raise JobRefused("too_many_values", words, 422)
        if kind is not Kind.TEXT and values.values.null_count() == len(values.values):
            raise JobRefused("no_values", f"None of the values is of the type {kind.value}.", 422)
        new = NewColumn(
            label=column.label,
            kind=kind,
            decimals=values.decimals,
            source=column.source,
            sheet=column.sheet,
            header=column.header,
            match=column.match,
            summary=column.summary,
            missing_value=column.missing_value,
        )
        store.replace(session, row, {number: new}, frame.select("ordinal").with_columns(values.values.alias("value")))
        return len(values.bad)

    return _change(services, user_id, job_id, change)


def uploaded(services: JobServices, user_id: UUID, upload_id: UUID, sheet: str = "") -> TableSource:
    """A table that this person uploaded.

    Raises:
        UploadError: there is none, or it did not arrive.
    """
    filename, data = received_table(services, user_id, upload_id)
    return TableSource(data, filename, sheet)


def forget_upload(services: JobServices, user_id: UUID, upload_id: UUID) -> None:
    """Delete an uploaded table once its columns are kept."""
    with services.database.session() as session:
        mine = (upload.c.id == upload_id, upload.c.user_id == user_id, upload.c.purpose == "table")
        gone = session.execute(delete(upload).where(*mine).returning(upload.c.id)).one_or_none()
    if gone is not None:
        services.storage.delete(upload_id)


def _look(services: JobServices, user_id: UUID, job_id: UUID, source: Source, choices: Choices | None) -> "Prepared":
    with services.database.session() as session:
        store.finished_job(session, user_id, job_id)
        records = records_of(session, job_id)
    return prepared(source, records, choices)


def _change(
    services: JobServices, user_id: UUID, job_id: UUID, work: "Callable[[Session, Row[Any, Any, Any]], Answer]"
) -> Answer:
    with services.database.session() as session:
        return work(session, store.finished_job(session, user_id, job_id))


def _check(found: "Prepared") -> None:
    if found.report.problems:
        raise TableRefused(" ".join(found.report.problems), code="table_problems")


def _new_columns(found: "Prepared", source: Source) -> list[NewColumn]:
    filename = source.filename if isinstance(source, TableSource) else ""
    missing = "no" if isinstance(source, ListSource) and found.columns[0].kind is Kind.YES_NO else None
    return [
        NewColumn.of(one, source=filename, sheet=found.report.sheet, match=found.report.match, missing_value=missing)
        for one in found.columns
    ]


def _as_before(column: NewColumn, known: "Row[Any, Any, Any]") -> NewColumn:
    """The newer column with as many decimals as before where both have numbers, so that its key stays the same."""
    if column.kind is Kind.INTEGER and known.kind == Kind.NUMBER:
        return replace(column, kind=Kind.NUMBER, decimals=known.decimals)
    if column.kind is Kind.NUMBER and known.kind == Kind.NUMBER:
        return replace(column, decimals=max(column.decimals, known.decimals))
    return column


def _keys(session: Session, row: "Row[Any, Any, Any]", numbers: Sequence[int]) -> tuple[str, ...]:
    known = {one.number: one for one in store.list_columns(session, row.id)}
    found = (known[number] for number in numbers)
    return tuple(OwnColumn(one.number, Kind(one.kind), one.decimals, one.label).key for one in found)


def unmatched(
    services: JobServices, user_id: UUID, job_id: UUID, source: Source, choices: Choices | None = None
) -> bytes:
    """The rows of a table that name no protein, as CSV.

    Raises:
        JobNotFound, JobRefused, TableRefused: as in `look`.
    """
    from batchprot.columns.unmatched import unmatched_csv

    return unmatched_csv(_look(services, user_id, job_id, source, choices).unmatched)
