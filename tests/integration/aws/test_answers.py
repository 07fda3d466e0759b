"""Every answer about a large analysis fits through Lambda, whatever is asked for."""

import json

import pytest

from models.database import Database
from results.exports.stored import LARGE
from results.queries import query

LARGEST = 6_000_000
GRID_REQUEST = {"startRow": 0, "endRow": 500, "sortModel": [], "filterModel": {}}
FILES = ("download.csv?columns=all", "download.fasta", "download.zip", "report.html")


@pytest.fixture
def large(fill, tell):
    """An analysis with as many records as are ever drawn point by point."""
    job = fill(1, seed=4)
    for table in ("protein", "measurement"):
        asked = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        types = dict(tell(asked, table))
        values = {name: name for name in types} | {"ordinal": "g"}
        values |= {name: f"{name} + random()" for name, kind in types.items() if kind == "double precision"}
        tell(
            f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} "
            f"FROM {table} CROSS JOIN generate_series(2, {query.MOST_POINTS}) g WHERE job_id = %s",
            job.id,
        )
    tell("UPDATE job SET records = %s, done = %s WHERE id = %s", query.MOST_POINTS, query.MOST_POINTS, job.id)
    tell("ANALYZE")
    return job


@pytest.fixture
def browser(large, results_url, build, lambda_browser):
    """The owner, signed in."""
    from accounts.one_time_links import create_sign_in_link
    from accounts.services import AccountServices

    database = Database(results_url)
    link = create_sign_in_link(AccountServices(database), large.owner)
    database.dispose()
    browser = lambda_browser.Browser(build(BATCHPROT_DATABASE_URL=results_url))
    assert browser.get(f"/sign-in/link/{link}").status == 303
    assert browser.get("/").status == 200
    return browser


@pytest.fixture
def work(results_url, cloud_environment, local_aws, drain):
    """What the runner function does when messages are in the queue."""
    from jobs.runners.lambda_runner import build_runner
    from jobs.runners.lambda_settings import RunnerLambdaSettings
    from runtime.settings import read_settings

    environment = cloud_environment | {"BATCHPROT_DATABASE_URL": results_url}
    runner = build_runner(read_settings(RunnerLambdaSettings, environment), local_aws)
    return lambda: runner.work(drain(), lambda: 900.0)


def components(layout):
    """The properties of every component in a layout."""
    if isinstance(layout, dict):
        if isinstance(layout.get("props"), dict):
            yield layout["props"]
        layout = list(layout.values())
    if isinstance(layout, list):
        for part in layout:
            yield from components(part)


def learn(values, answer):
    """Keep what a callback's answer sets, and the properties of the components in it."""
    if answer.status == 200 and "response" in answer.json:
        for component, properties in answer.json["response"].items():
            values |= {(component, name): value for name, value in properties.items()}
        for props in components(answer.json):
            values |= {(str(props.get("id")), name): value for name, value in props.items()}


def ask(browser, callback, values):
    def argument(spec):
        return [] if spec["id"].startswith("{") else {**spec, "value": values.get((spec["id"], spec["property"]))}

    name = callback["output"]
    several = name.startswith("..")
    outputs = []
    for part in name.strip(".").split("...") if several else [name]:
        component, _, prop = part.rpartition(".")
        outputs.append({"id": component, "property": prop.split("@")[0]})
    trigger = callback["inputs"][0]
    body = {
        "output": name,
        "outputs": outputs if several else outputs[0],
        "inputs": [argument(spec) for spec in callback["inputs"]],
        "state": [argument(spec) for spec in callback["state"]],
        "changedPropIds": [] if trigger["id"].startswith("{") else [f"{trigger['id']}.{trigger['property']}"],
    }
    return browser.post("/_dash-update-component", body)


@pytest.mark.slow
def test_every_answer_about_a_large_analysis_fits(browser, large, work):
    sizes = {}
    handle = browser.handle

    def measured(event):
        answer = handle(event)
        place = event["rawPath"]
        size = len(json.dumps(answer))
        sizes[place] = max(size, sizes.get(place, 0))
        assert size < LARGEST, place
        assert answer["statusCode"] < 500, (place, answer["body"][:300])
        return answer

    browser.handle = measured
    callbacks = [each for each in browser.get("/_dash-dependencies").json if not each.get("clientside_function")]
    (router,) = (each for each in callbacks if "_pages_content.children" in each["output"])
    drawn = 0
    for path in ("/", "/new", f"/jobs/{large.id}", f"/jobs/{large.id}/proteins/1"):
        values = {("_pages_location", "pathname"): path, ("_pages_location", "search"): ""}
        learn(values, ask(browser, router, values))
        # What one callback draws, the next ones ask about.
        for callback in [*callbacks, *callbacks]:
            specs = [*callback["inputs"], *callback["state"]]
            wanted = {spec["id"] for spec in specs if not spec["id"].startswith("{")}
            if callback is not router and wanted <= {component for component, _property in values}:
                values["explorer-grid", "getRowsRequest"] = GRID_REQUEST
                answer = ask(browser, callback, values)
                drawn = max(drawn, len(answer.body))
                learn(values, answer)
    assert drawn > 100_000, "plots were among them"
    assert max(LARGE.values()) < query.MOST_POINTS, "every form is made by the runner"
    for file in FILES:
        sent = browser.download(f"/jobs/{large.id}/{file}", work)
        assert sent.is_success, (file, sent.status_code)
        assert len(sent.content) > 1_000_000, file
    assert browser.get("/_dash-layout").status == 200
    for name in ("plotly/package_data/plotly.min.js", "dash_ag_grid/dash_ag_grid.min.js"):
        browser.get(f"/_dash-component-suites/{name}", accept_encoding="gzip")
    assert max(sizes.values()) < LARGEST
