"""The demo account of a local BatchProt: examples analysed by the real services, and a link that signs in."""

import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from accounts.one_time_links import create_sign_in_link
from accounts.people import create_user, find_user
from accounts.services import AccountServices
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import Reading
from batchprot.refusal import Refusal
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.errors import JobNotFound, ReadingChoice
from jobs.intake.submit import submit
from jobs.intake.uploads import complete_upload, create_upload, receive
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from models.database import Database
from models.states import JobState
from results.jobs import get_job, list_jobs

EMAIL = "demo@batchprot.example"
EXAMPLES = Path(__file__).parent.parent / "examples"
PROTEOME = "yeast_UP000002311.fasta.gz"
ANALYSED = {
    PROTEOME: "Yeast proteome",
    "panel.fasta": "Well-known proteins",
    "flavodoxins.fasta": "Flavodoxins: 26 homologues",
}
READY_SECONDS = 60


def demo_link(environment: Mapping[str, str]) -> str:
    """Return the path of a one-time link that opens the yeast proteome, the examples analysed first if they are new.

    Args:
        environment: what the services are told, see `cli.up`.

    Raises:
        Refusal: the examples were not analysed within a minute.
    """
    with _signed_in(environment) as (accounts, jobs, user_id):
        if not list_jobs(jobs, user_id):
            _analyse_examples(jobs, user_id)
        opened = next((job.id for job in list_jobs(jobs, user_id) if job.filename == PROTEOME), None)
        return _link(accounts, user_id, opened)


def file_link(environment: Mapping[str, str], path: Path, reading: str | None) -> str:
    """Return the path of a one-time link that opens the analysis of a file, begun now if it is new.

    Args:
        environment: what the services are told, see `cli.up`.
        path: a file that can be read.
        reading: how its text is read, where that is open.

    Raises:
        Refusal: nothing in the file can be read, or it can be read in several ways.
    """
    with _signed_in(environment) as (accounts, jobs, user_id):
        key = f"file-{_digest(path)}-{reading or ''}"
        try:
            job_id = _submit(jobs, user_id, path, path.name, key, reading)
            get_job(jobs, user_id, job_id)
        except ReadingChoice as choice:
            names = ", ".join(one["reading"] for one in choice.readings if "reading" in one)
            hint = f" Choose with --reading: {names}." if names else " Choose how on the page New analysis."
            raise Refusal(choice.message + hint) from choice
        except JobNotFound:  # it was analysed before, and deleted
            job_id = _submit(jobs, user_id, path, path.name, f"{key}-{time.time_ns()}", reading)
        return _link(accounts, user_id, job_id)


@contextmanager
def _signed_in(environment: Mapping[str, str]) -> Iterator[tuple[AccountServices, JobServices, UUID]]:
    database = Database(environment["BATCHPROT_DATABASE_URL"], application_name="batchprot up")
    try:
        accounts = AccountServices(database)
        found = find_user(accounts, EMAIL)
        user_id = found.id if found else create_user(accounts, EMAIL, is_demo=True)
        yield accounts, _job_services(database, environment), user_id
    finally:
        database.dispose()


def _link(accounts: AccountServices, user_id: UUID, job_id: UUID | None) -> str:
    path = f"/sign-in/link/{create_sign_in_link(accounts, user_id)}"
    return f"{path}?next=/jobs/{job_id}" if job_id else path


def _job_services(database: Database, environment: Mapping[str, str]) -> JobServices:
    return JobServices(
        database=database,
        storage=LocalStorage(Path(environment["BATCHPROT_STORAGE_DIR"]), environment["BATCHPROT_SECRET_KEY"]),
        queue=PostgresQueue(),
        worker=HttpWorkerClient(environment["BATCHPROT_WORKER_URL"]),
    )


def _analyse_examples(jobs: JobServices, user_id: UUID) -> None:
    started = [
        _submit(jobs, user_id, EXAMPLES / name, title, f"demo-{name}")
        for name, title in reversed(ANALYSED.items())  # the last one begun is the first of the list
    ]
    deadline = time.monotonic() + READY_SECONDS
    while any(get_job(jobs, user_id, job_id).state != JobState.SUCCEEDED for job_id in started):
        if time.monotonic() > deadline:
            raise Refusal("The examples were not analysed within a minute; see the logs in the data directory.")
        time.sleep(0.02)


def _submit(  # noqa: PLR0917 - one file
    jobs: JobServices, user_id: UUID, path: Path, title: str, key: str, reading: str | None = None
) -> UUID:
    """Submit a file as every upload is."""
    ticket = create_upload(jobs, user_id, path.name, path.stat().st_size)
    with path.open("rb") as file:
        receive(jobs, ticket.id, ticket.fields["token"], file)
    complete_upload(jobs, user_id, ticket.id, None if reading is None else Reading(reading))
    return submit(jobs, user_id, ticket.id, title=title, options=AnalysisOptions(), idempotency_key=key)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
