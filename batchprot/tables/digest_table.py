"""Proteins to a table of their peptides: where they are, their masses, m/z, isoelectric point and hydropathy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from batchprot.engine.analyze import analyze
from batchprot.engine.batch import Floats
from batchprot.engine.digest import PROTON_DA, cut_chains
from batchprot.properties.cleavage import Digest
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.records import Record
from batchprot.tables.formulas import FORMULA_STARTS

CHARGES: Final = (1, 2, 3, 4)
CALCULATED: Final = ("isoelectric_point", "gravy")


def peptides_of(records: Sequence[Record], chosen: Digest, options: AnalysisOptions) -> pl.DataFrame:
    """Give a row for each peptide of the accepted records.

    Raises:
        RuleError: The rule can't be read.
    """
    accepted = [record for record in records if not record.reason]
    found = cut_chains([record.proforma or record.sequence for record in accepted], chosen)
    owners = [accepted[owner] for owner in found.chain.tolist()]
    places = list(zip(owners, found.first.tolist(), found.last.tolist(), strict=True))
    frame = {
        "protein": pl.Series([record.identifier for record in owners], dtype=pl.String),
        "record": pl.Series([record.ordinal for record in owners], dtype=pl.Int64),
        "start": pl.Series(found.first, dtype=pl.Int64),
        "end": pl.Series(found.last, dtype=pl.Int64),
        "before": pl.Series([_beside(record, first - 1) for record, first, _ in places], dtype=pl.String),
        "sequence": pl.Series(found.texts, dtype=pl.String),
        "after": pl.Series([_beside(record, last + 1) for record, _, last in places], dtype=pl.String),
        "length": pl.Series(found.last - found.first + 1, dtype=pl.Int64),
        "missed_cleavages": pl.Series(found.missed, dtype=pl.Int64),
        "monoisotopic_mass_da": _numbers(np.round(found.mass, 6)),
        **{f"mz_{charge}": _numbers(np.round(found.mass / charge + PROTON_DA, 6)) for charge in CHARGES},
    }
    columns = analyze(found.texts, options, CALCULATED)
    return pl.DataFrame(frame | {key: _numbers(np.asarray(columns[key], np.float64)) for key in CALCULATED})


def _beside(record: Record, place: int) -> str:
    """Give the residue at a place, from 1, or - beyond the ends of the chain."""
    return record.sequence[place - 1] if 1 <= place <= len(record.sequence) else "-"


def _numbers(values: Floats) -> pl.Series:
    return pl.Series(values, dtype=pl.Float64, nan_to_null=True)


def as_fasta(frame: pl.DataFrame) -> str:
    """Give the peptides as FASTA, each named after its protein and its place there."""
    rows = frame.select("protein", "record", "start", "end", "sequence").iter_rows()
    return "".join(
        f">{protein or f'record_{record}'}/{start}-{end}\n{sequence}\n"
        for protein, record, start, end, sequence in rows
    )


def marked(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the same with names that a spreadsheet would take for formulas marked as text."""
    name = pl.col("protein")
    return frame.with_columns(
        pl.when(name.str.slice(0, 1).is_in(FORMULA_STARTS)).then(pl.lit("'") + name).otherwise(name).alias("protein")
    )
