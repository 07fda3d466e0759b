"""A worker that misbehaves on demand: an HTTP server before the real one, told by a rule what to do with each call."""

import json
import threading
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.raw_answers import put_together, take_apart

JSON = "application/json"
Rule = Callable[[int, list[str]], Any]


def passing(_number: int, _sequences: list[str]) -> None:
    """Let every call through."""


class FaultProxy:
    """`rule(number, sequences)` decides about each analysis, counted from 0.

    None lets it through; an integer answers with that status; (status, headers) with headers too; bytes are sent as
    they are instead of an answer; "close" cuts the connection; "hang" says nothing until the proxy is closed;
    "trickle" sends a byte every 50 ms; "huge" never ends; a function changes the true answer's document, see
    tests/raw_answers.py.
    """

    def __init__(self, worker_url: str) -> None:
        self.worker_url = worker_url
        self.rule: Rule = passing
        self.calls: list[list[str]] = []
        self.closed = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and let go of every call."""
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def decide(self, sequences: list[str]) -> Any:
        """Note a call and ask the rule."""
        with self._lock:
            number = len(self.calls)
            self.calls.append(sequences)
        return self.rule(number, sequences)

    def forward(self, path: str, body: bytes | None, accept: str = JSON) -> tuple[int, bytes]:
        """Ask the real worker."""
        headers = {"Content-Type": JSON, "Accept": accept}
        request = urllib.request.Request(self.worker_url + path, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    proxy: FaultProxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""

    @property
    def accept(self) -> str:
        """The media type that is asked for, and that every answer here claims to have."""
        return self.headers.get("Accept", JSON)

    def do_GET(self) -> None:
        self._send(*self.server.proxy.forward(self.path, None), {})  # type: ignore[attr-defined]

    def do_POST(self) -> None:
        proxy: FaultProxy = self.server.proxy  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        action = proxy.decide(json.loads(body).get("sequences", []))
        if action is None:
            self._send(*proxy.forward(self.path, body, self.accept), {})
        elif isinstance(action, int):
            self._send(action, b'{"code": "made_up", "detail": "Made up by a test."}', {})
        elif isinstance(action, tuple):
            self._send(action[0], b"{}", action[1])
        elif isinstance(action, bytes):
            self._send(200, action, {})
        elif callable(action):
            document = action(take_apart(proxy.forward(self.path, body, self.accept)[1]))
            self._send(200, document if isinstance(document, bytes) else put_together(document), {})
        else:
            self._misbehave(action)

    def _misbehave(self, action: str) -> None:
        self.close_connection = True
        proxy: FaultProxy = self.server.proxy  # type: ignore[attr-defined]
        if action == "hang":
            proxy.closed.wait()
        elif action == "trickle":
            self._head(200, 10_000_000, {})
            while not proxy.closed.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()
        elif action == "huge":
            self._head(200, 1 << 30, {})
            while not proxy.closed.is_set():
                self.wfile.write(b" " * 1_000_000)
        self.connection.close()

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self._head(status, len(body), headers)
        self.wfile.write(body)

    def _head(self, status: int, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", self.accept)
        self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
