"""The media types of the worker's responses; without numpy, so that a client can import it."""

from typing import Final

JSON: Final = "application/json"
RAW_COLUMNS: Final = "application/vnd.batchprot.columns"
"""The layout of batchprot.tables.raw_columns."""
