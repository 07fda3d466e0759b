"""Headers of every kind of answer, pages that are somebody else's, and two applications in one process."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from dashboard.app import create_app
from dashboard.asset_address import asset_address
from dashboard.routes import plotly
from dashboard.services import WebServices
from dashboard.settings import Settings

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
CSP = (
    "default-src 'none'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; "
    "connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' "
)
NOWHERE = "00000000-0000-4000-8000-000000000000"


def every_kind_of_answer(visitor, stranger):
    bundle = re.search(r'src="(/_dash-component-suites/[^"]+)"', visitor.get("/").get_data(as_text=True))[1]
    asset = stranger.get(asset_address("theme.css"))
    yield "page", visitor.get("/")
    yield "sign-in", stranger.get("/sign-in")
    yield "redirect", stranger.get("/new")
    yield "signed out", stranger.post("/api/uploads", json={})
    yield "public page", stranger.get("/methods")
    yield "layout", visitor.get("/_dash-layout")
    yield "dependencies", visitor.get("/_dash-dependencies")
    yield "not found", visitor.get(f"/jobs/{NOWHERE}")
    yield "no such page", visitor.get("/nothing/of/the/kind")
    yield "wrong method", visitor.client.delete("/sign-in", headers={"X-CSRFToken": visitor.token()})
    yield "forged", visitor.client.post("/sign-out")
    yield "cross-site", visitor.client.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    yield "malformed", visitor.post("/_dash-update-component", json=[])
    yield "too large", visitor.post("/_dash-update-component", data=b" " * 2_100_000, content_type="application/json")
    yield "other host", stranger.get("/sign-in", headers={"Host": "e.example"})
    yield "health", stranger.get("/healthz")
    yield "asset", asset
    yield "asset unchanged", stranger.get(asset_address("theme.css"), headers={"If-None-Match": asset.headers["ETag"]})
    yield "no such asset", stranger.get(asset_address("nothing.css"))
    yield "bundle", stranger.get(bundle)
    yield "no such bundle", stranger.get("/_dash-component-suites/dash/nothing.js")
    yield "link", stranger.get("/sign-in/link/x")
    yield "options", stranger.client.options("/sign-in")


def test_every_answer_has_every_header_once(visit, user):
    answers = dict(every_kind_of_answer(visit(user), visit()))
    for kind, answer in answers.items():
        names = [name.lower() for name, _value in answer.headers if name.lower() != "set-cookie"]
        assert len(names) == len(set(names)), kind
        assert answer.headers["Content-Security-Policy"].startswith(CSP), kind
        for name, value in FIXED.items():
            assert answer.headers.get(name) == value, (kind, name)
        assert answer.headers.get("Server-Timing") is None, kind
    statuses = {kind: answer.status_code for kind, answer in answers.items()}
    assert statuses == {
        "page": 200,
        "sign-in": 200,
        "redirect": 302,
        "signed out": 401,
        "layout": 200,
        "dependencies": 200,
        "not found": 404,
        "no such page": 404,
        "wrong method": 405,
        "forged": 403,
        "cross-site": 403,
        "malformed": 400,
        "too large": 413,
        "public page": 200,
        "other host": 400,
        "health": 200,
        "asset": 200,
        "asset unchanged": 304,
        "no such asset": 404,
        "bundle": 200,
        "no such bundle": 404,
        "link": 410,
        "options": 200,
    }
    kept = {kind for kind, answer in answers.items() if answer.headers.get("Cache-Control") != "no-store"}
    assert kept == {"asset", "asset unchanged", "bundle"}


def test_policy_allows_exactly_the_inline_scripts_of_the_page(visit, user):
    import base64
    import hashlib

    page = visit(user).get("/")
    inline = re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)[^>]*>(.*?)</script>", page.text, re.DOTALL)
    hashes = {"'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'" for code in inline}
    policy = page.headers["Content-Security-Policy"]
    assert hashes == set(re.findall(r"'sha256-[^']+'", policy))
    scripts = policy.split("script-src")[1]
    assert "unsafe" not in scripts
    assert "http" not in policy


def test_nothing_is_loaded_from_elsewhere(visit, user):
    for page in (visit(user).get("/").text, visit().get("/sign-in").text, visit().get("/sign-up").text):
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_javascript_is_text_and_compressed(visit):
    answer = visit().get(asset_address("net.js"), headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert answer.content_type.startswith("text/javascript")
    assert "Content-Encoding" in answer.headers


def test_strangers_malformed_and_unknown_analyses_are_the_same_404(visit, user, make_user, submit_text):
    mine = submit_text(">a\nMKV\n")
    owner, other = visit(user), visit(make_user())
    assert owner.get(f"/jobs/{mine}").status_code == 200
    answers = [
        other.get(path)
        for path in (
            f"/jobs/{mine}",
            f"/jobs/{mine}/",
            f"/jobs/{mine}/download.csv",
            f"/jobs/{mine}/rejected.csv",
            f"/jobs/{NOWHERE}",
            f"/jobs/{str(mine).upper()}",
            f"/jobs/{{{mine}}}",
            f"/jobs/urn:uuid:{mine}",
            f"/jobs/{str(mine).replace('-', '')}",
            "/jobs/1",
            "/jobs/none",
            "/jobs/%00",
            "/jobs/..%2f..%2fetc%2fpasswd",
            "/jobs/' OR 1=1 --",
            "/jobs/" + "9" * 5_000,
            "/nothing",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert owner.get(f"/jobs/{str(mine).upper()}").status_code == 404


def test_https_makes_cookies_insist_on_it(services, account_services, user, database_url, worker_url, storage_dir):
    from accounts.one_time_links import create_sign_in_link

    origin = "https://batchprot.example"
    settings = Settings(database_url, "k" * 40, worker_url, storage_dir, origin, "production")
    client = create_app(settings, WebServices(account_services, services)).server.test_client()
    link = create_sign_in_link(account_services, user)
    entered = client.get(f"/sign-in/link/{link}", base_url=origin)
    (session,) = entered.headers.getlist("Set-Cookie")
    assert session.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(session.split("; "))
    assert "Domain" not in session
    page = client.get("/", base_url=origin)
    (token,) = [cookie for cookie in page.headers.getlist("Set-Cookie") if cookie.startswith("_csrf_token=")]
    assert {"Secure", "SameSite=Lax"} <= set(token.split("; "))
    assert client.get("/sign-in", base_url="https://127.0.0.1").status_code == 400


def test_two_applications_live_in_one_process(web, services, account_services, user, visit, tmp_path):
    from dataclasses import replace

    from jobs.adapters.storage import LocalStorage

    first = visit(user)
    elsewhere = replace(services, storage=LocalStorage(tmp_path / "second", "another secret"))
    settings = Settings("", "another secret", "", tmp_path, "http://localhost")
    second = create_app(settings, WebServices(account_services, elsewhere))
    assert set(second.callback_map) == set(web.callback_map)
    assert first.get("/").status_code == 200
    assert first.get("/_dash-dependencies").json == second_dependencies(second, account_services, user)
    ticket = first.post("/api/uploads", json={"filename": "a.fasta", "size": 4}).json
    assert first.post(ticket["url"], data=b">a\nM", query_string=ticket["fields"]).status_code == 204
    assert not (tmp_path / "second").exists()


def second_dependencies(app, account_services, user):
    from accounts.one_time_links import create_sign_in_link

    client = app.server.test_client()
    client.get(f"/sign-in/link/{create_sign_in_link(account_services, user)}")
    return client.get("/_dash-dependencies").json


@pytest.mark.parametrize("path", ["/", "/new"])
def test_first_requests_at_once_all_see_a_whole_application(visit, user, path):
    import threading

    visitors = [visit(user) for _ in range(4)]
    found = []
    threads = [threading.Thread(target=lambda one=one: found.append(one.get(path).status_code)) for one in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 4


def test_static_files_do_not_depend_on_the_cookie_and_pages_do(visit, user):
    """A browser fetches again what varies by cookie, as soon as it has another one."""
    visitor = visit(user)
    page = visitor.get("/")
    bundle = re.search(r'src="(/_dash-component-suites/[^"]+)"', page.get_data(as_text=True))[1]
    assert "Cookie" in page.headers["Vary"]
    for path in (bundle, plotly.ADDRESS, asset_address("theme.css")):
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers


def test_pages_get_our_plotly_and_a_browser_that_has_it_is_told_so(visit):
    stranger = visit()
    first = stranger.get(plotly.ADDRESS)
    assert first.data == plotly.BUNDLE.read_bytes()
    assert first.mimetype == "text/javascript"
    again = stranger.get(plotly.ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    whole = Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"
    assert len(first.data) < whole.stat().st_size / 2


def test_assets_have_an_address_of_their_own_for_each_content_and_are_kept_for_good(visit):
    page = visit().get("/sign-in").get_data(as_text=True)
    found = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page)
    assert len(found) >= 4
    for address in found:
        assert re.fullmatch(r"/assets/[0-9a-f]{12}/[a-z.]+", address)
        answer = visit().get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
