"""The content of all generated documents, computed once."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from batchprot.properties.table import BY_KEY
from batchprot.properties.version import ENGINE_VERSION
from tools.docs import biopython, constants, emboss, experiment, proteome, reference, validation
from tools.docs.differences import differences

ROOT = Path(__file__).parents[2]
METHODS_JSON = Path("dashboard/data/methods.json")
VALIDATION_JSON = Path("dashboard/data/validation.json")


class NotAtHandError(Exception):
    """Something can't be computed on this machine and was not committed by this version; the message says what."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the things are that not every machine has."""

    golden: Path
    proteome: Path
    measured: Path


@dataclass(frozen=True, slots=True)
class Content:
    """What the pages and the Markdown documents are written from; all of it fit for JSON."""

    methods: dict[str, Any]
    validation: dict[str, Any]


def content(sources: Sources, root: Path = ROOT) -> Content:
    """Compute everything that can be computed here, and take the rest over from the committed files.

    Raises:
        NotAtHandError: something is neither at hand nor committed by this version of the engine.
    """
    committed_methods, committed_validation = (_committed(root / path) for path in (METHODS_JSON, VALIDATION_JSON))
    golden = sources.golden if sources.golden.is_dir() else None
    shipped = reference.read(root / "tests/reference/published_values.csv")
    published = reference.with_sequences(shipped, golden)
    if not all(each.sequence for each in published):
        _require(committed_validation, f"the recorded Expasy reports ({sources.golden})")
    comparisons = validation.compare(published, validation.by_place(committed_validation.get("comparisons", [])))
    return Content(
        methods={
            "engine": ENGINE_VERSION,
            "biopython": biopython.VERSION,
            "constants": constants.tables(),
            "scales": constants.scales(),
            "differences": {key: [each.to_json() for each in found] for key, found in differences().items()},
            "checked": _checked(comparisons),
            "proteome": _histograms(sources.proteome, committed_methods),
        },
        validation={
            "engine": ENGINE_VERSION,
            "biopython": biopython.VERSION,
            "comparisons": validation.as_json(comparisons),
            "experiment": _experiment(sources.measured, committed_validation),
            "emboss": _emboss([each.sequence for each in shipped], committed_validation),
        },
    )


def _committed(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _require(committed: dict[str, Any], what: str) -> None:
    if committed.get("engine") != ENGINE_VERSION:
        message = (
            f"The documents are of engine {committed.get('engine', 'none')}, and to make them for {ENGINE_VERSION}"
        )
        raise NotAtHandError(f"{message} needs {what}, which is not here.")


def _histograms(path: Path, committed: dict[str, Any]) -> dict[str, Any]:
    if path.exists():
        return proteome.histograms(path)
    _require(committed, f"the yeast proteome ({path})")
    taken_over: dict[str, Any] = committed["proteome"]
    return taken_over


def _emboss(sequences: list[str], committed: dict[str, Any]) -> list[dict[str, Any]]:
    found = emboss.agreements(sequences)
    if found is not None:
        return [asdict(agreement) for agreement in found]
    _require(committed, "EMBOSS's pepstats")
    taken_over: list[dict[str, Any]] = committed["emboss"]
    return taken_over


def _experiment(folder: Path, committed: dict[str, Any]) -> dict[str, Any]:
    if folder.is_dir():
        return experiment.compared(folder)
    _require(committed, f"the measured isoelectric points ({folder})")
    taken_over: dict[str, Any] = committed["experiment"]
    return taken_over


def _checked(comparisons: Iterable[validation.Comparison]) -> dict[str, dict[str, Any]]:
    """How many published values of each property agree."""
    found: dict[str, dict[str, Any]] = {}
    for each in comparisons:
        entry = found.setdefault(each.key, {"values": 0, "agree": 0, "identical": 0})
        entry["values"] += 1
        entry["agree"] += each.agrees
        entry["identical"] += each.ours == each.published
    return {key: found[key] for key in BY_KEY if key in found}
