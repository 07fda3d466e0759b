"""Counting attempts, so that passwords can't be guessed by trying.

An attempt is counted before the password is looked at and given back when it succeeds: a hundred attempts sent
at once are counted one by one, and a refused one costs no hashing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from accounts.errors import TooManyAttempts
from accounts.services import Allowance
from models.tables import rate_limit

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
GRAIN = timedelta(seconds=10)  # attempts this close together share a row


@dataclass(frozen=True, slots=True)
class Attempt:
    """Attempts that were counted, to be given back if they succeed."""

    keys: tuple[str, ...]
    counted_at: datetime


def key_for(kind: str, what: str) -> str:
    """Name a counter without keeping the e-mail or network address it counts for."""
    return f"{kind}:{hashlib.sha256(what.encode('utf-8', 'surrogatepass')).hexdigest()}"


def count_attempt(session: Session, limits: Mapping[str, Allowance]) -> Attempt:
    """Count one attempt under each key.

    Args:
        session: the caller's transaction.
        limits: the keys, each with what it allows.

    Raises:
        TooManyAttempts: one of them has used up its allowance; nothing was counted.
    """
    for key in sorted(limits):  # always in the same order: two people can't wait for each other
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    for key, allowance in limits.items():
        _refuse_if_used_up(session, key, allowance)
    bin_start = func.date_bin(GRAIN, func.now(), EPOCH)
    counted = insert(rate_limit).values([{"key": key, "window_start": bin_start, "count": 1} for key in limits])
    counted_at = session.execute(
        counted.on_conflict_do_update(
            index_elements=["key", "window_start"], set_={"count": rate_limit.c.count + 1}
        ).returning(rate_limit.c.window_start)
    ).scalars()
    return Attempt(tuple(limits), next(iter(counted_at.all())))


def give_back(session: Session, attempt: Attempt) -> None:
    """Uncount an attempt that succeeded, or that was never carried out."""
    session.execute(
        update(rate_limit)
        .where(rate_limit.c.key.in_(attempt.keys), rate_limit.c.window_start == attempt.counted_at)
        .values(count=func.greatest(rate_limit.c.count - 1, 0))
    )


def forget_old_attempts(session: Session, longest: timedelta) -> None:
    """Delete counters older than any limit looks back; one that another session holds is left for the next time."""
    old = (
        select(rate_limit.c.key, rate_limit.c.window_start)
        .where(rate_limit.c.window_start < func.now() - 2 * longest)
        .with_for_update(skip_locked=True)
        .cte("old")
    )
    session.execute(
        delete(rate_limit).where(rate_limit.c.key == old.c.key, rate_limit.c.window_start == old.c.window_start)
    )


def _refuse_if_used_up(session: Session, key: str, allowance: Allowance) -> None:
    recent = select(
        func.coalesce(func.sum(rate_limit.c.count), 0),
        func.extract("epoch", func.min(rate_limit.c.window_start) + allowance.within - func.now()),
    ).where(
        rate_limit.c.key == key,
        rate_limit.c.count > 0,
        rate_limit.c.window_start > func.now() - allowance.within,
    )
    used, seconds = session.execute(recent).one()
    if used >= allowance.attempts:
        raise TooManyAttempts(int(seconds) + 1)
