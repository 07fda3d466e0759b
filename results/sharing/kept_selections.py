"""Selections that are too long for an address: it names them, and they are kept with their analysis.

A name is a digest of what is kept, so that the same selection always has the same name and a link never changes its
meaning. They go with their analysis, and when nobody has used them for long (jobs/pipeline/sweep.py).
"""

import hashlib
import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from jobs.ownership import own_job
from jobs.services import JobServices
from models.tables import job, kept_selection
from results.access import Reader, no_such_job, readable_by
from results.selection import address
from results.selection.model import InvalidSelection

PARAMETER = "kept"
CHECKED = "checked"
"""The parameter of the rows that are checked, which may be as long as a selection."""
SHOWN = "n"
"""Its value where the checked rows are those that are shown."""
MOST_KEPT = 200
"""Selections of one analysis; the one that was not used for longest goes first."""
USE_IS_NOTED_EVERY = timedelta(days=1)
_NAME = re.compile(r"[0-9a-f]{20}")
GONE = "The selection of this link is no longer kept. Select again, or ask for a new link."


def keep(services: JobServices, user_id: UUID, job_id: UUID, query: str) -> str:
    """Keep a part of an address and return its name.

    Args:
        services: Where to store it.
        user_id: The owner of the analysis.
        job_id: What it selects from.
        query: A selection, with the rows that are checked, as an address spells them.

    Raises:
        JobNotFound: there is no such analysis that is this person's.
        InvalidSelection: it can't be read, or has other parts.
    """
    address.read_known(query, also=(CHECKED,))
    checked = dict(parse_qsl(query)).get(CHECKED, "")
    address.read_ordinals("" if checked == SHOWN else checked)
    name = name_of(query)
    with services.database.session() as session:
        own_job(session, user_id, job_id)
        session.execute(
            insert(kept_selection)
            .values(job_id=job_id, name=name, query=query)
            .on_conflict_do_update(index_elements=["job_id", "name"], set_={"used_at": func.now()})
        )
        of_job = kept_selection.c.job_id == job_id
        newest = select(kept_selection.c.name).where(of_job)
        newest = newest.order_by((kept_selection.c.name == name).desc(), kept_selection.c.used_at.desc())
        session.execute(delete(kept_selection).where(of_job, kept_selection.c.name.in_(newest.offset(MOST_KEPT))))
    return name


def name_of(query: str) -> str:
    """The name of a part of an address."""
    return hashlib.sha256(query.encode()).hexdigest()[:20]


def expanded(services: JobServices, reader: Reader, job_id: UUID, query: str) -> str:
    """The query of an address with what is kept in place of its name.

    Raises:
        InvalidSelection: nothing is kept under this name.
        JobNotFound: there is no such analysis that this reader may see; LinkEnded to the holder of a link.
    """
    if f"{PARAMETER}=" not in query:
        return query
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
    names = [value for name, value in pairs if name == PARAMETER]
    if not names:
        return query
    rest = urlencode([pair for pair in pairs if pair[0] != PARAMETER], safe=",:;")
    return "&".join(filter(None, (*(_recall(services, reader, job_id, name) for name in names[:1]), rest)))


def _recall(services: JobServices, reader: Reader, job_id: UUID, name: str) -> str:
    is_it = (kept_selection.c.job_id == job_id) & (kept_selection.c.name == name)
    stale = kept_selection.c.used_at < func.now() - USE_IS_NOTED_EVERY
    wanted = select(kept_selection.c.query, stale.label("is_stale")).where(is_it)
    with services.database.session() as session:
        if session.execute(select(job.c.id).where(job.c.id == job_id, readable_by(reader))).one_or_none() is None:
            raise no_such_job(reader)
        row = session.execute(wanted).one_or_none() if _NAME.fullmatch(name) else None
        if row is None:
            raise InvalidSelection(GONE, code="selection_gone")
        if row.is_stale:
            session.execute(update(kept_selection).where(is_it).values(used_at=func.now()))
    kept: str = row.query
    return kept
