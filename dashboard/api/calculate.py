"""Sequences calculated at once; nothing is stored."""

from typing import Any

from flask import Flask, Response

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.version import ENGINE_VERSION
from dashboard.api import schemas
from dashboard.api.framework import Blueprint, answer, json_answer, route
from dashboard.api.workers import asked_of_worker
from dashboard.services import WebServices
from results.exports import csv as export

TAG = "Calculate"


def add(blueprint: Blueprint, _server: Flask, services: WebServices) -> None:
    """Add POST /calculate."""
    made = {200: json_answer(schemas.Calculated, "A row for each sequence, in order.")}

    @route(blueprint, "POST", "/calculate", answers=made, refusals=[413, 415], tags=[TAG])
    @blueprint.arguments(schemas.Calculate)
    def calculate(asked: dict[str, Any]) -> Response:
        """Calculate sequences: up to 1,000 at once, and nothing is stored."""
        from jobs.calculate import calculate_rows  # loads numpy, with the first request for it

        options = AnalysisOptions.from_json(asked["options"])
        columns = export.headers(export.columns_named(asked["columns"]))
        pairs = [(one["header"], one["sequence"]) for one in asked["sequences"]]
        with asked_of_worker():
            rows = calculate_rows(services.jobs.worker, pairs, columns, options)
        return answer({"engine_version": ENGINE_VERSION, "proteins": rows})
