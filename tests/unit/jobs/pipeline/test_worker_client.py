"""The client against the real worker application in process, and against transports that misbehave."""

import asyncio
import math
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from batchprot.properties.options import AnalysisOptions
from jobs.pipeline.worker_call import BODY_BYTES
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.pipeline.worker_errors import (
    WorkerBusy,
    WorkerCallCancelled,
    WorkerDown,
    WorkerFailed,
    WorkerRefused,
    WorkerTooLarge,
)
from worker.app import create_app

OPTIONS = AnalysisOptions()


@pytest.fixture(scope="module")
def real():
    return HttpWorkerClient("http://worker", httpx.ASGITransport(create_app()))


def answering(status=200, content=b"", headers=None):
    def answer(_request):
        # A stream, as from a socket: a response made of bytes counts as read already.
        return httpx.Response(status, stream=httpx.ByteStream(content), headers=headers)

    transport = httpx.MockTransport(answer)
    return HttpWorkerClient("http://worker", transport)


def test_an_analysis_has_one_value_per_sequence_in_order(real):
    result = real.analyze(["MKVLA", "WWW", "MXK"], OPTIONS)
    assert result.columns["length"].tolist() == [5, 3, 3]
    assert math.isnan(result.columns["molecular_weight_da"][2])
    assert result.columns["residue_counts"][1][18] == 3
    assert result.constants == "expasy"


def test_no_sequences_are_no_values(real):
    assert real.analyze([], OPTIONS).columns["gravy"].tolist() == []


def test_options_reach_the_worker(real):
    neutral, acid = (real.analyze(["MKVDE"], AnalysisOptions(ph=ph)).columns["charge_at_ph"][0] for ph in (7.0, 2.0))
    assert acid > neutral


def test_a_cut_sequence_is_checked_as_it_was_analysed(real):
    options = AnalysisOptions(remove_initiator_met=True, last_residue=4)
    assert real.analyze(["MKVLLL", "KVLA"], options).columns["length"].tolist() == [3, 4]


def test_profiles_titrations_and_scales(real):
    profile = real.profile("MKVLAAGIVGLCAKAYLK", "kyte_doolittle", 9, 1.0)
    assert len(profile["positions"]) == len(profile["values"]) == 10
    titration = real.titration("MKVLAAGIVGLCAKAYLK", OPTIONS, 0.5)
    assert titration["ph"][-1] == 14
    assert any(scale["key"] == "kyte_doolittle" for scale in real.scales())


def test_what_the_worker_refuses_comes_with_its_sentence(real):
    with pytest.raises(WorkerRefused) as refused:
        real.profile("MKV", "no_such_scale", 3, 1.0)
    assert refused.value.code
    assert len(refused.value.detail) > 10


def test_a_question_over_six_megabytes_is_not_sent():
    def unreachable(_request):
        raise AssertionError

    client = HttpWorkerClient("http://worker", httpx.MockTransport(unreachable))
    with pytest.raises(WorkerTooLarge):
        client.analyze(["A" * 50_000] * 121, OPTIONS)


def test_an_answer_over_six_megabytes_is_not_read_on():
    with pytest.raises(WorkerTooLarge):
        answering(content=b" " * (BODY_BYTES + 1)).analyze(["MKV"], OPTIONS)


@pytest.mark.parametrize(("status", "suspicious"), [(500, True), (502, True), (503, False), (504, True)])
def test_error_statuses_are_failures_and_some_may_be_the_records_fault(status, suspicious):
    with pytest.raises(WorkerFailed) as failed:
        answering(status).analyze(["MKV"], OPTIONS)
    assert failed.value.suspicious is suspicious


@pytest.mark.parametrize(
    ("value", "seconds"), [("2", 2.0), ("0", 0.1), ("1e9", 60.0), ("soon", 1.0), ("nan", 1.0), (None, 1.0)]
)
def test_retry_after_is_honoured_within_reason(value, seconds):
    headers = {"Retry-After": value} if value is not None else {}
    with pytest.raises(WorkerBusy) as busy:
        answering(429, headers=headers).analyze(["MKV"], OPTIONS)
    assert busy.value.seconds == seconds


@pytest.mark.parametrize("status", [301, 302, 307])
def test_redirects_are_not_followed(status):
    with pytest.raises(WorkerFailed):
        answering(status, headers={"Location": "http://elsewhere"}).analyze(["MKV"], OPTIONS)


def test_413_asks_for_smaller_parts():
    with pytest.raises(WorkerTooLarge):
        answering(413).analyze(["MKV"], OPTIONS)


def test_a_refusal_without_a_document_has_a_sentence_of_ours():
    with pytest.raises(WorkerRefused) as refused:
        answering(404, b"<html>").analyze(["MKV"], OPTIONS)
    assert refused.value.code == "refused"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"NaN", b"\x00"])
def test_garbage_is_a_failure_everywhere(content):
    client = answering(content=content)
    for ask in (
        lambda: client.analyze(["MKV"], OPTIONS),
        lambda: client.profile("MKV", "x", 3, 1.0),
        lambda: client.titration("MKV", OPTIONS),
    ):
        with pytest.raises(WorkerFailed):
            ask()
    if content != b"[]":
        with pytest.raises(WorkerFailed):
            client.scales()


def slow(seconds):
    async def answer(_request):
        await asyncio.sleep(seconds)
        return httpx.Response(200)

    return HttpWorkerClient("http://worker", httpx.MockTransport(answer))


def test_a_call_ends_in_time():
    began = time.monotonic()
    with pytest.raises(WorkerFailed, match="no answer"):
        slow(30).analyze(["MKV"], OPTIONS, seconds=0.1)
    assert time.monotonic() - began < 5


def test_an_answer_that_trickles_in_ends_in_time_too():
    class Trickle(httpx.AsyncByteStream):
        async def __aiter__(self):
            while True:
                yield b" "
                await asyncio.sleep(0.02)

    client = HttpWorkerClient("http://w", httpx.MockTransport(lambda _request: httpx.Response(200, stream=Trickle())))
    with pytest.raises(WorkerFailed, match="no answer"):
        client.analyze(["MKV"], OPTIONS, seconds=0.2)


def test_a_call_nobody_waits_for_any_more_ends_soon():
    began = time.monotonic()
    with pytest.raises(WorkerCallCancelled):
        slow(30).analyze(["MKV"], OPTIONS, cancelled=lambda: True)
    assert time.monotonic() - began < 5


def test_nobody_there_is_told_from_a_failure():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        client = HttpWorkerClient(f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(WorkerDown):
            client.analyze(["MKV"], OPTIONS)


def test_messages_never_hold_a_sequence():
    for client in (answering(500), answering(content=b"MKVSECRET"), answering(422, b'{"code": "c", "detail": "d"}')):
        with pytest.raises((WorkerFailed, WorkerRefused)) as error:
            client.analyze(["MKVSECRET"], OPTIONS)
        assert "SECRET" not in str(error.value)


def test_a_worker_of_an_earlier_release_is_waited_for():
    """It knows JSON only; a deploy replaces it within minutes, and no record is to blame."""
    with pytest.raises(WorkerDown):
        answering(content=b'{"columns": {}}', headers={"Content-Type": "application/json"}).analyze(["MKV"], OPTIONS)


class Counting:
    """A server that counts its connections and the requests that came over them."""

    def __init__(self, *, closes=False):
        self.closes, self.closed = closes, threading.Semaphore(0)

    def __enter__(self):
        outer = self
        self.connections = self.requests = 0

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                outer.connections += 1
                super().setup()

            def finish(self):
                super().finish()
                self.request.shutdown(socket.SHUT_RDWR)
                outer.closed.release()

            def do_GET(self):
                outer.requests += 1
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"[]")
                self.close_connection = outer.closes

            def log_message(self, *_arguments):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads, self.server.block_on_close = True, False
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def test_calls_share_a_connection():
    with Counting() as server:
        client = HttpWorkerClient(server.url)
        for _ in range(5):
            assert client.scales() == []
        assert (server.connections, server.requests) == (1, 5)
        HttpWorkerClient(server.url).scales()
        assert server.connections == 2


def test_a_connection_that_the_other_side_closed_is_not_used_again():
    """A worker that was restarted between two calls costs none of them."""
    with Counting(closes=True) as server:
        client = HttpWorkerClient(server.url)
        for number in range(1, 4):
            assert client.scales() == []
            assert server.closed.acquire(timeout=5)
            assert server.connections == number


def test_a_forked_process_has_connections_of_its_own():
    with Counting() as server:
        client = HttpWorkerClient(server.url)
        client.scales()
        pid = os.fork()
        if pid == 0:
            os._exit(0 if client.scales() == [] else 1)
        assert os.waitpid(pid, 0)[1] == 0
        client.scales()
        assert (server.connections, server.requests) == (2, 3)


def test_calls_from_many_threads_do_not_wait_for_each_other():
    under_way, together = [], asyncio.Event()

    async def answer(_request):
        under_way.append(1)
        if len(under_way) == 8:
            together.set()
        await together.wait()
        return httpx.Response(200, stream=httpx.ByteStream(b"[]"))

    client = HttpWorkerClient("http://worker", httpx.MockTransport(answer))
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda _number: client.scales(), range(8))) == [[]] * 8
