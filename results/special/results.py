"""What is special about a selection: every property against the rest, and against random lists of the same lengths.

* The effect is Cliff's delta of the selected proteins against all others, with its interval; see
  results.compare.statistics.
* It is tested by comparing it with DRAWS random lists that have as many proteins of each length; see
  results.special.draws. Length itself is compared with lists of any length.
* p values are corrected for all properties with the same lists; see results.special.step_down.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from batchprot.properties.table import PROPERTIES
from jobs.services import JobServices
from models.states import RecordStatus
from models.tables import protein
from results.access import OpenJob, Reader, reading
from results.compare.results import COMPARE_SECONDS
from results.own_columns import own_columns_of
from results.selection.columns import source
from results.selection.model import Selection
from results.selection.sql import condition, keys_of
from results.special.found import Special

KEYS = tuple(row.key for row in PROPERTIES if row.is_quantity)
"""Every property whose values can be ranked: neither lower bounds, nor numbers that mean two things, nor words."""


def special(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, keys: Sequence[str] = ()
) -> Special:
    """What is special about a selection of an analysis, by these properties, or by all and the own columns of numbers.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    from results.special import computing

    with reading(services, reader, job_id, seconds=COMPARE_SECONDS) as job:
        return computing.special(job, selection, keys or _every(job), _rejected(job, selection))


def _every(job: OpenJob) -> tuple[str, ...]:
    return (*KEYS, *(row.key for row in own_columns_of(job).rows if row.is_quantity))


def _rejected(job: OpenJob, selection: Selection) -> int:
    """How many selected records have no values."""
    if not job.rejected:
        return 0
    tables = source({*keys_of(selection), "status"})
    is_one = protein.c.status == RecordStatus.REJECTED
    asked = select(func.count()).select_from(tables.tables).where(tables.of(job.job_id), is_one)
    return int(job.connection.execute(asked.where(condition(selection, tables.ordinal))).scalar_one())
