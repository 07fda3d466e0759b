"""What a person chose about a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from batchprot.properties.property import Kind

FORMS: Final = ("accession", "identifier", "entry name", "gene", "name")
"""What keys can be, in the order in which equal ones are preferred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person chose about a table; empty is what is found.

    Attributes:
        key: the header of the column that names the records.
        match: what its values are, one of FORMS.
        columns: the headers of the columns to keep.
        kinds: header -> what its values are.
        labels: header -> another name.
    """

    key: str = ""
    match: str = ""
    columns: Sequence[str] | None = None
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
