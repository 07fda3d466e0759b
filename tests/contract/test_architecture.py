"""docs/architecture.md shows the imports there are, and there is no circle among them."""

import re
from pathlib import Path

from tests.contract.import_graph import folders, graph, without_detours

TEXT = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text("utf-8")


def circles() -> set[frozenset[str]]:
    """Groups of modules each of which imports all others, directly or through them (Tarjan's algorithm)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    found = set()

    def visit(module: str) -> None:
        numbers[module] = lowest[module] = len(numbers)
        waiting.append(module)
        for imported in sorted(graph().find_modules_directly_imported_by(module)):
            if imported not in numbers:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in waiting:
                lowest[module] = min(lowest[module], numbers[imported])
        if lowest[module] == numbers[module]:
            place = waiting.index(module)
            if len(waiting) - place > 1:
                found.add(frozenset(waiting[place:]))
            del waiting[place:]

    for module in sorted(graph().modules):
        if module not in numbers:
            visit(module)
    return found


def test_the_picture_is_the_imports() -> None:
    picture = re.search(r"```mermaid\nflowchart TD\n(.+?)```", TEXT, re.DOTALL)[1]
    drawn = [tuple(line.strip().split(" --> ")) for line in picture.splitlines()]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == without_detours(folders())


def test_the_table_explains_every_folder_of_the_picture() -> None:
    table = TEXT.partition("| folder |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([\w.]+)` \| .+ \|$", table, re.MULTILINE)) == set(folders())


def test_no_module_imports_itself_through_others() -> None:
    assert circles() == set()
