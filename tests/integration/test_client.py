"""`batchprot.Client` against the whole application behind a socket: what it promises, and what happens on the way."""

import doctest
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

import batchprot
from batchprot.client import AnalysisFailed, ServerRefusal, ServerUnreachable, analysis, client, connection

FASTA = ">a first\nMKWVTFISLLFLFSSAYS\n>b\nMK!V\n>c\nACDEFGHIKLMNPQRSTVWY\n>d\nWWWWDDEE\n"
PAIRS = [("a first", "MKWVTFISLLFLFSSAYS"), ("b", "MK!V"), ("c", "ACDEFGHIKLMNPQRSTVWY")]


@pytest.fixture
def server(live, token, monkeypatch):
    """The client, which doesn't pause for long."""
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(analysis, "FIRST_LOOK", 0.02)
    with batchprot.Client(live.url, token=token) as found:
        yield found


@pytest.fixture
def while_running(run_until):
    """Ask with the runner at work, and return the answer."""

    def run(ask):
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(ask)
            run_until(asked.done)
            return asked.result()

    return run


@pytest.fixture
def fasta(tmp_path):
    path = tmp_path / "mine.fasta"
    path.write_text(FASTA)
    return path


def test_records_are_what_the_library_makes_of_them(server, rows):
    for columns, options in (
        ("basic", {}),
        ("all", {"ph": 5.5, "first_residue": 2}),
        (["gravy", "residue_counts"], {}),
    ):
        there = server.analyze(PAIRS, columns=columns, **options)
        assert there.equals(batchprot.analyze(PAIRS, columns=columns, **options))
        assert there.schema == batchprot.analyze(PAIRS, columns=columns, **options).schema
    assert server.analyze({}, columns="basic").equals(batchprot.analyze({}, columns="basic"))
    assert rows("SELECT count(*) FROM upload") == [(0,)]


def test_a_file_is_what_the_library_makes_of_it(server, fasta, while_running, rows):
    there = while_running(lambda: server.analyze(fasta, columns="basic", ph=6.0))
    assert there.equals(batchprot.analyze(fasta, columns="basic", ph=6.0))
    again = server.analyze(fasta, columns="basic", ph=6.0)  # nothing is calculated twice
    assert again.equals(there)
    assert rows("SELECT count(*), min(title) FROM job") == [(1, "mine.fasta")]


def test_a_large_file_is_uploaded_first(server, fasta, while_running, monkeypatch, live):
    monkeypatch.setattr(client, "LARGEST_BODY", 10)
    there = while_running(lambda: server.analyze(fasta, columns="basic", title="Large", ph=6.0))
    assert there.equals(batchprot.analyze(fasta, columns="basic", ph=6.0))
    assert [seen for seen in live.seen if seen.endswith("/content")]


def test_many_records_become_an_analysis(server, while_running, monkeypatch):
    monkeypatch.setattr(client, "AT_ONCE", 2)
    there = while_running(lambda: server.analyze(PAIRS, columns="basic"))
    assert there.drop("reason").equals(batchprot.analyze(PAIRS, columns="basic").drop("reason"))


def test_rows_of_a_selection_stream_and_download(server, fasta, while_running, tmp_path):
    found = while_running(lambda: server.submit(fasta).wait())
    selection = "status=ok&sort=-length"
    table = found.table(selection, columns=["gravy", "length"])
    assert table["identifier"].to_list() == ["c", "a", "d"]
    assert list(found.rows(selection, columns=["gravy", "length"])) == table.to_dicts()
    for ending in ("csv", "jsonl", "parquet", "arrows"):
        path = found.download(tmp_path / f"rows.{ending}", selection, columns="basic")
        assert path.stat().st_size > 100
    assert pl.read_parquet(tmp_path / "rows.parquet").height == 3
    assert len((tmp_path / "rows.jsonl").read_text().splitlines()) == 3
    assert not list(tmp_path.glob(".*"))
    with pytest.raises(ValueError, match="may end in"):
        found.download(tmp_path / "rows.docx")


def test_what_pages_show(server, fasta, while_running):
    found = while_running(lambda: server.submit(fasta, title="Old").wait())
    assert found.protein(1)["sequence"] == "MKWVTFISLLFLFSSAYS"
    assert len(found.profile(1, window=5)["values"]) == 14
    assert found.titration(1)["isoelectric_points"]
    assert sum(found.histogram("length", "r.length=10..")["selected"]) == 2
    assert server.compare(found, found.id, selections=["", "status=ok"])["property"].len() > 5
    assert found.rename("New").title == "New"
    found.delete()
    with pytest.raises(ServerRefusal) as refused:
        server.analysis(found.id)
    assert (refused.value.status, refused.value.code) == (404, "job_not_found")


def test_waiting_goes_on_after_the_server_was_away(server, fasta, live, while_running):
    started = server.submit(fasta)
    live.stop()

    def wait():
        time.sleep(0.2)
        live.start()
        return started.wait()

    assert while_running(wait).state == "succeeded"
    assert server.analysis(started.id).wait().done == 3  # as another program would


def test_busy_servers_are_asked_again(server, live, fasta, rows):
    away, busy = ("503 Away", [("Retry-After", "0")]), ("429 Busy", [("Retry-After", "0")])
    live.refusing += [away, busy, ("502 Bad", [])]
    assert server.submit(fasta).state == "running"
    assert live.seen.count("POST /api/v1/analyses") == 4
    assert rows("SELECT count(*) FROM job") == [(1,)]
    live.refusing += [away] * connection.TRIES
    with pytest.raises(ServerRefusal) as refused:
        server.properties()
    assert refused.value.status == 503


def test_a_request_whose_answer_was_lost_starts_nothing_twice(server, live, fasta, rows):
    answer, lost = live.application, []

    def losing(environ, start):
        if lost:
            return answer(environ, start)
        lost.append(b"".join(answer(environ, lambda *_: None)))
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionAbortedError

    live.application = losing
    assert server.submit(fasta).state == "running"
    assert rows("SELECT count(*) FROM job") == [(1,)]


def test_what_is_refused_says_why(server, live, token):
    with pytest.raises(ServerRefusal, match=r"ph: .*") as refused:
        server.analyze(PAIRS, ph=20.0)
    assert refused.value.code == "bad_request"
    with pytest.raises(ServerRefusal, match="invalid"):
        batchprot.Client(live.url, token="wrong").properties()
    with pytest.raises(FileNotFoundError):
        server.submit("nothing.fasta")
    with pytest.raises(ValueError, match="address"):
        batchprot.Client("batchprot.example", token=token)
    live.stop()
    with pytest.raises(ServerUnreachable):
        server.properties()


def test_a_cancelled_analysis_is_not_waited_for(server, fasta, while_running):
    started = server.submit(fasta)
    started.cancel()
    with pytest.raises(AnalysisFailed, match="cancelled"):
        started.wait()
    assert while_running(lambda: started.resume().wait()).state == "succeeded"
    with pytest.raises(TimeoutError):
        server.submit(fasta, key="another").wait(seconds=0.1)


def test_threads_share_a_client(server):
    with ThreadPoolExecutor(4) as pool:
        tables = list(pool.map(lambda n: server.analyze([("x", "MK" * n)], columns="basic"), range(1, 9)))
    assert [table["length"][0] for table in tables] == [2 * n for n in range(1, 9)]


def test_the_token_of_the_environment(live, token, monkeypatch):
    monkeypatch.setenv("BATCHPROT_TOKEN", token)
    assert batchprot.Client(live.url).properties().height > 20
    monkeypatch.delenv("BATCHPROT_TOKEN")
    with pytest.raises(ValueError, match="BATCHPROT_TOKEN"):
        batchprot.Client(live.url)


def test_the_examples_hold(live, token, tmp_path, while_running):
    path = tmp_path / "two.fasta"
    path.write_text(">a\nGIVEQCCTSICSLYQLENYCN\n>b\nMK!V\n")
    names = {"Client": batchprot.Client, "SERVER": live.url, "TOKEN": token, "FASTA": path}

    def run():
        batchprot.Client(live.url, token=token).submit(path, title="From a doctest").wait()
        found = [doctest.testmod(module, extraglobs=names) for module in (client, analysis)]
        return sum(one.failed for one in found), sum(one.attempted for one in found)

    failed, attempted = while_running(run)
    assert (failed, attempted > 8) == (0, True)


def test_json_of_a_problem_is_kept(server):
    with pytest.raises(ServerRefusal) as refused:
        server.analysis("nothing")
    assert json.dumps(refused.value.document)
    assert refused.value.document["title"] == "Not Found"
