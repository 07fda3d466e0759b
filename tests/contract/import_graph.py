"""The imports of the project as they are, those inside functions included."""

import tomllib
from functools import cache
from pathlib import Path

from grimp import ImportGraph, build_graph

PYPROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
PACKAGES: list[str] = PYPROJECT["tool"]["importlinter"]["root_packages"]
ENTRY_POINTS = ("app", "local", "lambda_handler", "lambda_application", "serving")
"""The modules of dashboard/ that build the application from everything below them."""


@cache
def graph() -> ImportGraph:
    """Every module of the project and what it imports."""
    return build_graph(*PACKAGES)


def folder_of(module: str) -> str:
    """The folder a module is in; the web application's entry points are one of their own."""
    package, _, rest = module.partition(".")
    return "dashboard.app" if package == "dashboard" and rest.partition(".")[0] in ENTRY_POINTS else package


@cache
def folders() -> dict[str, frozenset[str]]:
    """For each folder the folders it imports."""
    found: dict[str, set[str]] = {}
    for module in graph().modules:
        imported = map(folder_of, graph().find_modules_directly_imported_by(module))
        found.setdefault(folder_of(module), set()).update(imported)
    return {folder: frozenset(imported - {folder}) for folder, imported in found.items()}


def without_detours(imports: dict[str, frozenset[str]]) -> set[tuple[str, str]]:
    """The imports that no longer way implies: what a picture needs to show."""

    def below(folder: str) -> set[str]:
        return {end for nearest in imports[folder] for end in (nearest, *below(nearest))}

    return {
        (folder, nearest)
        for folder, found in imports.items()
        for nearest in found
        if not any(nearest in below(other) for other in found - {nearest})
    }
