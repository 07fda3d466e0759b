"""Uploaded files, compressed or in an archive, to the plain bytes of each; recognised by their first bytes."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, cast

from batchprot.reading.gzip_input import BLOCK, GZIP_MAGIC, Source, inflate
from batchprot.reading.limits import DEFAULT_LIMITS, Limits, megabytes
from batchprot.reading.sniff import HEAD_BYTES, TAR_PLACE, begins_with_record
from batchprot.reading.unreadable import UnreadableInput, echo

if TYPE_CHECKING:
    import zipfile

    from _typeshed import WriteableBuffer

ZIP_MAGIC: Final = b"PK\x03\x04"
MAGIC_BYTES: Final = TAR_PLACE + len(b"ustar")
"""How much of a file tells whether it is compressed or packed."""
_SPOOLED = 8_000_000
_FASTA_NAME: Final = re.compile(r"\.(?:fa|faa|fas|fasta|fsa|pep|seq)(?:\.(?:gz|bz2|xz|zst))?$", re.IGNORECASE)
"""Extensions of FASTA files; such a file with other content is a mistake, not something to leave out."""
_OFFICE: Final = "[Content_Types].xml"
_WORKBOOK: Final = "xl/workbook.xml"
_NAMED = 5


class File(NamedTuple):
    """One plain file: its name in an archive, empty for a file without one, and its bytes."""

    name: str
    blocks: Iterator[bytes]


def open_input(stream: Source, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[bytes]:
    """The plain bytes of `stream` in blocks, whether it is compressed or not; files of an archive one after the other.

    Raises UnreadableInput when the plain size passes `limits.file_bytes`, or when compressed data are damaged, cut
    off or followed by something else.
    """
    for file in open_files(stream, limits=limits):
        yield from ending_with_line(file.blocks) if file.name else file.blocks


def ending_with_line(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks of one file among several, with a line end behind the last: the next begins on a line of its own."""
    last = b"\n"
    for block in blocks:
        yield block
        last = block[-1:] or last
    if last not in b"\r\n":
        yield b"\n"


def open_files(stream: Source, *, limits: Limits = DEFAULT_LIMITS, skipped: list[str] | None = None) -> Iterator[File]:
    """The plain files in `stream`: one, or those of an archive that hold FASTA.

    Each must be read before the next is asked for. The names of files that hold no FASTA are added to `skipped`.

    Raises UnreadableInput, here or while blocks are read: see open_input.
    """
    first = stream.read(BLOCK)
    bound = _Bound(limits.file_bytes)
    others = [] if skipped is None else skipped
    unpack = _unpacker(first)
    if first.startswith(ZIP_MAGIC):
        yield from _zip_files(first, stream, bound, others)
        return
    blocks = bound(unpack(first, stream) if unpack else _plain(first, stream))
    head = next(blocks, b"")
    while 0 < len(head) < TAR_PLACE + 5 and (more := next(blocks, b"")):
        head += more
    rest = chain((head,) if head else (), blocks)
    if _is_tar(head):
        yield from _chosen(_tar_members(rest), bound, others)
        for _ in rest:  # the padding behind the last file
            pass
    else:
        yield File("", rest)


def is_compressed(first: bytes) -> bool:
    """Whether bytes that begin so must be unpacked."""
    return first.startswith(ZIP_MAGIC) or _unpacker(first) is not None or _is_tar(first)


def _is_tar(head: bytes) -> bool:
    return head[TAR_PLACE : TAR_PLACE + 5] == b"ustar"


def _unpacker(first: bytes) -> Callable[[bytes, Source], Iterator[bytes]] | None:
    """What unpacks a compressed file that begins so; None for any other."""
    found = (unpack for magic, unpack in _MAGIC if first.startswith(magic))
    return next(found, None)


class _Bound:
    """What all files of one input may become together."""

    def __init__(self, most: int) -> None:
        self._most, self._seen = most, 0

    def __call__(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self._seen += len(block)
            if self._seen > self._most:
                raise UnreadableInput(
                    "file_too_large", f"The file is larger than {megabytes(self._most)}. Split it into several files."
                )
            yield block


def _plain(first: bytes, stream: Source) -> Iterator[bytes]:
    block = first
    while block:
        yield block
        block = stream.read(BLOCK)


def _bz2(first: bytes, stream: Source) -> Iterator[bytes]:
    import bz2

    return _decompressed(bz2.BZ2Decompressor, OSError, "bzip2", first, stream)


def _xz(first: bytes, stream: Source) -> Iterator[bytes]:
    import lzma

    return _decompressed(lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY), lzma.LZMAError, "xz", first, stream)


def _zstd(first: bytes, stream: Source) -> Iterator[bytes]:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        from backports import zstd

    return _decompressed(zstd.ZstdDecompressor, zstd.ZstdError, "Zstandard", first, stream)


_XZ_MEMORY = 300_000_000
_MAGIC: Final = ((GZIP_MAGIC, inflate), (b"BZh", _bz2), (b"\xfd7zXZ\0", _xz), (b"\x28\xb5\x2f\xfd", _zstd))


def _decompressed(
    new: Callable[[], Any], fault: type[Exception], name: str, first: bytes, stream: Source
) -> Iterator[bytes]:
    """The members of a bzip2, xz or Zstandard file; they may follow each other, as gzip's do."""
    waiting, member = first, new()
    while True:
        try:
            block = member.decompress(waiting, BLOCK)
        except (fault, EOFError) as error:
            raise UnreadableInput(
                "compressed_damaged", f"The {name} file is damaged. Copy it or compress it again."
            ) from error
        if block:
            yield block
        waiting = b""
        if member.eof:
            waiting = (member.unused_data or stream.read(BLOCK)).lstrip(b"\0")
            if not waiting:
                return
            member = new()
        elif member.needs_input:
            waiting = stream.read(BLOCK)
            if not waiting:
                raise UnreadableInput(
                    "compressed_truncated",
                    f"The {name} file ends too early: it was not copied whole. Copy or compress it again.",
                )


class _Member(NamedTuple):
    name: str
    open: Callable[[], Source]


def _chosen(members: Iterator[_Member], bound: _Bound, others: list[str]) -> Iterator[File]:
    """The members that begin with a record, compressed ones too; or the only one, whatever it is."""
    only: File | None = None
    found = False
    for member in members:
        if _is_clutter(member.name):
            continue
        blocks = bound(_unpacked(member.open()))
        head = next(blocks, b"")
        while len(head) < HEAD_BYTES and (more := next(blocks, b"")):
            head += more
        if begins_with_record(head.replace(b"\r", b"\n").lstrip(b"\xef\xbb\xbf\n")):
            found = True
            yield File(member.name, chain((head,), blocks))
        else:
            # Kept whole only while it may be the one file there is.
            only = File(member.name, iter([head, *blocks])) if not others and len(head) < HEAD_BYTES else None
            others.append(member.name)
            if head.strip() and _FASTA_NAME.search(member.name):
                raise UnreadableInput(
                    "no_fasta_inside",
                    f"{echo(member.name)} in the archive doesn't begin with a header (>). Correct it, or leave it out.",
                )
    if found:
        return
    if only and len(others) == 1:
        yield File("", only.blocks)
        return
    names = ", ".join(echo(name) for name in others[:_NAMED]) or "nothing"
    raise UnreadableInput(
        "no_fasta_inside", f"The archive holds no FASTA file, but {names}. Send the FASTA file itself."
    )


def _unpacked(stream: Source) -> Iterator[bytes]:
    first = stream.read(BLOCK)
    unpack = _unpacker(first)
    return unpack(first, stream) if unpack else _plain(first, stream)


def _is_clutter(name: str) -> bool:
    """What macOS and others leave in archives."""
    parts = name.split("/")
    return "__MACOSX" in parts or any(part.startswith(".") and part not in {".", ".."} for part in parts)


def _zip_files(first: bytes, stream: Source, bound: _Bound, others: list[str]) -> Iterator[File]:
    """The files of a zip archive, which is read from its end and so is kept until then; a workbook as it is."""
    import shutil
    import tempfile
    import zipfile

    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as kept:
        kept.write(first)
        shutil.copyfileobj(cast("IO[bytes]", stream), kept, BLOCK)
        kept.seek(0)
        try:
            with zipfile.ZipFile(cast("IO[bytes]", kept)) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                if any(info.filename == _WORKBOOK for info in infos):
                    kept.seek(0)
                    yield File("", bound(iter(lambda: kept.read(BLOCK), b"")))
                else:
                    yield from _chosen(_zip_members(archive, infos), bound, others)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error, OverflowError) as error:
            raise UnreadableInput(
                "zip", "The zip archive is damaged or was not copied whole. Copy it again, or send the FASTA file."
            ) from error


def _zip_members(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[_Member]:
    if any(info.filename == _OFFICE for info in infos):
        raise UnreadableInput(
            "zip", "This looks like a spreadsheet or a Word document. Save the sequences as FASTA text."
        )
    for info in infos:
        if info.flag_bits & 1:
            raise UnreadableInput("zip", "The zip archive is protected by a password. Unpack it first.")
        yield _Member(info.filename, _opener(archive, info))


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], Source]:
    return lambda: archive.open(info)


def _tar_members(blocks: Iterator[bytes]) -> Iterator[_Member]:
    """The files of a tar archive, in order, without going back."""
    import tarfile

    try:
        with tarfile.open(fileobj=cast("BinaryIO", BlockStream(blocks)), mode="r|") as archive:
            for info in archive:
                if info.isreg() and (file := archive.extractfile(info)) is not None:
                    yield _Member(info.name, lambda file=file: file)  # type: ignore[misc]
    except (tarfile.TarError, EOFError, OSError) as error:
        raise UnreadableInput(
            "tar", "The tar archive is damaged or was not copied whole. Copy it again, or send the FASTA file."
        ) from error


class BlockStream(io.RawIOBase):
    """Blocks as a file to read from."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks, self._rest = blocks, b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer with what the next blocks hold, which may be less than it takes."""
        view = memoryview(buffer)
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = block
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
