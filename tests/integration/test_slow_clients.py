"""The web server before slow, greedy and broken clients: real connections, a small application behind."""

import contextlib
import io
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest
import uvicorn

from dashboard.errors import REFUSED
from dashboard.serving import body, connection, front, kinds
from dashboard.serving.front import Front
from dashboard.serving.server import configuration
from dashboard.serving.wsgi import StoredFile

LARGE = 30_000_000
EXPLORER, LIST = b'{"output":"explorer-count.children"}', b'{"output":"jobs-list.children"}'


class Application:
    """Answers by path; `/slow` and questions about results wait until `go` is set."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.asked: list[str] = []
        self.environ: dict[str, object] = {}
        self.received = 0
        self.stored: list[int] = []

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        if status := environ.get(REFUSED):
            start_response(f"{status} Refused", [("Content-Length", "0")])
            return [b""]
        self.asked.append(path)
        self.environ = environ
        if path.endswith("/content"):
            self.received = 0
            while block := environ["wsgi.input"].read(10_000):
                self.received += len(block)
            self.stored.append(self.received)
        question = environ["wsgi.input"].read() if path == kinds.CALLBACK else b""
        if path == "/slow" or question == EXPLORER:
            assert self.go.wait(20)
        start_response("200 OK", [("Content-Type", "text/plain")])
        if path.endswith("download.csv"):
            return (b"x" * 100_000 for _ in range(LARGE // 100_000))
        return StoredFile(io.BytesIO(b"y" * 300_000)) if path == "/stored" else [path.encode()]


class Server:
    """A server in a thread of this process."""

    def __init__(self, application: Application) -> None:
        self.application, self.listener = application, socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.uvicorn = uvicorn.Server(configuration(Front(application)))
        self.thread = threading.Thread(target=self.uvicorn.run, kwargs={"sockets": [self.listener]})
        self.thread.start()

    def get(self, path: str, **options: object) -> httpx.Response:
        return httpx.get(self.url + path, trust_env=False, timeout=10, **options)

    def ask(self, content: bytes, person: str) -> httpx.Response:
        headers = {"Cookie": f"session={person}"}
        return httpx.post(self.url + kinds.CALLBACK, content=content, headers=headers, trust_env=False, timeout=20)

    def connect(self, sent: bytes = b"") -> socket.socket:
        connected = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connected.sendall(sent)
        return connected

    def stop(self) -> None:
        self.application.go.set()
        self.uvicorn.should_exit = self.uvicorn.force_exit = True
        self.thread.join(20)
        self.listener.close()


@pytest.fixture
def server() -> Iterator[Server]:
    started = Server(Application())
    yield started
    started.stop()


@pytest.fixture
def many(server: Server) -> Iterator[Callable[..., list[socket.socket]]]:
    """A factory of connections, closed at the end."""
    with contextlib.ExitStack() as stack:
        yield lambda count, sent: [stack.enter_context(server.connect(sent)) for _ in range(count)]


def is_quick(server: Server) -> bool:
    begin = time.monotonic()
    assert [server.get(path).status_code for path in ("/healthz", "/", "/sign-in")] == [200, 200, 200]
    return time.monotonic() - begin < 2


def was_closed(connected: socket.socket) -> bool:
    connected.settimeout(10)
    try:
        while connected.recv(65_536):
            pass
    except ConnectionResetError:
        return True
    return True


POST = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nemail=adalove"
CHUNKED = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nemail\r\n"


@pytest.mark.parametrize("sent", [b"", b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-a: ", POST, CHUNKED])
def test_clients_that_send_nothing_more_take_no_place_and_are_closed(server, many, monkeypatch, sent: bytes):
    monkeypatch.setattr(connection, "HEAD_SECONDS", 1.5)
    monkeypatch.setattr(body, "BEGIN_SECONDS", 1.5)
    waiting = many(200, sent)
    assert is_quick(server)
    assert server.application.asked == ["/healthz", "/", "/sign-in"]
    assert all(was_closed(one) for one in waiting)


def whole_answer(connected: socket.socket) -> bytes:
    """An answer in pieces, read to its end: what is left of it would be taken for the next one."""
    received = b""
    while not received.endswith(b"0\r\n\r\n"):
        block = connected.recv(4096)
        assert block, received
        received += block
    return received


def test_a_connection_that_was_used_has_a_time_for_its_next_head_too(many, monkeypatch):
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.5)
    (used,) = many(1, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert b"200 OK" in whole_answer(used)
    time.sleep(0.8)  # at rest a connection stays open
    used.sendall(b"GET /again HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert b"200 OK" in whole_answer(used)
    used.sendall(b"GET / HTTP/1.1\r\nHost: ")
    begin = time.monotonic()
    assert was_closed(used)
    assert time.monotonic() - begin < 5


def test_connections_at_rest_outlive_those_of_browsers_and_proxies(server):
    """The side that closes first cuts a request that is on its way: nginx keeps a connection for 60 s."""
    assert server.uvicorn.config.timeout_keep_alive > 60


def test_readers_that_take_nothing_hold_no_thread_and_are_closed(server, many, monkeypatch):
    monkeypatch.setattr(connection, "WRITE_SECONDS", 2.0)
    readers = many(20, b"GET /jobs/x/download.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
    deadline = time.monotonic() + 20
    while len(server.application.asked) < 20:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert is_quick(server)
    time.sleep(3)
    assert all(was_closed(one) for one in readers)


def test_a_reader_that_reads_gets_everything(server):
    assert len(server.get("/jobs/x/download.csv").content) == LARGE
    assert server.get("/stored").content == b"y" * 300_000
    answer = httpx.head(server.url + "/stored", trust_env=False)
    assert (answer.status_code, answer.content) == (200, b"")


def test_more_answers_on_their_way_than_there_may_be_are_refused(server, many, monkeypatch):
    monkeypatch.setattr(front, "kind_by_path", lambda _path, _method: replace_in(server, kinds.DOWNLOADS, unsent=3))
    many(3, b"GET /jobs/x/download.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
    deadline = time.monotonic() + 10
    while server.get("/jobs/x/download.csv").status_code == 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert server.get("/jobs/x/download.csv").status_code == 503


def replace_in(server: Server, kind: kinds.Kind, **changes: int) -> kinds.Kind:
    """A kind of other numbers, with the places of the one it replaces."""
    changed = replace(kind, **changes)
    behind = server.uvicorn.config.app
    for table in (behind._places, behind._threads):
        table[changed] = table[kind]
    return changed


def test_questions_of_one_person_leave_room_for_other_questions_and_for_pages(server):
    with ThreadPoolExecutor(30) as pool:
        waiting = [pool.submit(server.ask, EXPLORER, "greedy") for _ in range(8)]
        while server.application.asked.count(kinds.CALLBACK) < kinds.QUESTIONS.each:
            time.sleep(0.02)
        assert server.ask(LIST, "greedy").status_code == 200
        assert server.ask(LIST, "other").status_code == 200
        assert is_quick(server)
        before = server.application.asked.count(kinds.CALLBACK)
        other = pool.submit(server.ask, EXPLORER, "other")
        while server.application.asked.count(kinds.CALLBACK) < before + 1:
            time.sleep(0.02)
        server.application.go.set()
        assert {one.result().status_code for one in (*waiting, other)} == {200}


def test_a_question_whose_reader_left_is_not_asked(server, many):
    with ThreadPoolExecutor(8) as pool:
        first = [pool.submit(server.ask, EXPLORER, f"person-{n}") for n in range(kinds.QUESTIONS.places)]
        while len(server.application.asked) < kinds.QUESTIONS.places:
            time.sleep(0.02)
        length = f"Content-Length: {len(EXPLORER)}\r\n\r\n".encode()
        left = many(20, b"POST " + kinds.CALLBACK.encode() + b" HTTP/1.1\r\nHost: localhost\r\n" + length + EXPLORER)
        assert is_quick(server)
        for one in left:
            one.close()
        time.sleep(0.3)
        server.application.go.set()
        assert {one.result().status_code for one in first} == {200}
        assert is_quick(server)
    assert server.application.asked.count(kinds.CALLBACK) == kinds.QUESTIONS.places


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(
    ("path", "largest"), [(kinds.CALLBACK, kinds.CALLBACKS.body_bytes), ("/sign-in", kinds.PAGES.body_bytes)]
)
def test_the_largest_body_is_taken_and_one_byte_more_is_not(server, path: str, largest: int, chunked: bool):
    for size, status in ((largest, 200), (largest + 1, 413)):
        content = b"z" * size
        sent = iter([content[: size // 2], content[size // 2 :]]) if chunked else content
        assert httpx.post(server.url + path, content=sent, trust_env=False).status_code == status
    assert server.application.asked == [path]


def test_bodies_together_have_a_bound(server, many, monkeypatch):
    monkeypatch.setattr(body, "ALL_BODIES", 1_000_000)
    head = f"POST {kinds.CALLBACK} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1500000\r\n\r\n".encode()
    many(1, head + b"z" * 900_000)
    time.sleep(0.3)
    assert server.ask(LIST + b" " * 200_000, "other").status_code == 413
    assert server.ask(LIST, "other").status_code == 200


def test_an_upload_is_passed_on_while_it_arrives_and_may_break_off(server, many):
    path = "/api/uploads/7/content"
    assert httpx.post(server.url + path, content=b"f" * 5_000_000, trust_env=False).status_code == 200
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n".encode()
    (broken,) = many(1, head + b"f" * 1000)
    broken.close()
    deadline = time.monotonic() + 10
    while len(server.application.stored) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert server.application.stored[0] == 5_000_000
    assert server.application.stored[1] <= 1000


def test_slow_uploads_take_only_the_places_of_uploads(server, many):
    head = b"POST /api/uploads/7/content HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\nsome"
    many(60, head)
    assert is_quick(server)


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "Script-Name", "X-Forwarded-Proto", "Wsgi.Url_Scheme"])
def test_no_header_changes_the_place_or_the_scheme(server, name: str):
    assert server.get("/sign-in", headers={name: "/x"}).text == "/sign-in"
    environ = server.application.environ
    assert (environ["SCRIPT_NAME"], environ["wsgi.url_scheme"]) == ("", "http")


def test_many_headers_of_one_name_are_one_and_cookies_stay_cookies(server):
    server.get("/", headers=[("X-A", "1"), ("X-A", "2"), ("Cookie", "a=1"), ("Cookie", "b=2"), ("X_A", "3")])
    environ = server.application.environ
    assert (environ["HTTP_X_A"], environ["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")


def test_a_path_keeps_its_bytes(server):
    server.get("/%C3%A9%2F%20x?q=%C3%A9")
    environ = server.application.environ
    assert environ["PATH_INFO"] == "/é/ x".encode().decode("latin-1")
    assert environ["QUERY_STRING"] == "q=%C3%A9"
