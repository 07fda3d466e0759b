"""Real proteomes to measure on, repeated under new names until there are enough proteins."""

import gzip
import os
from itertools import cycle
from pathlib import Path

YEAST = "yeast_UP000002311.fasta.gz"


def folder() -> Path:
    """Where the proteomes are: `data/proteomes` in the folder that BATCHPROT_SHARED names, else in `../shared`."""
    shared = Path(os.environ.get("BATCHPROT_SHARED", Path(__file__).parents[2] / "shared"))
    return shared / "data" / "proteomes"


def write_repeated(path: Path, proteins: int, *, exactly: bool = False) -> int:
    """Write at least this many proteins, each repetition with its own names; return their number."""
    proteomes = [gzip.decompress(file.read_bytes()) for file in sorted(folder().glob("*.fasta.gz"))]
    written = 0
    with path.open("wb") as file:
        for turn, proteome in enumerate(cycle(proteomes), start=1):
            renamed = proteome.replace(b">sp|", b">sp|R%d-" % turn).replace(b">tr|", b">tr|R%d-" % turn)
            records = renamed.split(b"\n>")
            kept = len(records) if not exactly else min(len(records), proteins - written)
            file.write(b"\n>".join(records[:kept]).rstrip(b"\n") + b"\n")
            written += kept
            if written >= proteins:
                return written
    return written
