"""The kinds of requests, and what each may cost: how large its body is, and how many run at once.

A kind has threads of its own, so that uploads, downloads and questions about results can't take the ones that pages
need, and a check of health never waits for any of them.
"""

import re
from dataclasses import dataclass

from dashboard.callback_body import LARGEST
from dashboard.routes.figures import LARGEST as LARGEST_FIGURE
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
"""About the whole of an analysis or of a selection: the database works on as many as this at once."""
ROWS = Kind("rows", places=4, each=2, body_bytes=LARGEST)
"""About a page of the table or one protein, which is quick and doesn't wait behind the others."""
API = Kind("api", places=4, each=2, body_bytes=LARGEST)
"""What programs ask; their files are uploads."""
FIGURES = Kind("figures", places=2, each=1, body_bytes=LARGEST_FIGURE)
"""Drawings that are made PDF."""
UPLOADS = Kind("uploads", places=16, each=4, body_bytes=None)
DOWNLOADS = Kind("downloads", places=3, each=1, unsent=48)
KINDS = (HEALTH, PAGES, CALLBACKS, QUESTIONS, ROWS, API, FIGURES, UPLOADS, DOWNLOADS)

_BY_LINE: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"\w+ /(healthz|readyz|metrics|api/v1/health)"), HEALTH),
    (re.compile(rf"\w+ {CALLBACK}"), CALLBACKS),
    (re.compile(r"POST /api/(.+/)?uploads/[^/]+/content|POST /api/v1/analyses"), UPLOADS),
    (re.compile(r"\w+ /api/v1/.*"), API),
    (re.compile(r"POST /.*/figure\.pdf"), FIGURES),
    (re.compile(r"\w+ /(jobs|shared)/[^/]+/(codes/.*|rows)"), QUESTIONS),
    (re.compile(r"POST /(api|shared/[^/]+)/kept-selections"), ROWS),
    (re.compile(r"\w+ /(jobs|shared)/.*(download\.\w+|exports/[^/]+/file)"), DOWNLOADS),
    (re.compile(r"\w+ /(jobs|shared|compare)/.*\w\.(html|pdf|csv|svg|fasta|tsv|xlsx|zip|jsonl)"), DOWNLOADS),
)
_OUTPUT = re.compile(rb'\s*\{\s*"output"\s*:\s*"([^"]*)"')
_ABOUT_ROWS = re.compile(rb"(?<![\w-])(explorer-grid|protein-|beside-)")
_ABOUT_RESULTS = re.compile(rb"(?<![\w-])(explorer|compare|protein|beside)-")


def kind_by_path(path: str, method: str = "GET") -> Kind:
    """The kind of a request, as far as its first line tells."""
    return next((kind for line, kind in _BY_LINE if line.fullmatch(f"{method} {path}")), PAGES)


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
    if output is None:
        return QUESTIONS
    if _ABOUT_ROWS.search(output[1]):
        return ROWS
    return QUESTIONS if _ABOUT_RESULTS.search(output[1]) else CALLBACKS
