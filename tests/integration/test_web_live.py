"""Codes and bits through the web application: kept by the browser for good, for one reader."""

import gzip

import pytest

from results.live import names
from results.selection.model import STATUSES

FASTA = ">a\nMKWVTFISLLFLFSSAYS\n>b\nMK*V\n>c\nACDEFGHIKLMNPQRSTVWY\n"
STATUS = names.Category("status").name(STATUSES)


@pytest.fixture
def asked(visit, user, submit_text, run_jobs):
    """Ask for what belongs to an analysis of three records, the second of which is rejected."""
    job_id = submit_text(FASTA)
    run_jobs()
    visitor = visit(user)

    def ask(path, **headers):
        return visitor.client.get(f"/jobs/{job_id}/{path}", headers=headers)

    return ask


def test_codes_are_kept_by_the_browser_for_good(asked):
    answer = asked(f"codes/{STATUS}", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]
    statuses = [STATUSES[code] for code in gzip.decompress(answer.data)]
    assert statuses == ["ok", "rejected", "ok"]
    again = asked(f"codes/{STATUS}", **{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    plain = asked(f"codes/{STATUS}")
    assert plain.data == gzip.decompress(answer.data)


def test_what_is_unknown_is_not_kept(asked):
    answer = asked("codes/category:status:0000000000")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_bits_follow_the_query(asked):
    answer = asked("rows?status=ok")
    assert answer.headers["Cache-Control"] == "no-store"
    assert list(answer.data) == [0b101]
    assert asked("rows?r.gravy=wrong").status_code == 400
