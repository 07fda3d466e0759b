"""How each number is distributed in a whole proteome: the small histograms of the methods page."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import PROPERTIES, Kind
from batchprot.reading.fasta import read_records

BINS = 60
# Bins of whole numbers would be uneven, and half-lives are a few fixed numbers.
_NUMBERS = tuple(row for row in PROPERTIES if row.kind is Kind.NUMBER and row.group != "Half-life")


def histograms(proteome: Path) -> dict[str, Any]:
    """By property key: range, counts in equal bins between the 0.5th and 99.5th percentile, median; and how many."""
    records = read_records(gzip.decompress(proteome.read_bytes()))
    sequences = [record.sequence for record in records if not record.reason]
    columns = analyze(sequences, AnalysisOptions(), {row.key for row in _NUMBERS})
    return {
        "proteins": len(sequences),
        "properties": {row.key: _histogram(np.asarray(columns[row.key]), row.decimals) for row in _NUMBERS},
    }


def _histogram(values: np.ndarray, decimals: int) -> dict[str, Any]:
    values = values[~np.isnan(values)]
    low, high = np.percentile(values, [0.5, 99.5])
    counts, edges = np.histogram(values, BINS, (float(low), float(high)))
    return {
        "low": round(float(edges[0]), decimals + 1),
        "high": round(float(edges[-1]), decimals + 1),
        "counts": counts.tolist(),
        "median": round(float(np.median(values)), decimals),
    }
