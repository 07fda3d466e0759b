"""The rules of a selection as data, for the browser: assets/selection.js reads and checks by them.

So keys, limits and sentences have one home each. Both codecs are tested with tests/selection_cases.json.
"""

from typing import Any

from batchprot.properties import own
from batchprot.properties.table import BY_KEY, Kind, find
from results.selection import address, model, motif


def rules() -> dict[str, Any]:
    """Everything about a selection that the browser must know, ready for JSON."""
    numeric = ["ordinal", "line", *(key for key in BY_KEY if model.is_numeric(key)), *sorted(model.COUNTS)]
    text = [*model.TEXT_COLUMNS, *(key for key in BY_KEY if model.is_text(key) and key not in model.TEXT_COLUMNS)]
    return {
        "decimals": {key: _decimals(key) for key in numeric},
        "texts": text,
        "choices": [key for key in BY_KEY if model.is_category(key)],
        "own": own.PATTERN,
        "statuses": list(model.STATUSES),
        "operations": list(model.Operation),
        "motifPrefixes": list(model.MOTIF_PREFIXES),
        "limits": _limits(),
        "motif": {
            "ignored": motif.IGNORED,
            "element": motif.ELEMENT,
            "none": motif.NO_MOTIF,
            "empty": motif.EMPTY,
            "tooLong": motif.TOO_LONG,
            "upsideDown": motif.UPSIDE_DOWN,
        },
    }


def _limits() -> dict[str, float]:
    return {
        "text": model.LONGEST_TEXT,
        "motif": model.LONGEST_MOTIF,
        "positions": motif.MOST_POSITIONS,
        "ordinals": model.MOST_ORDINALS,
        "ordinal": model.LARGEST_ORDINAL,
        "sorts": model.MOST_SORTS,
        "fewestCorners": model.FEWEST_CORNERS,
        "mostCorners": model.MOST_CORNERS,
        "corner": model.FURTHEST_CORNER,
        "conditions": model.MOST_CONDITIONS,
        "organisms": model.MOST_ORGANISMS,
        "values": model.MOST_VALUES,
        "query": address.LONGEST_QUERY,
        "parts": address.MOST_PARTS,
        "address": address.LONGEST_ADDRESS,
        "checked": address.LONGEST_CHECKED,
    }


def _decimals(key: str) -> int:
    """Decimals with which values are shown."""
    row = find(key)
    return row.decimals if row is not None and row.kind is Kind.NUMBER else 0
