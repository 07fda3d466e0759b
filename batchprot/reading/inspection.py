"""What a file holds, told before anything is computed: counts, notes with their records, the first records."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, BinaryIO, NamedTuple

from batchprot.reading import notes, said
from batchprot.reading.alphabet import AMBIGUOUS, NUCLEOTIDES, looks_like_nucleotides
from batchprot.reading.compressed import open_input
from batchprot.reading.header import title_of
from batchprot.reading.limits import DEFAULT_LIMITS, Limits
from batchprot.reading.notes import Example, Note
from batchprot.reading.reading import Reading
from batchprot.reading.records import Record, read_files
from batchprot.reading.spans import Span, chunks_of, recognise
from batchprot.reading.verdict import Verdict

EXAMPLES = 10
FIRST_RECORDS = 8
FIRST_RESIDUES = 18
REMEMBERED = 50_000
"""Records whose place is kept, so that a later duplicate of one can be shown with it; about 5 MB."""


class FirstRecord(NamedTuple):
    """One of the first records as it is shown: `start` is how its sequence begins."""

    ordinal: int
    identifier: str
    description: str
    length: int
    start: str


class FilePart(NamedTuple):
    """One of several files that were sent together: where it begins in the text they became."""

    name: str
    first_line: int
    first_ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was read. records = ready + warned + rejected; `residues` are those of the accepted records.

    `table` says of a table with a column of sequences where its other columns are.

    Warned here is what the default analysis will warn of: ambiguous letters, and what looks like DNA or RNA.
    """

    reading: Reading
    evidence: str
    line_ending: str
    records: int
    ready: int
    warned: int
    rejected: int
    residues: int
    longest: int
    ambiguous: dict[str, int]
    duplicate_records: int
    duplicate_groups: int
    repeated_identifiers: int
    nucleotide_like: int
    final_stops: int
    notes: list[Note]
    first: list[FirstRecord]
    format_name: str = ""
    modified: int = 0
    files: list[FilePart] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    translated: int | None = None
    table: dict[str, Any] = field(default_factory=dict)

    def reading_terms(self) -> list[tuple[str, str]]:
        """How the file was read and what was changed, for a methods block."""
        counts = {note.code: note.count for note in self.notes if note.code in notes.NOTED}
        names = [part.name for part in self.files]
        return said.terms(
            self.reading, self.evidence, counts, format_name=self.format_name, files=names, translated=self.translated
        )

    def to_json(self) -> dict[str, Any]:
        """Plain types for a JSON column; `from_json` is the way back."""
        found = asdict(self)
        found["reading"] = str(self.reading)
        found["first"] = [record._asdict() for record in self.first]
        found["files"] = [part._asdict() for part in self.files]
        return found

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Inspection:
        """The inspection that `to_json` wrote; release 0.1 called its notes findings."""
        stored = {("notes" if key == "findings" else key): value for key, value in found.items()}
        return cls(
            **{
                **stored,
                "reading": Reading(found["reading"]),
                "notes": [Note.from_json(note) for note in stored["notes"]],
                "evidence": found.get("evidence", ""),
                "first": [FirstRecord(**record) for record in found["first"]],
                "files": [FilePart(**part) for part in found.get("files", ())],
            }
        )


def inspect(stream: BinaryIO, *, reading: Reading | None = None, limits: Limits = DEFAULT_LIMITS) -> Inspection:
    """Read a plain or gzip stream once, in flat memory, and say what it holds. Raises UnreadableInput."""
    return inspect_spans(stream, reading=reading, limits=limits)[0]


def inspect_spans(
    stream: BinaryIO,
    *,
    reading: Reading | None = None,
    limits: Limits = DEFAULT_LIMITS,
    files: Sequence[FilePart] = (),
) -> tuple[Inspection, list[Span]]:
    """Report what a stream contains, and keep the spans it was read in, so that it need not be split again.

    The residues of a span are those of its accepted records.
    """
    opened = recognise(open_input(stream, limits=limits), reading)
    verdict = opened.verdict
    seen, spans = _Seen(), []
    begun: dict[int, int] = {}
    file_lines = [file.first_line for file in files]
    for span, data in chunks_of(opened, limits):
        before = seen.residues
        seen.add_line_ends(data)
        for file, records in read_files(
            data,
            first_ordinal=span.first_ordinal,
            first_line=span.first_line,
            reading=verdict.reading,
            limits=limits,
            file_lines=file_lines,
        ):
            seen.add(records)
            if records:
                begun.setdefault(file, records[0].ordinal)
        spans.append(span._replace(residues=seen.residues - before))
    # A file without records begins nowhere: no record has the ordinal 0.
    parts = [file._replace(first_ordinal=begun.get(number, 0)) for number, file in enumerate(files)]
    return replace(seen.inspection(verdict), files=parts), spans


@dataclass(slots=True)
class _Marked:
    """How many records something is true of, and the first of them."""

    count: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, record: Record) -> None:
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(_example(record))


@dataclass(slots=True)
class _Repeats:
    """Which texts occur more than once, by their 64-bit hashes: eight bytes a record whatever the texts."""

    hashes: array[int] = field(default_factory=lambda: array("q"))
    places: dict[int, Example] = field(default_factory=dict)
    examples: dict[int, Example] = field(default_factory=dict)

    def add(self, texts: Iterable[str], records: Sequence[Record]) -> None:
        hashes = array("q", map(hash, texts))
        self.hashes.extend(hashes)
        if len(self.examples) >= EXAMPLES:
            return
        for number, record in zip(hashes, records, strict=True):
            known = self.places.get(number)
            if known is not None:
                self.examples[known.ordinal] = known
                self.examples[record.ordinal] = _example(record)
            elif len(self.places) < REMEMBERED:
                self.places[number] = _example(record)

    def counted(self) -> tuple[int, int]:
        """How many records share a text with another, and how many such texts there are."""
        records = texts = 0
        for part in _by_last_bits(self.hashes):
            if len(set(part)) == len(part):
                continue
            repeated = [count for count in Counter(part).values() if count > 1]
            records += sum(repeated)
            texts += len(repeated)
        return records, texts

    def found(self) -> notes.Repeated:
        records, texts = self.counted()
        examples = [self.examples[ordinal] for ordinal in sorted(self.examples)]
        return notes.Repeated(records, texts, tuple(examples[:EXAMPLES]))


def _by_last_bits(hashes: array[int], parts: int = 64) -> Iterator[array[int]]:
    """The hashes in parts, so that counting holds a small share of them at a time."""
    if len(hashes) < parts * parts:
        yield hashes
        return
    split = [array("q") for _ in range(parts)]
    for number in hashes:
        split[number % parts].append(number)
    yield from split


@dataclass(slots=True)
class _Seen:
    """What has been counted so far."""

    records: int = 0
    warned: int = 0
    modified: int = 0
    residues: int = 0
    longest: int = 0
    lf: int = 0
    crlf: int = 0
    cr: int = 0
    rejected: dict[str, _Marked] = field(default_factory=dict)
    noted: dict[str, _Marked] = field(default_factory=dict)
    letters: Counter[str] = field(default_factory=Counter)
    ambiguous: _Marked = field(default_factory=_Marked)
    nucleotide_like: _Marked = field(default_factory=_Marked)
    sequences: _Repeats = field(default_factory=_Repeats)
    identifiers: _Repeats = field(default_factory=_Repeats)
    first: list[FirstRecord] = field(default_factory=list)

    def add_line_ends(self, data: bytes) -> None:
        if b"\r" in data:
            crlf = data.count(b"\r\n")
            self.crlf += crlf
            self.cr += data.count(b"\r") - crlf
            self.lf += data.count(b"\n") - crlf
        else:
            self.lf += b"\n" in data

    def add(self, records: Sequence[Record]) -> None:
        """Count the records of one span; what few records have is looked for in all of them at once."""
        self.records += len(records)
        self.first.extend(map(_first, records[: FIRST_RECORDS - len(self.first)]))
        accepted = [record for record in records if not record.reason_code]
        for record in records if len(accepted) < len(records) else ():
            if record.reason_code:
                self.rejected.setdefault(record.reason_code, _Marked()).add(record)
        for record in records:
            if record.notes:
                for note in record.notes.split(";"):
                    self.noted.setdefault(note, _Marked()).add(record)
        self.identifiers.add([record.identifier for record in records], records)
        self.add_accepted(accepted, [record.sequence for record in accepted])

    def add_accepted(self, records: Sequence[Record], sequences: Sequence[str]) -> None:
        letters = "".join(sequences)
        self.modified += sum(1 for record in records if record.proforma)
        self.residues += len(letters)
        self.longest = max(self.longest, max(map(len, sequences), default=0))
        self.sequences.add([record.proforma or record.sequence for record in records], records)
        found = {letter: letters.count(letter) for letter in AMBIGUOUS if letter in letters}
        self.letters.update(found)
        for record in records:
            ambiguous = bool(found) and any(letter in record.sequence for letter in found)
            nucleotides = _looks_like_nucleotides(record.sequence)
            if ambiguous:
                self.ambiguous.add(record)
            if nucleotides:
                self.nucleotide_like.add(record)
            self.warned += ambiguous or nucleotides

    def line_ending(self) -> str:
        found = [name for name, count in (("LF", self.lf), ("CRLF", self.crlf), ("CR", self.cr)) if count]
        return "mixed" if len(found) > 1 else "".join(found)

    def inspection(self, verdict: Verdict) -> Inspection:
        rejected = sum(marked.count for marked in self.rejected.values())
        sequences, identifiers = self.sequences.found(), self.identifiers.found()
        report = [
            *(notes.rejected(code, marked.count, tuple(marked.examples)) for code, marked in self.rejected.items()),
            *notes.ambiguous(self.letters, self.ambiguous.count, tuple(self.ambiguous.examples)),
            *notes.nucleotide_like(self.nucleotide_like.count, tuple(self.nucleotide_like.examples)),
            *notes.modified(self.modified),
            *notes.repeated_sequences(sequences),
            *notes.repeated_identifiers(identifiers),
            *(notes.noted(code, marked.count, tuple(marked.examples)) for code, marked in self.noted.items()),
            *notes.reading_of(verdict, self.records),
            *notes.nothing_odd(nucleotides=self.nucleotide_like.count, names=identifiers.records),
        ]
        return Inspection(
            reading=verdict.reading,
            evidence=verdict.evidence,
            line_ending=self.line_ending(),
            records=self.records,
            ready=self.records - rejected - self.warned,
            warned=self.warned,
            rejected=rejected,
            residues=self.residues,
            longest=self.longest,
            ambiguous=dict(sorted(self.letters.items())),
            duplicate_records=sequences.records,
            duplicate_groups=sequences.texts,
            repeated_identifiers=identifiers.records,
            nucleotide_like=self.nucleotide_like.count,
            final_stops=self.noted["final_stop_removed"].count if "final_stop_removed" in self.noted else 0,
            notes=sorted(report, key=lambda note: notes.LEVELS.index(note.level)),
            first=self.first,
            modified=self.modified,
        )


def _looks_like_nucleotides(sequence: str) -> bool:
    # The commonest residues that are no nucleotides make up more than a tenth of nearly every protein.
    if (sequence.count("L") + sequence.count("S") + sequence.count("E")) * 10 > len(sequence):
        return False
    return looks_like_nucleotides(sum(map(sequence.count, NUCLEOTIDES)), len(sequence))


def _example(record: Record) -> Example:
    return Example(record.ordinal, record.line, record.identifier)


def _first(record: Record) -> FirstRecord:
    return FirstRecord(
        record.ordinal,
        record.identifier,
        title_of(record.description),
        len(record.sequence),
        record.sequence[:FIRST_RESIDUES],
    )
