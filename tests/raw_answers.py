"""The worker's raw columns as a document that tests may change, and back to bytes without any check."""

import json
import struct
from typing import Any

from batchprot.properties.table import Kind
from batchprot.tables import raw_columns


def take_apart(data: bytes) -> dict[str, Any]:
    """Engine, constants, and for each column its kind and its values as a list."""
    read = raw_columns.from_bytes(data)
    columns = {key: list(values) for key, values in read.columns.items()}
    return {
        "engine": read.engine,
        "constants": read.constants,
        "records": read.records,
        "kinds": {key: str(kind) for key, kind in read.kinds.items()},
        "columns": columns,
    }


def put_together(document: dict[str, Any]) -> bytes:
    """The bytes of a document, however wrong it is."""
    blocks = {key: _block(document["kinds"][key], values) for key, values in document["columns"].items()}
    head = {name: value for name, value in document.items() if name not in ("kinds", "columns")}
    head["columns"] = [[key, document["kinds"][key], len(block)] for key, block in blocks.items()]
    return join(json.dumps(head).encode(), list(blocks.values()))


def join(head: bytes, blocks: list[bytes]) -> bytes:
    """A head and blocks, each padded to a multiple of eight."""
    parts = [raw_columns.MAGIC + struct.pack("<I", len(head)) + head, *blocks]
    return b"".join(part + bytes(-len(part) % 8) for part in parts)


def _block(kind: str, values: list[Any]) -> bytes:
    if kind == Kind.TEXT:
        return "\n".join(map(str, values)).encode(errors="surrogatepass")
    if kind == Kind.COUNTS:
        flat = [int(number) for row in values for number in row]
        return struct.pack(f"<{len(flat)}i", *flat)
    return struct.pack(f"<{len(values)}d", *values)
