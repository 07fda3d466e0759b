"""An uploaded file as a stream that is read as it arrives: never whole in memory, never twice on disk."""

import io
from collections.abc import Mapping
from typing import IO, BinaryIO, cast

from flask import Request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

BLOCK = 65_536
FIELD_BYTES = 4_096
MAX_FIELDS = 20


def uploaded_file(request: Request) -> tuple[Mapping[str, str], BinaryIO]:
    """Return the form fields that came before the file, and the file.

    A body that isn't multipart is the file itself. The request's `form` and `files` must not have been touched.

    Raises:
        BadRequest: the form ends or breaks off before a file begins.
        RequestEntityTooLarge: the fields before the file are too large, or too many.
    """
    if request.mimetype != "multipart/form-data":
        return {}, cast("BinaryIO", request.stream)
    boundary = request.mimetype_params.get("boundary", "")
    if not boundary:
        raise BadRequest
    source = _Multipart(request.stream, boundary.encode("latin-1", "replace"))
    return source.fields_before_file(), io.BufferedReader(source, BLOCK)  # type: ignore[type-var] # is a RawIOBase


class _Multipart(io.RawIOBase):
    """The one file of a form, read part by part."""

    def __init__(self, source: IO[bytes], boundary: bytes) -> None:
        self._source = source
        self._decoder = MultipartDecoder(boundary, max_parts=MAX_FIELDS)
        self._pending = b""
        self._ended = False
        self.filename = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # what BufferedReader passes
        while not self._pending and not self._ended:
            event = self._event()
            if isinstance(event, Data):
                self._pending, self._ended = bytes(event.data), not event.more_data
            else:
                self._ended = True
        count = min(len(buffer), len(self._pending))
        buffer[:count] = self._pending[:count]
        self._pending = self._pending[count:]
        return count

    def fields_before_file(self) -> dict[str, str]:
        """Read fields up to the file; what comes after the file is never looked at, as with S3."""
        fields: dict[str, str] = {}
        while True:
            event = self._event()
            if isinstance(event, File):
                self.filename = event.filename or ""
                return fields
            if isinstance(event, Field):
                fields[event.name] = self._field_value()
            elif isinstance(event, Epilogue):
                raise BadRequest

    def _field_value(self) -> str:
        value = b""
        while isinstance(event := self._event(), Data):
            value += event.data
            if len(value) > FIELD_BYTES:
                raise RequestEntityTooLarge
            if not event.more_data:
                break
        return value.decode("utf-8", "replace")

    def _event(self) -> object:
        while isinstance(event := self._next(), NeedData):
            block = self._source.read(BLOCK)
            self._decoder.receive_data(block or None)
        return event

    def _next(self) -> object:
        try:
            return self._decoder.next_event()
        except ValueError as error:
            raise BadRequest from error
