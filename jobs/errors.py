"""What a use case around an analysis can refuse; each message is the sentence shown."""

from typing import Any

from batchprot.refusal import Refusal


class JobNotFound(Refusal):
    """There is no such analysis, or it belongs to another person; the caller cannot tell which."""

    code = "job_not_found"
    status = 404

    def __init__(self, message: str = "There is no such analysis. It may have been deleted.") -> None:
        super().__init__(message)


class LinkEnded(JobNotFound):
    """A share link that is unknown, revoked or expired; the caller cannot tell which."""

    code = "link_ended"
    status = 410

    def __init__(self) -> None:
        super().__init__("This link no longer works: it was revoked or has expired. Ask the sender for a new one.")


class ReadOnly(Refusal):
    """The holder of a share link asks for more than to view its analysis."""

    code = "read_only"
    status = 403

    def __init__(self) -> None:
        super().__init__("This analysis is shared with you read-only.")


class ProteinNotFound(Refusal):
    """The analysis has no record with this number."""

    code = "record_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("The analysis has no such record.")


class JobRefused(Refusal):
    """A request that can't be granted now."""

    def __init__(self, code: str, message: str, status: int = 409) -> None:
        super().__init__(message, code=code, status=status)


class UploadError(Refusal):
    """An upload that can't be accepted."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message, code=code, status=status)


class ReadingChoice(UploadError):  # noqa: N818 - it is a question, not a fault
    """The file can be read in more than one way, or only as a person asks; it waits for the choice.

    Attributes:
        readings: for each choice its `reading` or `translate`, and an `inspection` where it can be looked at before.
    """

    def __init__(self, code: str, message: str, readings: list[dict[str, Any]]) -> None:
        super().__init__(code, message, 422)
        self.readings = readings

    @property
    def problem(self) -> dict[str, Any]:
        """The problem document, with the choices."""
        return super().problem | {"readings": self.readings}
