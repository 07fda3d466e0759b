"""What the plots of a page show: the histogram of a property, and the differences between selections."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response
from marshmallow import fields, validate

from dashboard.api import schemas
from dashboard.api.framework import Blueprint, Query, SelectionQuery, accepted, answer, json_answer, route, selection_of
from dashboard.api.proteins import CSV, ELSEWHERE, FILTERS, JSON
from dashboard.figures import axes
from dashboard.reader import current_reader
from dashboard.routes.downloads import file, id_of
from dashboard.services import WebServices
from jobs.errors import JobRefused
from results.compare.results import compare, keys_of_preset
from results.compare.sides import MOST_SIDES, Side, find_sides, read_address
from results.compare.table import differences_csv, side_name
from results.queries import query
from results.queries.histograms import MOST_BINS
from results.selection.model import InvalidSelection
from results.special.results import special
from results.special.table import special_csv
from results.special.words import headline, notes

TAG = "Plots"
_SIDES = [f"s{number}" for number in range(1, MOST_SIDES + 1)]


class HistogramQuery(SelectionQuery):
    """Which property, and how it is drawn."""

    property = fields.String(
        required=True, validate=validate.Length(1, 200), metadata={"description": "a property, or a column of your own"}
    )
    bins = fields.Integer(load_default=60, validate=validate.Range(1, MOST_BINS))
    log = fields.Boolean(metadata={"description": "a logarithmic axis; by default as the page has it"})


class CompareQuery(Query):
    """What the analysis is compared with."""

    with_ = fields.String(
        required=True,
        data_key="with",
        validate=validate.Length(min=1, max=400),
        metadata={"description": "ids of analyses or saved selections, joined by commas"},
    )
    columns = fields.String(load_default="basic", validate=validate.OneOf(("basic", "advanced", "all")))


for _number, _side in enumerate(_SIDES, 1):
    _described = f"the selection of side {_number}, with ! in front for all but it; side 1 is the analysis itself"
    CompareQuery._declared_fields[_side] = fields.String(  # noqa: SLF001 - one field for each side
        load_default="", metadata={"description": _described}
    )


def add(blueprint: Blueprint, _server: Flask, services: WebServices) -> None:
    """Add histograms, what is special, and comparisons."""
    jobs = services.jobs
    drawn = {200: json_answer(schemas.Histogram, "Edges of the bins, and how many values are in each.")}
    compared = {
        200: json_answer(schemas.Comparison, "The differences, property by property."),
        303: ELSEWHERE,
    }
    compared[200]["content"][CSV] = {"schema": {"type": "string"}}

    @route(
        blueprint, "GET", "/analyses/<job_id>/histogram", answers=drawn, refusals=[404], tags=[TAG],
        parameters=[FILTERS],
    )  # fmt: skip
    @blueprint.arguments(HistogramQuery, location="query")
    def get_histogram(asked: dict[str, Any], job_id: str) -> Response:
        """Histogram: the values of a property counted in bins, of all records and of the selection."""
        key = asked["property"]
        log = asked.get("log", axes.is_logarithmic(key))
        selection = selection_of("property", "bins", "log")
        found = query.histogram(jobs, current_reader().access, id_of(job_id), key, selection, asked["bins"], log)
        return answer({"property": key, **asdict(found)})

    _add_special(blueprint, services)

    @route(blueprint, "GET", "/analyses/<job_id>/compare", answers=compared, refusals=[404, 406, 409], tags=[TAG])
    @blueprint.arguments(CompareQuery, location="query")
    def compare_analyses(asked: dict[str, Any], job_id: str) -> Response:
        """Compare an analysis, or a selection of it, with others: effect sizes and corrected p values."""
        sides = _sides(services, asked, job_id)
        found = compare(jobs, current_reader().id, sides, keys_of_preset(asked["columns"]), {})
        if accepted((JSON, CSV)) == CSV:
            return file((block for block in [differences_csv(sides, found)]), "csv", "differences.csv")
        named = [{"id": side.asked.id, "name": side_name(side), "proteins": side.job.done} for side in sides]
        return answer({"sides": named, "differences": [asdict(one) for one in found.differences]})


def _add_special(blueprint: Blueprint, services: WebServices) -> None:
    jobs = services.jobs
    found = {200: json_answer(schemas.Special, "Every property, what is special first.")}
    found[200]["content"][CSV] = {"schema": {"type": "string"}}

    @route(
        blueprint, "GET", "/analyses/<job_id>/special", answers=found, refusals=[404, 406, 409], tags=[TAG],
        parameters=[FILTERS],
    )  # fmt: skip
    def get_special(job_id: str) -> Response:
        """What is special about a selection: every property against the rest and random lists of the same lengths."""
        selection = selection_of()
        if selection.is_everything:
            raise InvalidSelection("Select some proteins first: everything can't be compared with the rest.")
        made = special(jobs, current_reader().access, id_of(job_id), selection)
        if accepted((JSON, CSV)) == CSV:
            return file((block for block in [special_csv(made)]), "csv", "special.csv")
        findings = [
            {name: value for name, value in asdict(one).items() if name != "picture"} | {"special": one.is_found}
            for one in made.findings
        ]
        words = [headline(made), *notes(made)]
        return answer({"selected": made.selected, "rest": made.rest, "words": words, "findings": findings})


def _sides(services: WebServices, asked: dict[str, Any], job_id: str) -> list[Side]:
    first = id_of(job_id)
    chosen = [(name, asked[name]) for name in _SIDES if asked.get(name)]
    address = urlencode([("jobs", f"{first},{asked['with_']}"), *chosen])
    sides = find_sides(services.jobs, current_reader().id, read_address(address))
    if not all(side.is_finished for side in sides):
        raise JobRefused("not_finished", "One of these analyses has not ended yet, or has failed.")
    return sides
