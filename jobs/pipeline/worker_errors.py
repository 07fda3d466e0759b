"""The ways in which a call to the worker can fail, distinguished by what to do next."""


class WorkerError(Exception):
    """A call gave no result. The message never repeats a sequence."""


class WorkerDown(WorkerError):  # noqa: N818 - a state of the other side
    """The worker is unreachable: not the fault of this call, and worth waiting for."""


class WorkerBusy(WorkerError):  # noqa: N818
    """429: the worker asks for a pause of `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("the worker is busy")
        self.seconds = seconds


class WorkerFailed(WorkerError):  # noqa: N818
    """The call was begun and ended badly: an error status, a cut connection, no answer in time, or nonsense.

    `suspicious` tells that what was sent may be the cause, so that sending less is worth trying.
    """

    def __init__(self, message: str, *, suspicious: bool) -> None:
        super().__init__(message)
        self.suspicious = suspicious


class WorkerTooLarge(WorkerError):  # noqa: N818
    """Question or answer would pass 6 MB; the same in two halves may fit."""


class WorkerRefused(WorkerError):  # noqa: N818
    """The worker refuses the question for good; `detail` is its sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class WorkerCallCancelled(WorkerError):  # noqa: N818
    """The answer is no longer needed."""
