"""Why a job failed or waits: a code for programs and a sentence for the person who submitted it."""

from enum import StrEnum


class Failure(StrEnum):
    """Codes of `job.failure_code`. All can be resumed; only what is missing is computed then."""

    WORKER_UNAVAILABLE = "WORKER_UNAVAILABLE"
    WORKER_REFUSED = "WORKER_REFUSED"
    ALL_RECORDS_REJECTED = "ALL_RECORDS_REJECTED"
    FILE_MISSING = "FILE_MISSING"
    FILE_UNREADABLE = "FILE_UNREADABLE"
    COUNTS_DIFFER = "COUNTS_DIFFER"
    RUNNER_KILLED = "RUNNER_KILLED"
    INTERNAL = "INTERNAL"


SENTENCES = {
    Failure.WORKER_UNAVAILABLE: (
        "The compute service did not answer after several tries. Nothing is lost: press Resume later, and only "
        "the missing proteins are computed."
    ),
    Failure.WORKER_REFUSED: (
        "The compute service does not accept these options. Start the analysis again with other options."
    ),
    Failure.ALL_RECORDS_REJECTED: (
        "No record could be analysed. The list of rejected records gives each one's reason; correct the file and "
        "submit it again."
    ),
    Failure.FILE_MISSING: "The uploaded file is no longer there. Upload it again and start a new analysis.",
    Failure.FILE_UNREADABLE: "The uploaded file could not be read. Upload it again and start a new analysis.",
    Failure.COUNTS_DIFFER: (
        "The stored results do not add up to the records of the file. Press Resume; if it happens again, tell the "
        "operator the number of the analysis."
    ),
    Failure.RUNNER_KILLED: (
        "The analysis was interrupted again and again at the same place. Press Resume; if it happens again, tell "
        "the operator the number of the analysis."
    ),
    Failure.INTERNAL: (
        "The analysis met an error that is not the file's fault. Press Resume; if it happens again, tell the "
        "operator the number of the analysis."
    ),
}


class Waiting(StrEnum):
    """Codes of `job.waiting_code`: why a running job makes no progress just now."""

    WORKER_DOWN = "WORKER_DOWN"
    WORKER_BUSY = "WORKER_BUSY"
    WORKER_FAILING = "WORKER_FAILING"


WAITING_SENTENCES = {
    Waiting.WORKER_DOWN: "The compute service is unavailable just now. The analysis goes on by itself.",
    Waiting.WORKER_BUSY: "The compute service is busy. The analysis goes on by itself.",
    Waiting.WORKER_FAILING: "The compute service answered with an error. The analysis tries again by itself.",
}


class JobFailed(Exception):  # noqa: N818 - an outcome of the job
    """The job can't go on."""

    def __init__(self, failure: Failure, message: str = "") -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.message = message or SENTENCES[failure]
