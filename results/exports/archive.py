"""A zip of everything a reader needs: the results, what the columns mean, and how the numbers came about."""

import io
import zipfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from uuid import UUID

from batchprot.properties.methods import methods_text
from batchprot.tables.dictionary import DICTIONARY_HEADERS
from batchprot.tables.formulas import csv_text
from jobs.services import JobServices
from results.access import Reader
from results.exports import csv as export
from results.exports.about import dictionary
from results.own_columns import NO_COLUMNS, OwnColumns
from results.selection.model import Selection

RESULTS, DICTIONARY, METHODS = "results.csv", "data_dictionary.csv", "methods.txt"
LEVEL = 6


class _Sink(io.RawIOBase):
    """Where zipfile writes to; what is there is taken away as it goes out."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        added = bytes(data)  # type: ignore[call-overload]
        self._written += added
        return len(added)

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


def zip_stream(
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    selection: Selection,
    columns: Sequence[str],
    *,
    methods: Sequence[tuple[str, str]],
    own: OwnColumns = NO_COLUMNS,
    engine: str = "",
) -> Generator[bytes, None, None]:
    """The selection as a zip, made while it is read: see export.csv_stream for the results in it.

    Raises:
        JobNotFound, InvalidSelection: before the first block.
    """
    results = export.csv_stream(services, reader, job_id, selection, columns)
    beside = {METHODS: methods_text(methods).encode(), DICTIONARY: dictionary_csv(export.headers(columns), own, engine)}
    return _blocks(beside, results)


def dictionary_csv(headers: Sequence[str], own: OwnColumns = NO_COLUMNS, engine: str = "") -> bytes:
    """The data dictionary as CSV, its header first, marked as UTF-8: without the mark Excel garbles its units."""
    return csv_text([DICTIONARY_HEADERS, *dictionary(headers, own, engine)]).encode("utf-8-sig")


def _blocks(beside: Mapping[str, bytes], results: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    sink = _Sink()
    with closing(results), zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, content in beside.items():
            archive.writestr(name, content)
        with archive.open(RESULTS, "w", force_zip64=True) as file:
            for data in results:
                file.write(data)
                if block := sink.take():
                    yield block
    yield sink.take()
