"""The kinds of requests, and what each may cost: how large its body is, and how many run at once.

A kind has threads of its own, so that uploads, downloads and questions about results can't take the ones that pages
need, and a check of health never waits for any of them.
"""

import re
from dataclasses import dataclass

from dashboard.callback_body import LARGEST
from dashboard.routes.uploads import JSON_BYTES

CALLBACK = "/_dash-update-component"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request.

    Attributes:
        name: as metrics call it.
        places: how many run at once.
        each: how many of one person run at once.
        body_bytes: the largest body; None for a body that is passed on while it arrives.
        waiting: how many may wait for a place; further ones are refused.
        unsent: how many answers may be on their way to slow readers.
    """

    name: str
    places: int
    each: int
    body_bytes: int | None = JSON_BYTES
    waiting: int = 500
    unsent: int = 1000


HEALTH = Kind("health", places=2, each=2)
PAGES = Kind("pages", places=8, each=4)
CALLBACKS = Kind("callbacks", places=8, each=4, body_bytes=LARGEST)
QUESTIONS = Kind("questions", places=4, each=2, body_bytes=LARGEST)
UPLOADS = Kind("uploads", places=16, each=4, body_bytes=None)
DOWNLOADS = Kind("downloads", places=3, each=1, unsent=48)
KINDS = (HEALTH, PAGES, CALLBACKS, QUESTIONS, UPLOADS, DOWNLOADS)

_HEALTH = frozenset({"/healthz", "/readyz", "/metrics"})
_UPLOAD = re.compile(r"/api/(.+/)?uploads/[^/]+/content")
_DOWNLOAD = re.compile(r"/(jobs|shared|compare)/.*(download\.\w+|\w\.(html|csv|svg|fasta|tsv|xlsx|zip|jsonl))")
_OUTPUT = re.compile(rb'\s*\{\s*"output"\s*:\s*"([^"]*)"')
_ABOUT_RESULTS = re.compile(rb"(?<![\w-])(explorer|compare|protein|beside)-")


def kind_by_path(path: str) -> Kind:
    """The kind of a request, as far as its path tells."""
    if path in _HEALTH:
        return HEALTH
    if path == CALLBACK:
        return CALLBACKS
    if _UPLOAD.fullmatch(path):
        return UPLOADS
    if _DOWNLOAD.fullmatch(path):
        return DOWNLOADS
    return PAGES


def kind_by_body(kind: Kind, body: bytes) -> Kind:
    """The kind of a request whose body is known: a callback that asks about results is a question.

    Dash sends the names of the outputs first. A body that begins in another way counts as a question, too.

    >>> kind_by_body(CALLBACKS, b'{"output":"..explorer-count.children...explorer-bar.className..","outputs":').name
    'questions'
    >>> kind_by_body(CALLBACKS, b'{"output":"jobs-list.children","outputs":').name
    'callbacks'
    """
    if kind is not CALLBACKS:
        return kind
    output = _OUTPUT.match(body)
    return QUESTIONS if output is None or _ABOUT_RESULTS.search(output[1]) else CALLBACKS
