"""The two ways to a worker on Lambda, under the same client as plain HTTP.

A Function URL is called over HTTPS with every request signed (SigV4): from where the internet can be reached, because
Function URLs have no other address. The invoke call of Lambda's API carries the same request as an event: from
subnets that reach that API only.
"""

import asyncio
import base64
import hashlib
import threading
import time
from collections.abc import Callable, Generator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

SKEW_SECONDS = 60.0
"""AWS allows five minutes; a clock more than one minute off is corrected when a signature was refused."""
SIGNED = ("X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-SHA256")
_STATUS_OF = {
    "TooManyRequestsException": 429,
    "RequestTooLargeException": 413,
    "AccessDeniedException": 403,
    "ResourceNotFoundException": 503,
}


class LambdaUrlAuth(httpx.Auth):
    """Signs requests to a Function URL.

    Args:
        credentials: gives the present ones for each request: those of a role run out.
        region: of the function.
        clock: seconds of our wall clock.
    """

    requires_request_body = True

    def __init__(self, credentials: Callable[[], Any], region: str, clock: Callable[[], float] = time.time) -> None:
        self._credentials = credentials
        self._region = region
        self._clock = clock
        self._offset = 0.0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign and send; when that is refused and our clock is off, once more by the other side's clock."""
        self._sign(request)
        response = yield request
        if response.status_code != httpx.codes.FORBIDDEN:
            return
        ahead = _date(response) - self._clock() if _date(response) else 0.0
        if abs(ahead - self._offset) > SKEW_SECONDS:
            self._offset = ahead
            self._sign(request)
            yield request

    def _sign(self, request: httpx.Request) -> None:
        body = request.content
        stamp = time.strftime(SIGV4_TIMESTAMP, time.gmtime(self._clock() + self._offset))
        credentials = self._credentials()
        headers = {
            "host": request.headers["host"],
            "X-Amz-Content-SHA256": hashlib.sha256(body).hexdigest(),
            "X-Amz-Date": stamp,
        }
        if credentials.token:
            headers["X-Amz-Security-Token"] = credentials.token
        signed = AWSRequest(method=request.method, url=str(request.url), data=body, headers=headers)
        signed.context["timestamp"] = stamp
        request.headers.update({name: headers[name] for name in SIGNED if name in headers})
        request.headers["Authorization"] = _authorization(SigV4Auth(credentials, "lambda", self._region), signed)


def _authorization(signer: SigV4Auth, request: AWSRequest) -> str:
    """The header of a request whose time is set: botocore's own signing always takes this machine's."""
    to_sign = signer.string_to_sign(request, signer.canonical_request(request))
    names = signer.signed_headers(signer.headers_to_sign(request))
    signature = signer.signature(to_sign, request)
    return f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders={names}, Signature={signature}"


def _date(response: httpx.Response) -> float:
    """What time the other side has; 0 when it doesn't say."""
    try:
        return parsedate_to_datetime(response.headers.get("date", "")).timestamp()
    except ValueError:
        return 0.0


class LambdaInvoke(httpx.AsyncBaseTransport):
    """Carries requests to a function by `lambda:InvokeFunction`.

    A call that is given up goes on in its thread until boto3's own time limit, and its answer is dropped.

    Args:
        client: a boto3 Lambda client with automatic retries switched off.
        function: name or ARN.
    """

    def __init__(self, client: Any, function: str) -> None:  # noqa: ANN401 - boto3 makes its classes at run time
        self._client = client
        self._function = function

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request as a Function URL's event and return the answer in it."""
        event = orjson.dumps(_event(request, await request.aread()))
        return await _in_thread(lambda: self._invoke(event))

    def _invoke(self, event: bytes) -> httpx.Response:
        try:
            answer = self._client.invoke(FunctionName=self._function, Payload=event)
            payload = answer["Payload"].read()
        except (EndpointConnectionError, ConnectTimeoutError) as error:
            raise httpx.ConnectError(type(error).__name__) from None
        except ClientError as error:
            status = _STATUS_OF.get(error.response["Error"]["Code"], 503)
            pause = error.response["ResponseMetadata"].get("HTTPHeaders", {}).get("retry-after", "")
            return _answer(status, {"retry-after": pause})
        except BotoCoreError as error:
            raise httpx.ReadError(type(error).__name__) from None
        if "FunctionError" in answer:
            # It crashed or ran out of time or memory, as behind a Function URL.
            return _answer(httpx.codes.BAD_GATEWAY)
        return _response(payload)


def _event(request: httpx.Request, body: bytes) -> dict[str, Any]:
    """A request as a Function URL's event of payload version 2.0."""
    address = urlsplit(str(request.url))
    http = {"method": request.method, "path": address.path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": address.path,
        "rawQueryString": address.query,
        "headers": dict(request.headers),
        "requestContext": {"http": http},
        "body": body.decode(),
        "isBase64Encoded": False,
    }


def _response(payload: bytes) -> httpx.Response:
    try:
        document = orjson.loads(payload)
        body = document.get("body") or ""
        content = base64.b64decode(body) if document.get("isBase64Encoded") else body.encode()
        # Lengths and codings of the way are those of the event, not of this body.
        headers = {name: value for name, value in document.get("headers", {}).items() if name != "content-length"}
        return _answer(int(document["statusCode"]), headers, content)
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError):
        return _answer(httpx.codes.BAD_GATEWAY)


def _answer(status: int, headers: dict[str, str] | None = None, content: bytes = b"") -> httpx.Response:
    """An answer to be read as a stream, as those from a connection are."""
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))


async def _in_thread(work: Callable[[], httpx.Response]) -> httpx.Response:
    """Run `work` in a thread, which is abandoned when the answer is no longer needed."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[httpx.Response] = loop.create_future()

    def settle(setter: Callable[[Any], None], value: object) -> None:
        if not done.done():
            setter(value)

    def run() -> None:
        try:
            setter, value = done.set_result, work()
        except Exception as error:  # noqa: BLE001 - handed to the waiting caller
            setter, value = done.set_exception, error  # type: ignore[assignment]
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, setter, value)

    threading.Thread(target=run, name="invoke", daemon=True).start()
    return await done
