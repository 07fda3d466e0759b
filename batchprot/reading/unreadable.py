"""The one exception for a file that can't be read at all, and how input is quoted in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from batchprot.refusal import Refusal

ECHO_CHARACTERS = 40


class UnreadableInput(Refusal):
    """A whole file is refused."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code=code)


class ReadingAsked(UnreadableInput):
    """Whether and how the file is read, a person has to say: in one of `readings`."""

    def __init__(self, code: str, message: str, readings: Sequence[str]) -> None:
        super().__init__(code, message)
        self.readings = tuple(readings)


def echo(text: str | bytes) -> str:
    r"""At most 40 characters of somebody's input, with everything unprintable escaped.

    >>> echo(b"<b>\x1b[31m")
    '<b>\\x1b[31m'
    """
    if isinstance(text, bytes):
        text = text[: 4 * ECHO_CHARACTERS].decode("utf-8", "replace")
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text[:ECHO_CHARACTERS]
    )
    cut = len(text) > ECHO_CHARACTERS or len(shown) > ECHO_CHARACTERS
    return shown[: ECHO_CHARACTERS - 1] + "…" if cut else shown
