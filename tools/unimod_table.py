"""Write the table of modifications that BatchProt reads, from the copy of Unimod in the package psims.

    python -m tools.unimod_table

Unimod is copyrighted (2002-2006) and may be copied and changed under the Design Science License. What is kept of each
modification is its number, its name, the elements it adds, and the places where it occurs.
"""

import gzip
import json
import re
from collections import Counter
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from batchprot.reading import proforma

WRITTEN: Final = Path(proforma.__file__).with_name("unimod.json")
_BRICK: Final = re.compile(r"(\w+)(?:\((-?\d+)\))?")
_PLACES: Final = {"Anywhere": "", "Any N-term": "^", "Protein N-term": "^", "Any C-term": "$", "Protein C-term": "$"}
"""What stands behind a residue that must be the first or the last; Unimod's ends of proteins are those of chains."""
_ENDS: Final = {"N-term": "^", "C-term": "$"}
Rows = list[dict[str, str]]


def table(source: bytes) -> dict[str, Any]:
    """Elements and modifications of Unimod's XML of tables."""
    root = ET.fromstring(source)  # noqa: S314 - of an installed package
    masses = {row["element"]: row for row in _rows(root, "elements")}
    bricks = _bricks(root)
    places: dict[str, set[str]] = {}
    position_of = {row["record_id"]: row["position"] for row in _rows(root, "positions")}
    for row in _rows(root, "specificity"):
        letter, position = row["one_letter"], _PLACES[position_of[row["position_key"]]]
        places.setdefault(row["mod_key"], set()).add(_ENDS.get(letter) or letter + position)
    found = []
    for row in sorted(_rows(root, "modifications"), key=lambda row: int(row["record_id"])):
        added = _elements(row["composition"], bricks)
        name = row["ex_code_name"] or row["code_name"]
        found.append([int(row["record_id"]), name, added, sorted(places.get(row["record_id"], ()))])
    used = sorted({element for _, _, added, _ in found for element in added})
    return {
        "source": "Unimod (www.unimod.org), tables of modifications, as vendored by psims " + version("psims"),
        "changed": max(row["date_time_modified"] for row in _rows(root, "modifications")),
        "licence": "Copyright (C) 2002-2006 Unimod; Design Science License, without any warranty",
        "elements": {
            element: [float(masses[element]["mono_mass"]), float(masses[element]["avge_mass"])] for element in used
        },
        "modifications": found,
    }


def _rows(root: ET.Element, name: str) -> Rows:
    return [dict(row.attrib) for row in root.iter() if row.tag.endswith(f"}}{name}_row")]


def _bricks(root: ET.Element) -> dict[str, Counter[str]]:
    """The elements of each brick that compositions are written in: elements, isotopes and sugars."""
    names = {row["record_id"]: row["brick"] for row in _rows(root, "bricks")}
    found: dict[str, Counter[str]] = {}
    for row in _rows(root, "brick2element"):
        found.setdefault(names[row["brick_key"]], Counter())[row["element"]] += int(row["num_element"])
    return found


def _elements(composition: str, bricks: dict[str, Counter[str]]) -> dict[str, int]:
    added: Counter[str] = Counter()
    for brick, number in _BRICK.findall(composition):
        for element, of_each in bricks[brick].items():
            added[element] += of_each * int(number or 1)
    return {element: number for element, number in sorted(added.items()) if number}


def main() -> None:
    """Write the table."""
    packed = files("psims.controlled_vocabulary.vendor").joinpath("unimod_tables.xml.gz").read_bytes()
    found = table(gzip.decompress(packed))
    modifications = found.pop("modifications")
    head = json.dumps(found, indent=1)[:-2]
    lines = ",\n".join(json.dumps(one, separators=(",", ":"), ensure_ascii=False) for one in modifications)
    WRITTEN.write_text(f'{head},\n "modifications": [\n{lines}\n ]\n}}\n', "utf-8")


if __name__ == "__main__":
    main()
