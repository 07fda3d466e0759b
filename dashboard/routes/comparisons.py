"""The tables of a comparison as CSV."""

from collections.abc import Sequence

from flask import Blueprint, Flask, Response, request

from dashboard.reader import current_reader
from dashboard.routes.downloads import file
from dashboard.services import WebServices
from jobs.errors import JobNotFound
from jobs.services import JobServices
from results.compare.matched import matched_csv
from results.compare.results import compare, keys_of
from results.compare.sides import Side, find_sides, read_address
from results.compare.table import differences_csv

_FEWEST = 2


def install(server: Flask, services: WebServices) -> None:
    """Add both downloads; they need read access to every side."""
    blueprint = Blueprint("comparisons", __name__, url_prefix="/compare")
    jobs = services.jobs

    @blueprint.get("/differences.csv")
    def differences() -> Response:
        found = sides_asked(jobs)
        compared = compare(jobs, current_reader().id, found, _keys(found), {})
        return file((block for block in [differences_csv(found, compared)]), "csv", "differences.csv")

    @blueprint.get("/matched.csv")
    def matched() -> Response:
        found = sides_asked(jobs)[:_FEWEST]
        rows = matched_csv(jobs, current_reader().id, found, _keys(found))
        return file(rows, "csv", "matched.csv")

    server.register_blueprint(blueprint)


def sides_asked(jobs: JobServices) -> list[Side]:
    """The sides that the request's query asks for.

    Raises:
        JobNotFound: they are fewer than two, or one is none of this reader's.
    """
    found = find_sides(jobs, current_reader().id, read_address(request.query_string.decode("ascii", "replace")))
    if len(found) < _FEWEST:
        raise JobNotFound
    return found


def _keys(sides: Sequence[Side]) -> list[str]:
    return keys_of(sides, request.args.get("cols", "basic"))
