"""What the web application's requests work with."""

from dataclasses import dataclass, field

from accounts.github import GitHub
from accounts.services import AccountServices
from jobs.intake.uniprot import UniProt
from jobs.services import JobServices


@dataclass(frozen=True, slots=True)
class WebServices:
    """The use cases around people and those around jobs, where sequences are fetched, and GitHub where it is set up."""

    accounts: AccountServices
    jobs: JobServices
    uniprot: UniProt = field(default_factory=UniProt)
    github: GitHub | None = None
