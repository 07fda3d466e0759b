"""A digest as the row of its upload keeps it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from batchprot.properties.cleavage import Digest


@dataclass(frozen=True, slots=True)
class DigestAsked:
    """What `upload.digest` holds: whose proteins are cut, what that analysis was called, and how they are cut."""

    job_id: UUID
    title: str
    digest: Digest

    def to_json(self) -> dict[str, Any]:
        """As the row keeps it."""
        return {"job": str(self.job_id), "title": self.title, **self.digest.to_json()}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "DigestAsked":
        """The opposite of to_json."""
        return cls(UUID(kept["job"]), kept["title"], Digest.from_json(kept))

    def terms(self) -> list[tuple[str, str]]:
        """How it is said to people."""
        return [("Peptides of", self.title), *self.digest.terms()]
