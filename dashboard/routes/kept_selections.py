"""Long selections under short names: the page has one kept, and every address of an analysis may have its name."""

from urllib.parse import parse_qsl

from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.datastructures import ImmutableMultiDict

from dashboard.callback_body import LARGEST
from dashboard.errors import problem
from dashboard.page_access import job_id_from
from dashboard.reader import current_reader
from dashboard.routes.downloads import id_of
from dashboard.routes.shared import ENDPOINT as SHARED
from dashboard.routes.shared import OF_A_LINK
from dashboard.routes.uploads import json_object
from dashboard.services import WebServices
from results.sharing import kept_selections as kept


def install(server: Flask, services: WebServices) -> None:
    """Add `POST /api/kept-selections`, and read the names in addresses; the guard must be installed before."""
    blueprint = Blueprint("kept_selections", __name__)
    jobs = services.jobs

    @blueprint.post("/api/kept-selections")
    def keep() -> Response:
        asked = json_object(LARGEST)
        job, query = asked.get("job"), asked.get("query")
        if not isinstance(job, str) or not isinstance(query, str):
            return problem(400, "Send the id of an analysis and the query of an address.", "malformed")
        return jsonify(name=kept.keep(jobs, current_reader().id, id_of(job), query))

    # The holder of a link changes nothing: what the owner had kept has a name, and nothing else gets one.
    def look_up(token: str) -> Response:  # noqa: ARG001 - the guard has opened the link
        query, shared = json_object(LARGEST).get("query"), current_reader().shared
        if shared is None or not isinstance(query, str):
            return problem(400, "Send the query of an address.", "malformed")
        name = kept.name_of(query)
        kept.expanded(jobs, shared.holder, shared.job_id, f"{kept.PARAMETER}={name}")
        return jsonify(name=name)

    @server.before_request
    def read_name() -> None:
        if kept.PARAMETER not in request.args or not request.view_args:
            return
        reader = current_reader()
        shared = reader.shared
        job_id = shared.job_id if shared is not None else job_id_from(str(request.view_args.get("job_id", "")))
        if job_id is not None:
            query = kept.expanded(jobs, reader.access, job_id, request.query_string.decode("latin-1"))
            request.args = ImmutableMultiDict(parse_qsl(query, keep_blank_values=True))

    server.register_blueprint(blueprint)
    server.add_url_rule(f"{OF_A_LINK}/kept-selections", f"{SHARED}kept_selections.look_up", look_up, methods=["POST"])
