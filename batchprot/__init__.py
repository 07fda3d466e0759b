"""Every physicochemical property that Expasy ProtParam reports, for a whole proteome at once.

    import batchprot

    proteins = batchprot.analyze("proteome.fasta")                  # a polars DataFrame, one row a record
    proteins = batchprot.analyze({"B chain": "FVNQHLCGSHLVEALYLVCGERGFFYTPKT"}, columns="basic", ph=7.4)
    records = batchprot.read("proteome.fasta.gz")                   # what the file holds, nothing computed
    batchprot.properties()                                          # every property: unit, formula, reference
    client = batchprot.Client("https://...", token="...")           # the same on a server, and analyses kept there

Importing it loads neither numpy nor polars: the first call does.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Unpack

    from polars import DataFrame

    from batchprot.client import Client
    from batchprot.properties.options import Choices
    from batchprot.reading.records import Record

    def properties() -> DataFrame:
        """Give the property table, see `_PropertiesPackage`."""


__all__ = ["Client", "__version__", "analyze", "properties", "read"]

__version__ = "0.2.0.dev0"


def analyze(
    source: str | os.PathLike[str] | Mapping[str, str] | Iterable[Any],
    columns: str | Sequence[str] = "all",
    *,
    reading: str | None = None,
    processes: int | None = None,
    **options: Unpack[Choices],
) -> DataFrame:
    """Compute the properties of every protein in a file, or of records.

    >>> proteins = analyze({"B chain": "FVNQHLCGSHLVEALYLVCGERGFFYTPKT", "broken": "MK!V"}, columns="basic")
    >>> proteins.select("identifier", "status", "isoelectric_point", "gravy").rows()
    [('B', 'ok', 6.903745, 0.22), ('broken', 'rejected', None, None)]
    >>> proteins["reason"][1]
    'The character ! (U+0021, exclamation mark) is not an amino acid letter, at residue 3 (line 2). Use the letters A to
    Z only.'

    Args:
        source: The path of a file of FASTA or raw sequences, plain or gzip; or a mapping of headers to sequences; or
            records: what `read` gives, pairs of header and sequence, sequences alone, or Biopython's `SeqRecord`s.
        columns: `"basic"`, `"advanced"` or `"all"`, or the keys of properties, in the order you want them.
        reading: `"fasta"`, `"list"` (one sequence a line), `"one"` (one sequence over all lines), `"table"` (a name
            and a sequence a line) or `"aligned"` (FASTA whose gaps are dropped); None lets the text of a file decide.
        processes: How many processes compute; None takes as many as there are cores for a large file, and this one
            alone for anything else.
        **options: What the analysis shall assume: `constants`, `pka_set`, `ph`, `disulfides`, `n_terminus_blocked`,
            `c_terminus_blocked`, `remove_initiator_met`, `first_residue`, `last_residue`, `ambiguous`. See
            `batchprot.properties.options.AnalysisOptions`.

    Returns:
        One row for each record, in order, rejected ones included: `status` says ok, warned or rejected, `reason` why.
        What has no value is null. Numbers are not rounded to printed decimals.

    Raises:
        FileNotFoundError: There is no such file.
        ValueError: The file can't be read, or a column or an option is unknown or out of range.
    """
    from batchprot.command.library import analyze_source

    return analyze_source(source, columns, reading=reading, processes=processes, options=options)


def read(source: str | os.PathLike[str], *, reading: str | None = None) -> list[Record]:
    r"""Read every record of a file of FASTA or raw sequences, plain or gzip, computing nothing.

    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "two.fasta")
    >>> _ = path.write_text(">one first\nMKV*\n>two\n\n")
    >>> [(record.identifier, record.sequence, record.reason_code) for record in read(path)]
    [('one', 'MKV', ''), ('two', '', 'empty')]

    Args:
        source: The path of the file.
        reading: As for `analyze`.

    Returns:
        Records in order, each accepted or rejected with its `reason`. `analyze` takes them, or some of them.

    Raises:
        FileNotFoundError: There is no such file.
        ValueError: The file can't be read at all; the message says why.
    """
    from batchprot.command.library import read_source

    return read_source(source, reading=reading)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever it names
    """Load the client with its first use: it needs httpx."""
    if name != "Client":
        raise AttributeError(f"module 'batchprot' has no attribute {name!r}")
    from batchprot.client import Client

    return Client


class _PropertiesPackage(ModuleType):
    """Makes the package `batchprot.properties` a function too: its name is the one to guess for the property table."""

    def __call__(self) -> DataFrame:
        """Give the property table: one row a property, with unit, formula, reference and caveat.

        >>> import batchprot
        >>> batchprot.properties().select("key", "unit", "preset").row(2)
        ('molecular_weight_da', 'Da', 'basic')
        """
        from batchprot.tables.frame import property_frame

        return property_frame()


import_module("batchprot.properties").__class__ = _PropertiesPackage
