"""Thrift's compact protocol, as far as the footer of a Parquet file needs it: structures to values and back.

A structure is a dictionary of field numbers to pairs of type and value, so that fields that nobody here knows of are
written as they were read. The format: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
_DOUBLE_BYTES: Final = 8
_LONG_LIST: Final = 15
_MORE: Final = 0x80

Struct = dict[int, tuple[int, Any]]


class Values(NamedTuple):
    """A list: the type of its elements and the elements."""

    kind: int
    elements: list[Any]


class Reader:
    """Reads one structure from its first byte on."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def struct(self) -> Struct:
        """Give the structure that begins here."""
        fields: Struct = {}
        number = 0
        while head := self._byte():
            step, kind = head >> 4, head & 15
            number = number + step if step else self._integer()
            fields[number] = kind, self._value(kind)
        return fields

    def _value(self, kind: int, *, in_list: bool = False) -> Any:  # noqa: ANN401, PLR0911 - as many types as Thrift has
        if kind in {TRUE, FALSE}:
            return self._byte() == TRUE if in_list else kind == TRUE
        if kind == BYTE:
            return self._byte()
        if kind in {I16, I32, I64}:
            return self._integer()
        if kind == DOUBLE:
            return self._bytes(_DOUBLE_BYTES)
        if kind == BINARY:
            return self._bytes(self._unsigned())
        if kind in {LIST, SET}:
            return self._list()
        if kind == STRUCT:
            return self.struct()
        raise ValueError(f"There is no type {kind} in a footer.")

    def _list(self) -> Values:
        head = self._byte()
        length, kind = head >> 4, head & 15
        if length == _LONG_LIST:
            length = self._unsigned()
        return Values(kind, [self._value(kind, in_list=True) for _ in range(length)])

    def _byte(self) -> int:
        self._place += 1
        return self._data[self._place - 1]

    def _bytes(self, length: int) -> bytes:
        self._place += length
        return self._data[self._place - length : self._place]

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & (_MORE - 1)) << shift
            shift += 7
            if byte < _MORE:
                return value

    def _integer(self) -> int:
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)


def to_bytes(fields: Struct) -> bytes:
    r"""Write a structure.

    >>> to_bytes({1: (I32, 2), 4: (BINARY, b"ab")})
    b'\x15\x048\x02ab\x00'
    """
    written = bytearray()
    before = 0
    for number in sorted(fields):
        kind, value = fields[number]
        step = number - before
        written += bytes([step << 4 | kind]) if step <= _LONG_LIST else bytes([kind]) + _integer(number)
        if kind not in {TRUE, FALSE}:
            written += _value(kind, value)
        before = number
    return bytes(written) + b"\0"


def _value(kind: int, value: Any) -> bytes:  # noqa: ANN401, PLR0911 - as many types as Thrift has
    if kind in {TRUE, FALSE}:
        return bytes([TRUE if value else FALSE])
    if kind == BYTE:
        return bytes([value])
    if kind in {I16, I32, I64}:
        return _integer(value)
    if kind == DOUBLE:
        return bytes(value)
    if kind == BINARY:
        return _unsigned(len(value)) + bytes(value)
    if kind in {LIST, SET}:
        return _list(value)
    return value if isinstance(value, bytes) else to_bytes(value)


def _list(values: Values) -> bytes:
    length = len(values.elements)
    head = bytes([min(length, _LONG_LIST) << 4 | values.kind])
    more = _unsigned(length) if length >= _LONG_LIST else b""
    return head + more + b"".join(_value(values.kind, value) for value in values.elements)


def _unsigned(value: int) -> bytes:
    written = bytearray()
    while value >= _MORE:
        written.append(value & (_MORE - 1) | _MORE)
        value >>= 7
    written.append(value)
    return bytes(written)


def _integer(value: int) -> bytes:
    return _unsigned(value << 1 if value >= 0 else (-value << 1) - 1)
