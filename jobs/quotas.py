"""What one person may use of the service, in one table; what a file and a record may be stands in batchprot.reading."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quotas:
    """Sizes in bytes.

    Attributes:
        running_jobs: analyses that may be waiting or running at a time.
        uploads_at_once: files that may be on their way at a time.
        storage_bytes: uploads and results that are kept.
        paste_bytes: text in the paste box.
        accessions: UniProt accessions fetched at once.
    """

    running_jobs: int = 5
    uploads_at_once: int = 3
    storage_bytes: int = 5_000_000_000
    paste_bytes: int = 400_000
    accessions: int = 500


DEFAULT_QUOTAS = Quotas()
