"""Why a job failed or waits: a code for programs and a sentence for the person who submitted it."""

from enum import StrEnum


class Failure(StrEnum):
    """Codes of `job.failure_code`. All can be resumed; only what is missing is computed then."""

    WORKER_UNAVAILABLE = "WORKER_UNAVAILABLE"
    WORKER_REFUSED = "WORKER_REFUSED"
    ALL_RECORDS_REJECTED = "ALL_RECORDS_REJECTED"
    FILE_MISSING = "FILE_MISSING"
    FILE_UNREADABLE = "FILE_UNREADABLE"
    DIGEST_REFUSED = "DIGEST_REFUSED"
    COUNTS_DIFFER = "COUNTS_DIFFER"
    RUNNER_KILLED = "RUNNER_KILLED"
    STORAGE_FULL = "STORAGE_FULL"
    INTERNAL = "INTERNAL"


SENTENCES = {
    Failure.WORKER_UNAVAILABLE: (
        "The calculation service did not respond after several attempts. No results are lost: press Resume later to "
        "calculate the missing proteins."
    ),
    Failure.WORKER_REFUSED: (
        "The calculation service does not accept these options. Run the analysis again with other options."
    ),
    Failure.ALL_RECORDS_REJECTED: (
        "No record could be analysed. See the reasons under Warned and rejected, fix the file and upload it again."
    ),
    Failure.FILE_MISSING: "The uploaded file no longer exists. Upload it again and start a new analysis.",
    Failure.FILE_UNREADABLE: "The uploaded file could not be read. Upload it again and start a new analysis.",
    Failure.DIGEST_REFUSED: "The proteins could not be cut into peptides. Start the digest again.",
    Failure.COUNTS_DIFFER: (
        "The number of stored results does not match the number of records in the file. Press Resume; if this happens "
        "again, tell your administrator the ID of the analysis."
    ),
    Failure.RUNNER_KILLED: (
        "The analysis was interrupted repeatedly at the same point. Press Resume; if this happens again, tell your "
        "administrator the ID of the analysis."
    ),
    Failure.STORAGE_FULL: (
        "The server ran out of disk space. No results are lost: once there is room, press Resume to calculate the "
        "missing proteins."
    ),
    Failure.INTERNAL: (
        "An unexpected error occurred that was not caused by the file. Press Resume; if this happens again, tell your "
        "administrator the ID of the analysis."
    ),
}


class Waiting(StrEnum):
    """Why an unfinished job currently makes no progress.

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
    SLOW_CHUNK = "SLOW_CHUNK"
    NOT_TAKEN_UP = "NOT_TAKEN_UP"


WAITING_SENTENCES = {
    Waiting.WORKER_DOWN: "The calculation service is unavailable. Retrying automatically.",
    Waiting.WORKER_BUSY: "The calculation service is busy. Retrying automatically.",
    Waiting.WORKER_FAILING: "Calculation failed. Retrying automatically.",
    Waiting.STORAGE_FULL: "The server has run out of disk space. The analysis continues once there is room.",
    Waiting.LOOKING_FOR_RECORD: ("One record can't be computed. It is being isolated so that the others can continue."),
    Waiting.NO_RUNNER: "No job runner is active. The analysis continues automatically when one starts.",
    Waiting.OTHERS_FIRST: "Other analyses are ahead in the queue. This one continues automatically.",
    Waiting.SLOW_CHUNK: "One chunk takes longer than usual. The analysis continues automatically.",
    Waiting.NOT_TAKEN_UP: (
        "No progress for a while. The analysis is retried automatically; if this message stays, tell your "
        "administrator the ID of the analysis."
    ),
}


class JobFailed(Exception):  # noqa: N818 - an outcome of the job
    """The job can't go on."""

    def __init__(self, failure: Failure, message: str = "") -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.message = message or SENTENCES[failure]
