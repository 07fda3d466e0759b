"""The worker by its three ways: plain HTTP, a signed Function URL, Lambda's invoke call. All answer alike."""

from dataclasses import replace

import numpy as np
import pytest

from batchprot.properties.options import AnalysisOptions
from jobs.adapters.worker_transports import LambdaInvoke, LambdaUrlAuth
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.pipeline.worker_errors import WorkerBusy, WorkerDown, WorkerFailed, WorkerRefused, WorkerTooLarge

OPTIONS = AnalysisOptions()
SEQUENCES = ["MKVLAAGG", "ACDEFGHIKLMNPQRSTVWY"]


@pytest.fixture(scope="module")
def front(lambda_runtime, lambda_front, start_process):
    """The worker's function, in a process of its own under the runtime client, with its two doors."""
    function = lambda_runtime.Function(start_process, "worker.lambda_handler.handler", {})
    front = lambda_front.Front(function, (lambda_runtime.FunctionError, lambda_runtime.EventTooLargeError))
    # Its first start takes longer than a question after its health may.
    healthz = {"method": "GET", "path": "/healthz", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    event = {"version": "2.0", "rawPath": "/healthz", "rawQueryString": "", "headers": {}}
    assert function.invoke(event | {"requestContext": {"http": healthz}})["statusCode"] == 200
    yield front
    front.close()
    function.close()


@pytest.fixture(autouse=True)
def _good_mood(front):
    front.mood, front.ahead, front.refused = "", 0.0, 0


@pytest.fixture
def signed(front, local_aws):
    return HttpWorkerClient(front.url, auth=LambdaUrlAuth(local_aws.session.get_credentials, "eu-central-1"))


@pytest.fixture
def invoked(front, local_aws):
    from botocore.config import Config

    once = Config(retries={"total_max_attempts": 1}, read_timeout=60)
    client = local_aws.session.client("lambda", endpoint_url=front.url, config=once)
    return HttpWorkerClient("http://worker", transport=LambdaInvoke(client, "batchprot-worker"))


@pytest.fixture(params=["plain", "signed", "invoked"])
def client(request, worker_url):
    return HttpWorkerClient(worker_url) if request.param == "plain" else request.getfixturevalue(request.param)


@pytest.fixture(params=["signed", "invoked"])
def cloud_client(request):
    return request.getfixturevalue(request.param)


def test_every_way_gives_the_same_answers(client, worker_url):
    plain = HttpWorkerClient(worker_url)
    assert client.scales() == plain.scales()
    there, here = client.analyze(SEQUENCES, OPTIONS), plain.analyze(SEQUENCES, OPTIONS)
    assert there.columns.keys() == here.columns.keys()
    for key, column in here.columns.items():
        np.testing.assert_array_equal(there.columns[key], column)
    assert client.profile(SEQUENCES[1], "kyte_doolittle", 9, 1.0) == plain.profile(
        SEQUENCES[1], "kyte_doolittle", 9, 1.0
    )
    assert client.titration(SEQUENCES[1], OPTIONS) == plain.titration(SEQUENCES[1], OPTIONS)


def test_every_way_refuses_alike(client):
    with pytest.raises(WorkerRefused) as refused:
        client.profile("MKV", "no such scale", 9, 1.0)
    assert len(refused.value.detail) > 10
    with pytest.raises(WorkerTooLarge):
        client.analyze(["M" * 6_000_001], OPTIONS)


def test_a_large_chunk_fits_through_both_doors(cloud_client):
    sequences = ["MKVLAAGGACDEFGHIKLMNPQRSTVWY" * 8] * 5_000
    assert len(cloud_client.analyze(sequences, OPTIONS).columns) > 50


def test_a_throttled_function_is_waited_for(cloud_client, front):
    front.mood = "throttled"
    with pytest.raises(WorkerBusy) as busy:
        cloud_client.analyze(SEQUENCES, OPTIONS)
    assert busy.value.seconds == 7


def test_a_function_that_died_of_its_question_makes_it_suspicious(cloud_client, front):
    front.mood = "broken"
    with pytest.raises(WorkerFailed) as failed:
        cloud_client.analyze(SEQUENCES, OPTIONS)
    assert failed.value.suspicious


def test_a_function_that_is_silent_is_given_up_in_time(cloud_client, front):
    front.mood = "silent"
    held = front.held
    with pytest.raises(WorkerFailed):
        cloud_client.analyze(SEQUENCES, OPTIONS, seconds=0.5)
    assert front.held == held + 1, "the front had answered before the client gave up"


def test_nobody_there_is_down(cloud_client, local_aws):
    if cloud_client.auth is not None:
        gone = replace(cloud_client, base_url="http://127.0.0.1:9")
    else:
        lost = local_aws.session.client("lambda", endpoint_url="http://127.0.0.1:9")
        gone = replace(cloud_client, transport=LambdaInvoke(lost, "batchprot-worker"))
    with pytest.raises(WorkerDown):
        gone.analyze(SEQUENCES, OPTIONS)


@pytest.mark.parametrize("ahead", [600.0, -600.0])
def test_a_clock_that_is_off_is_corrected_by_the_other_sides(signed, front, ahead):
    front.ahead = ahead
    signed.analyze(SEQUENCES, OPTIONS)
    assert front.refused == 1
    signed.analyze(SEQUENCES, OPTIONS)
    assert front.refused == 1, "the correction is remembered"


def test_a_caller_without_permission_is_told_plainly_and_once(front, caplog):
    from botocore.credentials import Credentials

    stranger = HttpWorkerClient(front.url, auth=LambdaUrlAuth(lambda: Credentials("AKID", "wrong"), "eu-central-1"))
    with pytest.raises(WorkerFailed) as failed:
        stranger.analyze(SEQUENCES, OPTIONS)
    assert not failed.value.suspicious
    assert front.refused == 1
    assert "does not permit" in caplog.text
