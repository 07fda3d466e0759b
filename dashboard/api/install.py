"""The REST interface of a server: its resources, in the order in which they are described."""

from types import ModuleType
from typing import Any

from flask import Flask

from dashboard.api import about, analyses, calculate, columns, digests, plots, proteins, submitting
from dashboard.api.framework import DOCUMENT, NAME, PREFIX, Blueprint, make_api
from dashboard.api.tokens import install_token_headers
from dashboard.services import WebServices

RESOURCES: tuple[ModuleType, ...] = (submitting, analyses, digests, columns, proteins, plots, calculate, about)


def install(server: Flask, services: WebServices) -> None:
    """Add every route under /api/v1, and keep the OpenAPI document that describes them."""
    api = make_api(server)
    blueprint = Blueprint(NAME, __name__, url_prefix=PREFIX)
    for module in RESOURCES:
        module.add(blueprint, server, services)
    api.register_blueprint(blueprint)
    server.extensions[DOCUMENT] = _only_what_is_said(api.spec.to_dict())
    install_token_headers(server)


def _only_what_is_said(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the answer "by default" to every request: what is not described is a fault."""
    operations = (
        operation for path in document["paths"].values() for operation in path.values() if isinstance(operation, dict)
    )
    for operation in operations:
        operation["responses"].pop("default", None)
    document["components"].pop("responses", None)
    return document
