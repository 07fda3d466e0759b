"""Let wapiti, a scanner of web sites, attack a BatchProt of its own as a signed-in person: `make attack`.

It starts an empty one, calculates an example, and lets wapiti crawl and attack every page, form and parameter that it
finds. What is found has to be in EXPLAINED with its reason. It asks no other host.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx

from accounts.one_time_links import create_sign_in_link
from accounts.people import create_user
from accounts.services import AccountServices
from batchprot.properties.options import AnalysisOptions
from benchmarks.jobs import running, uploaded
from jobs.intake.submit import submit
from jobs.services import JobServices

WAPITI = Path(__file__).parent.parent / ".venv-attack" / "bin" / "wapiti"
EXAMPLE = Path(__file__).parent.parent / "examples" / "flavodoxins.fasta"
MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,ldap,methods,permanentxss,redirect,"
    "shellshock,spring4shell,sql,upload,xss"
)
EXPLAINED = {
    ("HttpOnly Flag cookie", "_csrf_token"): "scripts read the form token and send it in a header",
    ("Secure Flag cookie", ""): "this one speaks HTTP on the loopback; over https every cookie is Secure (tests)",
    ("HTTP Strict Transport Security (HSTS)", ""): "means nothing over HTTP; CloudFront or the proxy sends it",
    ("Backup file", "download.zip"): "a download that is meant",
    ("LDAP Injection", "/download.xlsx"): "each holds the time at which it was made; nothing here asks LDAP",
    ("LDAP Injection", "/download.zip"): "each holds the time at which it was made; nothing here asks LDAP",
    ("Spring4Shell", ""): "a parameter that isn't known is refused with 400; nothing here is Java",
    ("Content Security Policy Configuration", "style-src"): "Dash and Plotly set styles; scripts are by hash only",
}
"""Kind, and what its message or path holds: why it is no fault."""


def main() -> int:
    """Attack, print what was found, and fail for what is not explained."""
    parser = argparse.ArgumentParser(description="Attack a BatchProt of its own.")
    parser.add_argument("--seconds", type=int, default=600, help="for the attacks together")
    parser.add_argument("--modules", default=MODULES)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="batchprot-attack-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        directory.chmod(0o755)
        with running(directory / "up") as (services, _url, process):
            web = next(child for child in process.children() if child.cmdline()[-1] == "web")
            origin = web.environ()["BATCHPROT_ORIGIN"]
            pages, cookie = _prepare(services, origin)
            services.database.dispose()
            found = _attack(origin, pages, cookie, directory, chosen)
            alive = httpx.get(f"{origin}/healthz", trust_env=False).status_code
    unexplained = [one for one in found if not _reason(*one)]
    for kind, said in sorted(set(found)):
        print(f"{kind}: {said}\n    {_reason(kind, said) or 'NOT EXPLAINED'}")
    print(f"{len(found)} results, {len(unexplained)} not explained; afterwards /healthz answers {alive}")
    return 1 if unexplained or alive != httpx.codes.OK else 0


def _prepare(services: JobServices, origin: str) -> tuple[list[str], str]:
    """The pages to begin with, and the cookie of a person who is signed in and has an analysis."""
    accounts = AccountServices(services.database)
    user_id = create_user(accounts, "attack@batchprot.example")
    upload_id = uploaded(services, user_id, EXAMPLE.name, EXAMPLE.read_bytes())
    job_id = submit(services, user_id, upload_id, title="Attacked", options=AnalysisOptions(), idempotency_key="a")
    link = create_sign_in_link(accounts, user_id)
    browser = httpx.Client(base_url=origin, trust_env=False)
    browser.get(f"/sign-in/link/{link}")
    browser.get("/account")  # from now on the session has its form token
    job = f"/jobs/{job_id}"
    downloads = [f"{job}/download.{form}?q=a&sort=-length&columns=basic" for form in ("csv", "fasta", "xlsx", "zip")]
    more = [f"{job}/report.html?r.gravy=0..1", f"{job}/plots/scatter.csv?x=gravy&y=length", f"/compare?jobs={job_id}"]
    pages = ["/", "/new", "/account", "/api", "/sign-in?next=/", job, f"{job}/proteins/1", *downloads, *more]
    return pages, "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def _attack(
    origin: str, pages: list[str], cookie: str, directory: Path, chosen: argparse.Namespace
) -> list[tuple[str, str]]:
    report = directory / "report.json"
    command = [
        str(WAPITI),
        "-u",
        f"{origin}/",
        "--scope",
        "domain",
        "-m",
        chosen.modules,
        "-C",
        cookie,
        "--flush-session",
    ]
    command += [part for page in pages for part in ("-s", origin + page)]
    command += ["-x", f"{origin}/sign-out", "-x", f"{origin}/account/delete", "--no-bugreport", "-v", "0"]
    command += ["-H", f"Origin: {origin}"]  # as a browser's own forms; without it every form is refused
    command += ["--max-scan-time", str(chosen.seconds), "--max-attack-time", str(max(20, chosen.seconds // 8))]
    command += ["--store-session", str(directory / "session"), "--store-config", str(directory / "config")]
    subprocess.run([*command, "-f", "json", "-o", str(report)], check=True, stdout=subprocess.DEVNULL)
    said: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(report.read_text())
    print(f"wapiti crawled {json.loads(report.read_text())['infos'].get('crawled_pages_nbr', '?')} pages")
    kinds = {**said["vulnerabilities"], **said["anomalies"]}
    return [(kind, f"{one['method']} {one['path']}: {one['info']}") for kind, ones in kinds.items() for one in ones]


def _reason(kind: str, said: str) -> str:
    """Why a finding is no fault; empty when nothing says so."""
    return next((why for (known, part), why in EXPLAINED.items() if known == kind and part in said), "")


if __name__ == "__main__":
    sys.exit(main())
