"""What a column is called in a download: its key, or the name that people gave to an own column."""

from batchprot.properties.own import read_key
from batchprot.tables.formulas import harmless


def header_of(key: str) -> str:
    """The header of a column."""
    own = read_key(key)
    return key if own is None else own.label


def harmless_header(key: str) -> str:
    """The same for a text that a spreadsheet may open: with an apostrophe in front of what it would run."""
    return harmless(header_of(key))
