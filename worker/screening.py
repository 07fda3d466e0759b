"""Keeping what the engine can't read away from it, so that a bad sequence never fails its neighbours."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Columns = dict[str, np.ndarray | list[Any]]

EMPTY = "empty"
BAD_LETTER = "bad_letter"


def fault(sequence: str) -> str:
    """Why the engine can't read `sequence`, as a note's code; "" when it can. Letters A to Z of either case will do."""
    if not sequence:
        return EMPTY
    return "" if sequence.isascii() and sequence.isalpha() else BAD_LETTER


def analyze_readable(
    sequences: Sequence[str], analyze: Callable[[Sequence[str]], dict[str, np.ndarray | list[str]]]
) -> Columns:
    """`analyze` over the readable sequences; nulls and a code under `notes` for the others, in place.

    Args:
        sequences: (n,) in any case.
        analyze: the engine, for upper-case letters only.

    Returns:
        The engine's columns, (n,) each.
    """
    faults = [fault(sequence) for sequence in sequences]
    readable = np.array([not code for code in faults], dtype=bool)
    columns = analyze([sequence.upper() for sequence, code in zip(sequences, faults, strict=True) if not code])
    if readable.all():
        return {**columns}
    spread: Columns = {key: _spread(values, readable) for key, values in columns.items()}
    spread["notes"] = [code or note for code, note in zip(faults, spread["notes"], strict=True)]
    return spread


def _spread(values: np.ndarray | list[str], readable: np.ndarray) -> list[Any]:
    """(k,) or (k, m) values in the places of the k readable sequences, None in the others."""
    places = np.full(len(readable), None, dtype=object)
    as_objects = np.empty(len(values), dtype=object)
    as_objects[:] = values.tolist() if isinstance(values, np.ndarray) else values
    places[readable] = as_objects
    return list(places)
