"""Calls the Flask application as PEP 3333 describes, and keeps its whole answer before any of it is sent.

So a thread is busy for as long as the application works, never for as long as a reader takes.
"""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import unquote_to_bytes

IN_MEMORY = 4_000_000
"""A streamed answer that is larger waits on disk for its reader."""
BLOCK = 64 * 1024

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


@dataclass
class Answer:
    """What the application answered: its body is in memory, or in a file that is read from its beginning."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    file: IO[bytes] | None = None


class StoredFile:
    """A file that the application wants sent as it is, `wsgi.file_wrapper`."""

    def __init__(self, file: IO[bytes], block: int = BLOCK) -> None:
        self.file, self._block = file, block

    def __iter__(self) -> Iterator[bytes]:
        """Its blocks, for what wraps it once more."""
        return iter(lambda: self.file.read(self._block), b"")

    def close(self) -> None:
        """Close the file."""
        self.file.close()


def environ_of(scope: Mapping[str, Any], body: IO[bytes], length: int | None) -> Environ:
    """The environment of a request.

    Headers with an underscore in their name are left out, as they could stand for others; `SCRIPT_NAME` and the
    scheme are never taken from headers.
    """
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "RAW_URI": (scope["raw_path"] + b"?" + scope["query_string"]).decode("latin-1").rstrip("?"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": StoredFile,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:
            _add(environ, name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1"))
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
    return environ


def _add(environ: Environ, name: str, value: str) -> None:
    key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
    separator = "; " if name == "COOKIE" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value


def answer_of(application: Application, environ: Environ) -> Answer:
    """Run the application to the end of its answer."""
    answer = Answer()

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], None]:
        answer.status = int(status.partition(" ")[0])
        answer.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return _refuse_write

    blocks = application(environ, start_response)
    if isinstance(blocks, StoredFile):
        answer.file = blocks.file
        return answer
    try:
        _keep(answer, blocks)
    finally:
        if close := getattr(blocks, "close", None):
            close()
    return answer


def _keep(answer: Answer, blocks: Iterable[bytes]) -> None:
    held: list[bytes] = []
    size = 0
    for block in blocks:
        if answer.file is not None:
            answer.file.write(block)
            continue
        held.append(block)
        size += len(block)
        if size > IN_MEMORY and len(held) > 1:
            answer.file = tempfile.TemporaryFile(prefix="batchprot-answer-")  # noqa: SIM115 - closed when it is sent
            answer.file.writelines(held)
            held = []
    if answer.file is None:
        answer.body = held[0] if len(held) == 1 else b"".join(held)
    else:
        answer.file.seek(0)


def _refuse_write(_data: bytes) -> None:
    raise NotImplementedError("the application returns its answer")
