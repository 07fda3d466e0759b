"""The modifications of one protein: marked in its sequence, listed with their residues, and its ProForma."""

from collections.abc import Mapping, Sequence

from dash import html

from batchprot.reading.proforma.parse import Proteoform, parse
from dashboard.components.shared import numbers

MOST_SHOWN = 200
LONGEST_SHOWN = 4_000


def names_by_place(chain: str) -> Mapping[int, str]:
    """The modifications of each residue, by its place from 0; those of the ends are with the first and the last one.

    >>> dict(names_by_place("[Acetyl]-MK[Methyl]V"))
    {0: 'Acetyl', 1: 'Methyl'}
    """
    found: dict[int, str] = {}
    read = _read(chain)
    for place, tag in read.tags:
        at = min(max(place, 1), len(read.residues)) - 1
        found[at] = f"{found[at]}, {tag.text}" if at in found else tag.text
    return found


def modifications(chain: str) -> html.Details | None:
    """What is modified, and the ProForma; nothing for a chain without modifications."""
    read = _read(chain)
    if not read.tags:
        return None
    listed = ", ".join(_places(read)[:MOST_SHOWN]) + (" …" if len(read.tags) > MOST_SHOWN else "")
    shown = chain if len(chain) <= LONGEST_SHOWN else f"{chain[:LONGEST_SHOWN]}…"
    facts = [("Where", listed), ("ProForma", html.Code(shown, className="bp-break"))]
    rows = [part for name, value in facts for part in (html.Dt(name), html.Dd(value))]
    summary = html.Summary(numbers.of(len(read.tags), "modification"))
    return html.Details([summary, html.Dl(rows, className="bp-dl bp-raw")], className="bp-sites mb-3", open=True)


def _read(chain: str) -> Proteoform:
    return parse(chain) if "[" in chain else Proteoform(chain, ())


def _places(read: Proteoform) -> Sequence[str]:
    """Such as "T4 Phospho", and the ends by name."""
    ends = {0: "amino terminus", len(read.residues) + 1: "carboxyl terminus"}
    return [f"{ends.get(place) or f'{read.residues[place - 1]}{place:,}'} {tag.text}" for place, tag in read.tags]
