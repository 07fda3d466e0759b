"""How a text is read; what offers the choices needs nothing else of the reader."""

from __future__ import annotations

from enum import StrEnum


class Reading(StrEnum):
    """How the text is taken.

    FASTA as it is or, as ALIGNED, without the gaps of an alignment; or without headers: as a LIST of one sequence a
    line, as ONE sequence over all lines, or as a TABLE of a name and a sequence a line.
    """

    FASTA = "fasta"
    ONE = "one"
    LIST = "list"
    TABLE = "table"
    ALIGNED = "aligned"

    @property
    def has_headers(self) -> bool:
        """Whether a > begins each record."""
        return self in {Reading.FASTA, Reading.ALIGNED}

    @property
    def is_by_line(self) -> bool:
        """Whether each line is a record."""
        return self in {Reading.LIST, Reading.TABLE}

    @classmethod
    def _missing_(cls, value: object) -> Reading | None:
        """What analyses of earlier versions stored."""
        return {"lines": cls.LIST, "wrapped": cls.ONE}.get(str(value))
