"""The two doors of a Lambda function: its Function URL, which checks signatures, and the API's invoke call.

The signature is worked out here from AWS's description of Signature Version 4, not by botocore.
"""

import base64
import calendar
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

SECRET = "of the tests"
ALLOWED_SKEW = 300


class Front:
    """In front of `function`; `mood` says what goes wrong: "throttled", "broken", "silent" or nothing."""

    def __init__(self, function: Any, errors: tuple[type[Exception], type[Exception]]) -> None:
        self.function = function
        self.function_error, self.too_large = errors
        self.mood = ""
        self.ahead = 0.0
        self.refused = 0
        self.held = 0
        """Requests that came while it was silent and have no answer yet."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.released = threading.Event()

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def ask(self, event: Any) -> Any:
        """What the function answers, unless it is to be broken."""
        if self.mood == "broken":
            raise self.function_error({})
        return self.function.invoke(event)

    def now(self) -> float:
        """The time as AWS has it."""
        return time.time() + self.ahead

    def _handler(self) -> type[BaseHTTPRequestHandler]:  # noqa: C901 - one class within
        front = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer(b"")

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers["Content-Length"])))

            def date_time_string(self, _timestamp: float | None = None) -> str:
                return super().date_time_string(front.now())

            def _answer(self, body: bytes) -> None:
                if front.mood == "silent":
                    front.held += 1
                    if not front.released.wait(30):
                        front.held -= 1
                if front.mood == "throttled":
                    kind = {"x-amzn-errortype": "TooManyRequestsException", "retry-after": "7"}
                    self._send(429, b'{"Message": "Rate Exceeded."}', kind)
                elif self.path.startswith("/2015-03-31/functions/"):
                    self._invoke(body)
                elif not signature_is_good(self, body, front.now()):
                    front.refused += 1
                    self._send(403, b'{"Message":"Forbidden. Signature not accepted"}', {})
                else:
                    self._function_url(body)

            def _invoke(self, body: bytes) -> None:
                try:
                    answer = front.ask(json.loads(body))
                except front.function_error:
                    answer = None
                if answer is None:
                    self._send(200, b'{"errorType": "Runtime.ExitError"}', {"x-amz-function-error": "Unhandled"})
                else:
                    self._send(200, json.dumps(answer).encode(), {})

            def _function_url(self, body: bytes) -> None:
                place = urlsplit(self.path)
                http = {"method": self.command, "path": place.path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
                event = {
                    "version": "2.0",
                    "rawPath": place.path,
                    "rawQueryString": place.query,
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                    "requestContext": {"http": http},
                    "body": body.decode(),
                    "isBase64Encoded": False,
                }
                try:
                    answer = front.ask(event)
                except front.too_large:
                    self._send(413, b'{"Message": "Request must be smaller than 6291456 bytes"}', {})
                except front.function_error:
                    self._send(502, b"Internal Server Error", {})
                else:
                    headers = {k: v for k, v in answer["headers"].items() if k != "content-length"}
                    encoded = answer["body"].encode()
                    content = base64.b64decode(encoded) if answer["isBase64Encoded"] else encoded
                    self._send(answer["statusCode"], content, headers)

            def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_values: object) -> None:
                pass

        return Door


def signature_is_good(request: BaseHTTPRequestHandler, body: bytes, now: float) -> bool:
    """Whether AWS would accept the request: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html."""
    said = request.headers.get("Authorization", "")
    if not said.startswith("AWS4-HMAC-SHA256 "):
        return False
    parts = dict(part.strip().split("=", 1) for part in said.removeprefix("AWS4-HMAC-SHA256 ").split(","))
    stamp = request.headers["X-Amz-Date"]
    if abs(calendar.timegm(time.strptime(stamp, "%Y%m%dT%H%M%SZ")) - now) > ALLOWED_SKEW:
        return False
    digest = hashlib.sha256(body).hexdigest()
    if request.headers.get("X-Amz-Content-SHA256") != digest:
        return False
    names = parts["SignedHeaders"].split(";")
    if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names):
        return False
    place = urlsplit(request.path)
    headers = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in names)
    canonical = "\n".join([request.command, place.path, place.query, headers, parts["SignedHeaders"], digest])
    scope = parts["Credential"].split("/", 1)[1]
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + SECRET).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest(), parts["Signature"])
