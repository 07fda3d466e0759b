"""The values of properties as arrays: one statement for each side, whatever the number of properties."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Double, cast, func, literal, literal_column, select

from models.tables import protein
from results.access import OpenJob
from results.compare.sides import Side
from results.selection.columns import column_of

SEED = 0


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
    """The records of a side with these properties.

    PostgreSQL packs each column into one text of bytes, most significant byte first.
    """
    tables = side.source([*keys, "identifier"])
    hashes = [
        func.hashtextextended(column, SEED) for column in (protein.c.identifier, func.coalesce(protein.c.crc64, ""))
    ]
    packed = [
        func.int4send(tables.ordinal),
        func.boolsend(protein.c.identifier != ""),
        *(func.int8send(one) for one in hashes),
        *(func.float8send(_number(key)) for key in keys),
    ]
    asked = select(*(func.string_agg(one, literal_column("''::bytea")) for one in packed))
    row = reading.binary(asked.select_from(tables.tables).where(side.condition(tables)))
    types = [">i4", "?", ">i8", ">i8", *(">f8" for _ in keys)]
    arrays: list[Any] = [
        np.frombuffer(column or b"", type_).astype(np.dtype(type_).newbyteorder("="))
        for column, type_ in zip(row, types, strict=True)
    ]
    ordinals, is_named, names, sequences, *values = arrays
    return SideValues(ordinals, names, is_named, sequences, dict(zip(keys, values, strict=True)))


def _number(key: str) -> ColumnElement[Any]:
    return func.coalesce(cast(column_of(key), Double), literal(math.nan, Double))
