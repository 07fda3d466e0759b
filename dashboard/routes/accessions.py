"""Sequences by accession: the page sends a list, gets FASTA, and uploads that like any other file."""

from flask import Blueprint, Flask, Response, jsonify

from dashboard.errors import problem
from dashboard.routes.uploads import json_object
from dashboard.services import WebServices
from jobs.intake.uniprot import read_accessions


def install(server: Flask, services: WebServices) -> None:
    """Add `POST /api/accessions`."""
    blueprint = Blueprint("accessions", __name__)

    @blueprint.post("/api/accessions")
    def fetch() -> Response:
        text = json_object().get("accessions")
        if not isinstance(text, str):
            return problem(
                400, "Send the accessions as one text, separated by spaces, commas or new lines.", "malformed"
            )
        found = services.uniprot.fetch(read_accessions(text, services.jobs.quotas.accessions))
        if not found.fasta:
            return problem(404, "UniProt has no sequence under any of these accessions.", "no_sequences")
        return jsonify(fasta=found.fasta, missing=found.missing)

    server.register_blueprint(blueprint)
