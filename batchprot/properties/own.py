"""Own columns: what people add to an analysis, described as the computed properties are.

The key of an own column says everything that a question needs: `own5n2_log2-FC` is the fifth column that was added to
its analysis, numbers that are shown with two decimals, named "log2 FC". So a selection, a link and a statement can be
read without asking which analysis they belong to, and a column that was renamed is still found: only what stands
before the underscore decides.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from batchprot.properties.property import Kind, Preset, Property

GROUP: Final = "Your columns"
LONGEST_LABEL: Final = 60
"""Bytes of UTF-8: PostgreSQL keeps 63 of a name, and every download is named by it."""
MOST_DECIMALS: Final = 12
LAST_NUMBER: Final = 9_999

_LETTERS: Final = {Kind.INTEGER: "i", Kind.YES_NO: "b", Kind.CATEGORY: "c", Kind.TEXT: "t"}
_KINDS: Final = {letter: kind for kind, letter in _LETTERS.items()}
PATTERN: Final = r"own([1-9][0-9]{0,3})(?:n(0|[1-9]|1[0-2])|([ibct]))(?:_(.*))?"
"""The key as a regular expression: number, decimals of a number or the letter of another kind, label."""
_KEY: Final = re.compile(PATTERN, re.DOTALL)
_ESCAPED: Final = re.compile(r"~([0-9a-f]{2})")
KINDS: Final = (Kind.NUMBER, Kind.INTEGER, Kind.YES_NO, Kind.CATEGORY, Kind.TEXT)


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """One own column of an analysis, as its key has it.

    Attributes:
        number: the place among all columns that were ever added to the analysis, from 1; it is never used again.
        kind: what its values are.
        decimals: how many are shown of a NUMBER; 0 for everything else.
        label: the name people gave it.
    """

    number: int
    kind: Kind
    decimals: int
    label: str

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.kind in (Kind.NUMBER, Kind.INTEGER)

    @property
    def slot(self) -> str:
        """What decides which column is meant: the key without the label."""
        kind = f"n{self.decimals}" if self.kind is Kind.NUMBER else _LETTERS[self.kind]
        return f"own{self.number}{kind}"

    @property
    def key(self) -> str:
        """The name in addresses, questions and tables of the page."""
        return f"{self.slot}_{_written(self.label)}"

    @property
    def row(self) -> Property:
        """The column as a row of the property table."""
        return Property(
            key=self.key,
            label=self.label,
            short=self.label,
            unit="",
            group=GROUP,
            kind=self.kind,
            decimals=self.decimals,
            summary="Supplied by the user.",
            formula="",
            reference="",
            doi="",
            caveat="",
            preset=Preset.ALL,
            range="",
            home="own",
        )


@lru_cache(maxsize=4096)
def read_key(key: str) -> OwnColumn | None:
    """The own column that a key means; None when it is none.

    >>> read_key("own5n2_log2-FC").label
    'log2 FC'
    >>> read_key("gravy") is None
    True
    """
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    number, decimals, letter, label = found.groups()
    kind = Kind.NUMBER if letter is None else _KINDS[letter]
    return OwnColumn(int(number), kind, int(decimals or 0), _read(label or "") or f"Own column {number}")


@lru_cache(maxsize=4096)
def row_of(key: str) -> Property | None:
    """The description of an own column by its key; None when it is none."""
    column = read_key(key)
    return None if column is None else replace(column.row, key=key)


def is_own(key: str) -> bool:
    """Whether a key is that of an own column."""
    return read_key(key) is not None


def current(key: str, keys: Iterable[str]) -> str | None:
    """A key as it is spelled among these of an analysis; that of a computed property as it is, of a lost column None.

    A key of numbers means numbers only, and one of texts means texts only: a filter by one says nothing of the other.
    """
    asked = read_key(key)
    if asked is None:
        return key
    for one in keys:
        known = read_key(one)
        if known is not None and known.number == asked.number:
            return one if known.is_numeric == asked.is_numeric else None
    return None


def supplied(source: str, sheet: str, match: str) -> str:
    """Where an own column comes from, as its summary says it.

    >>> supplied("hits.xlsx", "Sheet1", "gene")
    'Supplied by the user in the sheet “Sheet1” of hits.xlsx, matched by gene.'
    """
    table = f"the sheet “{sheet}” of {source}" if sheet else source
    said = f" in {table}" if table else ""
    how = f", matched by {match}" if match else ""
    return f"Supplied by the user{said}{how}."


def term_of(row: Property, filled: int) -> tuple[str, str]:
    """What the methods say of an own column: it is no result of ours."""
    records = "1 record has" if filled == 1 else f"{filled} records have"
    return f"Own column {row.label}", f"{row.summary} {row.kind.capitalize()}, {records} a value."


def header_of(key: str) -> str:
    """What a column is called in a table: its key, or the name that people gave to an own column."""
    own = read_key(key)
    return key if own is None else own.label


def clean_label(words: str) -> str:
    """A name as it is kept: on one line, without control characters, no longer than LONGEST_LABEL."""
    plain = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in words)
    return _shortened(" ".join(unicodedata.normalize("NFC", plain).split()), LONGEST_LABEL)


def unlike(label: str, taken: Sequence[str]) -> str:
    """The label, or the label with a number behind it when another one reads the same: "score (2)"."""
    known, made, number = {one.casefold() for one in taken}, label, 2
    while made.casefold() in known:
        behind = f" ({number})"
        made, number = _shortened(label, LONGEST_LABEL - len(behind)) + behind, number + 1
    return made


def _shortened(words: str, most: int) -> str:
    """The words, or the whole letters of it that fit into `most` bytes, and an ellipsis."""
    if len(words.encode()) <= most:
        return words
    return words.encode()[: most - len("…".encode())].decode(errors="ignore").rstrip() + "…"


def _written(label: str) -> str:
    """A label in letters, digits, underscores and hyphens, so that it can stand in an address and in an id."""
    return "".join(
        "-" if letter == " " else letter if letter.isalnum() or letter == "_" else _escaped(letter) for letter in label
    )


def _escaped(letter: str) -> str:
    return "".join(f"~{byte:02x}" for byte in letter.encode("utf-8", "surrogatepass"))


def _read(written: str) -> str:
    """The label that was written; what cannot have been written stays as it is."""
    latin = re.sub(r"(?:~[0-9a-f]{2})+", _unescaped, written.replace("-", " "))
    return clean_label(latin)


def _unescaped(found: re.Match[str]) -> str:
    return bytes(int(byte, 16) for byte in _ESCAPED.findall(found[0])).decode("utf-8", "replace")
