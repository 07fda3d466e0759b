"""How a text is read; what offers the choices needs nothing else of the reader."""

from __future__ import annotations

from enum import StrEnum


class Reading(StrEnum):
    """How the text is taken.

    FASTA as it is or, as ALIGNED, without the gaps of an alignment; or without headers: as a LIST of one sequence a
    line, as ONE sequence over all lines, or as a TABLE of a name and a sequence a line. NOTATION is FASTA, and
    NOTATION_LIST a list, whose notations of modified peptides are read as their ProForma.
    """

    FASTA = "fasta"
    ONE = "one"
    LIST = "list"
    TABLE = "table"
    ALIGNED = "aligned"
    NOTATION = "notation"
    NOTATION_LIST = "notation-list"

    @property
    def has_headers(self) -> bool:
        """Whether a > begins each record."""
        return self in {Reading.FASTA, Reading.ALIGNED, Reading.NOTATION}

    @property
    def is_by_line(self) -> bool:
        """Whether each line is a record."""
        return self in {Reading.LIST, Reading.TABLE, Reading.NOTATION_LIST}

    @property
    def reads_notation(self) -> bool:
        """Whether notations of modified peptides are read as their ProForma."""
        return self in {Reading.NOTATION, Reading.NOTATION_LIST}

    @classmethod
    def _missing_(cls, value: object) -> Reading | None:
        """What analyses of earlier versions stored."""
        return {"lines": cls.LIST, "wrapped": cls.ONE}.get(str(value))
