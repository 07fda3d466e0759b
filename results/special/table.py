"""What is special as a table: CSV, and a zip of it with the words and the methods."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence

from batchprot.properties.methods import methods_text
from batchprot.properties.own import header_of
from batchprot.properties.table import described as row_of
from batchprot.tables.formulas import csv_text
from results.compare.found import magnitude
from results.exports.about import methods
from results.jobs import JobSummary
from results.selection.model import Selection
from results.special import words
from results.special.found import Finding, Special
from results.special.method import method

_OF_GROUP = ("n", "missing", "quartile_1", "median", "quartile_3")
HEADER = (
    "property",
    "unit",
    *(
        f"{side}_{name}"
        for side in ("selected", "rest")
        for name in ("n", "missing", "quartile_1", "median", "quartile_3")
    ),
    "cliffs_delta",
    "ci95_low",
    "ci95_high",
    "magnitude",
    "delta_expected_from_lengths",
    "p_random_lists",
    "p_corrected",
    "special",
    "goes_along_with",
    "remark",
)
TABLE, METHODS = "special.csv", "methods.txt"
CONDITION, UNTESTED = "the selection asks for it", "too few values, or all the same"


def special_csv(found: Special) -> bytes:
    """Every property; an empty cell where there is nothing to say."""
    return csv_text([HEADER, *map(_row, found.findings)]).encode()


def special_zip(job: JobSummary, selection: Selection, found: Special, now: dt.datetime) -> bytes:
    """The table and a text beside it: the answer in words, how it was made, and how the values came about."""
    said = "\n".join([words.headline(found), *words.notes(found)])
    terms = [*method(found), *methods(job, selection, found.selected + found.rejected, now)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TABLE, special_csv(found))
        archive.writestr(METHODS, f"{said}\n\n{methods_text(terms)}")
    return made.getvalue()


def remark(one: Finding) -> str:
    """Why a property was not tested; empty when it was."""
    if one.is_condition:
        return CONDITION
    return "" if one.corrected is not None else UNTESTED


def _row(one: Finding) -> Iterable[object]:
    yield from (header_of(one.key), row_of(one.key).unit)
    for group in (one.selected, one.rest):
        yield from (group.n, group.missing, *(group.quartiles or ("", "", "")))
    yield "" if one.delta is None else one.delta
    yield from one.interval or ("", "")
    yield "" if one.delta is None else magnitude(one.delta)
    yield from (one.expected, *_numbers([one.p_value, one.corrected]))
    yield from (
        "" if one.corrected is None else "yes" if one.is_found else "no",
        header_of(one.like),
        remark(one),
    )


def _numbers(values: Sequence[float | None]) -> list[object]:
    return ["" if value is None else value for value in values]
