"""What the worker's answers are called on the way; without numpy, so that whoever only asks can import it."""

from typing import Final

JSON: Final = "application/json"
RAW_COLUMNS: Final = "application/vnd.batchprot.columns"
"""The layout of batchprot.tables.raw_columns."""
