"""Gives the server's wheel the version and the dependencies that the project one folder up states."""

import re
import tomllib
from pathlib import Path

from setuptools import setup

ROOT = Path(__file__).resolve().parent.parent
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]


def version() -> str:
    """The one version number of both wheels."""
    return re.search(r'^__version__ = "(.+)"$', (ROOT / "batchprot/__init__.py").read_text("utf-8"), re.MULTILINE)[1]


def packages_of(group: str) -> list[str]:
    """The packages of a dependency group and of those it includes, each once."""
    listed = (packages_of(entry["include-group"]) if isinstance(entry, dict) else [entry] for entry in GROUPS[group])
    return list(dict.fromkeys(package for packages in listed for package in packages))


setup(version=version(), install_requires=[f"batchprot=={version()}", *packages_of("local")])
