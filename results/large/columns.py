"""Columns of a finished analysis as arrays in the order of its records, read once and kept.

A row of measurements is a kilobyte wide, so that a question to the tables reads a gigabyte of a million proteins. One
column of them is eight megabytes.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Double, Select, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER

from batchprot.properties.own import read_key
from batchprot.reading import alphabet
from models.database import driver_connection
from models.states import RecordStatus
from models.tables import kept_answer, measurement, protein
from results import kept
from results.access import FINISHED, OpenJob
from results.large.memory import SHARED
from results.selection.columns import column_of, is_calculated, source

Doubles = NDArray[np.float64]

_HEADER_BYTES, _TRAILER_BYTES = 19, 2
_BLOCK_BYTES = 1 << 20
_NUMBER: list[tuple[str, str]] = [("size", ">i4"), ("value", ">f8")]
_FIRST: list[tuple[str, str]] = [("fields", ">i2"), ("ordinal_size", ">i4"), ("ordinal", ">i4")]
_COUNTS_HEAD = 20
_COUNTS = np.dtype(
    [
        *_FIRST,
        ("size", ">i4"),
        ("head", f"V{_COUNTS_HEAD}"),
        ("counts", [("size", ">i4"), ("count", ">i4")], len(alphabet.STANDARD)),
    ]
)
IDENTITY = np.dtype([("name", "<i8"), ("sequence", "<i8"), ("is_named", "?"), ("is_calculated", "?")])
SEED = 0
_IDENTITIES = np.dtype(
    [
        *_FIRST,
        *(
            field
            for name in ("name", "sequence", "is_named", "is_calculated")
            for field in ((f"size of {name}", ">i4"), (name, IDENTITY[name].newbyteorder(">")))
        ),
    ]
)
_NAN = literal_column("'NaN'::float8", Double)
_HASH = np.dtype([*_FIRST, ("size", ">i4"), ("value", ">i4")])


def values(job: OpenJob, key: str) -> Doubles:
    """The numbers of one property as they are stored, NaN where there is none."""
    if key == "ordinal":
        return np.arange(1, job.records + 1, dtype=np.float64)
    if job.state != FINISHED:
        return _read(job, [key])[0]
    return SHARED.get(_name(job, key), lambda: _kept(job, key)).view(np.float64)


def prepare(job: OpenJob, keys: Sequence[str]) -> None:
    """Read the numbers of several properties in one pass over the tables, to be kept."""
    missing = [key for key in keys if kept.recall(job.connection, job.job_id, _kept_name(key)) is None]
    for key, column in zip(missing, _read(job, missing) if missing else (), strict=True):
        _keep(job, key, column)


def several(job: OpenJob, keys: Sequence[str]) -> dict[str, Doubles]:
    """The numbers of several properties: those that are kept, and all others in one pass over the tables."""
    kept_here = {key for key in keys if key == "ordinal" or SHARED.has(_name(job, key)) or _is_kept(job, key)}
    others = [key for key in keys if key not in kept_here]
    found = dict(zip(others, _read(job, others) if others else (), strict=True))
    return {key: values(job, key) if key in kept_here else found[key] for key in keys}


def _is_kept(job: OpenJob, key: str) -> bool:
    wanted = select(kept_answer.c.name).where(kept_answer.c.job_id == job.job_id, kept_answer.c.name == _kept_name(key))
    return not read_key(key) and job.connection.execute(wanted).first() is not None


def residues(job: OpenJob) -> NDArray[Any]:
    """How many of each standard residue each record has, a row for each residue."""
    return SHARED.get((job.job_id, "residues"), lambda: _kept_residues(job))


def identities(job: OpenJob) -> NDArray[np.void]:
    """For each record 64-bit hashes of identifier and checksum, whether it has an identifier and is calculated."""
    return SHARED.get((job.job_id, "identities"), lambda: _kept_identities(job)).view(IDENTITY)


def hashes(job: OpenJob) -> NDArray[np.int32]:
    """The hash of each record's number, as the database makes it for results.queries.sample."""
    return SHARED.get(("hashes", job.records), lambda: _hashes(job)).view(np.int32)


def copied(job: OpenJob, asked: Select[Any], row: np.dtype[np.void]) -> Iterator[NDArray[np.void]]:
    """All rows in blocks, as PostgreSQL keeps them: COPY is the fastest way, and takes no parameters.

    Every row has the same length, so no value may be NULL.
    """
    raw = driver_connection(job.connection)
    query = psycopg.ClientCursor(raw).mogrify(*job.plain(asked))
    data, begin = bytearray(), _HEADER_BYTES
    with raw.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT binary)".encode()) as copy:
        for block in copy:
            data += block
            if len(data) >= _BLOCK_BYTES:
                number = (len(data) - begin - _TRAILER_BYTES) // row.itemsize
                yield np.frombuffer(bytes(data), row, number, begin)
                data, begin = data[begin + number * row.itemsize :], 0
    yield np.frombuffer(bytes(data), row, (len(data) - begin - _TRAILER_BYTES) // row.itemsize, begin)


def _name(job: OpenJob, key: str) -> tuple[object, ...]:
    return (job.job_id, job.own_version if read_key(key) else 0, "values", key)


def _kept_name(key: str) -> str:
    return f"values:{key}"


def _kept(job: OpenJob, key: str) -> Doubles:
    data = None if read_key(key) else kept.recall(job.connection, job.job_id, _kept_name(key))
    if data is not None and len(data) == 8 * job.records:
        return np.frombuffer(data, np.float64).copy()
    (column,) = _read(job, [key])
    _keep(job, key, column)
    return column


def _keep(job: OpenJob, key: str, column: Doubles) -> None:
    if job.is_large and not read_key(key):  # own columns may be others tomorrow
        job.made[_kept_name(key)] = column.data.cast("B")


def _read(job: OpenJob, keys: Sequence[str]) -> list[Doubles]:
    tables = source(keys, only_calculated=all(map(is_calculated, keys)))
    columns: list[ColumnElement[Any]] = [func.coalesce(cast(column_of(key), Double), _NAN) for key in keys]
    asked = select(tables.ordinal, *columns).select_from(tables.tables).where(tables.of(job.job_id))
    row = np.dtype([*_FIRST, ("values", _NUMBER, len(keys))])
    found = [np.full(job.records, np.nan) for _ in keys]
    for block in copied(job, asked, row):
        for place, column in enumerate(found):
            column[block["ordinal"] - 1] = block["values"]["value"][:, place]
    return found


def _kept_residues(job: OpenJob) -> NDArray[Any]:
    shape, kinds = (len(alphabet.STANDARD), job.records), {2: np.uint16, 4: np.int32}
    data = kept.recall(job.connection, job.job_id, "residues")
    if data is not None and (size := len(data) / (shape[0] * shape[1])) in kinds:
        return np.frombuffer(data, kinds[int(size)]).reshape(shape).copy()
    found = _read_residues(job, shape)
    if job.is_large:
        job.made["residues"] = found.data.cast("B")
    return found


def _kept_identities(job: OpenJob) -> NDArray[np.void]:
    data = kept.recall(job.connection, job.job_id, "identities")
    if data is not None and len(data) == IDENTITY.itemsize * job.records:
        return np.frombuffer(data, IDENTITY).copy()
    found = np.zeros(job.records, IDENTITY)
    hashed = (func.hashtextextended(text, SEED) for text in (protein.c.identifier, func.coalesce(protein.c.crc64, "")))
    kinds: list[ColumnElement[Any]] = [protein.c.identifier != "", protein.c.status != RecordStatus.REJECTED]
    asked = select(protein.c.ordinal, *hashed, *kinds).where(protein.c.job_id == job.job_id)
    for block in copied(job, asked, _IDENTITIES):
        for name in IDENTITY.names or ():
            found[name][block["ordinal"] - 1] = block[name]
    if job.is_large:
        job.made["identities"] = found.tobytes()
    return found


def _hashes(job: OpenJob) -> NDArray[np.int32]:
    numbers = func.generate_series(1, job.records).table_valued("number").render_derived()
    asked = select(numbers.c.number, func.hashint4(numbers.c.number)).select_from(numbers)
    return np.concatenate([block["value"] for block in copied(job, asked, _HASH)]).astype(np.int32)


def _read_residues(job: OpenJob, shape: tuple[int, int]) -> NDArray[Any]:
    """In two bytes each, unless some protein has more of one residue."""
    none: ColumnElement[Any] = literal_column(f"array_fill(0, ARRAY[{len(alphabet.STANDARD)}])")
    counts = func.coalesce(cast(measurement.c.residue_counts, ARRAY(INTEGER)), none)
    asked = select(measurement.c.ordinal, counts).where(measurement.c.job_id == job.job_id)
    found: NDArray[Any] = np.zeros(shape, np.uint16)
    for block in copied(job, asked, _COUNTS):
        of_block = block["counts"]["count"].T
        if of_block.max(initial=0) > np.iinfo(found.dtype).max:
            found = found.astype(np.int32)
        found[:, block["ordinal"] - 1] = of_block
    return found
