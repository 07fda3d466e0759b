"""A real browser before the real thing: `batchprot up` with its PostgreSQL, worker, runner and web server."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from dash.testing.browser import Browser
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "a lantern in the orange gel"
WIDE, NARROW = (1440, 900), (390, 844)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, so that `-m "not browser"` leaves all of it out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def _drivers_at_hand() -> None:
    """Selenium uses the browser and driver that are installed, and asks no server about them."""
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}


@pytest.fixture(scope="session")
def site(uniprot_url: str) -> Iterator[str]:
    """The address of a running BatchProt, of this test session's own."""
    os.environ["BATCHPROT_UNIPROT_URL"] = uniprot_url
    with running("--no-demo") as link:
        yield link.removesuffix("/sign-up")


@contextlib.contextmanager
def running(*options: str) -> Iterator[str]:
    """Run `batchprot up` with these options; gives the link that it prints."""
    with tempfile.TemporaryDirectory(prefix="bp-site-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # PostgreSQL runs as a user of its own when the tests run as root
        output = Path(name) / "output"
        options = ("--port", "0", *options, "--data-dir", str(Path(name) / "data"))
        command = [sys.executable, "-m", "cli", "up", *options]
        with output.open("wb") as stream:
            process = subprocess.Popen(command, cwd=ROOT, stdout=stream, stderr=subprocess.STDOUT)
        try:
            yield _opened(process, output)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _opened(process: "subprocess.Popen[bytes]", output: Path) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"^Open (http://\S+)$", output.read_text(), re.MULTILINE):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(output.read_text())


class Visitor:
    """A person at a browser."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.driver, self.site = browser, browser.driver, site
        self.email = f"{uuid.uuid4().hex[:10]}@example.org"

    def resize(self, width: int, height: int) -> None:
        """Be a screen of this size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def prefer(self, mode: str) -> None:
        """Be a system that prefers light or dark."""
        features = [
            {"name": "prefers-color-scheme", "value": mode},
            {"name": "prefers-reduced-motion", "value": "reduce"},  # colours are what they are at once
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def go(self, path: str) -> None:
        """Type an address."""
        self.driver.get(self.site + path)

    def sign_up(self) -> "Visitor":
        """Make an account and sign in with it."""
        self.go("/sign-up")
        self.fill("#email", self.email)
        self.fill("#password", PASSWORD)
        self.click("form button[type=submit]")
        self.until(lambda: "/sign-in" in self.driver.current_url)
        self.fill("#password", PASSWORD)
        self.click("form button[type=submit]")
        self.wait("#jobs-list")
        return self

    def enter(self) -> "Visitor":
        """Have an account and be signed in, as after `sign_up` but without its pages."""
        fields = {"email": self.email, "password": PASSWORD}
        with httpx.Client(base_url=self.site) as client:
            for path in ("/sign-up", "/sign-in"):
                token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
                answer = client.post(path, data={**fields, "csrf_token": token[1] if token else ""})
                assert answer.status_code == 303, answer.text
            self.take_cookies(dict(client.cookies))
        self.go("/")
        self.wait("#jobs-list")
        return self

    def take_cookies(self, cookies: dict[str, str]) -> None:
        """Have these cookies."""
        for name, value in cookies.items():
            self.driver.execute_cdp_cmd("Network.setCookie", {"url": self.site, "name": name, "value": value})

    def analyse(self, path: Path, title: str = "") -> str:
        """Upload a file, start its analysis and wait for the explorer; the path of its page."""
        self.go("/new")
        self.choose(path)
        if title:
            self.retype("#new-title", title)
        self.click("#new-submit")
        self.wait("#explorer-grid", seconds=60)
        self.until(lambda: self.text("#explorer-count"))
        return self.driver.current_url.removeprefix(self.site).partition("?")[0]

    def choose(self, path: Path) -> None:
        """Choose a file and wait until it was read."""
        self.wait("#new-file").send_keys(str(path))
        self.until(lambda: self.find("#new-submit").is_enabled())

    def find(self, selector: str) -> WebElement:
        """The first element, which must be there."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """Every element, maybe none."""
        return list(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def wait(self, selector: str, seconds: float = 20) -> WebElement:
        """The first element, as soon as it is there."""
        self.until(lambda: self.all(selector), seconds)
        return self.find(selector)

    def text(self, selector: str) -> str:
        """What the first element says."""
        return self.find(selector).text

    def says(self, selector: str, words: str, seconds: float = 20) -> None:
        """Wait until an element says this."""
        try:
            self.until(lambda: words in self.text(selector), seconds)
        except AssertionError:
            there = [element.text for element in self.all(selector)]
            raise AssertionError(f"{selector} says {there!r}, not {words!r}") from None

    def click(self, selector: str) -> None:
        """Click when it is there; once more when a callback drew it anew between finding it and clicking."""
        self.until(lambda: self.wait(selector).click() is None)

    def press(self, place: Callable[[], tuple[float, float]], condition: Callable[[], object]) -> None:
        """Press at a place in a drawing until something is true; a drawing that is drawn anew forgets the pointer."""

        def has_come() -> bool:
            with contextlib.suppress(AssertionError):
                self.until(condition, seconds=2)
                return True
            return False

        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            x, y = place()
            self.mouse("mouseMoved", x - 5, y)
            for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
                self.mouse(kind, x, y)
            if has_come():
                return
        raise AssertionError("pressing brought nothing")

    def mouse(self, kind: str, x: float, y: float) -> None:
        """One event of the mouse at these pixels of the window, the left button's."""
        event = {"type": kind, "x": x, "y": y} | ({} if kind == "mouseMoved" else {"button": "left", "clickCount": 1})
        self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    def fill(self, selector: str, words: str) -> None:
        """Type into an empty field."""
        self.wait(selector).send_keys(words)

    def retype(self, selector: str, words: str) -> None:
        """Replace what stands in a field."""
        field = self.wait(selector)
        self.browser.clear_input(field)
        field.send_keys(words)

    def drag(self, element: WebElement, *steps: tuple[int, int]) -> None:
        """Press at the first step, counted from the middle of the element, move by the others and let go."""
        (x, y), *moves = steps
        actions = ActionChains(self.driver, duration=40).move_to_element_with_offset(element, x, y).click_and_hold()
        for dx, dy in moves:
            actions = actions.move_by_offset(dx, dy)
        actions.release().perform()

    def until(self, condition: Callable[[], object], seconds: float = 20) -> None:
        """Wait for something to become true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(StaleElementReferenceException, NoSuchElementException):
                if condition():
                    return
            time.sleep(0.05)
        raise AssertionError("it did not come")

    def has_settled(self) -> bool:
        """Whether no callback is under way."""
        return bool(self.driver.execute_script("return !document.querySelector('[data-dash-is-loading=true]')"))

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth"))

    def complaints(self) -> list[str]:
        """Errors in the browser's console since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for this test session: starting one takes longer than most tests."""
    option = request.config.getoption
    with Browser(
        browser=option("webdriver"),
        headless=option("headless"),
        options=request.config.hook.pytest_setup_options(),
        download_path=str(tmp_path_factory.mktemp("download")),
        percy_run=False,
    ) as browser:
        yield browser


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser as if new, but for the files in its cache: one empty tab, no cookie, nothing stored or emulated."""
    driver = chromium.driver
    yield chromium
    # A new tab knows nothing of what was emulated, or injected into pages, in another.
    old = driver.window_handles
    driver.switch_to.new_window("tab")
    new = driver.current_window_handle
    for handle in old:
        driver.switch_to.window(handle)
        driver.close()
    driver.switch_to.window(new)
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    driver.get_log("browser")
    for file in Path(chromium.download_path).iterdir():
        file.unlink()


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Visitor]:
    """A stranger at a wide screen; the console must be quiet at the end."""
    visitor = Visitor(browser, site)
    visitor.resize(*WIDE)
    visitor.prefer("light")
    yield visitor
    assert visitor.complaints() == []


@pytest.fixture
def person(visitor: Visitor) -> Visitor:
    """Somebody who has just signed in for the first time."""
    return visitor.enter()


@pytest.fixture(scope="session")
def analysed() -> dict[Path, tuple[dict[str, str], str]]:
    """Files that were analysed for tests that change nothing: the cookies of their owner, and the explorer's path."""
    return {}


@pytest.fixture
def opened(visitor: Visitor, analysed: dict[Path, tuple[dict[str, str], str]]) -> Callable[..., str]:
    """Open the explorer of a file: `opened(path)`; the analysis, which must not be changed, is shared by tests."""

    def open_it(path: Path, query: str = "") -> str:
        if path not in analysed:
            address = visitor.enter().analyse(path)
            analysed[path] = {one["name"]: one["value"] for one in visitor.driver.get_cookies()}, address
            if not query:
                return address
        cookies, address = analysed[path]
        visitor.take_cookies(cookies)
        visitor.go(address + query)
        visitor.wait("#explorer-grid")
        visitor.until(lambda: visitor.text("#explorer-count"))
        return address

    return open_it


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of the shipped examples."""
    return ROOT / "examples"
