"""Files in an S3 bucket: browsers send and fetch them there themselves, by addresses that we sign.

    incoming/<id>   as sent, gzip or not; the bucket's lifecycle removes it after a day
    files/<id>      plain text, as the local directory has it; written once
    exports/<id>    downloads too large for an answer of Lambda's; the bucket's lifecycle removes them after a day

A presigned form permits one key and one size. What it brought is looked at (HEAD) before anything is made of it.
"""

import io
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from botocore.exceptions import ClientError

INCOMING, FILES, EXPORTS = "incoming/", "files/", "exports/"
FORM_SECONDS = 2 * 3600
"""As long as the upload's row is open."""
LINK_SECONDS = 300
PART_BYTES = 8 * 1024 * 1024
FIRST_RANGE, LARGEST_RANGE = 2 * 1024 * 1024, 16 * 1024 * 1024
MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Storage:
    """The bucket `bucket`, through a boto3 S3 client; the local twin is jobs.adapters.storage.LocalStorage."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its classes at run time
        self._client = client
        self._bucket = bucket

    @property
    def origin(self) -> str:
        """Scheme and host that browsers send files to: pages must be allowed to connect there."""
        address = self._client.generate_presigned_post(self._bucket, "x")["url"]
        return "/".join(address.split("/")[:3])

    def upload_form(self, key: UUID, size: int) -> tuple[str, dict[str, str]]:
        """A presigned POST for this key and exactly this size."""
        form = self._client.generate_presigned_post(
            self._bucket, f"{INCOMING}{key}", Conditions=[["content-length-range", size, size]], ExpiresIn=FORM_SECONDS
        )
        return form["url"], form["fields"]

    def permits(self, _key: UUID, _token: str) -> bool:
        """Nothing is sent through the web application."""
        return False

    def sent(self, key: UUID) -> BinaryIO | None:
        """What the form brought, exactly as it is now: a later sending to the same key doesn't mix with it."""
        return self._reader(f"{INCOMING}{key}")

    @contextmanager
    def create(self, key: UUID) -> Iterator[BinaryIO]:
        """Write in parts; the object appears when all are there."""
        with self._writer(f"{FILES}{key}", {}) as file:
            yield file

    def open(self, key: UUID) -> BinaryIO:
        """Read by ranges, which grow when reading goes on."""
        found = self._reader(f"{FILES}{key}")
        if found is None:
            raise FileNotFoundError(str(key))
        return found

    def delete(self, key: UUID) -> None:
        """Remove what was sent and what was made of it."""
        self._delete(f"{FILES}{key}")
        self._delete(f"{INCOMING}{key}")

    def stored(self) -> Iterator[tuple[UUID, float]]:
        """Ages by S3's own clock."""
        for prefix in (FILES, INCOMING):
            for key, changed, now in self._listed(prefix):
                try:
                    yield UUID(key.removeprefix(prefix)), (now - changed).total_seconds()
                except ValueError:
                    continue

    def delete_parts(self, older_than: float) -> None:
        """Abort unfinished multipart uploads."""
        pages = self._client.get_paginator("list_multipart_uploads").paginate(Bucket=self._bucket)
        for page in pages:
            now = _date_of(page)
            for begun in page.get("Uploads", ()):
                if (now - begun["Initiated"]).total_seconds() >= older_than:
                    self._client.abort_multipart_upload(
                        Bucket=self._bucket, Key=begun["Key"], UploadId=begun["UploadId"]
                    )

    def hand_over(self, blocks: Iterable[bytes], content_type: str, disposition: str) -> str:
        """Store a download and return a link to it that works for five minutes."""
        key = f"{EXPORTS}{uuid.uuid4()}"
        headers = {"ContentType": content_type, "ContentDisposition": disposition}
        with self._writer(key, headers) as file:
            for block in blocks:
                file.write(block)
        wanted = {"Bucket": self._bucket, "Key": key}
        return str(self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_SECONDS))

    def link(self, key: UUID, content_type: str, disposition: str) -> str | None:
        """A link to a stored file that works for five minutes."""
        wanted = {
            "Bucket": self._bucket,
            "Key": f"{FILES}{key}",
            "ResponseContentType": content_type,
            "ResponseContentDisposition": disposition,
        }
        return str(self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_SECONDS))

    def disk(self) -> None:
        """A bucket has no bound."""

    def _listed(self, prefix: str) -> Iterator[tuple[str, datetime, datetime]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        for page in pages:
            now = _date_of(page)
            for found in page.get("Contents", ()):
                yield found["Key"], found["LastModified"], now

    def _reader(self, key: str) -> BinaryIO | None:
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return None
            raise
        source = _Ranges(self._client, {"Bucket": self._bucket, "Key": key, "IfMatch": head["ETag"]})
        source.size = head["ContentLength"]
        return cast("BinaryIO", io.BufferedReader(source, FIRST_RANGE))

    @contextmanager
    def _writer(self, key: str, headers: dict[str, str]) -> Iterator[BinaryIO]:
        parts = _Parts(self._client, {"Bucket": self._bucket, "Key": key}, headers)
        try:
            yield cast("BinaryIO", parts)
        except BaseException:
            parts.abort()
            raise
        parts.finish()

    def _delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=key)


class _Ranges(io.RawIOBase):
    """An object that never changes, read by GETs of ranges: small after a jump, larger when reading goes on."""

    def __init__(self, client: Any, wanted: dict[str, str]) -> None:  # noqa: ANN401
        self._client = client
        self._wanted = wanted
        self.size = 0
        self._place = 0
        self._ahead = memoryview(b"")
        self._next_range = FIRST_RANGE

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.size}[whence]
        place = max(0, base + offset)
        if place != self._place:
            skipped = place - self._place
            is_ahead = 0 < skipped <= len(self._ahead)
            self._ahead = self._ahead[skipped:] if is_ahead else memoryview(b"")
            self._next_range = self._next_range if is_ahead else FIRST_RANGE
        self._place = place
        return place

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - what BufferedReader passes
        if not self._ahead and self._place < self.size:
            self._ahead = memoryview(self._get())
        count = min(len(buffer), len(self._ahead))
        buffer[:count] = self._ahead[:count]
        self._ahead = self._ahead[count:]
        self._place += count
        return count

    def _get(self) -> bytes:
        last = min(self.size, self._place + self._next_range) - 1
        self._next_range = min(2 * self._next_range, LARGEST_RANGE)
        try:
            answer = self._client.get_object(**self._wanted, Range=f"bytes={self._place}-{last}")
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING | {"PreconditionFailed"}:
                raise FileNotFoundError(self._wanted["Key"]) from None
            raise
        return bytes(answer["Body"].read())


class _Parts:
    """A new object, sent in parts as it is written; a small one at once."""

    def __init__(self, client: Any, where: dict[str, str], headers: dict[str, str]) -> None:  # noqa: ANN401
        self._client = client
        self._where = where
        self._headers = headers
        self._waiting = bytearray()
        self._upload_id = ""
        self._sent: list[dict[str, object]] = []

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) >= PART_BYTES:
            self._send(bytes(self._waiting[:PART_BYTES]))
            del self._waiting[:PART_BYTES]
        return len(data)

    def finish(self) -> None:
        """Make the object appear."""
        if not self._sent:
            self._client.put_object(**self._where, **self._headers, Body=bytes(self._waiting))
            return
        if self._waiting:
            self._send(bytes(self._waiting))
        self._client.complete_multipart_upload(
            **self._where, UploadId=self._upload_id, MultipartUpload={"Parts": self._sent}
        )

    def abort(self) -> None:
        """Leave nothing behind."""
        if self._upload_id:
            self._client.abort_multipart_upload(**self._where, UploadId=self._upload_id)

    def _send(self, data: bytes) -> None:
        if not self._upload_id:
            self._upload_id = self._client.create_multipart_upload(**self._where, **self._headers)["UploadId"]
        number = len(self._sent) + 1
        answer = self._client.upload_part(**self._where, UploadId=self._upload_id, PartNumber=number, Body=data)
        self._sent.append({"PartNumber": number, "ETag": answer["ETag"]})


def _date_of(answer: dict[str, Any]) -> datetime:
    """The present as S3 has it."""
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
