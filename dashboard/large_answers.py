"""Downloads too large for an answer of Lambda's go by way of the bucket: the browser is sent there for them."""

from collections.abc import Iterator
from itertools import chain
from typing import Protocol

from flask import Flask, Response, redirect

MOST_BYTES = 4_000_000
"""Lambda lets 6 MB through; as base64 that is 4.7 MB."""


class HandsOver(Protocol):
    """A storage that browsers can fetch a download from."""

    def hand_over(self, blocks: Iterator[bytes], content_type: str, disposition: str) -> str:
        """Store a download and return a link to it."""
        ...


def install_large_answers(server: Flask, storage: HandsOver) -> None:
    """Redirect every download that is too large; must come last, so that it sees answers before they are compressed."""

    @server.after_request
    def hand_over(response: Response) -> Response:
        disposition = response.headers.get("Content-Disposition", "")
        if response.status_code != 200 or not disposition.startswith("attachment"):  # noqa: PLR2004 - HTTP
            return response
        blocks = iter(response.iter_encoded())
        first = list(_up_to(blocks, MOST_BYTES))
        if sum(map(len, first)) <= MOST_BYTES:
            small = Response(b"".join(first), headers=response.headers)
            small.call_on_close(response.close)
            return small
        try:
            link = storage.hand_over(chain(first, blocks), response.headers["Content-Type"], disposition)
        finally:
            response.close()
        return redirect(link, 303)  # type: ignore[return-value] # Flask's own class, in spite of its hint


def _up_to(blocks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Take blocks until there are more than `size` bytes."""
    seen = 0
    while seen <= size and (block := next(blocks, None)) is not None:
        seen += len(block)
        yield block
