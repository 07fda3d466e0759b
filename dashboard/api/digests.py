"""The proteins of an analysis cut into peptides, as an analysis of their own."""

from typing import Any
from uuid import uuid4

from flask import Flask, Response

from batchprot.properties.cleavage import Digest, RuleError
from dashboard.api import schemas
from dashboard.api.analyses import TAG, shower
from dashboard.api.framework import BadRequest, Blueprint, json_answer, route
from dashboard.api.sent import idempotency_key, key_parameter
from dashboard.reader import current_reader
from dashboard.routes.downloads import id_of
from dashboard.services import WebServices
from jobs.intake.digest.submit import submit_digest

_KEY = key_parameter("A word of your own: sent again with the same digest, the same analysis is answered.")
_STARTED = json_answer(
    schemas.AnalysisWithReasons,
    "It is submitted. Look at Location again after Retry-After seconds, until it has ended.",
    headers={
        "Location": {"schema": {"type": "string"}, "description": "The analysis of the peptides."},
        "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds until the next look."},
    },
)


def add(blueprint: Blueprint, server: Flask, services: WebServices) -> None:
    """Add POST /analyses/{id}/digest."""
    show = shower(server, services)

    @route(
        blueprint, "POST", "/analyses/<job_id>/digest", answers={202: _STARTED}, refusals=[404, 409, 413, 415],
        tags=[TAG], parameters=[_KEY],
    )  # fmt: skip
    @blueprint.arguments(schemas.NewDigest)
    def digest_analysis(asked: dict[str, Any], job_id: str) -> Response:
        """Cut the proteins of an analysis into peptides: they become an analysis of their own."""
        try:
            chosen = Digest.from_json(asked)
        except RuleError as error:
            raise BadRequest(f"{error.field}: {error}") from None
        key = f"api:{idempotency_key() or uuid4()}"
        title = asked.get("title", "")
        made = submit_digest(
            services.jobs, current_reader().id, id_of(job_id), chosen, title=title, idempotency_key=key
        )
        return show(made, 202)
