"""The values of properties as arrays: one statement for each side, whatever the number of properties."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Double, FromClause, cast, func, literal, literal_column, select

from batchprot.properties.own import read_key
from models.tables import protein
from results.access import OpenJob
from results.compare.sides import Side
from results.large import columns as kept_columns
from results.large import selected
from results.large.columns import SEED
from results.selection.columns import column_of
from results.selection.sql import keys_of


@dataclass(frozen=True, slots=True)
class SideValues:
    """The calculated records of one side, all arrays in one order.

    `names` and `sequences` are 64-bit hashes of identifier and checksum; a record without an identifier has `is_named`
    False. `values` are by property, NaN where there is none.
    """

    ordinals: NDArray[np.int32]
    names: NDArray[np.int64]
    is_named: NDArray[np.bool_]
    sequences: NDArray[np.int64]
    values: dict[str, NDArray[np.float64]]

    def __len__(self) -> int:
        return len(self.ordinals)

    @property
    def duplicated(self) -> int:
        """How many records have a sequence that another record of the side has."""
        _, together = np.unique(self.sequences, return_counts=True)
        return int(together[together > 1].sum())


def read(reading: OpenJob, side: Side, keys: Sequence[str]) -> SideValues:
    """The records of a side with these properties."""
    job = _opened(reading, side)
    if job.is_large and not any(map(read_key, (*keys, *keys_of(side.selection)))):
        return _of_large(job, side, keys)
    tables = side.source([*keys, "identifier"])
    hashes = [hashed(column) for column in (protein.c.identifier, func.coalesce(protein.c.crc64, ""))]
    named = func.boolsend(protein.c.identifier != "")
    columns = [(func.int4send(tables.ordinal), ">i4"), (named, "?"), *((one, ">i8") for one in hashes)]
    columns += [(number(key), ">f8") for key in keys]
    ordinals, is_named, names, sequences, *values = packed(reading, tables.tables, side.condition(tables), columns)
    return SideValues(ordinals, names, is_named, sequences, dict(zip(keys, values, strict=True)))


def _opened(reading: OpenJob, side: Side) -> OpenJob:
    """The analysis of a side, read in the same transaction as the first."""
    if side.job.id == reading.job_id:
        return reading
    other = side.job
    return replace(reading, job_id=other.id, state=other.state, done=other.done, rejected=other.rejected, made={})


def _of_large(job: OpenJob, side: Side, keys: Sequence[str]) -> SideValues:
    """The same from the columns that are kept of a large analysis."""
    identities = kept_columns.identities(job)
    chosen = selected.mask(job, side.selection)
    chosen = (~chosen if side.is_complement else chosen) & identities["is_calculated"]
    ordinals = (np.flatnonzero(chosen) + 1).astype(np.int32)
    names, is_named, sequences = (identities[name][chosen] for name in ("name", "is_named", "sequence"))
    values = {key: column[chosen] for key, column in kept_columns.several(job, keys).items()}
    return SideValues(ordinals, names, is_named, sequences, values)


def packed(
    reading: OpenJob, tables: FromClause, wanted: ColumnElement[bool], columns: Sequence[tuple[ColumnElement[Any], str]]
) -> list[Any]:
    """Columns of bytes as arrays, in one order; each has its numpy type beside it.

    PostgreSQL packs each column into one text of bytes, most significant byte first.
    """
    asked = select(*(func.string_agg(one, literal_column("''::bytea")) for one, _ in columns))
    row = reading.binary(asked.select_from(tables).where(wanted))
    return [
        np.frombuffer(column or b"", type_).astype(np.dtype(type_).newbyteorder("="))
        for column, (_, type_) in zip(row, columns, strict=True)
    ]


def hashed(text: ColumnElement[Any]) -> ColumnElement[Any]:
    """A text as the bytes of a 64-bit hash."""
    return func.int8send(func.hashtextextended(text, SEED))


def number(key: str) -> ColumnElement[Any]:
    """A property as the bytes of a number, NaN where there is none."""
    return func.float8send(func.coalesce(cast(column_of(key), Double), literal(math.nan, Double)))
