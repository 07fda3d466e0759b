"""Is the process alive, and can it do its work."""

from flask import Blueprint, Flask, Response, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import DATABASE_SLEEPS, database_out_of_reach
from dashboard.services import WebServices

ASK_RUNNERS = "ASK_RUNNERS"
"""Key of the server's configuration: whether runners are processes that leave a heartbeat, as on one machine."""
_RUNNER = text("SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '15 seconds')")


def install(server: Flask, services: WebServices) -> None:
    """Add `/healthz`, which needs nothing, and `/readyz`, which queries the database unless it may be paused.

    `/readyz?all` is 503 without a runner, too.
    """
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def alive() -> Response:
        return jsonify(status="ok")

    @blueprint.get("/readyz")
    def ready() -> Response:
        if server.config[DATABASE_SLEEPS]:
            # A monitor must not keep the database awake: that would cost more than the site.
            return jsonify(status="ready", database="not asked")
        try:
            with services.accounts.database.connection() as connection:
                runs = not server.config.get(ASK_RUNNERS) or connection.execute(_RUNNER).scalar_one()
        except SQLAlchemyError:
            return database_out_of_reach()
        if runs:
            return jsonify(status="ready")
        # Pages work without a runner; who asks for everything is told by the status, too.
        missing = jsonify(status="degraded", runner="no heartbeat for 15 seconds")
        missing.status_code = 503 if "all" in request.args else 200
        return missing

    server.register_blueprint(blueprint)
