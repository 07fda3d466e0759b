import pytest

from dashboard.serving.kinds import CALLBACKS, DOWNLOADS, HEALTH, PAGES, QUESTIONS, UPLOADS, kind_by_body, kind_by_path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/healthz", HEALTH),
        ("/readyz", HEALTH),
        ("/", PAGES),
        ("/jobs/0f0f", PAGES),
        ("/jobs/0f0f/proteins/7", PAGES),
        ("/api/uploads", PAGES),
        ("/api/uploads/0f0f/complete", PAGES),
        ("/api/uploads/0f0f/content", UPLOADS),
        ("/api/v1/uploads/0f0f/content", UPLOADS),
        ("/jobs/0f0f/download.csv", DOWNLOADS),
        ("/jobs/0f0f/report.html", DOWNLOADS),
        ("/jobs/0f0f/rejected.csv", DOWNLOADS),
        ("/shared/token/download.xlsx", DOWNLOADS),
        ("/_dash-update-component", CALLBACKS),
    ],
)
def test_a_path_has_a_kind(path: str, kind: object):
    assert kind_by_path(path) is kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"output":"jobs-list.children"}', CALLBACKS),
        (b'{ "output" : "explorer-grid.getRowsResponse"}', QUESTIONS),
        (b'{"output":"..toast.data...compare-results.children.."}', QUESTIONS),
        (b'{"inputs":[],"output":"jobs-list.children"}', QUESTIONS),
        (b"", QUESTIONS),
    ],
)
def test_a_callback_is_a_question_unless_it_says_otherwise(body: bytes, kind: object):
    assert kind_by_body(CALLBACKS, body) is kind


def test_only_callbacks_are_told_apart_by_their_body():
    assert kind_by_body(PAGES, b'{"output":"explorer-grid.getRowsResponse"}') is PAGES
