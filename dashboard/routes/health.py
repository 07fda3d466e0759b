"""Is the process alive, and can it do its work."""

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import RETRY_SECONDS, answer
from dashboard.services import WebServices


def install(server: Flask, services: WebServices) -> None:
    """Add `/healthz`, which asks nobody, and `/readyz`, which asks the database."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def alive() -> Response:
        return jsonify(status="ok")

    @blueprint.get("/readyz")
    def ready() -> Response:
        try:
            with services.accounts.database.connection() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return answer(503, code="database_away", retry_seconds=RETRY_SECONDS)
        return jsonify(status="ready")

    server.register_blueprint(blueprint)
