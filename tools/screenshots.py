"""Photograph every page, light and dark, wide and narrow, into screenshots/, and the README's picture.

Starts a BatchProt of its own in a temporary directory and needs Chromium. The yeast proteome is used where it lies
beside the checkout (or in the folder BATCHPROT_PROTEOMES), the shipped examples otherwise.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "screenshots"
README_PICTURE = ROOT / "docs" / "images" / "explorer.png"
EXAMPLES = ROOT / "examples"
PROTEOMES = Path(os.environ.get("BATCHPROT_PROTEOMES", ROOT.parent / "shared" / "data" / "proteomes"))
EMAIL, PASSWORD = "ada@institute.example", "a lantern in the orange gel"
SIZES = {"1440": (1440, 900), "390": (390, 844)}
MODES = ("light", "dark")
COLUMNS = "#explorer-columns-open"
LASSO = "in=isoelectric_point,log.molecular_weight_da;9.3,42000;10.2,46000;11.6,30000;12.6,12500;11.8,7000;10,6800"
SELECTION = f"{LASSO}&r.gravy=-1.6..0.3&sort=-isoelectric_point"


@contextmanager
def batchprot() -> Iterator[str]:
    """The address of a BatchProt that runs as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="bp-shots-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        output = Path(name) / "output"
        command = [sys.executable, "-m", "cli", "up", "--no-demo", "--port", "0", "--data-dir", f"{name}/data"]
        with output.open("wb") as stream:
            process = subprocess.Popen(command, cwd=ROOT, stdout=stream, stderr=subprocess.STDOUT)
        try:
            found = wait_for(lambda: re.search(r"^Open (http://[^/\s]+)", output.read_text(), re.MULTILINE), 90)
            yield found[1]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_for(answer: Callable[[], Any], seconds: float = 30) -> Any:  # noqa: ANN401
    """The first answer that is not empty."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := answer():
            return found
        time.sleep(0.1)
    raise TimeoutError


class Camera:
    """A browser that goes from page to page and takes pictures."""

    def __init__(self, site: str) -> None:
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
            options.add_argument(argument)
        self.driver, self.site = webdriver.Chrome(options=options), site

    def set_up(self, width: int, height: int, mode: str) -> None:
        """Be a screen of this size, on a system that prefers this mode."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        feature = {"name": "prefers-color-scheme", "value": mode}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    def go(self, path: str) -> None:
        """Open a page and wait until it stands still."""
        self.driver.get(self.site + path)
        self.settle()

    def settle(self) -> None:
        """Wait until no callback is under way and nothing is a skeleton."""
        still = "return document.readyState == 'complete' && !document.querySelector('.bp-skel')"
        busy = "return !!document.querySelector('[data-dash-is-loading=true]')"
        wait_for(lambda: self.driver.execute_script(still))
        wait_for(lambda: not self.driver.execute_script(busy))
        time.sleep(1.2)

    def find(self, selector: str) -> WebElement:
        """An element, as soon as it is there."""
        return wait_for(lambda: self.driver.find_elements(By.CSS_SELECTOR, selector), 60)[0]

    def fill(self, selector: str, words: str) -> None:
        """Type into a field."""
        self.find(selector).send_keys(words)

    def click(self, selector: str) -> None:
        """Click by script: also what a toast or a bar covers."""
        self.driver.execute_script("arguments[0].click()", self.find(selector))

    def shoot(self, name: str, *, whole: bool = True) -> None:
        """Take a picture of the whole page, or of the screen."""
        sideways = self.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
        metrics = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        size = {"x": 0, "y": 0, "width": metrics["width"], "height": min(metrics["height"], 4000), "scale": 1}
        if whole:
            (TARGET / f"{name}.png").write_bytes(self._whole(size))
        else:
            self.driver.save_screenshot(str(TARGET / f"{name}.png"))
        print(f"{name}{f': {sideways} px too wide' if sideways > 0 else ''}")

    def _whole(self, size: dict[str, float]) -> bytes:
        import base64

        asked = {"captureBeyondViewport": True, "clip": size}
        return base64.b64decode(self.driver.execute_cdp_cmd("Page.captureScreenshot", asked)["data"])


def sign_in(camera: Camera) -> None:
    """Make an account and sign in."""
    for path in ("/sign-up", "/sign-in"):
        camera.driver.get(camera.site + path)
        camera.fill("#email", EMAIL)
        camera.fill("#password", PASSWORD)
        camera.click("form button[type=submit]")
        wait_for(lambda path=path: path not in camera.driver.current_url)
    camera.find("#jobs-list")


def analyse(camera: Camera, path: Path, title: str) -> str:
    """Analyse a file; the path of its page."""
    camera.go("/new")
    camera.fill("#new-title", title)
    camera.fill("#new-file", str(path))
    wait_for(lambda: camera.find("#new-submit").is_enabled())
    camera.click("#new-submit")
    camera.find("#explorer-grid")
    return camera.driver.current_url.removeprefix(camera.site).partition("?")[0]


def photograph(camera: Camera, suffix: str, large: str, messy: str) -> None:
    """Every page and its states, once."""
    camera.go("/")
    camera.shoot(f"analyses-{suffix}")
    camera.go("/new")
    camera.shoot(f"new-{suffix}")
    camera.fill("#new-file", str(EXAMPLES / "messy.fasta"))
    wait_for(lambda: camera.find("#new-submit").is_enabled())
    camera.click("#new-options summary")
    camera.settle()
    camera.shoot(f"new-report-{suffix}")
    camera.go("/new?source=example")
    camera.shoot(f"new-example-{suffix}")
    camera.go(large)
    camera.shoot(f"explorer-{suffix}")
    camera.go(f"{large}?{SELECTION}")
    camera.shoot(f"explorer-selected-{suffix}")
    camera.go(f"{large}?q=no+protein+is+called+this")
    camera.shoot(f"explorer-nothing-{suffix}")
    camera.go(f"{messy}?tab=records")
    camera.shoot(f"records-{suffix}")
    rejected = next(row for row in camera.driver.find_elements(By.CSS_SELECTOR, "tbody tr") if "Rejected" in row.text)
    link = rejected.find_element(By.CSS_SELECTOR, "a").get_attribute("href") or ""
    camera.go(f"{large}?{SELECTION}&tab=report")
    camera.shoot(f"report-{suffix}")
    camera.go(f"{messy}?tab=options")
    camera.shoot(f"options-{suffix}")
    camera.go(link.removeprefix(camera.site))
    camera.shoot(f"protein-rejected-{suffix}")
    camera.go(f"{large}/proteins/12")
    camera.shoot(f"protein-{suffix}")
    open_windows(camera, suffix, large)
    more_pages(camera, suffix, large, messy)
    camera.go("/methods")
    camera.shoot(f"methods-{suffix}", whole=False)
    camera.go("/validation")
    camera.shoot(f"validation-{suffix}", whole=False)


def open_windows(camera: Camera, suffix: str, large: str) -> None:
    """What opens over the explorer or beside it."""
    camera.go(f"{large}?{SELECTION}&p=12")
    camera.find("#protein-values")
    camera.settle()
    camera.shoot(f"beside-{suffix}", whole=False)
    for name, button in (("share", "#share-open"), ("selections", "#selections-open"), ("columns", COLUMNS)):
        camera.go(f"{large}?{SELECTION}")
        camera.click(button)
        camera.settle()
        camera.shoot(f"{name}-{suffix}", whole=False)


def more_pages(camera: Camera, suffix: str, large: str, messy: str) -> None:
    """Comparing, the account, and what says that something is not there."""
    for name, path in (
        ("compare", f"/compare?jobs={Path(large).name},{Path(messy).name}"),
        ("compare-empty", "/compare"),
        ("account", "/account"),
        ("not-found", "/no-such-page"),
        ("job-not-found", "/jobs/00000000-0000-4000-8000-000000000000"),
    ):
        camera.go(path)
        camera.shoot(f"{name}-{suffix}")
    camera.go("/new")
    camera.fill("#new-file", str(ROOT / "docs" / "images" / "explorer.png"))
    camera.find("#new-problem .alert")
    camera.shoot(f"new-refused-{suffix}")


def strangers(camera: Camera, suffix: str) -> None:
    """The pages of a person who is not signed in."""
    for name, path in (
        ("sign-in", "/sign-in"),
        ("sign-up", "/sign-up"),
        ("forgot", "/forgot"),
        ("reset", "/reset/a-link"),
        ("link-used", "/sign-in/link/used"),
    ):
        camera.go(path)
        camera.shoot(f"{name}-{suffix}", whole=False)


def main() -> None:
    """Take all pictures."""
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    TARGET.mkdir(exist_ok=True)
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    settings = [(f"{mode}-{name}", *size, mode) for name, size in SIZES.items() for mode in MODES]
    proteome = PROTEOMES / "yeast_UP000002311.fasta.gz"
    with batchprot() as site:
        camera = Camera(site)
        for suffix, *setting in settings:
            camera.set_up(*setting)
            strangers(camera, suffix)
        sign_in(camera)
        for suffix, *setting in settings:
            camera.set_up(*setting)
            camera.go("/")
            camera.shoot(f"analyses-empty-{suffix}")
        messy = analyse(camera, EXAMPLES / "messy.fasta", "Candidates, November")
        analyse(camera, EXAMPLES / "flavodoxins.fasta", "Flavodoxins")
        source = proteome if proteome.exists() else EXAMPLES / "panel.fasta"
        large = analyse(camera, source, "S. cerevisiae reference proteome")
        for suffix, *setting in settings:
            camera.set_up(*setting)
            photograph(camera, suffix, large, messy)
        camera.driver.quit()
    README_PICTURE.write_bytes((TARGET / "explorer-selected-light-1440.png").read_bytes())


if __name__ == "__main__":
    main()
