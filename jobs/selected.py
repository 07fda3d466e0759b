"""A Selection as SQL: allow-listed columns, bound values, the owner checked first."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, or_, select, true
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from jobs.errors import JobNotFound
from jobs.selection import InvalidSelection, Selection, escape_like
from models.tables import job, measurement, protein
from protein import alphabet
from protein.properties import BY_KEY

SEARCHED = ("identifier", "name", "description", "organism", "gene")
MOTIF_PREFIX = "seq:"
COUNT_PREFIX = "count_"

JOINED: FromClause = protein.outerjoin(
    measurement,
    and_(measurement.c.job_id == protein.c.job_id, measurement.c.ordinal == protein.c.ordinal),
)
"""Every record, and its measurements when it has any."""


def job_for(session: Session, user_id: UUID, job_id: UUID) -> "Row[Any, Any, Any, Any, Any, Any]":
    """The job's counters, if it is this person's.

    Raises:
        JobNotFound: it isn't, or there is none.
    """
    wanted = select(job.c.records, job.c.done, job.c.warned, job.c.rejected, job.c.state, job.c.title)
    is_theirs = (job.c.id == job_id) & (job.c.user_id == user_id) & job.c.deleted_at.is_(None)
    row = session.execute(wanted.where(is_theirs)).one_or_none()
    if row is None:
        raise JobNotFound
    return row


def column_of(key: str) -> ColumnElement[Any]:
    """The column behind a key of the property table, a record column, or one residue's count.

    Raises:
        InvalidSelection: there is none.
    """
    if key.startswith(COUNT_PREFIX) and key[len(COUNT_PREFIX) :] in set(alphabet.STANDARD):
        # PostgreSQL counts from 1.
        element: ColumnElement[Any] = measurement.c.residue_counts[alphabet.STANDARD.index(key[-1]) + 1]
        return element
    if key in BY_KEY and BY_KEY[key].home == "measurement":
        return measurement.c[key]
    if key not in ("job_id", "sequence") and key in protein.c:
        return protein.c[key]
    raise InvalidSelection("There is no such column.")


def condition(selection: Selection) -> ColumnElement[bool]:
    """What the selection asks of a record; never NULL."""
    wanted: list[ColumnElement[bool]] = []
    for key, (least, most) in selection.ranges.items():
        column = column_of(key)
        wanted.append(column.is_not(None))
        wanted += [column >= least] if least is not None else []
        wanted += [column <= most] if most is not None else []
    if selection.statuses:
        wanted.append(protein.c.status.in_(sorted(selection.statuses)))
    if selection.text:
        wanted.append(_search(selection.text))
    for key, words in selection.texts.items():
        column = column_of(key)
        wanted += [column.is_not(None), column.ilike(f"%{escape_like(words)}%", escape="\\")]
    if selection.ordinals is not None:
        wanted.append(protein.c.ordinal.in_(sorted(selection.ordinals)))
    return and_(true(), *wanted)


def source(selection: Selection, *keys: str) -> FromClause:
    """The tables that the selection and these keys need: one where one is enough."""
    if all(column_of(key).table is protein for key in _keys(selection, keys) if not key.startswith(COUNT_PREFIX)) and (
        not any(key.startswith(COUNT_PREFIX) for key in keys)
    ):
        return protein
    return JOINED


def ordering(selection: Selection) -> list[ColumnElement[Any]]:
    """What to sort by, the ordinal always last; records without a value come after those with one."""
    ways = []
    for key, direction in selection.sort:
        column = column_of(key)
        ways.append((column.desc() if direction == "desc" else column.asc()).nulls_last())
    return [*ways, protein.c.ordinal.asc()]


def _keys(selection: Selection, keys: tuple[str, ...]) -> set[str]:
    return {*keys, *selection.ranges, *selection.texts, *(key for key, _ in selection.sort)}


def _search(text: str) -> ColumnElement[bool]:
    """Words in the names of a record; after `seq:` a motif in its sequence, X standing for any residue."""
    if text.lower().startswith(MOTIF_PREFIX):
        motif = text[len(MOTIF_PREFIX) :].strip().upper()
        if not motif.isascii() or not motif.isalpha():
            raise InvalidSelection("A motif is written in residues, such as seq:NXS; X stands for any.")
        return protein.c.sequence.like(f"%{motif.replace('X', '_')}%")
    pattern = f"%{escape_like(text)}%"
    return or_(*(protein.c[name].ilike(pattern, escape="\\") for name in SEARCHED))
