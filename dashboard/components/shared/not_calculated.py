"""Properties that an analysis lacks because its engine is older than they are: said wherever they would stand."""

from typing import Any

from dash import dcc

from batchprot.properties.since import not_calculated
from batchprot.properties.table import described

MARK = " (not calculated)"
"""Behind a property's name in a list of choices."""


def is_missing(key: str, engine: str) -> bool:
    """Whether an engine of this version doesn't calculate a property; an empty version calculates all."""
    return bool(engine) and key in not_calculated(engine)


def sentence(key: str, engine: str) -> str:
    """Why there are no values, and what to do."""
    return f"{described(key).label} is not calculated with engine {engine}. Run the analysis again to have it."


def run_again(words: str, address: str) -> dcc.Link:
    """The way to a new analysis with the same file, options and own columns."""
    return dcc.Link(words, href=address)


def short(engine: str, address: str) -> list[Any]:
    """The same where there is little room; `address` is empty for a reader who can't run it again."""
    again = [": ", run_again("run again", address)] if address else []
    return [f"Not calculated with engine {engine}", *again, "."]
