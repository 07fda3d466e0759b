"""What locust runs: people who look at one large analysis, each in a session of their own.

Not to be imported by anything else: locust replaces the standard library's sockets when it starts.
"""

import json
import os
import random
from itertools import count
from pathlib import Path

import gevent
from locust import FastHttpUser, task

from benchmarks.load.recorded import CALLBACK, with_selection

PLAN = json.loads(Path(os.environ["BATCHPROT_LOAD_PLAN"]).read_text())
THINK_SECONDS = PLAN["think_seconds"]
_person = count()
BRUSHED = ("summary", "scatter", "panel", "other")


class Session(FastHttpUser):
    """A signed-in person."""

    network_timeout = connection_timeout = 60.0
    concurrency = 10

    def wait_time(self) -> float:
        """Think: exponentially distributed."""
        return random.expovariate(1 / THINK_SECONDS)

    def on_start(self) -> None:
        """Follow a sign-in link of one's own, and keep the form token."""
        self.client.get(f"/sign-in/link/{PLAN['links'][next(_person)]}", name="sign in", allow_redirects=False)
        self.client.get("/", name="page")
        token = next(cookie.value for cookie in self.client.cookiejar if cookie.name == "_csrf_token")
        self.headers = {"X-CSRFToken": token, "Origin": self.host, "Content-Type": "application/json"}

    @task(15)
    def analyses(self) -> None:
        """Open the list of analyses."""
        self.client.get("/", name="page")
        self._ask(PLAN["analyses"])

    @task(10)
    def open(self) -> None:
        """Open the analysis with a selection."""
        self.client.get(PLAN["job"], name="page")
        self._ask(PLAN["analysis"])

    @task(35)
    def brush(self) -> None:
        """Select something else."""
        self._ask([one for one in PLAN["analysis"] if one["name"] in BRUSHED and "r.gravy" in one["body"]])

    @task(30)
    def rows(self) -> None:
        """Scroll the table."""
        self._ask([one for one in PLAN["analysis"] if one["name"] == "rows"][:1])

    @task(8)
    def protein(self) -> None:
        """Open one protein."""
        self.client.get(f"{PLAN['job']}/proteins/{random.randint(1, 80_000)}", name="page")  # noqa: S311
        self._ask(PLAN["protein"], name="protein")

    @task(2)
    def download(self) -> None:
        """Download everything as CSV: a runner makes it once, and it is sent as a file."""
        place = self._led(f"{PLAN['job']}/download.csv")
        while not (file := self._led(place)):
            gevent.sleep(2)
        with self.client.get(file, name="CSV", stream=True) as answer:
            while answer.raw and answer.raw.read(1_000_000):
                pass

    def _led(self, path: str) -> str:
        """Where an answer leads, if it does."""
        answer = self.client.get(path, name="CSV asked for", allow_redirects=False)
        return str((answer.headers or {}).get("location", ""))

    def _ask(self, callbacks: list[dict[str, str]], name: str = "") -> None:
        """Send a page's callbacks at the same time, as a browser does."""
        low = random.uniform(-1.2, 0.2)  # noqa: S311
        high = low + random.uniform(0.05, 0.6)  # noqa: S311
        sent = [
            gevent.spawn(self._post, name or one["name"], with_selection(one["body"], low, high)) for one in callbacks
        ]
        gevent.joinall(sent)

    def _post(self, name: str, body: str) -> None:
        with self.client.post(CALLBACK, data=body, headers=self.headers, name=name, catch_response=True) as answer:
            if answer.status_code not in (200, 204):
                answer.failure(f"{answer.status_code}")
            elif (
                answer.text
                and ('"text": "' in answer.text or '"text":"' in answer.text)
                and "frame-toast" in answer.text
            ):
                answer.failure("a toast")
