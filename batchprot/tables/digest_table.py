"""Proteins to a table of their peptides: where they are, their masses, m/z, isoelectric point and hydropathy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from batchprot.engine.analyze import analyze
from batchprot.engine.batch import Floats, SequenceBatch
from batchprot.engine.digest import PROTON_DA, digest
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
    batch = SequenceBatch.of([record.sequence for record in accepted])
    found = digest(batch, chosen)
    places = zip(found.protein.tolist(), (found.start - batch.offsets[found.protein]).tolist(), strict=True)
    lengths = (found.end - found.start).tolist()
    rows = [(accepted[owner], first, length) for (owner, first), length in zip(places, lengths, strict=True)]
    sequences = [record.sequence[first : first + length] for record, first, length in rows]
    frame = {
        "protein": pl.Series([record.identifier for record, _, _ in rows], dtype=pl.String),
        "record": pl.Series([record.ordinal for record, _, _ in rows], dtype=pl.Int64),
        "start": pl.Series([first + 1 for _, first, _ in rows], dtype=pl.Int64),
        "end": pl.Series([first + length for _, first, length in rows], dtype=pl.Int64),
        "before": pl.Series([_beside(record, first - 1) for record, first, _ in rows], dtype=pl.String),
        "sequence": pl.Series(sequences, dtype=pl.String),
        "after": pl.Series([_beside(record, first + length) for record, first, length in rows], dtype=pl.String),
        "length": pl.Series(lengths, dtype=pl.Int64),
        "missed_cleavages": pl.Series(found.missed, dtype=pl.Int64),
        "monoisotopic_mass_da": _numbers(np.round(found.mass, 6)),
        **{f"mz_{charge}": _numbers(np.round(found.mass / charge + PROTON_DA, 6)) for charge in CHARGES},
    }
    columns = analyze(sequences, options, CALCULATED)
    return pl.DataFrame(frame | {key: _numbers(np.asarray(columns[key], np.float64)) for key in CALCULATED})


def _beside(record: Record, place: int) -> str:
    """Give the residue beside a peptide, or - where the chain ends."""
    return record.sequence[place] if 0 <= place < len(record.sequence) else "-"


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
