"""Every limit of the service in one table, and the sentences that state them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """What one upload, one record and one user may use. Sizes in bytes, times not at all.

    `record_bytes` bounds what a single record may occupy in the file (header, line ends and blanks
    included), so that reading never holds more than a few megabytes whatever the file contains.

    `file_bytes` admits a file of as many records as `records` allows: a proteome's records take about 550 bytes each,
    header included. Files are streamed from the browser to the disk and from there to the parser, so that its size
    costs no memory. It bounds what a compressed file may become too, whatever its ratio: near-identical sequences
    reach 100 to 1.
    """

    file_bytes: int = 600_000_000
    records: int = 1_000_000
    residues_per_record: int = 50_000
    record_bytes: int = 1_048_576
    header_characters: int = 1_000
    paste_bytes: int = 400_000
    accessions: int = 500
    running_jobs: int = 5
    uploads_at_once: int = 3
    storage_bytes: int = 5_000_000_000
    span_bytes: int = 1_048_576
    span_records: int = 5_000

    @property
    def cut_bytes(self) -> int:
        """How much of an over-long record is read: enough to see that it is over-long.

        Twice the limit, because two bytes CR LF count as one line end.
        """
        return 2 * self.record_bytes + 8

    def sentences(self) -> tuple[str, ...]:
        """What a person is told before submitting."""
        return (
            f"Files up to {megabytes(self.file_bytes)}, plain or compressed (gzip, bzip2, xz, Zstandard, zip, tar).",
            f"Up to {self.records:,} records of up to {self.residues_per_record:,} residues each.",
            f"Pasted text up to {kilobytes(self.paste_bytes)}, or {self.accessions:,} UniProt accessions.",
            f"Headers are kept to {self.header_characters:,} characters.",
            f"Up to {self.running_jobs} analyses at a time.",
        )


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
