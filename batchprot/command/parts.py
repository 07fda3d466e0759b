"""A folder of parts: what each shard writes, what is known of it, and which are done.

A part is two files: `part-00007.parquet`, and `part-00007.json` that says of which run it is, what it holds and its
checksum. Both appear under their names when they are whole, the second last: a part without it is made again.
`manifest.json` gathers the second files; it can be lost without harm.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from batchprot.command.shards import Shard
from batchprot.refusal import Refusal

MANIFEST = "manifest.json"
WORDS = {
    "engine_version": "engine version",
    "options": "options",
    "columns": "columns",
    "sequences": "column of sequences",
    "reading": "reading",
    "translate": "translation",
    "shards": "number of shards",
    "columns_from": "table of columns",
    "inputs": "input files",
}
"""What makes a run, by what a person calls it."""


class Part(NamedTuple):
    """What a part's JSON file says.

    `run` is the same for all parts of a run; `read` how each text was read, with what became of its records; `own` the
    key and the summary of each column that people supplied; `terms` what the methods say of these.
    """

    run: dict[str, Any]
    shard: int
    file: str
    bytes: int
    sha256: str
    records: dict[str, int]
    read: list[list[Any]]
    own: list[list[str]] = []  # noqa: RUF012 - never changed
    terms: list[list[str]] = []  # noqa: RUF012 - never changed


class Folder:
    """The parts in a folder.

    Raises:
        Refusal: It can't be made or read.
    """

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def table(self, shard: Shard) -> Path:
        """Where the rows of a shard go."""
        return self.path / f"part-{shard.number:05}.parquet"

    def make(self) -> None:
        """Make the folder unless it is there."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refusal(f"The folder {self.path} can't be made: {error.strerror}.") from error

    def parts(self) -> list[Part]:
        """What is known of the parts that are done, in order.

        Raises:
            Refusal: A description is damaged.
        """
        return [_read_part(path) for path in sorted(self.path.glob("part-?????.json"))]

    def done(self, shard: Shard, run: Mapping[str, Any]) -> Part | None:
        """The part of a shard if it is done.

        Raises:
            Refusal: The folder holds parts of another run.
        """
        parts = self.parts()
        for part in parts:
            self.refuse_other(part.run, run)
        mine = next((part for part in parts if part.shard == shard.number), None)
        if mine is None or not self.table(shard).exists() or self.table(shard).stat().st_size != mine.bytes:
            return None
        return mine

    def refuse_other(self, there: Mapping[str, Any], here: Mapping[str, Any]) -> None:
        """Refuse to mix runs, and say in what they differ."""
        for key, word in WORDS.items():
            found, wanted = _without_times(there.get(key)), _without_times(here.get(key))
            if found != wanted:
                shown = f" ({found} there, {wanted} here)" if isinstance(found, str | int | None) else ""
                raise Refusal(f"{self.path} holds parts of another run: another {word}{shown}. Choose another folder.")

    def keep(self, part: Part) -> None:
        """Write down that a part is done, and gather the manifest."""
        _write_json(self.path / f"part-{part.shard:05}.json", part._asdict())
        self.write_manifest(self.parts())

    def write_manifest(self, parts: Sequence[Part]) -> None:
        """Gather what is known of all parts."""
        run = parts[0].run if parts else {}
        records: dict[str, int] = {}
        for part in parts:
            for status, count in part.records.items():
                records[status] = records.get(status, 0) + count
        shown = [part._asdict() for part in parts]
        for one in shown:
            for known in ("run", "read", "own", "terms"):
                del one[known]
        missing = missing_parts(parts)
        own = [{"key": key, "meaning": summary} for key, summary in (parts[0].own if parts else ())]
        gathered = {
            **run,
            "own_columns": own,
            "done": len(parts),
            "missing": missing,
            "records": records,
            "parts": shown,
        }
        _write_json(self.path / MANIFEST, gathered)

    @contextlib.contextmanager
    def alone(self, shard: Shard) -> Iterator[None]:
        """Be the only process that makes this part; wait while another does, also on another machine.

        What a killed process left half written is removed.
        """
        lock = self.path / f".part-{shard.number:05}.lock"
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise Refusal(f"{self.path} can't be written: {error.strerror}.") from error
        try:
            _lock(descriptor)
            for left in self.path.glob(f".{self.table(shard).name}.*"):
                left.unlink(missing_ok=True)
            yield
        finally:
            os.close(descriptor)

    def known_checksums(self) -> dict[tuple[str, int, int], str]:
        """Checksums of inputs by path, size and time of change, from the parts that are done."""
        return {
            (one["path"], one["bytes"], one["modified_ns"]): one["sha256"]
            for part in self.parts()[:1]
            for one in part.run["inputs"]
        }


def missing_parts(parts: Sequence[Part]) -> list[int]:
    """Which shards have no part yet."""
    done = {part.shard for part in parts}
    return [number for number in range(1, parts[0].run["shards"] + 1) if number not in done] if parts else []


def checksum_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _without_times(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """A file may be copied to another machine: neither its path nor its time of change makes another run."""
    if not isinstance(value, list):
        return value
    return [{key: one[key] for key in one if key not in {"modified_ns", "path"}} for one in value]


def _read_part(path: Path) -> Part:
    try:
        return Part(**json.loads(path.read_bytes()))
    except (ValueError, TypeError) as error:
        raise Refusal(f"{path} is damaged or of another version. Remove it, and its part is made again.") from error
    except OSError as error:
        raise Refusal(f"{path} can't be read: {error.strerror}.") from error


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            try:
                json.dump(content, stream, indent=1)
                stream.close()
                Path(stream.name).chmod(0o644)
                Path(stream.name).replace(path)
            except BaseException:
                Path(stream.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise Refusal(f"{path} can't be written: {error.strerror}.") from error


def _lock(descriptor: int) -> None:
    """Lock where the file system can: without, two processes write the same bytes twice, and nothing is lost."""
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
