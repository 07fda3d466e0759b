"""The demo account of a local BatchProt: examples analysed by the real services, and a link that signs in."""

import time
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from accounts.one_time_links import create_sign_in_link
from accounts.people import create_user, find_user
from accounts.services import AccountServices
from batchprot.properties.options import AnalysisOptions
from batchprot.refusal import Refusal
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.intake.submit import submit
from jobs.intake.uploads import complete_upload, create_upload, receive
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from models.database import Database
from models.states import JobState
from results.jobs import get_job, list_jobs

EMAIL = "demo@batchprot.example"
EXAMPLES = Path(__file__).parent.parent / "examples"
ANALYSED = {
    "panel.fasta": "Well-known proteins",
    "flavodoxins.fasta": "Flavodoxins: 26 homologues",
}
READY_SECONDS = 60


def demo_link(environment: Mapping[str, str]) -> str:
    """Return the path of a one-time link to the demo account, its examples analysed first if they are new.

    Args:
        environment: what the services are told, see `cli.up`.

    Raises:
        Refusal: the examples were not analysed within a minute.
    """
    database = Database(environment["BATCHPROT_DATABASE_URL"], application_name="batchprot up")
    accounts = AccountServices(database)
    found = find_user(accounts, EMAIL)
    user_id = found.id if found else create_user(accounts, EMAIL, is_demo=True)
    jobs = _job_services(database, environment)
    if not list_jobs(jobs, user_id):
        _analyse_examples(jobs, user_id)
    token = create_sign_in_link(accounts, user_id)
    database.dispose()
    return f"/sign-in/link/{token}"


def _job_services(database: Database, environment: Mapping[str, str]) -> JobServices:
    return JobServices(
        database=database,
        storage=LocalStorage(Path(environment["BATCHPROT_STORAGE_DIR"]), environment["BATCHPROT_SECRET_KEY"]),
        queue=PostgresQueue(),
        worker=HttpWorkerClient(environment["BATCHPROT_WORKER_URL"]),
    )


def _analyse_examples(jobs: JobServices, user_id: UUID) -> None:
    started = [_submit(jobs, user_id, EXAMPLES / name, title) for name, title in ANALYSED.items()]
    deadline = time.monotonic() + READY_SECONDS
    while any(get_job(jobs, user_id, job_id).state != JobState.SUCCEEDED for job_id in started):
        if time.monotonic() > deadline:
            raise Refusal("The example was not analysed within a minute; see the logs in the data directory.")
        time.sleep(0.02)


def _submit(jobs: JobServices, user_id: UUID, path: Path, title: str) -> UUID:
    """Take the road every upload takes."""
    ticket = create_upload(jobs, user_id, path.name, path.stat().st_size)
    with path.open("rb") as file:
        receive(jobs, ticket.id, ticket.fields["token"], file)
    complete_upload(jobs, user_id, ticket.id)
    return submit(jobs, user_id, ticket.id, title=title, options=AnalysisOptions(), idempotency_key=f"demo-{ticket.id}")
