"""Sequences by their UniProt accessions, from UniProt's REST interface (https://www.uniprot.org/help/api_retrieve_entries).

What comes back takes the road of every upload; accessions under which UniProt has no sequence are named, not dropped.
"""

import re
import time
from dataclasses import dataclass

from batchprot.reading.header import accession_of
from jobs.errors import UploadError

PUBLIC = "https://rest.uniprot.org"
PER_REQUEST = 100
SECONDS = 20.0
"""For one list as a whole: an HTTP API in front of Lambda gives up after 29."""
ANSWER_BYTES = 32_000_000
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What UniProt gave: FASTA in the order asked for, and the accessions it has no sequence under."""

    fasta: str
    missing: tuple[str, ...]


def read_accessions(text: str, most: int) -> list[str]:
    """The accessions in a text, separated by spaces, commas, semicolons or new lines; each once, in order.

    They may be written as UniProt's identifiers, `sp|P69905|HBA_HUMAN`, and with the version of a sequence, P69905.2.

    Raises:
        UploadError: none, too many, or words that are no accessions.
    """
    words = dict.fromkeys(_accession(word.upper()) for word in re.split(r"[\s,;]+", text) if word)
    if not words:
        raise UploadError(
            "no_accessions", "Enter UniProt accessions such as P69905, separated by spaces, commas or new lines."
        )
    if wrong := [word for word in words if not accession_of(word)]:
        others = f" and {len(wrong) - _SHOWN:,} more" if len(wrong) > _SHOWN else ""
        named = ", ".join(f'"{word[:40]}"' for word in wrong[:_SHOWN])
        what = "is not a UniProt accession" if len(wrong) == 1 else "are not UniProt accessions"
        raise UploadError("not_an_accession", f"{named}{others} {what}. Accessions look like P69905.")
    if len(words) > most:
        raise UploadError(
            "too_many_accessions",
            f"These are {len(words):,} accessions; at most {most:,} can be fetched at once. For more, download a FASTA "
            "file from UniProt and choose it here.",
        )
    return list(words)


def _accession(word: str) -> str:
    """The accession in a word; the word itself where there is none.

    >>> _accession("SP|P69905|HBA_HUMAN"), _accession("P69905.2"), _accession("HBA_HUMAN")
    ('P69905', 'P69905', 'HBA_HUMAN')
    """
    candidate = re.sub(r"^>?(?:SP|TR)\|([^|]*)(?:\|.*)?$", r"\1", word)
    candidate = re.sub(r"\.[0-9]+$", "", candidate)
    return candidate if accession_of(candidate) else word


class UniProt:
    """UniProt's REST interface, or a mirror of it."""

    def __init__(self, url: str = PUBLIC) -> None:
        """Remember where it is; nothing is asked yet."""
        self._url = url.rstrip("/")

    def fetch(self, accessions: list[str]) -> Fetched:
        """The sequences of these accessions.

        Raises:
            UploadError: UniProt can't be reached, refuses, or answers with something else than FASTA.
        """
        deadline = time.monotonic() + SECONDS
        found: dict[str, str] = {}
        for start in range(0, len(accessions), PER_REQUEST):
            found |= _records(self._ask(accessions[start : start + PER_REQUEST], deadline))
        return Fetched(
            "".join(found[accession] for accession in accessions if accession in found),
            tuple(accession for accession in accessions if accession not in found),
        )

    def _ask(self, accessions: list[str], deadline: float) -> str:
        import httpx  # with the first list, not when the application starts

        asked = {"accessions": ",".join(accessions), "format": "fasta", "size": str(PER_REQUEST)}
        left = max(deadline - time.monotonic(), 1.0)
        address = f"{self._url}/uniprotkb/accessions"
        try:
            with httpx.stream("GET", address, params=asked, timeout=httpx.Timeout(left, connect=5.0)) as answer:
                body = bytearray()
                for block in answer.iter_bytes():
                    body += block
                    if len(body) > ANSWER_BYTES or time.monotonic() > deadline:
                        raise _unavailable("its answer takes too long")
        except httpx.HTTPError:
            raise _unavailable("it can't be reached from this server") from None
        text = body.decode("utf-8", "replace")
        if not answer.is_success:
            raise _unavailable(f"it answered {answer.status_code}")
        if text.strip() and not text.startswith(">"):
            raise _unavailable("it answered with something else than FASTA")
        return text


def _records(fasta: str) -> dict[str, str]:
    """Each record under its accession."""
    records = re.split(r"^(?=>)", fasta, flags=re.MULTILINE)
    return {accession_of(record[1:].partition(" ")[0].strip()): f"{record.rstrip()}\n" for record in records if record}


def _unavailable(why: str) -> UploadError:
    words = f"UniProt gave no sequences: {why}. Try again later, or paste the sequences instead."
    return UploadError("uniprot_unavailable", words, 502)
