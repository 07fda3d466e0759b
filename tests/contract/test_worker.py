"""The worker's HTTP interface, called through the real application."""

import gzip
import math
import threading

import orjson
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from batchprot.engine.analyze import plain
from batchprot.properties.table import PROPERTIES, Kind
from batchprot.properties.version import ENGINE_VERSION
from batchprot.reading.alphabet import LETTERS, STANDARD
from batchprot.tables import media_types, raw_columns
from worker import app as worker_app
from worker.app import ANSWER_BYTES, create_app
from worker.schemas import MAX_PROFILE_RESIDUES, MAX_SEQUENCES
from worker.strict_json import BODY_BYTES

CALCULATED = [row.key for row in PROPERTIES if row.home == "measurement" and row.kind is not Kind.COUNTS]
SEQUENCES = ["MKVLAAGGWWDERKHHYTSNQ", "GGGGD", "ACDEFGHIKLMNPQRSTVWY"]


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(), raise_server_exceptions=False) as client:
        yield client


def problem(response, status, code):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert set(document) == {"type", "title", "status", "detail", "code"}
    assert (document["status"], document["code"]) == (status, code)
    return document["detail"]


def analyze(client, sequences, **options):
    response = client.post("/v1/analyze", json={"sequences": sequences, "options": options})
    assert response.status_code == 200, response.text
    return response.json()


def test_health_names_the_engine(client):
    assert client.get("/healthz").json() == {"status": "ok", "engine": ENGINE_VERSION}


def test_the_property_table_is_given_whole_and_in_order(client):
    table = client.get("/v1/properties").json()
    assert [row["key"] for row in table] == [row.key for row in PROPERTIES]
    assert table[2]["unit"] == "Da"
    assert table[2]["kind"] == "number"


def test_scales_are_listed_with_reference_and_values(client):
    scales = client.get("/v1/scales").json()
    assert scales[0]["key"] == "kyte_doolittle"
    assert scales[0]["doi"] == "10.1016/0022-2836(82)90515-0"
    assert set(scales[0]["values"]) == set(STANDARD)


def test_an_analysis_has_one_value_per_property_and_sequence(client):
    answer = analyze(client, SEQUENCES)
    assert answer["engine"] == ENGINE_VERSION
    assert answer["constants"] == "expasy"
    columns = answer["columns"]
    assert [key for key in columns if key not in {"length", "crc64", "proforma"}] == CALCULATED
    assert {len(values) for values in columns.values()} == {3}
    assert columns["length"] == [21, 5, 20]
    assert columns["isoelectric_point"][1] == pytest.approx(3.80, abs=0.005)
    assert [sum(counts) for counts in answer["residue_counts"]] == [21, 5, 20]
    assert answer["residue_counts"][1][STANDARD.index("G")] == 4


def test_integers_are_written_as_integers_and_texts_as_texts(client):
    columns = analyze(client, SEQUENCES)["columns"]
    for row in PROPERTIES:
        values = [value for value in columns.get(row.key, []) if value is not None]
        expected = {Kind.INTEGER: int, Kind.NUMBER: float, Kind.TEXT: str}.get(row.kind)
        assert all(type(value) is expected for value in values), row.key


def test_values_come_rounded_as_they_are_stored(client):
    columns = analyze(client, SEQUENCES)["columns"]
    for row in PROPERTIES:
        if row.kind is Kind.NUMBER:
            numbers = [value for value in columns[row.key] if value is not None]
            assert all(round(value, row.stored_decimals) == value for value in numbers), row.key


def test_options_are_used_and_named(client):
    answer = analyze(client, ["GGGGD"], constants="biopython")
    assert answer["constants"] == "biopython"
    assert answer["columns"]["isoelectric_point"][0] == pytest.approx(4.30, abs=0.005)


def test_no_sequences_give_empty_columns(client):
    answer = analyze(client, [])
    assert set(map(len, answer["columns"].values())) == {0}
    assert answer["residue_counts"] == []


@pytest.mark.parametrize(
    "bad", ["", "*", "MK*V", "MK-V", "M K", "12", "é", "stra\xdfe", "Ω", "\x00", "\U0001f9ec", ">sp|P1\nMK"]
)
def test_a_bad_sequence_never_fails_its_neighbours(client, bad):
    alone = analyze(client, SEQUENCES)
    together = analyze(client, [SEQUENCES[0], bad, *SEQUENCES[1:]])
    for key, values in together["columns"].items():
        assert values[:1] + values[2:] == alone["columns"][key], key
        assert key in {"notes", "length"} or values[1] in {None, ""}, key
    assert together["columns"]["notes"][1] == ("bad_letter" if bad else "no_residues")


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_alone_has_an_answer(client, letter):
    answer = analyze(client, [letter, letter.lower() * 7])
    assert answer["columns"]["length"] == [1, 7]


# Names of what once broke analysers: short, charged on one side only, all ambiguous, all rare, beginning with W.
@pytest.mark.parametrize(
    "sequence", ["W", "WW", "WAAAAAA", "D" * 50, "R" * 50, "X" * 9, "U" * 9, "BZJX", "MX", "A" * 35_000]
)
@pytest.mark.parametrize("policy", ["exclude", "average", "reject"])
def test_extreme_sequences_have_answers(client, sequence, policy):
    assert analyze(client, [sequence], ambiguous=policy)["columns"]["length"] == [len(sequence)]


@settings(max_examples=60, deadline=None)
@given(
    sequences=st.lists(st.text(LETTERS, min_size=1, max_size=60), max_size=6),
    policy=st.sampled_from(["exclude", "average", "reject"]),
    constants=st.sampled_from(["expasy", "biopython"]),
    part=st.fixed_dictionaries({"first_residue": st.integers(1, 70), "remove_initiator_met": st.booleans()}),
)
def test_any_letters_give_finite_columns_of_one_value_each(client, sequences, policy, constants, part):
    answer = analyze(client, sequences, ambiguous=policy, constants=constants, **part)
    for values in answer["columns"].values():
        assert len(values) == len(sequences)
        assert all(math.isfinite(value) for value in values if isinstance(value, float))


@pytest.mark.parametrize("path", ["/v1/analyze", "/v1/profile", "/v1/titration"])
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_json"),
        (b'{"sequences": [NaN]}', 400, "bad_json"),
        (b'{"sequences": [], "options": {"ph": 1e400}}', 400, "bad_json"),
        (b'{"sequences": [], "sequences": []}', 400, "duplicate_key"),
        (b'\xef\xbb\xbf{"sequences": []}', 400, "bad_json"),
        ('{"sequences": ["é"]}'.encode("latin-1"), 400, "bad_json"),
        (b'{"sequences": []} trailing', 400, "bad_json"),
        (b'{"sequences": ' + b"[" * 200_000, 400, "bad_json"),
        (b'{"sequences": ["\\ud800"]}', 400, "bad_json"),
        (b"[]", 422, "not_an_object"),
        (b'{"unknown": 1}', 422, "bad_request"),
        (b" " * (BODY_BYTES + 1), 413, "request_too_large"),
    ],
)
def test_bad_bodies_are_problems(client, path, body, status, code):
    detail = problem(client.post(path, content=body, headers={"content-type": "application/json"}), status, code)
    assert detail.endswith(".")


def test_another_media_type_is_a_problem(client):
    problem(client.post("/v1/analyze", content=b"{}"), 415, "unsupported_media_type")
    form = client.post("/v1/analyze", data={"sequences": "MK"})
    problem(form, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "options",
    [
        {"ph": 15},
        {"ph": -1},
        {"ph": "7"},
        {"constants": "other"},
        {"pka_set": "other"},
        {"unknown": 1},
        {"first_residue": 0},
        {"first_residue": 5, "last_residue": 4},
        {"disulfides": -1},
        {"disulfides": True},
        {"ambiguous": None},
    ],
)
@pytest.mark.parametrize("path", ["/v1/analyze", "/v1/titration"])
def test_options_that_do_not_hold_are_problems(client, path, options):
    body = {"options": options} | ({"sequences": ["MK"]} if path == "/v1/analyze" else {"sequence": "MK"})
    problem(client.post(path, json=body), 422, "bad_options")


def test_too_many_sequences_are_a_problem(client):
    problem(client.post("/v1/analyze", json={"sequences": ["M"] * (MAX_SEQUENCES + 1)}), 422, "bad_request")


def test_an_answer_too_large_is_a_problem_that_says_to_split(client):
    response = client.post("/v1/analyze", json={"sequences": ["ACDEFGHIKLMNPQRSTVWY"] * MAX_SEQUENCES})
    assert "Split" in problem(response, 413, "answer_too_large")


def test_five_thousand_sequences_fit_into_one_answer(client):
    response = client.post("/v1/analyze", json={"sequences": ["ACDEFGHIKLMNPQRSTVWY" * 10] * 5_000})
    assert response.status_code == 200
    assert len(response.content) <= ANSWER_BYTES


def test_answers_are_gzipped_when_asked_for_only(client):
    body = {"sequences": SEQUENCES * 20}
    zipped = client.post("/v1/analyze", json=body, headers={"accept-encoding": "gzip"})
    plain = client.post("/v1/analyze", json=body, headers={"accept-encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.json() == plain.json()
    assert int(zipped.headers["content-length"]) < len(plain.content) / 3
    assert gzip.compress(plain.content)


def test_a_profile_has_positions_and_values(client):
    answer = client.post("/v1/profile", json={"sequence": "ggggd", "scale": "kyte_doolittle", "window": 5}).json()
    assert answer == {"scale": "kyte_doolittle", "window": 5, "positions": [3], "values": [-1.02]}


def test_a_window_without_any_value_is_null(client):
    body = {"sequence": "XXXA", "scale": "eisenberg", "window": 3}
    assert client.post("/v1/profile", json=body).json()["values"] == [None, 0.62]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scale": "no_such"}, "unknown_scale"),
        ({"window": 4}, "even_window"),
        ({"window": 21}, "window_too_long"),
        ({"window": 1}, "bad_request"),
        ({"window": 53}, "bad_request"),
        ({"edge": 1.5}, "bad_request"),
        ({"sequence": "MK*"}, "bad_letter"),
        ({"sequence": ""}, "bad_request"),
        ({"sequence": "A" * (MAX_PROFILE_RESIDUES + 1)}, "bad_request"),
    ],
)
def test_profiles_that_cannot_be_are_problems(client, change, code):
    body = {"sequence": "MKVLAAGGWW", "scale": "eisenberg", "window": 5} | change
    problem(client.post("/v1/profile", json=body), 422, code)


def test_the_longest_profile_is_given(client):
    body = {"sequence": "AC" * (MAX_PROFILE_RESIDUES // 2), "scale": "hydrophobic_moment", "window": 51}
    assert len(client.post("/v1/profile", json=body).json()["values"]) == MAX_PROFILE_RESIDUES - 50


def test_a_titration_has_a_curve_and_a_point_for_every_set(client):
    answer = client.post("/v1/titration", json={"sequence": "GGGGD", "step": 0.5}).json()
    assert answer["ph"] == [n / 2 for n in range(29)]
    assert list(answer["curves"]) == list(answer["isoelectric_points"])
    assert answer["isoelectric_points"]["expasy"] == pytest.approx(3.80, abs=0.005)
    assert {len(curve) for curve in answer["curves"].values()} == {29}


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/", 404), ("GET", "/v1/analyze", 405)])
def test_the_frameworks_own_errors_are_problems(client, method, path, status):
    problem(client.request(method, path), status, {404: "not_found", 405: "method_not_allowed"}[status])


def test_an_unexpected_error_is_a_problem_without_a_word_of_the_input(client, monkeypatch):
    def broken(sequences, _options):
        raise RuntimeError(sequences)

    monkeypatch.setattr(worker_app, "analyze", broken)
    response = client.post("/v1/analyze", json={"sequences": ["MKSECRET"]})
    assert "SECRET" not in problem(response, 500, "engine_failure")


def test_health_and_small_requests_are_answered_while_large_ones_hold_every_place(client, monkeypatch):
    busy, release = threading.Semaphore(0), threading.Event()
    large = {"sequences": ["M" * worker_app.SMALL_BODY]}

    def slow(sequences, _options):
        if sequences == large["sequences"]:
            busy.release()
            assert release.wait(20)
        return {"notes": [], "residue_counts": []}

    monkeypatch.setattr(worker_app, "analyze", slow)
    calls = [
        threading.Thread(target=client.post, args=("/v1/analyze",), kwargs={"json": large})
        for _ in range(2 * worker_app.CONCURRENT_LARGE)
    ]
    for call in calls:
        call.start()
    try:
        for _ in range(worker_app.CONCURRENT_LARGE):
            assert busy.acquire(timeout=10)
        assert client.get("/healthz").status_code == 200
        assert client.post("/v1/analyze", json={"sequences": ["MKV"]}).status_code == 200
        assert all(call.is_alive() for call in calls), "a large request had to end first"
    finally:
        release.set()
        for call in calls:
            call.join()


def test_openapi_describes_every_call_and_is_off_in_production(client):
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) == {"/healthz", "/v1/properties", "/v1/scales", "/v1/analyze", "/v1/profile", "/v1/titration"}
    schema = paths["/v1/profile"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema["properties"]["window"]["maximum"] == 51
    with TestClient(create_app("production")) as hidden:
        assert hidden.get("/openapi.json").status_code == 404
        assert hidden.get("/docs").status_code == 404
        assert hidden.get("/healthz").status_code == 200


def test_two_applications_in_one_process_do_not_share_anything(client):
    with TestClient(create_app()) as other:
        assert other.get("/v1/scales").content == client.get("/v1/scales").content
        assert other.app is not client.app


def test_the_answer_is_strict_json(client):
    response = client.post("/v1/analyze", json={"sequences": ["X", "D", "MKV"]})
    assert orjson.loads(response.content)["columns"]["length"] == [1, 1, 3]
    assert b"NaN" not in response.content
    assert b"Infinity" not in response.content


def test_a_program_gets_the_same_values_as_raw_columns(client):
    sequences = [*SEQUENCES, "", "MXB", "XX", "M1"]
    document = analyze(client, sequences, ph=5.5)
    body = {"sequences": sequences, "options": {"ph": 5.5}}
    response = client.post("/v1/analyze", json=body, headers={"Accept": media_types.RAW_COLUMNS})
    assert response.headers["content-type"] == media_types.RAW_COLUMNS
    raw = raw_columns.from_bytes(response.content)
    assert (raw.engine, raw.constants) == (document["engine"], document["constants"])
    values = plain(raw.columns)
    assert values.pop("residue_counts") == document["residue_counts"]
    assert values == document["columns"]


def test_raw_columns_that_lambda_could_not_carry_are_refused(client):
    """As base64 they are a third longer: JSON of the same size would still fit."""
    body = {"sequences": ["MKV"] * 12_000}
    response = client.post("/v1/analyze", json=body, headers={"Accept": media_types.RAW_COLUMNS})
    problem(response, 413, "answer_too_large")


def test_an_error_is_a_problem_document_whatever_is_asked_for(client):
    response = client.post("/v1/analyze", json={"sequences": "MK"}, headers={"Accept": media_types.RAW_COLUMNS})
    problem(response, 422, "bad_request")


def test_the_description_names_both_media_types(client):
    answers = client.get("/openapi.json").json()["paths"]["/v1/analyze"]["post"]["responses"]
    assert set(answers["200"]["content"]) == {"application/json", media_types.RAW_COLUMNS}
