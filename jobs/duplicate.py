"""An earlier analysis as the start of a new one: the same file, looked at again, never sent again."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from jobs.manage import JobSummary, get_job
from jobs.services import JobServices
from jobs.uploads import complete_upload
from models.tables import job
from protein.fasta import Reading
from protein.inspection import Inspection


@dataclass(frozen=True, slots=True)
class Original:
    """What a new analysis starts from: the earlier one, and what is in its file."""

    job: JobSummary
    inspection: Inspection


def original(services: JobServices, user_id: UUID, job_id: UUID) -> Original:
    """Read the file of an analysis once more, raw lines taken as they were then.

    Raises:
        JobNotFound: there is no such analysis of this person.
        UploadError: the file is no longer there.
    """
    found = get_job(services, user_id, job_id)
    with services.database.session() as session:
        reading = session.execute(select(job.c.reading).where(job.c.id == job_id)).scalar_one()
    return Original(found, complete_upload(services, user_id, found.upload_id, Reading(reading)))
