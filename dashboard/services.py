"""What the web application's requests work with."""

from dataclasses import dataclass

from accounts.services import AccountServices
from jobs.services import JobServices


@dataclass(frozen=True, slots=True)
class WebServices:
    """The use cases around people and those around jobs, built once by an entry point."""

    accounts: AccountServices
    jobs: JobServices
