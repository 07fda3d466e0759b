"""The property table, the health of the server, and the description of this interface."""

from dataclasses import asdict

from flask import Flask, Response

from batchprot import __version__
from batchprot.properties.table import PROPERTIES
from batchprot.properties.version import ENGINE_VERSION
from dashboard.api import schemas
from dashboard.api.framework import DOCUMENT, VERSION, Blueprint, answer, json_answer, route
from dashboard.services import WebServices

TAG = "About"


def add(blueprint: Blueprint, server: Flask, _services: WebServices) -> None:
    """Add the three."""
    table = {200: json_answer(schemas.Properties, "Every property with unit, formula, reference and caveat.")}
    alive = {200: json_answer(schemas.Health, "The server is alive.")}
    described = {200: json_answer({"type": "object"}, "OpenAPI 3.1.")}

    @route(blueprint, "GET", "/properties", answers=table, tags=[TAG])
    def properties() -> Response:
        """Read the property table."""
        rows = [{name: value for name, value in asdict(row).items() if name != "home"} for row in PROPERTIES]
        return answer({"engine_version": ENGINE_VERSION, "properties": rows})

    @route(blueprint, "GET", "/health", answers=alive, public=True, tags=[TAG])
    def health() -> Response:
        """Check that the server answers, and read its versions; the database is not asked."""
        versions = {"version": __version__, "engine_version": ENGINE_VERSION, "api_version": VERSION}
        return answer({"status": "ok", **versions})

    @route(blueprint, "GET", "/openapi.json", answers=described, public=True, tags=[TAG])
    def openapi() -> Response:
        """Read this description."""
        return answer(server.extensions[DOCUMENT])
