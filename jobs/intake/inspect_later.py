"""Looking at a large upload: begun by a request, done by a runner, and asked for again until it is done.

A program that sends a file with its options has it submitted as well: the runner does so after the inspection.
"""

import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, BinaryIO, Self, cast
from uuid import UUID

from sqlalchemy import select

from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import Reading
from jobs.adapters.storage import Storage
from jobs.background import BackgroundWork, WorkKind, begin, latest, look, settle
from jobs.errors import ReadingChoice, UploadError
from jobs.intake.at_once import submit_once
from jobs.intake.uploads import TABLE, complete_upload, upload_of
from jobs.services import JobServices
from models.states import UploadState
from models.tables import upload

LARGE_BYTES = 20_000_000
"""Plain bytes that are looked at within a request: 100 MB take about 2 s of a core."""
WITHIN_SECONDS = 1.0
"""What has fewer bytes and takes longer, a million empty records say, is left to a runner after this time."""
LARGE_SENT = 4_000_000
"""Bytes of a file that was sent to a bucket, which is fetched and inflated first."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a program asked for together with a file.

    Attributes:
        title: see jobs.intake.submit.
        options: of the analysis, as JSON.
        key: under which it is submitted once.
        dry_run: whether it is inspected only.
        missing: accessions without a sequence, to be told with the inspection.
    """

    title: str
    options: dict[str, Any]
    key: str
    dry_run: bool
    missing: list[str]


def complete(  # noqa: PLR0917 - one question
    services: JobServices,
    user_id: UUID,
    upload_id: UUID,
    reading: Reading | None = None,
    translate: int | None = None,
    request: Request | None = None,
) -> dict[str, Any] | BackgroundWork:
    """The inspection of an upload as JSON, or the work under way that gives it: then ask again.

    What was inspected before, and is not asked to be read in another way, is not read again. When there is nothing to
    wait for, the caller submits the file; otherwise the runner does.

    Raises:
        ReadingChoice, UploadError: see complete_upload.
    """
    row = upload_of(services, user_id, upload_id)
    if row.state == UploadState.READY and row.purpose != TABLE and translate is None and reading in (None, row.reading):
        return dict(row.inspection)
    how = (reading, translate)
    if row.purpose == TABLE:
        return complete_upload(services, user_id, upload_id, *how).to_json()
    asked: dict[str, Any] = {"reading": reading and str(reading), "translate": translate}
    if request is not None:
        asked["request"] = asdict(request)
    found = latest(services, WorkKind.INSPECTION, asked, upload_id=upload_id)
    if found is not None and found.result and not _is_of(row, found):
        settle(services, found.id)
        found = None
    if found is None:
        if not _is_large(row):
            with suppress(TakesLonger):
                return complete_upload(_impatient(services), user_id, upload_id, *how).to_json()
        found = begin(services, WorkKind.INSPECTION, user_id, asked, upload_id=upload_id)
    return found if found.is_unfinished else result_of(found)


class TakesLonger(Exception):  # noqa: N818 - not a fault
    """The inspection takes longer than a request may."""


def _impatient(services: JobServices) -> JobServices:
    """The same services, with a storage whose files stop to be read after a while: size alone tells little."""
    until = time.monotonic() + WITHIN_SECONDS

    def look(_seen: int) -> None:
        if time.monotonic() > until:
            raise TakesLonger

    return replace(services, storage=cast("Storage", Watched(services.storage, look)))


def inspection_of(services: JobServices, user_id: UUID, work_id: UUID) -> BackgroundWork:
    """The inspection with this id that this person began.

    Raises:
        UploadError: there is none (any more).
    """
    found = look(services, work_id)
    if found is None or found.user_id != user_id or found.kind != WorkKind.INSPECTION:
        raise UploadError("no_such_inspection", "There is no such inspection. Send the file again.", 404)
    return found


def result_of(work: BackgroundWork) -> dict[str, Any]:
    """What a finished inspection found, with `job_id` when its file was submitted.

    Raises:
        ReadingChoice, UploadError: it, or the submission, was refused.
    """
    if work.failure:
        raise _refusal(work.failure)
    return dict(work.result)


def _is_of(row: Any, work: BackgroundWork) -> bool:  # noqa: ANN401 - a row of SQLAlchemy
    """Whether an upload is still as this inspection left it: it may have been read in another way since."""
    return bool(row.inspection == {name: value for name, value in work.result.items() if name != "job_id"})


def _is_large(row: Any) -> bool:  # noqa: ANN401 - a row of SQLAlchemy
    if row.state == UploadState.CREATED:
        return bool(row.declared_size > LARGE_SENT)
    return row.state != UploadState.REFUSED and (row.size or 0) > LARGE_BYTES


def _refusal(failure: dict[str, Any]) -> UploadError:
    if "readings" in failure:
        return ReadingChoice(failure["code"], failure["message"], failure["readings"])
    return UploadError(failure["code"], failure["message"], failure["status"])


def inspect_upload(services: JobServices, work: BackgroundWork, progress: Any) -> dict[str, Any]:  # noqa: ANN401 - Progress
    """What the runner does: the same as within a request, saying how many bytes it has read."""
    if work.upload_id is None:
        raise UploadError("no_such_upload", "There is no such upload. Start it again.", 404)
    with services.database.session() as session:
        size = session.execute(select(upload.c.size).where(upload.c.id == work.upload_id)).scalar_one_or_none()
    watched = Watched(services.storage, lambda seen: progress(seen, size))
    reading = Reading(work.asked["reading"]) if work.asked["reading"] else None
    changed = replace(services, storage=cast("Storage", watched))
    found = complete_upload(changed, work.user_id, work.upload_id, reading, work.asked["translate"]).to_json()
    request = work.asked.get("request")
    if request is None or request["dry_run"]:
        return found
    options = AnalysisOptions.from_json(request["options"])
    title, key = request["title"], request["key"]
    job_id = submit_once(services, work.user_id, work.upload_id, title=title, options=options, key=key)
    return found | {"job_id": str(job_id)}


class Watched:
    """A storage that says how much of a file was read."""

    def __init__(self, storage: Storage, said: Any) -> None:  # noqa: ANN401 - called with bytes
        self._storage, self._said = storage, said

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the storage has
        return getattr(self._storage, name)

    def open(self, key: UUID) -> BinaryIO:
        """The file, whose reading is watched."""
        return cast("BinaryIO", _WatchedFile(self._storage.open(key), self._said))

    def sent(self, key: UUID) -> BinaryIO | None:
        """The file that was sent, whose reading is watched."""
        found = self._storage.sent(key)
        return None if found is None else cast("BinaryIO", _WatchedFile(found, self._said))


class _WatchedFile:
    def __init__(self, file: BinaryIO, said: Any) -> None:  # noqa: ANN401 - called with bytes
        self._file, self._said = file, said

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a file has
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def __iter__(self) -> Any:  # noqa: ANN401 - the file's own
        return iter(self._file)

    def read(self, size: int = -1) -> bytes:
        """Read, and say how far."""
        block = self._file.read(size)
        self._said(self._file.tell())
        return block
