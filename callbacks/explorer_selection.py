"""The selection as callbacks read it, and as pages say it. What changes it is in assets/choices.js."""

from collections.abc import Collection

from batchprot.properties.table import find
from dashboard.components.explorer import categories, filters
from dashboard.components.shared import numbers
from results.selection import address
from results.selection.model import InvalidSelection, Selection


def read(text: str | None) -> Selection:
    """The selection of an address; what can't be understood selects everything."""
    try:
        return address.read(text or "")
    except InvalidSelection:
        return Selection()


def checked_from(text: str | None) -> frozenset[int]:
    """The ordinals of checked rows, as the address has them: 1,4,7-9.

    Raises:
        InvalidSelection: they can't be read, or are too many.
    """
    return address.read_ordinals(text or "")


def checked_text(ordinals: frozenset[int]) -> str:
    """Checked rows as the address has them.

    Raises:
        InvalidSelection: they are more than can be checked.
    """
    text = address.write_ordinals(Selection(ordinals=ordinals).ordinals or ())
    if len(text) > address.LONGEST_CHECKED:
        raise InvalidSelection(f"{len(ordinals):,} checked rows are more than can be checked. Use filters instead.")
    return text


def conditions(selection: Selection, ph: float | None = None) -> list[tuple[str, str]]:
    """A name and words for each condition, in the order of the chips; `ph` is that of the net charge."""
    found = []
    if selection.region is not None:
        keys = (selection.region.x, selection.region.y)
        axes = [filters.chip_name(key, ph) if find(key) else key for key in keys]
        found.append(("region", " × ".join(axes)))  # noqa: RUF001  the multiplication sign is meant
    found += [(f"f:{key}", filters.chip_text(key, bounds, ph)) for key, bounds in selection.ranges.items()]
    if selection.statuses:
        found.append(("status", ", ".join(categories.STATUSES[status] for status in sorted(selection.statuses))))
    if selection.organisms or selection.organisms_left_out:
        found.append(("organism", categories.organism_chip(selection.organisms, selection.organisms_left_out)))
    found += [(f"v:{key}", _values(key, *both)) for key, both in _chosen(selection).items()]
    if selection.identical is not None:
        found.append(("identical", "duplicated" if selection.identical else "unique"))
    if selection.text:
        found.append(("text", f"“{selection.text[:40]}”"))
    if selection.motif:
        found.append(("motif", f"motif {selection.motif[:40]}"))
    found += [
        (f"column:{one.key}", f"{_name(one.key)} {one.operation} {one.words[:40]}") for one in selection.conditions
    ]
    if selection.ordinals is not None:
        found.append(("checked", f"{numbers.count(len(selection.ordinals))} checked"))
    return found


def _chosen(selection: Selection) -> dict[str, tuple[Collection[str], Collection[str]]]:
    """The categories that are asked about: of each the values that are chosen, and those that are left out."""
    keys = dict.fromkeys([*selection.values, *selection.values_left_out])
    return {key: (selection.values.get(key, ()), selection.values_left_out.get(key, ())) for key in keys}


def _values(key: str, chosen: Collection[str], left_out: Collection[str]) -> str:
    """Such as "Group: membrane", "Group: 3 values" and "Group: not membrane"."""
    names = sorted(chosen or left_out)
    words = (names[0][:40] or "no value") if len(names) == 1 else f"{numbers.count(len(names))} values"
    return f"{_name(key)}: {words if chosen else f'not {words}'}"


def _name(key: str) -> str:
    row = find(key)
    return key if row is None else row.label


def described(selection: Selection, ph: float | None = None) -> str:
    """What is selected, in words; `ph` is that of the net charge."""
    if selection.is_everything:
        return "all proteins"
    return ", ".join(words for _, words in conditions(selection, ph))
