"""Is the process alive, and can it do its work."""

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import DATABASE_SLEEPS, database_out_of_reach
from dashboard.services import WebServices


def install(server: Flask, services: WebServices) -> None:
    """Add `/healthz`, which needs nothing, and `/readyz`, which queries the database unless it may be paused."""
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
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return database_out_of_reach()
        return jsonify(status="ready")

    server.register_blueprint(blueprint)
