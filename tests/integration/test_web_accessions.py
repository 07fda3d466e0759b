"""Sequences by accession through the web application."""

import pytest


def test_fasta_and_the_missing_are_answered(visit, user):
    answer = visit(user).post("/api/accessions", json={"accessions": "P69905 P99999"})
    assert answer.status_code == 200
    assert answer.json["fasta"].startswith(">sp|P69905|HBA_HUMAN ")
    assert answer.json["missing"] == ["P99999"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "malformed"),
        ({"accessions": ["P69905"]}, 400, "malformed"),
        ({"accessions": "nonsense"}, 400, "not_an_accession"),
        ({"accessions": " ".join(f"P{n}" for n in range(10000, 10501))}, 400, "too_many_accessions"),
        ({"accessions": "P99999"}, 404, "no_sequences"),
        ({"accessions": "Q00001"}, 502, "uniprot_unavailable"),
        ({"accessions": "P69905 " * 20_000}, 413, "request_entity_too_large"),
    ],
)
def test_other_requests_are_refused(visit, user, body, status, code):
    answer = visit(user).post("/api/accessions", json=body)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.json["detail"]
