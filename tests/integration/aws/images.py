"""The two images as Lambda starts them: `make test-images` builds them and runs this with their real runtime client."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DASHBOARD, WORKER = "batchprot-dashboard", "batchprot-worker"
TOOL = subprocess.run(
    ["bash", "-c", '. tools/image_tool.sh && echo "$IMAGE_TOOL"'],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.strip()


@pytest.fixture(scope="module")
def container():
    """A factory of the words before a command inside an image."""
    made = {}

    def words(image, environment):
        # PostgreSQL's socket of these tests lies in /tmp; nothing else of this machine is there.
        shared = ["--volume", "/tmp:/tmp", *(f"--env={name}={value}" for name, value in environment.items())]
        if "BATCHPROT_DATABASE_URL" in environment:
            # The socket lies in PostgreSQL's own directory, which only root and PostgreSQL may enter.
            shared += ["--user", "0"]
        if TOOL != "buildah":
            return [TOOL, "run", "--rm", "--interactive", "--network=host", "--entrypoint=", *shared, image]
        if image not in made:
            made[image] = buildah("from", f"localhost/{image}").strip()
        return ["buildah", "--storage-driver", "vfs", "run", "--isolation", "chroot", *shared, made[image], "--"]

    yield words
    for name in made.values():
        buildah("rm", name)


def buildah(*arguments):
    return subprocess.run(
        ["buildah", "--storage-driver", "vfs", *arguments], capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def start_function(container, lambda_runtime):
    """As the other tests' fixture, but in the image."""
    started = []

    def start(handler, environment, **options):
        image = WORKER if handler.startswith("worker.") else DASHBOARD

        def start_process(*arguments, environment, **pipes):
            return subprocess.Popen([*container(image, environment), "python", *arguments], **pipes)

        started.append(lambda_runtime.Function(start_process, handler, environment, **options))
        return started[-1]

    yield start
    for function in started:
        function.close()


@pytest.fixture
def inside(container):
    """Run Python in an image."""

    def run(image, code):
        command = [*container(image, {}), "python", "-c", code]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    return run


@pytest.mark.parametrize(
    ("image", "absent"), [(WORKER, ("sqlalchemy", "dash", "jobs")), (DASHBOARD, ("worker", "pytest", "fastapi"))]
)
def test_an_image_holds_its_own_part_compiled_and_is_not_run_by_root(inside, image, absent):
    code = f"""
import importlib.util, os, pathlib, sys, json
app = pathlib.Path("/app")
names = ("batchprot", "runtime", "worker", "dashboard", "jobs", "results")
ours = [p for name in names for p in (app / name).rglob("*.py")]
print(json.dumps({{
    "user": os.getuid(),
    "python": sys.version_info[:2],
    "absent": [name for name in {absent!r} if importlib.util.find_spec(name)],
    "maps": [str(p) for p in app.rglob("*.map")] + [str(p) for p in app.rglob("*.dev.js")],
    "plain": [str(p) for p in ours if not pathlib.Path(importlib.util.cache_from_source(p)).exists()],
    "size": sum(p.stat().st_size for p in app.rglob("*") if p.is_file() and not p.is_symlink()),
}}))"""
    found = json.loads(inside(image, code))
    print(f"{image}: {found['size'] / 1e6:.0f} MB in /app")  # noqa: T201 - the target shows it
    assert found["user"] == 65532
    assert found["python"] == [3, 13]
    assert found["absent"] == found["maps"] == found["plain"] == []
    assert found["size"] < 520_000_000


@pytest.mark.parametrize(
    ("image", "module"),
    [(WORKER, "worker.lambda_handler"), (DASHBOARD, "dashboard.app"), (DASHBOARD, "jobs.runners.lambda_runner")],
)
def test_an_import_takes_little_time(inside, image, module):
    code = f"import time; a = time.process_time(); import {module}; print(time.process_time() - a)"
    seconds = [float(inside(image, code)) for _ in range(3)]
    print(f"import {module}: {seconds[0]:.2f} s of processor at first, {min(seconds):.2f} s at best")  # noqa: T201 - the target shows it
    assert min(seconds) < 6  # on a machine with other work; a cold start on Lambda has a processor of its own


def test_the_worker_computes(start_function, lambda_browser):
    browser = lambda_browser.Browser(start_function("worker.lambda_handler.handler", {}).invoke)
    assert browser.get("/healthz").status == 200
    answer = browser.post("/v1/analyze", {"sequences": ["GGGGD"]})
    assert answer.json["columns"]["length"] == [5]


def test_pages_are_shown_and_people_sign_in(start_function, web_environment, lambda_browser):
    browser = lambda_browser.Browser(start_function("dashboard.lambda_handler.handler", web_environment).invoke)
    password = "a lantern in the orange gel"
    assert browser.form("/sign-up", email="ada@example.org", password=password).status == 303
    assert browser.form("/sign-in", email="ada@example.org", password=password).status == 303
    assert "BatchProt" in browser.get("/").text
    assert browser.get("/_dash-dependencies").json


def test_an_analysis_runs_from_queue_to_rows(start_function, cloud_environment, submit_sent, drain, rows):
    work = start_function("jobs.lambda_handler.work", cloud_environment, timeout=300)
    job_id = submit_sent()
    while (event := drain())["Records"]:
        assert work.invoke(event) == {"batchItemFailures": []}
    assert rows("SELECT id, state, done, rejected FROM job") == [(job_id, "succeeded", 2, 1)]


@pytest.mark.parametrize("handler", ["sweep", "dead_letters"])
def test_the_runners_other_functions_answer(start_function, cloud_environment, handler):
    function = start_function(f"jobs.lambda_handler.{handler}", cloud_environment)
    event = {"Records": []} if handler == "dead_letters" else {"detail-type": "Scheduled Event"}
    assert function.invoke(event) in ({"batchItemFailures": []}, {"sent_again": 0})


def test_migrations_run(start_function, aws_client, aws_url, empty_database_url):
    from sqlalchemy.engine import make_url

    owner = json.dumps({"username": "postgres", "password": "changes every week"})
    secret = aws_client("secretsmanager").create_secret(Name=f"owner-{os.getpid()}", SecretString=owner)["ARN"]
    environment = {
        "AWS_ENDPOINT_URL": aws_url,
        "BATCHPROT_DATABASE_URL": make_url(empty_database_url).set(username=None, password=None).render_as_string(),
        "BATCHPROT_DATABASE_SECRET_ARN": secret,
    }
    assert start_function("migrations.lambda_handler.handler", environment).invoke({})["revision"]
