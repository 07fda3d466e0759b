"""Share links: the holder of one can read one analysis, without an account and without changing anything.

The token is in the link only; the database keeps its hash.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, and_, cast, func, insert, or_, select, update

from accounts.audit import Event, record
from accounts.tokens import new_token, token_hash
from jobs.errors import JobNotFound, JobRefused, LinkEnded
from jobs.ownership import own_job
from jobs.services import JobServices
from models.tables import job, share_link
from results.access import LinkHolder, is_good_link, readable_by

MOST_LINKS = 50
LONGEST_DAYS = 3660
USE_IS_NOTED_EVERY = timedelta(minutes=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link as its maker sees it: never the token. `selection` is what was selected when it was made."""

    id: UUID
    selection: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    has_expired: bool


@dataclass(frozen=True, slots=True)
class SharedJob:
    """What a good token opens."""

    token: str
    holder: LinkHolder
    job_id: UUID

    @property
    def path(self) -> str:
        """The path of the analysis for the holder of the link."""
        return f"/shared/{self.token}"


def create_link(
    services: JobServices, user_id: UUID, job_id: UUID, *, selection: str = "", until: date | timedelta | None = None
) -> str:
    """Make a link and return its token, which is not to be had again.

    Args:
        services: Where to store it.
        user_id: The owner.
        job_id: What to share.
        selection: What is selected, as the address spells it: for the list of links.
        until: When it ends: the last day (UTC) that it works, or how long from now; None for never.

    Raises:
        JobNotFound: there is none of this id that is this person's.
        JobRefused: it would end before it begins, or there are too many.
    """
    token = new_token()
    with services.database.session() as session:
        own_job(session, user_id, job_id)
        is_live = and_(share_link.c.job_id == job_id, is_good_link())
        if session.execute(select(func.count()).select_from(share_link).where(is_live)).scalar_one() >= MOST_LINKS:
            raise JobRefused("too_many_links", f"An analysis has at most {MOST_LINKS} links. Revoke one first.")
        expires_at = _end(until)
        if until is not None and not session.execute(select(expires_at > func.now())).scalar_one():
            raise JobRefused("ends_too_soon", "Choose a last day that is not over yet.", 422)
        session.execute(
            insert(share_link).values(
                job_id=job_id, token_hash=token_hash(token), selection=selection, expires_at=expires_at
            )
        )
        record(session, Event.SHARE_LINK_CREATED, user_id, job_id=job_id)
    return token


def list_links(services: JobServices, user_id: UUID, job_id: UUID) -> list[ShareLink]:
    """The links to an analysis that were not revoked, newest first.

    Raises:
        JobNotFound: see create_link.
    """
    mine = select(
        share_link.c.id,
        share_link.c.selection,
        share_link.c.created_at,
        share_link.c.expires_at,
        share_link.c.last_used_at,
        func.coalesce(share_link.c.expires_at <= func.now(), False).label("has_expired"),
    ).where(share_link.c.job_id == job_id, share_link.c.revoked_at.is_(None))
    with services.database.session() as session:
        if session.execute(select(job.c.id).where(job.c.id == job_id, readable_by(user_id))).one_or_none() is None:
            raise JobNotFound
        found = session.execute(mine.order_by(share_link.c.created_at.desc(), share_link.c.id))
        return [ShareLink(**row) for row in found.mappings()]


def revoke_link(services: JobServices, user_id: UUID, job_id: UUID, link_id: UUID) -> None:
    """End a link at once; one that has ended stays ended.

    Raises:
        JobNotFound: see create_link.
    """
    with services.database.session() as session:
        own_job(session, user_id, job_id)
        is_it = and_(share_link.c.id == link_id, share_link.c.job_id == job_id, share_link.c.revoked_at.is_(None))
        if session.execute(
            update(share_link).where(is_it).values(revoked_at=func.now()).returning(share_link.c.id)
        ).all():
            record(session, Event.SHARE_LINK_REVOKED, user_id, job_id=job_id)


def open_link(services: JobServices, token: str) -> SharedJob:
    """What a token opens.

    Raises:
        LinkEnded: nothing: it is unknown, revoked or expired, or the analysis is deleted.
    """
    if not _TOKEN.fullmatch(token):
        raise LinkEnded
    wanted = (
        select(share_link.c.id, share_link.c.job_id)
        .join(job, job.c.id == share_link.c.job_id)
        .where(share_link.c.token_hash == token_hash(token), is_good_link(), job.c.deleted_at.is_(None))
    )
    with services.database.session() as session:
        row = session.execute(wanted).one_or_none()
    if row is None:
        raise LinkEnded
    return SharedJob(token, LinkHolder(row.id), row.job_id)


def note_use(services: JobServices, shared: SharedJob) -> None:
    """Keep when a link was last used, to the minute."""
    long_ago = share_link.c.last_used_at < func.now() - USE_IS_NOTED_EVERY
    is_it = and_(share_link.c.id == shared.holder.link_id, or_(share_link.c.last_used_at.is_(None), long_ago))
    noted = update(share_link).where(is_it).values(last_used_at=func.now()).returning(share_link.c.id)
    with services.database.session() as session:
        if session.execute(noted).all():
            record(session, Event.SHARE_LINK_USED, job_id=shared.job_id)


def _end(until: date | timedelta | None) -> ColumnElement[datetime]:
    """The moment a link ends, by the database's clock."""
    if isinstance(until, timedelta):
        return func.now() + min(until, timedelta(days=LONGEST_DAYS))
    after = None if until is None else f"{until + timedelta(days=1):%Y-%m-%d} 00:00:00+00"
    return cast(after, DateTime(timezone=True))
