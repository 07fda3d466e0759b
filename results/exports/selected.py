"""What is selected, in words: for the report and the methods of a download."""

from collections.abc import Iterator

from batchprot.properties.shown import decimals_of
from batchprot.properties.table import described, find
from results.selection.model import Range, Selection

_STATUSES = {"ok": "OK", "warned": "with a warning", "rejected": "rejected"}
_MOST_NAMES = 3


def in_words(selection: Selection) -> str:
    """Such as "isoelectric point at least 10; molecular weight at most 20,000 Da"; every condition must hold."""
    found = list(_conditions(selection))
    words = "; ".join(found)
    return words[:1].upper() + words[1:] if found else "All records"


def _conditions(selection: Selection) -> Iterator[str]:
    for key, bounds in selection.ranges.items():
        yield _range(key, bounds)
    yield from _categories(selection)
    if selection.words:
        yield f"name or description contains “{selection.words}”"
    for pattern in selection.patterns:
        yield f"sequence contains the motif {pattern}"
    if selection.region is not None:
        yield f"inside an outline drawn over {_name(selection.region.x)} and {_name(selection.region.y)}"
    for one in selection.conditions:
        yield f"{_name(one.key)} {one.operation} {one.words}".strip()
    if selection.ordinals is not None:
        number = len(selection.ordinals)
        yield f"{number:,} checked {'record' if number == 1 else 'records'}"


def _categories(selection: Selection) -> Iterator[str]:
    if selection.statuses:
        yield f"status {_either(_STATUSES[one] for one in sorted(selection.statuses))}"
    if selection.organisms:
        yield f"organism {_either(one or 'not given' for one in sorted(selection.organisms))}"
    if selection.organisms_left_out:
        yield f"not organism {_either(one or 'not given' for one in sorted(selection.organisms_left_out))}"
    for key, values in selection.values.items():
        yield f"{_name(key)} {_either(one or 'without a value' for one in sorted(values))}"
    for key, values in selection.values_left_out.items():
        yield f"not {_name(key)} {_either(one or 'without a value' for one in sorted(values))}"
    if selection.identical is not None:
        yield "sequence occurs more than once" if selection.identical else "sequence occurs once"


def _range(key: str, bounds: Range) -> str:
    low, high = (None if bound is None else _number(bound, key) for bound in bounds)
    unit = f" {row.unit}" if (row := find(key)) is not None and row.unit else ""
    if low is not None and high is not None:
        words = low if low == high else f"{low} to {high}"
    else:
        words = f"at least {low}" if low is not None else f"at most {high}"
    return f"{_name(key)} {words}{unit}"


def _number(bound: float, key: str) -> str:
    text = f"{bound:,.{decimals_of(key)}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "\N{MINUS SIGN}")


def _name(key: str) -> str:
    if find(key) is None:
        return key.replace("_", " ")
    row = described(key)
    label = row.label
    if row.home == "own":
        return f"“{label}”"
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _either(names: Iterator[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - _MOST_NAMES} more" if len(listed) > _MOST_NAMES else ""
    return " or ".join(listed[:_MOST_NAMES]) + more
