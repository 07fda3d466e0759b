"""The selection as callbacks read it, and as pages say it. What changes it is in assets/choices.js."""

from batchprot.properties.table import BY_KEY
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


def picked_from(text: str | None) -> frozenset[int]:
    """The ordinals of checked rows, as the address has them: 1,4,7-9.

    Raises:
        InvalidSelection: they can't be read, or are too many.
    """
    return address.read_ordinals(text or "")


def picked_text(ordinals: frozenset[int]) -> str:
    """Checked rows as the address has them.

    Raises:
        InvalidSelection: they are more than an address holds.
    """
    text = address.write_ordinals(Selection(ordinals=ordinals).ordinals or ())
    if len(text) > address.LONGEST_CHECKED:
        raise InvalidSelection(f"{len(ordinals):,} checked rows do not fit into an address. Use filters instead.")
    return text


def conditions(selection: Selection, ph: float | None = None) -> list[tuple[str, str]]:
    """A name and words for each condition, in the order of the chips; `ph` is that of the net charge."""
    found = []
    if selection.region is not None:
        keys = (selection.region.x, selection.region.y)
        axes = [filters.chip_name(key, ph) if key in BY_KEY else key for key in keys]
        found.append(("region", " × ".join(axes)))  # noqa: RUF001  the multiplication sign is meant
    found += [(f"f:{key}", filters.chip_text(key, bounds, ph)) for key, bounds in selection.ranges.items()]
    if selection.statuses:
        found.append(("status", ", ".join(categories.STATUSES[status] for status in sorted(selection.statuses))))
    if selection.organisms or selection.organisms_left_out:
        found.append(("organism", categories.organism_chip(selection.organisms, selection.organisms_left_out)))
    if selection.identical is not None:
        found.append(("identical", "duplicated" if selection.identical else "unique"))
    if selection.text:
        found.append(("text", f"“{selection.text[:40]}”"))
    if selection.motif:
        found.append(("motif", f"motif {selection.motif[:40]}"))
    found += [(f"column:{one.key}", f"{one.key} {one.operation} {one.words[:40]}") for one in selection.conditions]
    if selection.ordinals is not None:
        found.append(("picked", f"{numbers.count(len(selection.ordinals))} checked"))
    return found


def described(selection: Selection, ph: float | None = None) -> str:
    """What is selected, in words; `ph` is that of the net charge."""
    if selection.is_everything:
        return "all proteins"
    return ", ".join(words for _, words in conditions(selection, ph))
