"""The peptides of an analysis's proteins, asked for as an analysis of their own: once, however often it is asked."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from batchprot.properties.cleavage import Digest
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.version import ENGINE_VERSION
from batchprot.reading.fasta import Reading
from jobs.adapters.queue import SOONEST
from jobs.errors import JobRefused
from jobs.intake.digest.asked import DigestAsked
from jobs.intake.submit import LONGEST_KEY, clean_title
from jobs.ownership import own_job
from jobs.running import check_room, lock_person
from jobs.services import JobServices
from models.states import JobState, UploadState
from models.tables import job, upload

NOT_FINISHED = "Proteins can be cut into peptides once their analysis has finished."
KEY_REUSED = "This Idempotency-Key was used for another analysis."
_LONGEST_STEM = 150


def submit_digest(
    services: JobServices, user_id: UUID, job_id: UUID, chosen: Digest, *, title: str, idempotency_key: str
) -> UUID:
    """Start the analysis of the peptides of an analysis and return its id; the same key again returns the same id.

    The runner cuts the proteins (jobs.intake.digest.make), which is the plan of this analysis; what follows is as for
    a file that was uploaded.

    Raises:
        JobNotFound: there is no such analysis of this person.
        JobRefused: it has not finished, too many others are running, or the key was used for something else.
    """
    key = idempotency_key[:LONGEST_KEY]
    with services.database.session() as session:
        if not lock_person(session, user_id):
            raise JobRefused("no_such_user", "This account no longer exists.", 404)
        proteins = own_job(session, user_id, job_id)
        asked = DigestAsked(job_id, proteins.title, chosen)
        if (known := _known(session, user_id, key, asked)) is not None:
            return known
        if proteins.state != JobState.SUCCEEDED:
            raise JobRefused("not_finished", NOT_FINISHED)
        check_room(session, user_id, services.quotas.running_jobs)
        made = _insert(session, proteins, asked, title=title, key=key)
        services.queue.enqueue(session, "plan", priority=SOONEST, job_id=made)
    return made


def _known(session: Session, user_id: UUID, key: str, asked: DigestAsked) -> UUID | None:
    """The analysis that was started with this key."""
    wanted = select(job.c.id, upload.c.digest).join(upload, upload.c.id == job.c.upload_id)
    row = session.execute(wanted.where(job.c.user_id == user_id, job.c.idempotency_key == key)).one_or_none()
    if row is None:
        return None
    before = DigestAsked.from_json(row.digest) if row.digest else None
    if before is None or (before.job_id, before.digest) != (asked.job_id, asked.digest):
        raise JobRefused("idempotency_key_reused", KEY_REUSED, 422)
    return UUID(str(row.id))


def _insert(session: Session, proteins: "Row[Any, Any, Any]", asked: DigestAsked, *, title: str, key: str) -> UUID:
    """An upload whose file the runner is going to write, and the job that waits for it."""
    filename = f"{proteins.title[:_LONGEST_STEM]} {asked.digest.title}.fasta".replace("/", "-")
    of_the_file = insert(upload).values(
        user_id=proteins.user_id,
        filename=filename,
        declared_size=0,
        state=UploadState.RECEIVED,
        digest=asked.to_json(),
        submitted_at=func.now(),
    )
    before = AnalysisOptions.from_json(proteins.options)
    # What is said of a whole chain, its ends, its range and its bridges, isn't so for each of its peptides.
    options = AnalysisOptions(
        constants=before.constants, pka_set=before.pka_set, ph=before.ph, ambiguous=before.ambiguous
    )
    of_the_job = insert(job).values(
        user_id=proteins.user_id,
        upload_id=session.execute(of_the_file.returning(upload.c.id)).scalar_one(),
        idempotency_key=key,
        title=clean_title(title, f"{proteins.title}: {asked.digest.title} peptides"),
        filename=filename,
        reading=Reading.FASTA,
        options=options.to_json(),
        engine_version=ENGINE_VERSION,
    )
    return UUID(str(session.execute(of_the_job.returning(job.c.id)).scalar_one()))
