"""What pages send: recorded once in a real browser, so that the load follows whatever the pages ask today."""

import json
import re
import time
from dataclasses import dataclass
from typing import Any

from selenium import webdriver

CALLBACK = "/_dash-update-component"
SELECTED = "r.gravy=-0.4..-0.1"
QUIET_SECONDS = 3.0
_NAMES = {
    "explorer-count": "summary",
    "explorer-scatter.figure": "scatter",
    "explorer-composition": "panel",
    "getRowsResponse": "rows",
    "jobs-list": "list",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One callback that a page sends."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """The callbacks of three pages."""

    analyses: list[Asked]
    analysis: list[Asked]
    protein: list[Asked]


def record(origin: str, sign_in_link: str, job: str) -> Recorded:
    """Open the pages in headless Chromium and keep what they send."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1440,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options)
    try:
        driver.get(f"{origin}/sign-in/link/{sign_in_link}")
        pages = [_sent(driver, origin + path) for path in ("/", f"{job}?{SELECTED}", f"{job}/proteins/4000")]
    finally:
        driver.quit()
    return Recorded(*pages)


def _sent(driver: webdriver.Chrome, address: str) -> list[Asked]:
    driver.get_log("performance")
    driver.get(address)
    found: list[Asked] = []
    last = time.monotonic()
    while time.monotonic() - last < QUIET_SECONDS:
        messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
        sent = [one["params"]["request"] for one in messages if one["method"] == "Network.requestWillBeSent"]
        bodies = [one["postData"] for one in sent if CALLBACK in one["url"] and "postData" in one]
        if bodies:
            last = time.monotonic()
        found += [Asked(_name(body), body) for body in bodies]
        time.sleep(0.2)
    return found


def _name(body: str) -> str:
    output: Any = json.loads(body)["output"]
    return next((name for part, name in _NAMES.items() if part in output), "other")


def with_selection(body: str, low: float, high: float) -> str:
    """The same question about another selection."""
    return re.sub(r"r\.gravy=-?[\d.]+\.\.-?[\d.]+", f"r.gravy={low:.3f}..{high:.3f}", body)
