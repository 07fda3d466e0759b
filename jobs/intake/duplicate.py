"""An earlier analysis as the start of a new one: the same file, inspected again, never sent again."""

from dataclasses import dataclass
from uuid import UUID

from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import Reading
from batchprot.reading.inspection import Inspection
from jobs.intake.uploads import complete_upload
from jobs.ownership import own_job
from jobs.services import JobServices


@dataclass(frozen=True, slots=True)
class Original:
    """What a new analysis starts from: the title, options and file of the earlier one, and what is in the file."""

    title: str
    options: AnalysisOptions
    upload_id: UUID
    filename: str
    inspection: Inspection


def original(services: JobServices, user_id: UUID, job_id: UUID) -> Original:
    """Read the file of an analysis once more, raw lines taken as they were then.

    Raises:
        JobNotFound: there is no such analysis of this person.
        UploadError: the file is no longer there.
    """
    with services.database.session() as session:
        found = own_job(session, user_id, job_id)
    inspection = complete_upload(services, user_id, found.upload_id, Reading(found.reading))
    return Original(found.title, AnalysisOptions.from_json(found.options), found.upload_id, found.filename, inspection)
