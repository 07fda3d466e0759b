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
    STORAGE_FULL = "STORAGE_FULL"
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
    Failure.STORAGE_FULL: (
        "There was no space left to store results. Nothing is lost: once the operator has made room, press Resume, and "
        "only the missing proteins are computed."
    ),
    Failure.INTERNAL: (
        "The analysis met an error that is not the file's fault. Press Resume; if it happens again, tell the "
        "operator the number of the analysis."
    ),
}


class Waiting(StrEnum):
    """Why an unfinished job makes no progress just now.

    The first four are kept in `job.waiting_code`, the fifth in `chunk.failure_code`; jobs/pipeline/health.py finds the
    others by looking.
    """

    WORKER_DOWN = "WORKER_DOWN"
    WORKER_BUSY = "WORKER_BUSY"
    WORKER_FAILING = "WORKER_FAILING"
    STORAGE_FULL = "STORAGE_FULL"
    LOOKING_FOR_RECORD = "LOOKING_FOR_RECORD"
    NO_RUNNER = "NO_RUNNER"
    OTHERS_FIRST = "OTHERS_FIRST"
    SLOW_PART = "SLOW_PART"
    NOT_TAKEN_UP = "NOT_TAKEN_UP"


WAITING_SENTENCES = {
    Waiting.WORKER_DOWN: "The compute service is unavailable just now. The analysis goes on by itself.",
    Waiting.WORKER_BUSY: "The compute service is busy. The analysis goes on by itself.",
    Waiting.WORKER_FAILING: "The compute service answered with an error. The analysis tries again by itself.",
    Waiting.STORAGE_FULL: "There is no space left to store results just now. The analysis goes on by itself.",
    Waiting.LOOKING_FOR_RECORD: (
        "A record can't be computed. It is being searched for, so that the others are not held up."
    ),
    Waiting.NO_RUNNER: "Nothing is computed just now: no job runner is at work. The analysis goes on when one is back.",
    Waiting.OTHERS_FIRST: "Other analyses are computed first. This one goes on by itself when it is its turn.",
    Waiting.SLOW_PART: "A part of the file takes longer than usual. The analysis goes on by itself.",
    Waiting.NOT_TAKEN_UP: (
        "Nothing has happened for a while. The analysis is asked for again by itself; if it stays like this, tell the "
        "operator the number of the analysis."
    ),
}


class JobFailed(Exception):  # noqa: N818 - an outcome of the job
    """The job can't go on."""

    def __init__(self, failure: Failure, message: str = "") -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.message = message or SENTENCES[failure]
