"""Numbers as Plotly's typed arrays: base64 of the machine's own layout, which the browser reads without parsing."""

import base64
import sys
from array import array
from collections.abc import Iterable
from itertools import compress

_CODES = {"f4": "f", "i4": "i", "u1": "B"}


def decode(data: bytes, dtype: str) -> array:  # type: ignore[type-arg]
    """Little-endian bytes as an array of numbers."""
    numbers = array(_CODES[dtype])
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def encode(numbers: Iterable[float], dtype: str) -> dict[str, str]:
    """Numbers as the object that Plotly takes where it takes a list."""
    packed = numbers if isinstance(numbers, array) else array(_CODES[dtype], numbers)
    if sys.byteorder == "big":
        packed = array(packed.typecode, packed)
        packed.byteswap()
    return {"dtype": dtype, "bdata": base64.b64encode(packed.tobytes()).decode("ascii")}


def pick(numbers: array, mask: Iterable[int], dtype: str) -> dict[str, str]:  # type: ignore[type-arg]
    """The numbers where the mask is not 0, encoded."""
    return encode(array(_CODES[dtype], compress(numbers, mask)), dtype)
