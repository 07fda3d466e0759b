"""What a use case around a job can refuse; each message is the sentence shown."""


class JobNotFound(LookupError):  # noqa: N818 - it is an answer, not a fault
    """There is no such analysis, or it is another person's: the two are told apart by nobody."""

    def __init__(self) -> None:
        super().__init__("There is no such analysis. It may have been deleted.")


class LinkEnded(JobNotFound):
    """A share link that is unknown, was taken back or has expired: they are told apart by nobody."""

    SENTENCE = "This link no longer works: it was taken back, or it has expired. Ask whoever sent it for a new one."

    def __init__(self) -> None:
        LookupError.__init__(self, self.SENTENCE)


class ReadOnly(PermissionError):  # noqa: N818 - what it is
    """The holder of a share link asks for more than to look at its analysis."""

    def __init__(self) -> None:
        super().__init__("This analysis is shared with you: it can be looked at, not changed.")


class ProteinNotFound(LookupError):  # noqa: N818
    """The analysis has no record of this number."""

    def __init__(self) -> None:
        super().__init__("The analysis has no such record.")


class JobRefused(ValueError):  # noqa: N818
    """A request that can't be granted now. `code` is for programs, `status` the HTTP status that fits."""

    def __init__(self, code: str, message: str, status: int = 409) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class UploadError(ValueError):
    """An upload is refused. `code` is for programs, `status` the HTTP status that fits."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
