"""What the browser counts with while somebody brushes: a small number for each protein, and who is selected."""

import gzip

from flask import Blueprint, Flask, Response, request

from dashboard.reader import current_reader
from dashboard.routes import downloads
from dashboard.services import WebServices


def install(server: Flask, services: WebServices) -> None:
    """Add the codes and the bits of an analysis."""
    blueprint = Blueprint("live", __name__)
    jobs = services.jobs

    @blueprint.get("/jobs/<job_id>/codes/<name>")
    def codes(job_id: str, name: str) -> Response:
        from results.live.codes import codes

        response = _packed(codes(jobs, current_reader().access, downloads.id_of(job_id), name))
        # The name ends with a digest of what the numbers stand for.
        response.set_etag(name)
        response.make_conditional(request)
        return response

    @blueprint.get("/jobs/<job_id>/rows")
    def rows(job_id: str) -> Response:
        from results.live.codes import rows

        return _packed(rows(jobs, current_reader().access, downloads.id_of(job_id), downloads.selection()))

    server.register_blueprint(blueprint)


def _packed(data: bytes) -> Response:
    """Bytes that are compressed already, for a browser that may not take them so."""
    if not request.accept_encodings["gzip"]:
        return Response(gzip.decompress(data), mimetype="application/octet-stream")
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(data, mimetype="application/octet-stream", headers=headers)
