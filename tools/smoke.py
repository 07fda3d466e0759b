#!/usr/bin/env python
"""Go through a running BatchProt as a person does, and say what works: `tools/smoke.py https://batchprot.example`.

It makes an account (or uses the one there is), uploads an example, waits for its analysis, compares every number of
the downloaded CSV with this copy's engine, and looks at headers and cookies on the way. The account and the analysis
stay, for a look at them. Nothing else is changed.

    tools/smoke.py URL --email NAME@HOST --password-file FILE
"""

import argparse
import csv
import io
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

EXAMPLE = Path(__file__).parent.parent / "examples" / "flavodoxins.fasta"
COLUMNS = ("length", "molecular_weight_da", "isoelectric_point", "gravy", "instability_index")
PATIENCE_SECONDS = 180
WAKING = 503
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


class Failed(Exception):  # noqa: N818 - what a step did
    """A step failed; the message is for the operator."""


class Visit:
    """One person's way through the site."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self.url, self.email, self.password = url.rstrip("/"), email, password
        self.client = httpx.Client(base_url=self.url, timeout=40)
        self.job = ""

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """What is done, in order."""
        yield "the site is there, awake and has its headers", self.arrive
        yield "strangers see nothing", self.be_a_stranger
        yield "requests from other sites are refused", self.come_from_elsewhere
        yield "an account can be made and signed in to", self.sign_in
        yield "a file is uploaded, read, and its analysis begun", self.submit
        yield "the analysis ends and its numbers are this version's", self.compare
        yield "pages of the analysis open", self.look
        yield "signing out ends the session", self.sign_out

    def arrive(self) -> None:
        """A database that sleeps is given the time to wake up."""
        deadline = time.monotonic() + 60
        while (page := self.client.get("/sign-in")).status_code == WAKING and time.monotonic() < deadline:
            expect("Retry-After" in page.headers, "503 without Retry-After")
            time.sleep(2)
        expect(page.status_code == 200, f"/sign-in says {page.status_code}")
        for name, beginning in HEADERS.items():
            expect(page.headers.get(name, "").startswith(beginning), f"{name} is {page.headers.get(name)!r}")
        expect(self.client.get("/healthz").status_code == 200, "/healthz is not well")
        for name in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text):
            expect(self.client.get(name).status_code == 200, f"{name} is missing")

    def be_a_stranger(self) -> None:
        """Pages lead to signing in, data says 401."""
        expect(self.client.get("/").status_code == 302, "the first page is open to strangers")
        expect("jobs-list" not in self.client.get("/_dash-layout").text, "strangers see the layout of the list")
        expect(self.client.get(f"/jobs/{uuid4()}/download.csv").status_code == 302, "downloads are open to strangers")

    def come_from_elsewhere(self) -> None:
        """A form of another site must not sign anybody in."""
        sent = {"email": self.email, "password": self.password}
        answer = self.client.post("/sign-in", data=sent, headers={"Origin": "https://elsewhere.example"})
        expect(answer.status_code == 403, f"another site's form is answered {answer.status_code}")

    def sign_in(self) -> None:
        """Sign up as if new; the answer is the same when the account exists."""
        self._form("/sign-up", email=self.email, password=self.password)
        answer = self._form("/sign-in", email=self.email, password=self.password)
        expect(answer.status_code == 303, f"signing in is answered {answer.status_code}: is the password right?")
        cookie = next((text for text in answer.headers.get_list("set-cookie") if "session=" in text), "")
        wanted = ["HttpOnly", "SameSite=Lax", *(["Secure", "__Host-"] if self.url.startswith("https:") else [])]
        expect(all(part in cookie for part in wanted), "the session's cookie lacks a protection")
        expect(self.client.get("/").status_code == 200, "the first page does not open after signing in")

    def submit(self) -> None:
        """By the same calls as the page: ask for a place, send, have it read, press the button."""
        data = EXAMPLE.read_bytes()
        ticket = self._post("/api/uploads", {"filename": EXAMPLE.name, "size": len(data)})
        address = httpx.URL(self.url).join(ticket["url"])
        own = {"X-CSRFToken": self._token(), "Origin": self.url} if str(address).startswith(self.url) else {}
        sender = self.client if own else httpx.Client(timeout=60)
        sent = sender.post(address, data=ticket["fields"], files={"file": (EXAMPLE.name, data)}, headers=own)
        expect(sent.is_success, f"sending the file is answered {sent.status_code}")
        while (found := self._post(f"/api/uploads/{ticket['id']}/complete", {})).get("waiting"):
            time.sleep(1)  # a runner looks at it, on a server that is slow
        expect(found["records"] == data.count(b">"), f"{found['records']} records were read")
        layout = self._page("/new")
        values = {each["id"]: each for each in components(layout) if isinstance(each.get("id"), str)}
        values["new-upload"] = {"data": {"phase": "ready", "id": ticket["id"], "filename": EXAMPLE.name}}
        values["new-submit"] = {"n_clicks": 1}
        values["new-title"] = {"value": "Smoke test"}
        answer = self._callback("new-submit.n_clicks", lambda spec: values.get(spec["id"], {}).get(spec["property"]))
        places = re.findall(r'"/jobs/([0-9a-f-]{36})"', json.dumps(answer))
        expect(bool(places), f"submitting did not lead to an analysis: {json.dumps(answer)[:200]}")
        self.job = places[0]

    def compare(self) -> None:
        """Every record, and five columns to the last stored digit."""
        records = sum(line.startswith(b">") for line in EXAMPLE.read_bytes().splitlines())
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(rows := self._rows()) < records:
            expect(time.monotonic() < deadline, f"{len(rows)} of {records} records after {PATIENCE_SECONDS} s")
            time.sleep(1)
        for row, wanted in zip(rows, expected(), strict=True):
            for name in COLUMNS:
                is_equal = row[name] == "" if wanted[name] is None else float(row[name]) == wanted[name]
                expect(is_equal, f"{row['identifier']}: {name} is {row[name]}, and not {wanted[name]}")

    def look(self) -> None:
        """The analysis' page, the list and the page of one protein."""
        for path in ("/", f"/jobs/{self.job}", f"/jobs/{self.job}/proteins/1"):
            expect(bool(self._page(path)), f"{path} does not open")
        rejected = self.client.get(f"/jobs/{self.job}/rejected.csv", follow_redirects=True)
        expect(rejected.status_code == 200, f"the rejected records are answered {rejected.status_code}")

    def sign_out(self) -> None:
        """The old cookie must be worth nothing."""
        kept = dict(self.client.cookies)
        answer = self.client.post("/sign-out", data={"csrf_token": self._token()}, headers={"Origin": self.url})
        expect(answer.status_code == 303, f"signing out is answered {answer.status_code}")
        again = httpx.get(self.url + "/", cookies=kept, timeout=40)
        expect(again.status_code == 302, "a copied cookie still works after signing out")

    def _rows(self) -> list[dict[str, str]]:
        answer = self.client.get(f"/jobs/{self.job}/download.csv?columns=all", follow_redirects=True)
        expect(answer.status_code == 200, f"the CSV is answered {answer.status_code}")
        return list(csv.DictReader(io.StringIO(answer.text)))

    def _form(self, path: str, **fields: str) -> httpx.Response:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(path).text)
        sent = {"csrf_token": token[1] if token else "", **fields}
        return self.client.post(path, data=sent, headers={"Origin": self.url})

    def _post(self, path: str, document: object) -> Any:  # noqa: ANN401 - any JSON
        headers = {"X-CSRFToken": self._token(), "Origin": self.url}
        answer = self.client.post(path, json=document, headers=headers)
        expect(answer.status_code in (200, 202, 204), f"{path} is answered {answer.status_code}: {answer.text[:200]}")
        return answer.json() if answer.content else {}

    def _token(self) -> str:
        return str(self.client.cookies.get("_csrf_token", ""))

    def _page(self, path: str) -> Any:  # noqa: ANN401 - a layout
        values = {"pathname": path, "search": ""}
        return self._callback("_pages_location.pathname", lambda spec: values.get(spec["property"]), "_pages_content")

    def _callback(self, trigger: str, value: Callable[[dict[str, str]], object], output: str = "") -> Any:  # noqa: ANN401
        """Call the callback that `trigger` sets off, with these values, as Dash does."""
        for each in self.client.get("/_dash-dependencies").json():
            inputs = [f"{spec['id']}.{spec['property']}" for spec in each["inputs"]]
            if trigger in inputs and output in each["output"] and not each.get("clientside_function"):
                body = {
                    "output": each["output"],
                    "outputs": outputs_of(each["output"]),
                    "inputs": [{**spec, "value": value(spec)} for spec in each["inputs"]],
                    "state": [{**spec, "value": value(spec)} for spec in each["state"]],
                    "changedPropIds": [trigger],
                    "parsedChangedPropsIds": [trigger],
                }
                return self._post("/_dash-update-component", body)
        raise Failed(f"no callback is set off by {trigger}")


def outputs_of(name: str) -> list[dict[str, str]] | dict[str, str]:
    """The outputs in a callback's name: `..a.x...b.y..` or `a.x`."""
    several = name.startswith("..")
    found = []
    for part in name.strip(".").split("...") if several else [name]:
        component, _, prop = part.rpartition(".")
        found.append({"id": component, "property": prop.split("@")[0]})
    return found if several else found[0]


def components(layout: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The properties of every component in a layout."""
    if isinstance(layout, dict):
        if isinstance(layout.get("props"), dict):
            yield layout["props"]
        layout = list(layout.values())
    if isinstance(layout, list):
        for part in layout:
            yield from components(part)


def expected() -> list[dict[str, float | None]]:
    """What this copy's engine says about the example."""
    from batchprot.engine.analyze import analyze, plain
    from batchprot.properties.options import AnalysisOptions
    from batchprot.reading.fasta import Reading, read_records

    records = read_records(EXAMPLE.read_bytes(), first_ordinal=1, first_line=1, reading=Reading.FASTA)
    columns = plain(analyze([record.sequence for record in records], AnalysisOptions()))
    return [{name: columns[name][index] for name in COLUMNS} for index in range(len(records))]


def expect(holds: bool, otherwise: str) -> None:
    """Raises Failed with the sentence when it doesn't hold."""
    if not holds:
        raise Failed(otherwise)


def main() -> int:
    """Take the steps; 0 when all of them work."""
    parser = argparse.ArgumentParser(description="Go through a running BatchProt and say what works.")
    parser.add_argument("url")
    parser.add_argument("--email", default=f"smoke-{uuid4().hex[:8]}@example.org")
    parser.add_argument("--password-file", type=Path, help="otherwise a password is made up")
    given = parser.parse_args()
    password = given.password_file.read_text().strip() if given.password_file else f"smoke {uuid4()} test"
    visit = Visit(given.url, given.email, password)
    for name, step in visit.steps():
        began = time.monotonic()
        try:
            step()
        except (Failed, httpx.HTTPError, KeyError, ValueError) as error:
            print(f"FAILED  {name}: {type(error).__name__}: {error}", file=sys.stderr)
            return 1
        print(f"ok  {name} ({time.monotonic() - began:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
