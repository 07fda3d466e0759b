"""Markdown tables."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers_from: int) -> str:
    """A table whose columns from `numbers_from` on are set to the right."""
    marks = ["---:" if number >= numbers_from else "---" for number in range(len(head))]
    lines = [head, marks, *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
