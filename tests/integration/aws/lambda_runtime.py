"""Lambda as a function sees it: the Runtime API over HTTP, and the real awslambdaric under it.

`Function("jobs.lambda_handler.work", {...})` starts the runtime client in a process of its own, as the images do.
`invoke(event)` gives the answer or raises `FunctionError`. Limits are Lambda's: 6 MB for an event and for an answer.
"""

import json
import queue
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAYLOAD_BYTES = 6_291_556
VERSION = "/2018-06-01/runtime/"


class FunctionError(Exception):
    """The function raised, ended, took too long or answered too much; `type` is Lambda's word for it."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(json.dumps(document)[-2000:])
        self.type = document.get("errorType", "")
        self.message = document.get("errorMessage", "")


class EventTooLargeError(Exception):
    """Lambda's own refusal of an event over 6 MB (413)."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_values: object) -> None:
        """Say nothing: a function that is ended hangs up."""


class Function:
    """One execution environment of one function."""

    def __init__(
        self,
        start_process: Callable[..., "subprocess.Popen[bytes]"],
        handler: str,
        environment: dict[str, str],
        timeout: float = 60,
    ) -> None:
        self.timeout = timeout
        self._waiting: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._answers: dict[str, queue.Queue[tuple[str, bytes]]] = {}
        self._init: queue.Queue[dict[str, Any]] = queue.Queue()
        self._server = _Server(("127.0.0.1", 0), self._api())
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        variables = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_address[1]}",
            "AWS_LAMBDA_FUNCTION_NAME": handler,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
            "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_REGION": "eu-central-1",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "AKIDTESTS",
            "AWS_SECRET_ACCESS_KEY": "of the tests",
            "AWS_SESSION_TOKEN": "token of the tests",
            "OPENBLAS_NUM_THREADS": "1",
        }
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._process = start_process(
            "-m",
            "awslambdaric",
            handler,
            environment=variables | environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def invoke(self, event: Any) -> Any:
        """Deliver an event and wait for the answer, as long as the function may take."""
        body = json.dumps(event).encode()
        if len(body) > PAYLOAD_BYTES:
            raise EventTooLargeError
        request_id = str(uuid.uuid4())
        answer: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._answers[request_id] = answer
        self._waiting.put((request_id, body))
        kind, data = self._wait(answer)
        if kind == "error":
            raise FunctionError(json.loads(data))
        if len(data) > PAYLOAD_BYTES:
            raise FunctionError({"errorType": "Function.ResponseSizeTooLarge"})
        return json.loads(data)

    def init_error(self, seconds: float = 30) -> FunctionError:
        """What the function said when it could not start."""
        return FunctionError(self._init.get(timeout=seconds))

    def log(self) -> str:
        """What it wrote so far."""
        self._log.seek(0)
        return self._log.read().decode()

    def close(self) -> None:
        """End the environment."""
        self._process.kill()
        self._process.wait()
        self._log.close()
        self._server.shutdown()
        self._server.server_close()

    def _wait(self, answer: "queue.Queue[tuple[str, bytes]]") -> tuple[str, bytes]:
        deadline = time.monotonic() + self.timeout + 30
        while time.monotonic() < deadline:
            try:
                return answer.get(timeout=0.2)
            except queue.Empty:
                if not self._init.empty():
                    raise self.init_error() from None
                if self._process.poll() is not None:
                    raise FunctionError({"errorType": "Runtime.ExitError", "errorMessage": self.log()}) from None
        raise FunctionError({"errorType": "Sandbox.Timedout"})

    def _api(self) -> type[BaseHTTPRequestHandler]:
        function = self

        class Api(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                request_id, body = function._waiting.get()
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", request_id)
                self.send_header("Lambda-Runtime-Deadline-Ms", str(round((time.time() + function.timeout) * 1000)))
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:1:function:f")
                self.send_header("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                body = self._body()
                place = self.path.removeprefix(VERSION).split("/")
                if place == ["init", "error"]:
                    function._init.put(json.loads(body))
                else:
                    function._answers.pop(place[1]).put((place[2], body))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _body(self) -> bytes:
                if "chunked" not in self.headers.get("Transfer-Encoding", ""):
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def log_message(self, *_values: object) -> None:
                pass

        return Api
