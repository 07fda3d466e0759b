"""The calculated proteins of an analysis as arrays: their properties, and which of them are selected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, func

from models.tables import protein
from results.access import OpenJob
from results.compare.intervals import Values
from results.compare.values import hashed, number, packed
from results.selection.columns import source
from results.selection.model import Selection
from results.selection.sql import condition, keys_of
from results.special.ranked import Flags


@dataclass(frozen=True, slots=True)
class Proteins:
    """All arrays are in the order of the proteins' numbers.

    `sequences` are hashes; `values` are by property, NaN where there is none.
    """

    chosen: Flags
    sequences: NDArray[np.int64]
    values: dict[str, Values]

    def __len__(self) -> int:
        return len(self.chosen)

    @property
    def duplicated(self) -> int:
        """How many of the selected have a sequence that another of them has."""
        _, together = np.unique(self.sequences[self.chosen], return_counts=True)
        return int(together[together > 1].sum())


def read(reading: OpenJob, selection: Selection, keys: Sequence[str]) -> Proteins:
    """Every calculated protein with these properties."""
    tables = source({*keys, *keys_of(selection), "crc64", "gravy"}, only_calculated=True)
    columns: list[tuple[ColumnElement[Any], str]] = [
        (func.int4send(tables.ordinal), ">i4"),
        (func.boolsend(condition(selection, tables.ordinal)), "?"),
        (hashed(func.coalesce(protein.c.crc64, "")), ">i8"),
        *((number(key), ">f8") for key in keys),
    ]
    ordinals, *arrays = packed(reading, tables.tables, tables.of(reading.job_id), columns)
    order = np.argsort(ordinals)
    if (np.diff(ordinals) < 0).any():
        arrays = [array[order] for array in arrays]
    chosen, sequences, *values = arrays
    return Proteins(chosen, sequences, dict(zip(keys, values, strict=True)))
