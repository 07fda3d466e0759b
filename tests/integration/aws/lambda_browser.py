"""A browser in front of Lambda: keeps cookies, and sends the events that an HTTP API makes of requests."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

HOST = "batchprot.example"
EDGE_SECRET = "edge" * 16


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    """`handle` takes an event and gives the function's answer; it may be another one for each request."""

    handle: Callable[[dict[str, Any]], dict[str, Any]]
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, None, **headers)

    def download(self, path: str, meanwhile: Callable[[], None] = lambda: None, **headers: str) -> httpx.Response:
        """Follow a download to the bucket, and fetch it from there; `meanwhile` is a runner, for what has to be made.

        What fits through Lambda comes from the site itself.
        """
        answer = self.get(path, **headers)
        while answer.status in (202, 303):
            place = answer.headers.get("location", path)
            if place.startswith("http"):
                return httpx.get(place, timeout=60)
            if answer.status == 202:
                meanwhile()
            path, answer = place, self.get(place, **headers)
        return httpx.Response(answer.status, headers=answer.headers, content=answer.body)

    def form(self, path: str, **fields: str) -> Answer:
        """Open the page with the form, then send it."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
        body = urlencode({"csrf_token": token[1] if token else "", **fields}).encode()
        return self.send("POST", path, body, content_type="application/x-www-form-urlencoded")

    def post(self, path: str, document: Any) -> Answer:
        """Send JSON as our scripts do."""
        token = self.cookies.get("_csrf_token", "")
        body = json.dumps(document).encode()
        return self.send("POST", path, body, content_type="application/json", x_csrftoken=token)

    def send(self, method: str, path: str, body: bytes | None, **headers: str) -> Answer:
        answer = self.handle(self.event(method, path, body, **headers))
        for cookie in answer.get("cookies", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        raw = answer["body"]
        content = base64.b64decode(raw) if answer["isBase64Encoded"] else raw.encode()
        return Answer(answer["statusCode"], answer["headers"], content)

    def event(self, method: str, path: str, body: bytes | None, **headers: str) -> dict[str, Any]:
        """An HTTP API's event of payload version 2.0, as AWS documents it, with what CloudFront adds."""
        place, _, query = path.partition("?")
        sent = {
            "accept": "*/*",
            "host": "abcdef1234.execute-api.eu-central-1.amazonaws.com",
            "user-agent": "Mozilla/5.0",
            "x-amzn-trace-id": "Root=1-5759e988-bd862e3fe1be46a994272793",
            "x-forwarded-for": "130.176.1.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
            "x-batchprot-edge": EDGE_SECRET,
            "x-batchprot-host": HOST,
            "x-batchprot-viewer": "203.0.113.9",
        }
        if method == "POST":
            sent |= {"origin": f"https://{HOST}", "sec-fetch-site": "same-origin"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": place,
            "rawQueryString": query,
            "cookies": [f"{name}={value}" for name, value in self.cookies.items()],
            "headers": sent,
            "requestContext": {
                "accountId": "123456789012",
                "apiId": "abcdef1234",
                "domainName": "abcdef1234.execute-api.eu-central-1.amazonaws.com",
                "http": {
                    "method": method,
                    "path": place,
                    "protocol": "HTTP/1.1",
                    "sourceIp": "130.176.1.1",
                    "userAgent": "Mozilla/5.0",
                },
                "requestId": "JKJaXmPLvHcESHA=",
                "routeKey": "$default",
                "stage": "$default",
                "time": "24/Nov/2026:03:04:05 +0000",
                "timeEpoch": 1795489445000,
            },
            **({} if body is None else {"body": base64.b64encode(body).decode()}),
            "isBase64Encoded": body is not None,
        }
