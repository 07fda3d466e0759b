"""A sequence in blocks of ten, coloured by property."""

from typing import Any

from dash import html

PER_ROW = 60
_BLOCK = 10
SHOWN_AT_MOST = 12_000
"""Residues drawn one by one; longer sequences are shown without colour, which browsers do fast."""

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
}


def sequence(residues: str, colouring: str = "class") -> list[Any]:
    """Rows of sixty with the number of their first residue, and what the tints mean."""
    groups = COLOURINGS.get(colouring, COLOURINGS["class"])[1]
    tint = {letter: name for name, (letters, _) in groups.items() for letter in letters}
    if len(residues) > SHOWN_AT_MOST:
        tint = {}
    rows: list[Any] = []
    for start in range(0, len(residues), PER_ROW):
        row = residues[start : start + PER_ROW]
        blocks = [_block(row[at : at + _BLOCK], tint) for at in range(0, len(row), _BLOCK)]
        rows += [html.Span(str(start + 1), className="pos"), html.Span(blocks, className="row-s")]
    grid = html.Div(
        rows,
        className="bp-seq",
        role="img",
        **{"aria-label": f"Sequence of {len(residues):,} residues in blocks of ten"},
    )
    return [grid, _legend(groups)] if tint else [grid]


def _block(letters: str, tint: dict[str, str]) -> html.Span:
    if not tint:
        return html.Span(letters)
    return html.Span([html.I(letter, className=tint.get(letter, "")) for letter in letters])


def _legend(groups: dict[str, tuple[str, str]]) -> html.Div:
    return html.Div(
        [html.Span([html.B(className=f"bp-swatch {name}"), words]) for name, (_, words) in groups.items()],
        className="bp-legend mt-3",
    )
