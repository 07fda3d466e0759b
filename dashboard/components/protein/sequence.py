"""A sequence in blocks of ten, coloured by property."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from dash import html

from dashboard.components.protein.sites import KINDS, tints

BLOCK = 10
SHOWN_AT_MOST = 12_000
"""Residues drawn one by one; longer sequences are shown without colour, which browsers do fast."""

SITES = "sites"

_CLASSES = {
    "A": ("DE", "acidic"),
    "B": ("KRH", "basic"),
    "P": ("STNQ", "polar"),
    "L": ("AVLIMJ", "aliphatic"),
    "R": ("FWY", "aromatic"),
    "S": ("GP", "Gly, Pro"),
    "Y": ("CU", "Cys"),
}
_CHARGE = {"A": ("DE", "negative"), "B": ("KR", "positive"), "S": ("H", "partly positive")}
_HYDROPATHY = {
    "L": ("AVLIMFC", "hydrophobic: Kyte and Doolittle above 1.5"),
    "S": ("GTSWYP", "in between"),
    "P": ("RKNDEQH", "hydrophilic: below minus 3"),
}
COLOURINGS = {
    "class": ("Side-chain class", _CLASSES),
    "hydropathy": ("Hydropathy", _HYDROPATHY),
    "charge": ("Charge", _CHARGE),
    SITES: ("Sites and segments", {kind.tint: ("", kind.words) for kind in KINDS}),
}


def sequence(
    residues: str,
    colouring: str = "class",
    hits: Sequence[tuple[int, int]] = (),
    modified: Mapping[int, str] = MappingProxyType({}),
) -> list[Any]:
    """Blocks of ten, each with the number of its first residue, and what the tints mean.

    theme.css puts six, four, three or two blocks on a line and shows the number of the first; `hits` are where a motif
    is, from the first residue's place to that after its last, and are underlined; `modified` residues are framed and
    say by what.
    """
    groups = COLOURINGS.get(colouring, COLOURINGS["class"])[1]
    is_drawn = len(residues) <= SHOWN_AT_MOST
    tint = (_by_place(residues) if colouring == SITES else _by_letter(residues, groups)) if is_drawn else []
    hit = {place for start, end in hits for place in range(start, end)} if is_drawn else set()
    blocks = [_block(residues, start, tint, hit, modified) for start in range(0, len(residues), BLOCK)]
    grid = html.Div(
        html.Div(blocks, className="bp-seq-blocks"),
        className="bp-seq",
        role="img",
        **{"aria-label": f"Sequence of {len(residues):,} residues in blocks of ten"},
    )
    return [grid, _legend(groups, modified=bool(modified))] if is_drawn else [grid]


def _by_letter(residues: str, groups: dict[str, tuple[str, str]]) -> list[str]:
    tint = {letter: name for name, (letters, _) in groups.items() for letter in letters}
    return [tint.get(letter, "") for letter in residues]


def _by_place(residues: str) -> list[str]:
    tinted = tints(residues)
    return [tinted.get(place, "") for place in range(len(residues))]


def _block(
    residues: str, start: int, tint: Sequence[str], hit: Collection[int], modified: Mapping[int, str]
) -> html.Span:
    letters = residues[start : start + BLOCK]
    first: dict[str, Any] = {"data-first": str(start + 1)}
    if not tint:
        return html.Span(html.Span(letters), **first)
    marked = [
        _residue(
            letter, f"{tint[place]}{' hit' if place in hit else ''}", f"{letter}{place + 1:,}", modified.get(place)
        )
        for place, letter in enumerate(letters, start)
    ]
    return html.Span(html.Span(marked), **first)


def _residue(letter: str, tint: str, name: str, modified: str | None) -> html.I:
    if modified is None:
        return html.I(letter, className=tint.strip())
    return html.I(letter, className=f"{tint} mod".strip(), title=f"{name}: {modified}")


def _legend(groups: dict[str, tuple[str, str]], *, modified: bool) -> html.Div:
    swatches = [html.Span([html.B(className=f"bp-swatch {name}"), words]) for name, (_, words) in groups.items()]
    framed = [html.Span([html.B(className="bp-swatch bp-swatch-mod"), "modified"])] if modified else []
    return html.Div([*swatches, *framed], className="bp-legend mt-3")
