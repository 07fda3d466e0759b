"""Which table a file name asks for: its form and how it is packed, by its ending; and what a share of it holds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from batchprot.properties.table import RECORD_COLUMNS, Preset, Property, columns_of
from batchprot.refusal import Refusal


class Form(StrEnum):
    """How a table is written; the value is the ending."""

    CSV = "csv"
    TSV = "tsv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    EXCEL = "xlsx"

    @property
    def is_text(self) -> bool:
        """Whether it is lines of text, which may be packed."""
        return self in {Form.CSV, Form.TSV, Form.JSON_LINES}


class Packing(StrEnum):
    """How lines of text are compressed; the value is the second ending."""

    NONE = ""
    GZIP = "gz"
    ZSTANDARD = "zst"


class Shape(NamedTuple):
    """What a table looks like: its form, and which columns it has.

    `sequences` adds a last column of what was read; `named` a first one of the files that records are from; `own` are
    the columns that people supplied.
    """

    form: Form = Form.CSV
    packing: Packing = Packing.NONE
    preset: Preset = Preset.ALL
    sequences: bool = False
    named: bool = False
    own: tuple[Property, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the key of each column."""
        file, sequence = ("file",) if self.named else (), ("sequence",) if self.sequences else ()
        return (*file, *RECORD_COLUMNS, *columns_of(self.preset), *(row.key for row in self.own), *sequence)


class Written(NamedTuple):
    """What to append, how many of its records are ok, warned and rejected, and what was changed in reading.

    `lines` are bytes, but rows of values for a workbook.
    """

    lines: Any
    ok: int
    warned: int
    rejected: int
    notes: Mapping[str, int] = MappingProxyType({})


ENDINGS = tuple(
    f".{form}{'.' if packing else ''}{packing}"
    for form in Form
    for packing in (Packing if form.is_text else (Packing.NONE,))
)


def form_of(name: str) -> tuple[Form, Packing]:
    """The form and the packing of a file by its name; CSV where it has no ending.

    >>> [str(word) for word in form_of("results/Panel.TSV.gz")]
    ['tsv', 'gz']

    Raises:
        Refusal: Nothing is written under that ending.
    """
    path = Path(name)
    packing = next((one for one in Packing if one and path.suffix.lower() == f".{one}"), Packing.NONE)
    ending = (Path(path.stem) if packing else path).suffix.lower().removeprefix(".")
    if not ending and not packing:
        return Form.CSV, packing
    if ending not in set(Form) or (packing and not Form(ending).is_text):
        raise Refusal(f"{name} has an ending that says nothing. Choose one of {', '.join(ENDINGS)}.")
    return Form(ending), packing
