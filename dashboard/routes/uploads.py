"""Uploading: ask for a place, send the file there, have it looked at.

The file goes to the address that the first answer names: here to a route of ours, on S3 to the bucket.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, abort, json, jsonify, request

from batchprot.formats import TABLES
from batchprot.reading.fasta import Reading
from dashboard.auth import current_user
from dashboard.errors import problem
from dashboard.page_access import job_id_from
from dashboard.services import WebServices
from dashboard.upload_stream import uploaded_file
from jobs.background import BackgroundWork
from jobs.errors import ReadingChoice
from jobs.intake import inspect_later
from jobs.intake.uploads import SEQUENCES, TABLE, create_upload, receive

JSON_BYTES = 65_536
FORM_ALLOWANCE = 1_000_000  # what a form adds around the file


def install(server: Flask, services: WebServices) -> None:
    """Add the three steps of an upload."""
    blueprint = Blueprint("uploads", __name__, url_prefix="/api/uploads")
    jobs = services.jobs

    @blueprint.post("")
    def create() -> Response:
        asked = json_object()
        name, size = asked.get("filename"), asked.get("size")
        if not isinstance(name, str) or not isinstance(size, int) or isinstance(size, bool):
            return problem(400, "An upload needs the file's name and its size in bytes.", "malformed")
        purpose = TABLE if asked.get("purpose") == TABLE else SEQUENCES
        ticket = create_upload(jobs, current_user().id, name, size, purpose)
        return jsonify(id=str(ticket.id), url=ticket.url, fields=ticket.fields)

    @blueprint.post("/<upload_id>/content")
    def content(upload_id: str) -> Response:
        request.max_content_length = jobs.limits.file_bytes + FORM_ALLOWANCE
        fields, stream = uploaded_file(request)
        token = fields.get("token") or request.args.get("token", "")
        receive(jobs, _id(upload_id), token, stream)
        return Response(status=204)

    @blueprint.post("/<upload_id>/complete")
    def complete(upload_id: str) -> Response:
        asked = json_object()
        reading, translate = asked.get("reading"), asked.get("translate")
        if reading is not None and (not isinstance(reading, str) or reading not in set(Reading)):
            return problem(400, f"Sequences can be read as {', '.join(Reading)}.", "malformed")
        chosen = None if reading is None else Reading(reading)
        if translate is not None and (type(translate) is not int or translate not in TABLES):
            return problem(400, "Nucleotides are translated by the number of a genetic code of NCBI.", "malformed")
        found = inspect_later.complete(jobs, current_user().id, _id(upload_id), chosen, translate)
        if not isinstance(found, BackgroundWork):
            return jsonify(found)
        response = jsonify(waiting=True, done=found.done, total=found.total)
        response.status_code = 202
        return response

    @blueprint.errorhandler(ReadingChoice)
    def asked(choice: ReadingChoice) -> Response:
        return Response(json.dumps(choice.problem), status=choice.status, mimetype="application/problem+json")

    server.register_blueprint(blueprint)


def json_object(largest: int = JSON_BYTES) -> dict[str, Any]:
    """The body of this request; anything but a JSON object of moderate size is refused."""
    request.max_content_length = largest
    try:
        body = request.get_json()
    except RecursionError:
        abort(400)
    if not isinstance(body, dict):
        abort(400)
    return body


def _id(text: str) -> UUID:
    upload_id = job_id_from(text)
    if upload_id is None:
        abort(404)
    return upload_id
