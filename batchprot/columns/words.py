"""The report on a table in sentences, for the page and the command alike."""

from collections.abc import Mapping
from typing import Any, Final

_LONGEST: Final = 60
_LONGEST_CELL: Final = 30


def matched(report: Mapping[str, Any]) -> str:
    """How many rows name a record, and how many records get values; `report` is a report's JSON."""
    return (
        f"{report['matched']:,} of {report['rows']:,} rows matched by {report['match']}; "
        f"{report['named']:,} of {report['records']:,} proteins get values."
    )


def facts(report: Mapping[str, Any]) -> list[str]:
    """How the table was read, which rows name no protein, which keys several, and which proteins stand twice."""
    said = list(report["notes"])
    if report["unmatched"]:
        shown = ", ".join(f"{name[:_LONGEST] or 'no name'} (row {row:,})" for row, name in report["unmatched_examples"])
        rows = "1 row names" if report["unmatched"] == 1 else f"{report['unmatched']:,} rows name"
        more = ", …" if report["unmatched"] > len(report["unmatched_examples"]) else ""
        said.append(f"{rows} no protein of this analysis: {shown}{more}.")
    if report["several"]:
        shown = ", ".join(str(name)[:_LONGEST] for name in report["several_examples"])
        keys = "1 key names" if report["several"] == 1 else f"{report['several']:,} keys name"
        said.append(f"{keys} several proteins, which all get the value: {shown}.")
    if report["doubled"]:
        proteins = "1 protein is" if report["doubled"] == 1 else f"{report['doubled']:,} proteins are"
        said.append(f"{proteins} named by several rows with the same values.")
    return said


def about_column(column: Mapping[str, Any]) -> str:
    """How the values of a column were understood, and which cells are no such value; empty when all are."""
    said = [column["note"]] if column["note"] else []
    if column["bad_count"]:
        shown = ", ".join(f"row {row:,}: {text[:_LONGEST_CELL]}" for row, text in column["bad"])
        more = ", …" if column["bad_count"] > len(column["bad"]) else ""
        said.append(f"{left_out(column['bad_count'])} ({shown}{more}).")
    return " ".join(said)


def left_out(number: int) -> str:
    """How many cells have no value of their column's type.

    >>> left_out(1)
    '1 cell is no such value and is left out'
    """
    return (
        "1 cell is no such value and is left out"
        if number == 1
        else f"{number:,} cells are no such values and are left out"
    )
