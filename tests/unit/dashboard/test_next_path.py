import pytest

from dashboard.next_path import local_path

ELSEWHERE = [
    "",
    None,
    "e.example",
    "//e.example",
    "///e.example",
    "////e.example",
    "/\\e.example",
    "\\/e.example",
    "\\\\e.example",
    "/\\/e.example",
    "/\t/e.example",
    "/\n/e.example",
    "/\r/e.example",
    "\t//e.example",
    " //e.example",
    "/ /e.example",
    "/\x00/e.example",
    "/\x0b/e.example",
    "/%09/e.example",
    "/%0a/e.example",
    "/%0d%0aLocation:%20https://e.example",
    "/x\r\nSet-Cookie: a=b",
    "/%00/e.example",
    "%2f%2fe.example",
    "/%2fe.example",
    "/%2Fe.example",
    "/%252fe.example",
    "/%5ce.example",
    "/%5Ce.example",
    "/%255ce.example",
    "http:e.example",
    "https:e.example",
    "https:/e.example",
    "https://e.example",
    "HTTPS://e.example",
    "http:///e.example",
    "https://127.0.0.1@e.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "@e.example",
    "?next=//e.example",
    "#//e.example",
    "./jobs",
    "../jobs",
    "/../e.example",
    "/./../e.example",
    "/%2e%2e/e.example",
    "/\u2044/e.example",
    "/\u2215/e.example",
    "/\uff0fe.example",
    "/\u3002e.example",
    "\u2028/e.example",
    "/\u202e/e.example",
    "/jobs//e.example",
    "/.//e.example",
    "/" + "a" * 2_001,
    "/sign-in",
    "/sign-in?next=/sign-in",
    "/sign-out",
    "/sign-in/link/abc",
]

OURS = [
    "/",
    "/new",
    "/jobs/0c8a7f7e-9d5e-4c6e-8a4e-0d7f6f3a1b2c",
    "/jobs/0c8a7f7e-9d5e-4c6e-8a4e-0d7f6f3a1b2c/proteins/12",
    "/jobs/x?molecular_weight_da=1..2&sort=gravy:asc",
    "/jobs/x?text=a%2Fb%20c",
    "/jobs/x?from=https://e.example",
    "/methods#isoelectric-point",
]


@pytest.mark.parametrize("payload", ELSEWHERE)
def test_leads_nowhere_else(payload):
    assert local_path(payload) == "/"


@pytest.mark.parametrize("path", OURS)
def test_keeps_our_own_paths(path):
    assert local_path(path) == path
