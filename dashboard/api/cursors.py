"""Where the next page begins, as a word that programs pass back as it is."""

import base64
import binascii
import re
from datetime import datetime
from uuid import UUID

from batchprot.refusal import Refusal

_PLACE = re.compile(r"[0-9]{1,9}")


class InvalidCursor(Refusal):
    """The cursor is none that a page gave."""

    code = "cursor"
    status = 400

    def __init__(self) -> None:
        super().__init__("This cursor is none that a page gave. Begin without one.")


def write(*parts: object) -> str:
    """Make a cursor.

    >>> read(write(100))
    ['100']
    """
    return base64.urlsafe_b64encode("|".join(map(str, parts)).encode()).decode().rstrip("=")


def read(cursor: str) -> list[str]:
    """The parts of a cursor.

    Raises:
        InvalidCursor: it is none.
    """
    try:
        return base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode().split("|")
    except (UnicodeError, binascii.Error, ValueError):
        raise InvalidCursor from None


def place(cursor: str | None) -> int:
    """The number of rows before the page.

    Raises:
        InvalidCursor: it is none.
    """
    parts = read(cursor) if cursor else ["0"]
    if len(parts) != 1 or not _PLACE.fullmatch(parts[0]):
        raise InvalidCursor
    return int(parts[0])


def moment_and_id(cursor: str | None) -> tuple[datetime, UUID] | None:
    """The last analysis of the page before; None at the beginning.

    Raises:
        InvalidCursor: it is none.
    """
    if not cursor:
        return None
    try:
        moment, job_id = read(cursor)
        found = datetime.fromisoformat(moment), UUID(job_id)
    except ValueError:
        raise InvalidCursor from None
    if found[0].tzinfo is None:
        raise InvalidCursor
    return found
