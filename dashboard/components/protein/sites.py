"""Sites and segments of one protein: sequons, liabilities and hydrophobic segments, by the rules of their columns."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from dash import dcc, html

from dashboard import generated
from dashboard.components.shared import numbers

WINDOW: Final = 19
THRESHOLD: Final = 304
"""1.6, the mean hydropathy of 19 residues from which Kyte and Doolittle speak of a membrane segment, as a sum of
tenths."""
N_TERMINUS: Final = 30
N_WINDOW: Final = 11
N_THRESHOLD: Final = 220
"""2.0, the mean hydropathy of 11 of the first 30 residues from which the N-terminus is flagged, as a sum of tenths."""
MOST_PLACES: Final = 12
Place = tuple[int, int]
"""From the first residue to the one after the last, counted from 0."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of site: the column that counts it, its words, its tint in the sequence, and how it is found."""

    key: str
    words: str
    tint: str
    find: Callable[[str], list[Place]]


def _motif(pattern: str) -> Callable[[str], list[Place]]:
    compiled = re.compile(f"(?=({pattern}))")
    return lambda residues: [found.span(1) for found in compiled.finditer(residues)]


@cache
def _tenths() -> dict[str, int]:
    """Kyte and Doolittle's hydropathy in tenths by residue."""
    rows = generated.methods()["constants"]["gravy"][0]["rows"]
    return {name[-1]: round(10 * float(value)) for name, value in rows}


def segments(residues: str) -> list[Place]:
    """Stretches covered by windows of 19 residues with a mean hydropathy of 1.6 or more."""
    values = _tenths()
    sums = [0, *accumulate(values.get(letter, 0) for letter in residues)]
    found: list[Place] = []
    for start in range(len(residues) - WINDOW + 1):
        if sums[start + WINDOW] - sums[start] >= THRESHOLD:
            if found and start < found[-1][1]:
                found[-1] = found[-1][0], start + WINDOW
            else:
                found.append((start, start + WINDOW))
    return found


def hydrophobic_n_terminus(residues: str) -> list[Place]:
    """The stretch of the first 30 residues that windows of 11 with a mean hydropathy of 2.0 or more cover; or none."""
    sums = [0, *accumulate(_tenths().get(letter, 0) for letter in residues[:N_TERMINUS])]
    starts = [start for start in range(len(sums) - N_WINDOW) if sums[start + N_WINDOW] - sums[start] >= N_THRESHOLD]
    return [(starts[0], starts[-1] + N_WINDOW)] if starts else []


KINDS: Final = (
    Kind("n_glycosylation_sequons", "N-glycosylation sequon", "A", _motif("N[^PBJXZ][ST]")),
    Kind("ng_sites", "Asn-Gly, deamidates", "R", _motif("NG")),
    Kind("ns_sites", "Asn-Ser, deamidates", "P", _motif("NS")),
    Kind("dg_sites", "Asp-Gly, isomerises", "B", _motif("DG")),
    Kind("dp_sites", "Asp-Pro, breaks in acid", "Y", _motif("DP")),
    Kind(
        "hydrophobic_n_terminus_flag", "Hydrophobic N-terminus, 11 residues at 2.0 or more", "S", hydrophobic_n_terminus
    ),
    Kind("hydropathy_segments", "Hydrophobic segment, 19 residues at 1.6 or more", "L", segments),
)
"""A site that is part of another, such as a pair in a segment, takes the tint of the kind that comes first."""


def tints(residues: str) -> dict[int, str]:
    """The tint of each residue that belongs to a site."""
    tinted: dict[int, str] = {}
    for kind in reversed(KINDS):
        tinted |= {place: kind.tint for start, end in kind.find(residues) for place in range(start, end)}
    return tinted


def sites(residues: str) -> html.Details:
    """Each kind with how often and where it occurs, and what none of it says."""
    rows = [part for kind in KINDS for part in _row(kind, kind.find(residues))]
    words = (
        "Motifs and a rule on hydropathy: places to look at. A sequon is glycosylated only in the secretory pathway, "
        "and not always; soluble proteins and signal peptides have hydrophobic segments too, as 34.8 % of the proteome "
        "of E. coli. The rule for the N-terminus misses 13 % of E. coli's exported proteins and two thirds of yeast's, "
        "and flags membrane proteins too. Nothing here predicts where a protein is."
    )
    body = [html.Dl(rows, className="bp-dl"), html.P(words, className="bp-meta mb-2")]
    return html.Details([html.Summary("Sites and segments"), *body], className="bp-sites mb-3")


def _row(kind: Kind, places: Sequence[Place]) -> list[html.Dt | html.Dd]:
    listed = ", ".join(f"{start + 1:,}\N{EN DASH}{end:,}" for start, end in places[:MOST_PLACES])
    more = " …" if len(places) > MOST_PLACES else ""
    said = f"{numbers.count(len(places))}: {listed}{more}" if places else "none"
    return [html.Dt(dcc.Link(kind.words, href=f"/methods?property={kind.key}")), html.Dd(said, className="bp-num")]
