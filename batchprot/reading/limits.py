"""What a file and a record may be, in one table."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file and one record may be. Sizes in bytes.

    `record_bytes` bounds what a single record may occupy in the file (header, line ends and blanks
    included), so that reading never holds more than a few megabytes whatever the file contains.

    `file_bytes` admits a file of as many records as `records` allows: the records of proteomes take 550 to 620 bytes,
    header included. Files are streamed from the browser to the disk and from there to the parser, so that its size
    costs no memory. It bounds what a compressed file may become too, whatever its ratio: near-identical sequences
    reach 100 to 1.
    """

    file_bytes: int = 1_000_000_000
    records: int = 1_000_000
    residues_per_record: int = 50_000
    record_bytes: int = 1_048_576
    header_characters: int = 1_000
    span_bytes: int = 1_048_576
    span_records: int = 5_000

    @property
    def cut_bytes(self) -> int:
        """How much of an over-long record is read: enough to see that it is over-long.

        Twice the limit, because two bytes CR LF count as one line end.
        """
        return 2 * self.record_bytes + 8


def megabytes(size: int) -> str:
    """A size as people write it, in decimal megabytes: 200 MB, 0.4 MB."""
    return f"{size / 1e6:,.1f}".removesuffix(".0") + " MB"


def kilobytes(size: int) -> str:
    """A size in decimal kilobytes: 400 kB."""
    return f"{size / 1e3:,.1f}".removesuffix(".0") + " kB"


DEFAULT_LIMITS = Limits()

#: For a person at a terminal, who needs no protection from the size of their own file. Streaming
#: keeps memory flat; the bound on a single record stays.
COMMAND_LINE_LIMITS = replace(DEFAULT_LIMITS, file_bytes=1 << 62, records=1 << 62)
