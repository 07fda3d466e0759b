"""Numbers for Prometheus, for whom the operator has given a token to: requests, analyses, runners, disk."""

import hmac

from flask import Blueprint, Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import Connection, text

from dashboard.errors import answer
from dashboard.services import WebServices

ENDPOINT = "metrics.show"
_COUNTS = {
    "batchprot_jobs": ("Analyses by state.", "SELECT state, count(*) FROM job WHERE deleted_at IS NULL GROUP BY state"),
    "batchprot_chunks": (
        "Unfinished chunks by state.",
        "SELECT state, count(*) FROM chunk WHERE state IN ('queued', 'running') GROUP BY state",
    ),
    "batchprot_background_work": (
        "Downloads and inspections in the background, by state.",
        "SELECT state, count(*) FROM background_work GROUP BY state",
    ),
    "batchprot_jobs_waiting": (
        "Running analyses that make no progress, by reason.",
        "SELECT waiting_code, count(*) FROM job WHERE state = 'running' AND waiting_code <> '' GROUP BY waiting_code",
    ),
}
RUNNERS = text(
    "SELECT count(DISTINCT id) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '15 seconds'"
)


def install(server: Flask, services: WebServices, token: str) -> None:
    """Add `/metrics`."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def show() -> Response:
        scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
        if not token or scheme.lower() != "bearer" or not hmac.compare_digest(sent.strip().encode(), token.encode()):
            return answer(404)
        found = CollectorRegistry()
        with services.accounts.database.connection() as connection:
            _count(connection, found)
        if (disk := services.jobs.storage.disk()) is not None:
            Gauge("batchprot_disk_free_bytes", "What the disk of the files has left.", registry=found).set(disk.free)
        return Response(generate_latest(REGISTRY) + generate_latest(found), mimetype=CONTENT_TYPE_LATEST)

    server.register_blueprint(blueprint)


def _count(connection: Connection, registry: CollectorRegistry) -> None:
    for name, (words, statement) in _COUNTS.items():
        gauge = Gauge(name, words, ("state",), registry=registry)
        for state, number in connection.execute(text(statement)):
            gauge.labels(state).set(number)
    runners = connection.execute(RUNNERS).scalar_one()
    Gauge("batchprot_runner_places", "Queues that a runner listens to.", registry=registry).set(runners)
