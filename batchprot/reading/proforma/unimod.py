"""The modifications of Unimod: what each adds, and where it occurs. `tools/unimod_table.py` writes the table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

FIRST, LAST = "^", "$"
"""The ends of a chain among the places of a modification; behind a letter: only where it is the first or the last."""
_LONGEST_NAME: Final = 40
_BRACKETS: Final = frozenset("[]{}")


class Modification(NamedTuple):
    """One modification of Unimod.

    `elements` are what it adds, less than 0 for what it removes; `places` are residues and ends, `K`, `Q^` or `$`.
    """

    number: int
    name: str
    elements: tuple[tuple[str, int], ...]
    places: frozenset[str]

    @property
    def tag(self) -> str:
        """The name as it stands in a tag, or the number of the few whose names have brackets."""
        return f"UNIMOD:{self.number}" if _BRACKETS & set(self.name) else self.name

    def occurs_at(self, letter: str, *, first: bool, last: bool) -> bool:
        """Whether it is known on this residue; `letter` is empty for an end of the chain itself."""
        if not letter:
            return any((first and FIRST in place) or (last and LAST in place) for place in self.places)
        ends = (FIRST,) * first + (LAST,) * last
        return letter in self.places or any(letter + end in self.places for end in ends)


@cache
def _table() -> Mapping[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("unimod.json").read_text("utf-8"))
    return table


@cache
def masses() -> Mapping[str, tuple[float, float]]:
    """Monoisotopic and average mass of each element and isotope, in Da."""
    return {element: (mono, average) for element, (mono, average) in _table()["elements"].items()}


@cache
def by_number() -> Mapping[int, Modification]:
    """Every modification by its number in Unimod."""
    return {
        number: Modification(number, name, tuple(added.items()), frozenset(places))
        for number, name, added, places in _table()["modifications"]
    }


@cache
def by_name() -> Mapping[str, Modification]:
    """Every modification by its name in lower case; no two names differ in case alone."""
    return {modification.name.casefold(): modification for modification in by_number().values()}


def named(tag: str) -> Modification | None:
    """The modification whose `tag` this is; None for a mass shift."""
    if tag.startswith("UNIMOD:"):
        return by_number().get(int(tag.removeprefix("UNIMOD:")))
    return by_name().get(tag.casefold())


@lru_cache(4096)
def alike(name: str) -> list[str]:
    """Up to three names that are spelled nearly like this one: looked for once, however many records have it."""
    if len(name) > _LONGEST_NAME:
        return []
    close = get_close_matches(name.casefold(), by_name(), 3)
    return [by_name()[one].name for one in close]


def version() -> str:
    """Where the table is from, and when Unimod last changed one of its rows."""
    return f"{_table()['source']}, last changed {_table()['changed'][:10]}"
