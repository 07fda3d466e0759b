"""The table through the upload that the browser makes: the same bytes give the same verdict."""

from typing import Any

import pytest

from tests.reading_cases.cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=[f"{case.verdict}-{case.name}" for case in CASES])
def test_an_upload_is_read_as_the_table_says(visitor: Any, case: Case) -> None:
    ticket = visitor.post("/api/uploads", json={"filename": "case.txt", "size": len(case.data)}).json
    sent = visitor.post(ticket["url"], data=case.data, query_string=ticket["fields"], content_type="text/plain")
    answer = visitor.post(f"/api/uploads/{ticket['id']}/complete", json={}) if sent.status_code == 204 else sent
    found = answer.json
    if not case.records:
        assert (answer.status_code, found["code"]) == (422, case.verdict)
        said = " ".join(choice["reading"] for choice in found.get("readings", ())) or found["detail"]
        assert case.says in said
        return
    assert (answer.status_code, found["reading"], found["records"]) == (200, case.verdict, len(case.records))
    assert case.says in found["evidence"]
    rejected = [record for record in case.records if record.startswith("<")]
    assert found["rejected"] == len(rejected)
    codes = {note["code"] for note in found["notes"]}
    assert {record.strip("<>") for record in rejected} <= codes
    starts = ["" if record.startswith("<") else record[:18] for record in case.records]
    assert [record["start"] for record in found["first"]] == starts[:8]
