import pytest

from dashboard.serving.kinds import (
    API,
    CALLBACKS,
    DOWNLOADS,
    HEALTH,
    PAGES,
    QUESTIONS,
    ROWS,
    UPLOADS,
    kind_by_body,
    kind_by_path,
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/health", HEALTH),
        ("/api/v1/analyses", API),
        ("POST /api/v1/analyses", UPLOADS),
        ("POST /api/v1/calculate", API),
        ("/healthz", HEALTH),
        ("/readyz", HEALTH),
        ("/", PAGES),
        ("/jobs/0f0f", PAGES),
        ("/jobs/0f0f/proteins/7", PAGES),
        ("/api/uploads", PAGES),
        ("/api/uploads/0f0f/complete", PAGES),
        ("POST /api/uploads/0f0f/content", UPLOADS),
        ("POST /api/v1/uploads/0f0f/content", UPLOADS),
        ("/jobs/0f0f/download.csv", DOWNLOADS),
        ("/jobs/0f0f/report.html", DOWNLOADS),
        ("/jobs/0f0f/exports/1e1e", PAGES),
        ("/jobs/0f0f/exports/1e1e/file", DOWNLOADS),
        ("/shared/token/exports/1e1e/file", DOWNLOADS),
        ("/compare/differences.csv", DOWNLOADS),
        ("/jobs/0f0f/codes/gravy", QUESTIONS),
        ("/shared/token/rows", QUESTIONS),
        ("/jobs/0f0f/rejected.csv", DOWNLOADS),
        ("/shared/token/download.xlsx", DOWNLOADS),
        ("/_dash-update-component", CALLBACKS),
    ],
)
def test_a_path_has_a_kind(path: str, kind: object):
    method, _, path = path.rpartition(" ")
    assert kind_by_path(path, method or "GET") is kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"output":"jobs-list.children"}', CALLBACKS),
        (b'{ "output" : "explorer-grid.getRowsResponse"}', ROWS),
        (b'{"output":"..protein-plot.figure...protein-note.children.."}', ROWS),
        (b'{"output":"..explorer-count.children...explorer-bar.className.."}', QUESTIONS),
        (b'{"output":"..toast.data...compare-results.children.."}', QUESTIONS),
        (b'{"inputs":[],"output":"jobs-list.children"}', QUESTIONS),
        (b"", QUESTIONS),
    ],
)
def test_a_callback_is_a_question_unless_it_says_otherwise(body: bytes, kind: object):
    assert kind_by_body(CALLBACKS, body) is kind


def test_only_callbacks_are_told_apart_by_their_body():
    assert kind_by_body(PAGES, b'{"output":"explorer-grid.getRowsResponse"}') is PAGES
