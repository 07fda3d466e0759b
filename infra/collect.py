"""Collects the static files of the site as CloudFront will serve them: `python -m infra.collect [DIRECTORY]`.

Two kinds: Dash's own bundles and those of its component packages, with plotly.js as we have it, and our assets. Both
keep the path they have on the application's own server, so that nothing else has to know where they come from.
"""

import importlib
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from dash import fingerprint

from dashboard.app import create_app
from dashboard.asset_address import ASSETS, assets_path
from dashboard.local import build_services
from dashboard.routes import plotly
from dashboard.settings import Settings

SUITES = "_dash-component-suites"
# Only developers' browsers ask for these.
_UNUSED = (".map", ".dev.js")
# Stands where a fingerprint has its time stamp; no file name has it.
_TIME = "\0"


def collect(directory: Path) -> list[str]:
    """Copy every static file into `directory`, which is emptied before; return the paths, in order.

    A bundle lies there twice: under its plain name, by which Dash asks for parts it needs later, and under the name
    with its version. Dash's fingerprint also holds the file's time stamp, which is another one in every image;
    `edge_functions/static.js` takes it out of an address before CloudFront looks for the file.
    """
    shutil.rmtree(directory, ignore_errors=True)
    for namespace, relative in _bundles():
        package = importlib.import_module(namespace)
        source = Path(package.__file__ or "").parent / relative
        if not source.is_file() or source.name.endswith(_UNUSED):
            continue
        with_version = _fingerprinted(relative, _version(namespace, relative)).replace(f"m{_TIME}", "")
        for name in {relative, with_version}:
            _copy(source, directory / SUITES / namespace / name)
    _copy(plotly.BUNDLE, directory / SUITES / plotly.SUITE_PATH)
    for source in sorted(ASSETS.rglob("*")):
        if source.is_file():
            _copy(source, directory / assets_path() / source.relative_to(ASSETS))
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file())


def _bundles() -> list[tuple[str, str]]:
    """Package and path of everything that the application would serve; the application is built and asks nobody."""
    with tempfile.TemporaryDirectory() as directory:
        settings = Settings(
            database_url="postgresql://nobody@localhost/none",
            secret_key="x" * 32,
            worker_url="http://localhost",
            storage_dir=Path(directory),
            origin="https://site.example",
        )
        registered = create_app(settings, build_services(settings)).registered_paths
    return sorted((namespace, path) for namespace, paths in registered.items() for path in paths)


def _version(namespace: str, path: str) -> str:
    """The version that Dash puts into an address; three parts of Dash itself have numbers of their own."""
    part = path.partition("/")[0]
    module = f"{namespace}.{part}" if part in ("dcc", "html", "dash_table") else namespace
    return str(importlib.import_module(module).__version__)


def _fingerprinted(path: str, version: str) -> str:
    build: Callable[[str, str, str], str] = fingerprint.build_fingerprint  # which has no type hints
    return build(path, version, _TIME)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    wanted = Path(sys.argv[1] if len(sys.argv) > 1 else "build/static")
    print(f"{len(collect(wanted))} files in {wanted}")  # noqa: T201 - says what it did
