"""How each control of the explorer changes the one selection: pure functions from selection to selection."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from dash import no_update

from batchprot.properties.table import BY_KEY
from dashboard import ids
from dashboard.components.explorer import filters
from dashboard.components.shared import numbers
from dashboard.figures.axes import LOGARITHMIC
from results.selection.model import InvalidSelection, Region, Selection

_CORNER_DIGITS = 6
_MOST_CORNERS = 120
LONGEST_PICKED = 6_000
"""Characters that picked rows may take in an address: with the rest of it, servers and caches take no more."""


def read(text: str | None) -> Selection:
    """The selection of an address; what can't be understood selects everything."""
    try:
        return Selection.from_query(text or "")
    except InvalidSelection:
        return Selection()


def picked_from(text: str | None) -> frozenset[int]:
    """The ordinals of picked rows, as the address has them: 1,4,7-9.

    Raises:
        InvalidSelection: they can't be read, or are too many.
    """
    return Selection.from_query(urlencode({"n": text or ""})).ordinals or frozenset()


def picked_text(ordinals: frozenset[int]) -> str:
    """Picked rows as the address has them.

    Raises:
        InvalidSelection: they are more than an address holds.
    """
    text = Selection(ordinals=ordinals).to_query().removeprefix("n=")
    if len(text) > LONGEST_PICKED:
        raise InvalidSelection(f"{len(ordinals):,} picked rows do not fit into an address. Use filters instead.")
    return text


def with_range(selection: Selection, key: str, low: float | None, high: float | None) -> Selection:
    """The selection with one range replaced, or taken out when it has no bounds."""
    ranges = {name: bounds for name, bounds in selection.ranges.items() if name != key}
    if low is not None or high is not None:
        ranges[key] = (low, high)
    return replace(selection, ranges=ranges)


def with_typed_bounds(selection: Selection, key: str, typed: Mapping[str, Any]) -> Selection:
    """The selection with the bounds as typed; what is no number changes nothing."""
    try:
        low, high = numbers.parse(typed.get("min")), numbers.parse(typed.get("max"))
    except ValueError:
        return selection
    if low is not None and high is not None and low > high:
        low, high = high, low
    return with_range(selection, key, low, high)


def with_brush(selection: Selection, brush: Mapping[str, Any]) -> Selection:
    """The selection with what was drawn: ranges from a histogram or a box, or a lasso's outline."""
    for key, bounds in brush.get("ranges", {}).items():
        row = BY_KEY.get(key)
        if row is None:
            continue
        low, high = (None if bound is None else round(float(bound), row.decimals) for bound in bounds)
        selection = with_range(selection, key, low, high)
    outline = brush.get("outline")
    return replace(selection, region=region(outline)) if outline else selection


def region(outline: Mapping[str, Any]) -> Region:
    """A lasso's outline, thinned to what an address can hold.

    Raises:
        InvalidSelection: it is no outline.
    """
    corners = list(zip(outline["xs"], outline["ys"], strict=True))
    step = max(1, -(-len(corners) // _MOST_CORNERS))
    thinned = tuple((_rounded(x), _rounded(y)) for x, y in corners[::step])
    x, y = str(outline["x"]), str(outline["y"])
    log_x, log_y = bool(outline.get("log_x", x in LOGARITHMIC)), bool(outline.get("log_y", y in LOGARITHMIC))
    return Region(x=x, y=y, polygon=thinned, log_x=log_x, log_y=log_y)


def _rounded(value: float) -> float:
    return float(f"{float(value):.{_CORNER_DIGITS}g}")


def with_statuses(selection: Selection, statuses: Sequence[str], offered: Sequence[str]) -> Selection:
    """The selection with these statuses; all that are offered is no condition."""
    chosen = frozenset(statuses) & frozenset(offered)
    return replace(selection, statuses=frozenset() if chosen == frozenset(offered) else chosen)


def with_organisms(selection: Selection, ticked: Sequence[str], offered: Sequence[str]) -> Selection:
    """The selection with these organisms; all that are offered is no condition, and neither is none.

    Those that are not listed by name have one box: with it, the listed ones that are not ticked are left out. Boxes
    that stand as the selection has them change nothing: an address may name organisms that have no box.
    """
    if set(ticked) == set(filters.ticked_organisms(selection.organisms, selection.organisms_left_out, offered)):
        return selection
    chosen, listed = set(ticked) & set(offered), set(offered) - {filters.OTHER_ORGANISMS}
    if not chosen or chosen == set(offered):
        return replace(selection, organisms=frozenset(), organisms_left_out=frozenset())
    if filters.OTHER_ORGANISMS in chosen:
        return replace(selection, organisms=frozenset(), organisms_left_out=frozenset(listed - chosen))
    return replace(selection, organisms=frozenset(chosen), organisms_left_out=frozenset())


def with_identical(selection: Selection, ticked: Sequence[str]) -> Selection:
    """The selection with identical sequences, or with the rest; both boxes are no condition, and neither is none."""
    return replace(selection, identical=ticked[0] == "yes" if len(ticked) == 1 else None)


def without(selection: Selection, condition: str) -> Selection:
    """The selection without one of its conditions, by the name that `conditions` gives it."""
    kind, _, key = condition.partition(":")
    emptied: dict[str, Any] = {
        "text": {"text": ""},
        "motif": {"motif": ""},
        "status": {"statuses": frozenset()},
        "picked": {"ordinals": None},
        "organism": {"organisms": frozenset(), "organisms_left_out": frozenset()},
        "identical": {"identical": None},
        "region": {"region": None},
        "column": {"conditions": tuple(one for one in selection.conditions if one.key != key)},
    }
    return with_range(selection, key, None, None) if kind == "f" else replace(selection, **emptied.get(kind, {}))


def conditions(selection: Selection) -> list[tuple[str, str]]:
    """A name and words for each condition, in the order of the chips."""
    found = []
    if selection.region is not None:
        axes = [BY_KEY[key].short if key in BY_KEY else key for key in (selection.region.x, selection.region.y)]
        found.append(("region", " × ".join(axes)))  # noqa: RUF001  the multiplication sign is meant
    found += [(f"f:{key}", filters.chip_text(key, bounds)) for key, bounds in selection.ranges.items()]
    if selection.statuses:
        found.append(("status", ", ".join(filters.STATUSES[status] for status in sorted(selection.statuses))))
    if selection.organisms or selection.organisms_left_out:
        found.append(("organism", filters.organism_chip(selection.organisms, selection.organisms_left_out)))
    if selection.identical is not None:
        found.append(("identical", "identical sequence" if selection.identical else "no identical sequence"))
    if selection.text:
        found.append(("text", f"“{selection.text[:40]}”"))
    if selection.motif:
        found.append(("motif", f"motif {selection.motif[:40]}"))
    found += [(f"column:{one.key}", f"{one.key} {one.operation} {one.words[:40]}") for one in selection.conditions]
    if selection.ordinals is not None:
        found.append(("picked", f"{numbers.count(len(selection.ordinals))} picked"))
    return found


def described(selection: Selection) -> str:
    """What is selected, in words."""
    if selection.is_everything:
        return "all proteins"
    return ", ".join(words for _, words in conditions(selection))


@dataclass(frozen=True, slots=True)
class Controls:
    """What the controls of the selection hold."""

    removed: Any
    brush: Any
    text: str | None
    statuses: list[str] | None
    organisms: list[str] | None
    identical: list[str] | None
    typed: list[Any]
    bound_ids: list[dict[str, str]]
    offered_statuses: list[str]
    offered_organisms: list[str]

    @property
    def removes_range(self) -> bool:
        """Whether the condition taken away is a range, which no other control shows."""
        return bool(self.removed["condition"].startswith("f:"))


def with_control(selection: Selection, trigger: Any, controls: Controls) -> Selection:  # noqa: ANN401
    """The selection once one control was used."""
    offered_statuses, offered_organisms = controls.offered_statuses, controls.offered_organisms
    one_of_a_kind: dict[str, Callable[[], Selection]] = {
        ids.Explorer.REMOVED: lambda: without(selection, controls.removed["condition"]),
        ids.Explorer.BRUSH: lambda: with_brush(selection, controls.brush),
        ids.Explorer.TEXT: lambda: replace(selection, text=(controls.text or "").strip()),
        ids.Explorer.STATUS: lambda: with_statuses(selection, controls.statuses or [], offered_statuses),
        ids.Explorer.ORGANISM: lambda: with_organisms(selection, controls.organisms or [], offered_organisms),
        ids.Explorer.IDENTICAL: lambda: with_identical(selection, controls.identical or []),
        ids.Explorer.CLEAR: Selection,
    }
    if isinstance(trigger, str):
        return one_of_a_kind[trigger]()
    key = trigger["key"]
    pairs = zip(controls.bound_ids, controls.typed, strict=True)
    return with_typed_bounds(selection, key, {one["side"]: value for one, value in pairs if one["key"] == key})


def put_back_after(selection: Selection, trigger: Any, controls: Controls) -> tuple[Any, ...] | None:  # noqa: ANN401
    """The search and the boxes where they must follow: a selection taken away, or no box ticked, which is all."""
    if trigger == ids.Explorer.STATUS and not controls.statuses:
        return no_update, list(filters.STATUSES), no_update, no_update
    if trigger == ids.Explorer.ORGANISM and not controls.organisms and not selection.organisms:
        return no_update, no_update, controls.offered_organisms, no_update
    if trigger == ids.Explorer.IDENTICAL and not controls.identical:
        return no_update, no_update, no_update, list(filters.IDENTICAL)
    if trigger == ids.Explorer.CLEAR or (trigger == ids.Explorer.REMOVED and not controls.removes_range):
        ticked = filters.ticked_organisms(selection.organisms, selection.organisms_left_out, controls.offered_organisms)
        statuses = sorted(selection.statuses) or list(filters.STATUSES)
        return selection.text, statuses, ticked, filters.ticked_identical(selection.identical)
    return None
