"""A way to PostgreSQL that breaks at COMMIT: before it arrives, or after it took effect and before anybody heard of it.

It stands between a client and the server's Unix socket, and looks for the simple query `COMMIT` only.
"""

import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path
from typing import Literal

from sqlalchemy.engine import make_url

How = Literal["lost", "unheard"]
COMMIT = b"COMMIT\0"


class CommitProxy:
    """Cuts the connection at the next `left` COMMITs of transactions that wrote what `marks` name.

    "lost" never forwards the COMMIT; "unheard" forwards it, waits until the server has done it, and then cuts.

    Args:
        server_url: address of a server that listens on a Unix socket.
        directory: where to put the proxy's own socket; its path must be short.
    """

    def __init__(self, server_url: str, directory: Path) -> None:
        url = make_url(server_url)
        folder = Path(str(url.query["host"]))
        self._target = next(folder.glob(".s.PGSQL.*[0-9]"))
        listening = directory / self._target.name
        self.url = url.set(query={**url.query, "host": str(directory)}).render_as_string(hide_password=False)
        self.marks: tuple[bytes, ...] = ()
        self.how: How = "lost"
        self.left = 0
        self.cut = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(listening))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def break_next(self, how: How, *marks: bytes, times: int = 1) -> None:
        """From now on cut so many COMMITs of transactions in which one of the marks was sent."""
        with self._lock:
            self.how, self.marks, self.left = how, marks, times

    def close(self) -> None:
        """Let go of everything."""
        self._listener.close()
        for end in list(self._open):
            _close(end)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._target))
                self._open |= {client, server}
                link = _Link(self, client, server)
                for work in (link.to_server, link.to_client):
                    threading.Thread(target=work, daemon=True).start()

    def claims(self, sent: set[bytes]) -> bool:
        """Whether this COMMIT is one to be cut; each counts once."""
        with self._lock:
            if not self.left or not sent.intersection(self.marks):
                return False
            self.left -= 1
            return True


class _Link:
    """One connection: two threads that carry bytes, one of which reads the client's messages."""

    def __init__(self, proxy: CommitProxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._unheard = threading.Event()

    def to_server(self) -> None:
        with suppress(OSError, EOFError):
            self._server.sendall(self._startup())
            sent: set[bytes] = set()
            while True:
                kind, body = self._message()
                sent |= {mark for mark in self._proxy.marks if mark in body[:4_000]}
                is_commit = kind == b"Q" and body == COMMIT
                if is_commit and self._proxy.claims(sent):
                    self._break(kind, body)
                    return
                if is_commit or body == b"ROLLBACK\0":
                    sent.clear()
                self._server.sendall(kind + struct.pack("!I", len(body) + 4) + body)
        self._end()

    def to_client(self) -> None:
        with suppress(OSError):
            while data := self._server.recv(65_536):
                if self._unheard.is_set():
                    self._proxy.cut += 1
                    break
                self._client.sendall(data)
        self._end()

    def _break(self, kind: bytes, body: bytes) -> None:
        if self._proxy.how == "lost":
            self._proxy.cut += 1
            self._end()
        else:
            # The server answers once the COMMIT is durable; `to_client` drops that answer and ends both sides.
            self._unheard.set()
            self._server.sendall(kind + struct.pack("!I", len(body) + 4) + body)

    def _startup(self) -> bytes:
        head = self._exactly(4)
        return head + self._exactly(struct.unpack("!I", head)[0] - 4)

    def _message(self) -> tuple[bytes, bytes]:
        kind = self._exactly(1)
        return kind, self._exactly(struct.unpack("!I", self._exactly(4))[0] - 4)

    def _exactly(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            received = self._client.recv(min(65_536, size - len(data)))
            if not received:
                raise EOFError
            data += received
        return bytes(data)

    def _end(self) -> None:
        _close(self._client)
        _close(self._server)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
