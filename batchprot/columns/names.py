"""What own columns are called: never like a column that a table of ours has, or like one another."""

from collections.abc import Sequence
from typing import Final

from batchprot.properties.own import clean_label, unlike
from batchprot.properties.table import PROPERTIES, RECORD_COLUMNS, headers

TAKEN: Final = frozenset(
    {"file", "line", "sequence", "selected", *RECORD_COLUMNS, *(name for row in PROPERTIES for name in headers(row))}
)
"""Headers of downloads that are ours."""


def free_names(wanted: Sequence[str], known: Sequence[str] = (), first: int = 1) -> list[str]:
    """A name for each column, unlike ours, unlike those that are known, and unlike the others.

    >>> free_names(["score", "score", "gravy", ""])
    ['score', 'score (2)', 'gravy (2)', 'Column 4']

    Args:
        wanted: what they would be called.
        known: names of the columns that there are.
        first: the number of the first column, which names it when it has no name.
    """
    taken, names = [*TAKEN, *known], []
    for number, name in enumerate(wanted, first):
        names.append(unlike(clean_label(name) or f"Column {number}", taken))
        taken.append(names[-1])
    return names
