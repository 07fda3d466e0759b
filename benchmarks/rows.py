"""One line of the results: what was measured, against what, and how the ratio stands to its budget."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Row:
    """A ratio measured side by side in one run.

    Attributes:
        what: our side, in words.
        against: the other side, in words.
        ours, theirs: seconds (or the unit named in `unit`).
        ratio: the number that the budget speaks of.
        budget: the bound of the ratio.
        sense: whether the ratio must be at least or at most the budget.
    """

    what: str
    against: str
    ours: float
    theirs: float
    ratio: float
    budget: float
    sense: Literal["at least", "at most"]
    unit: str = "s"

    @property
    def kept(self) -> bool:
        """Tell whether the budget is kept."""
        return self.ratio >= self.budget if self.sense == "at least" else self.ratio <= self.budget


def table(rows: list[Row]) -> str:
    """Render the rows as a Markdown table."""
    lines = ["| what | against | ours | theirs | ratio | budget | |", "|---|---|---:|---:|---:|---:|---|"]
    lines += [
        f"| {row.what} | {row.against} | {row.ours:,.2f} {row.unit} | {row.theirs:,.2f} {row.unit} "
        f"| {row.ratio:.2f} | {row.sense} {row.budget:g} | {'kept' if row.kept else '**missed**'} |"
        for row in rows
    ]
    return "\n".join(lines)


def print_rows(measure: Callable[[Path], list[Row]]) -> None:
    """Measure with a folder that goes afterwards, and print; PostgreSQL, a user of its own, may look into it."""
    with tempfile.TemporaryDirectory(prefix="batchprot-bench-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)
        print(table(measure(Path(directory))))
