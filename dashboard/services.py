"""What the web application's requests work with."""

from dataclasses import dataclass, field

from accounts.services import AccountServices
from jobs.services import JobServices
from jobs.uniprot import UniProt


@dataclass(frozen=True, slots=True)
class WebServices:
    """The use cases around people and those around jobs, and where sequences are fetched; built by an entry point."""

    accounts: AccountServices
    jobs: JobServices
    uniprot: UniProt = field(default_factory=UniProt)
