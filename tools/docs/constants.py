"""Tables of constants as they are shown: taken from the engine, never typed again."""

from collections.abc import Mapping
from typing import Any

from batchprot.engine import absorption, patterning, predicted_pi, scale_means
from batchprot.engine.batch import FIRST_LETTER
from batchprot.engine.composition import BOMAN
from batchprot.engine.constants import DIWV_SCALE, MASS_SCALE, constants_set
from batchprot.engine.half_life import HALF_LIVES
from batchprot.engine.pka import SETS, PkaSet
from batchprot.engine.published import CONSENSUS_HYDROPHOBICITY, FLEXIBILITY, HYDROPATHY
from batchprot.engine.scales import SCALES
from batchprot.properties.options import PKA_SETS
from batchprot.properties.pka_sets import PUBLISHED_SETS
from batchprot.reading import alphabet

Table = dict[str, Any]
_SIDE_CHAINS = "DEHCYKR"
_HOUR = 1.0


def tables() -> dict[str, list[Table]]:
    """Tables by property key; each has a title, a head and rows of texts."""
    pka = [_expasy_pka(), _pka_sets(), _pka_sources()]
    return {
        "molecular_weight_da": [_masses("Average", "average")],
        "monoisotopic_mass_da": [_masses("Monoisotopic", "monoisotopic")],
        "isoelectric_point": pka[:1],
        "charge_at_ph": pka[:1],
        "isoelectric_point_min": pka[1:],
        "isoelectric_point_median": pka[1:],
        "isoelectric_point_max": pka[1:],
        "gravy": [_residues("Hydropathy, Kyte and Doolittle", HYDROPATHY, 1)],
        "flexibility_mean": [_residues("Flexibility, Vihinen", FLEXIBILITY, 3)],
        "hydrophobic_moment_max": [
            _residues("Normalised consensus hydrophobicity, Eisenberg", CONSENSUS_HYDROPHOBICITY, 2)
        ],
        "boman_index": [_residues("Transfer free energies of side chains, water to cyclohexane, kcal/mol", BOMAN, 2)],
        "half_life_mammalian_h": [_half_lives()],
        "instability_index": [_dipeptides()],
        "solubility_weighted_index": [_residues("Solubility weights", scale_means.SOLUBILITY_WEIGHTS, 10)],
        "extinction_214": [_residues("Absorption at 214 nm, 1/(M cm)", absorption.RESIDUES_214, 0)],
        "partial_specific_volume_ml_g": [
            _residues("Partial specific volume, ml/g", scale_means.PARTIAL_SPECIFIC_VOLUMES, 2)
        ],
        "refractive_increment_ml_g": [
            _residues("Refractive index increment, ml/g", scale_means.REFRACTIVE_INCREMENTS, 3)
        ],
        "sequence_hydropathy_decoration": [_residues("Hydropathy of the HPS model", patterning.STICKINESS, 3)],
        "synthesis_cost": [_residues("High-energy phosphate bonds", scale_means.SYNTHESIS_COSTS, 1)],
        "isoelectric_point_predicted": [_predicted_pk(), _predicted_neighbours()],
    }


def _expasy_pka() -> Table:
    expasy = SETS["expasy"]
    special = ", ".join(f"{alphabet.THREE_LETTER[letter]} {pk:.2f}" for letter, pk in expasy.n_terminus_of.items())
    rows = [
        [f"{alphabet.THREE_LETTER[letter]}, {letter}", f"{expasy.side_chains[letter]:.2f}", _note(letter)]
        for letter in _SIDE_CHAINS
    ]
    ends = [
        ["C-terminus", f"{expasy.c_terminus:.2f}", "whatever the residue"],
        ["N-terminus", f"{expasy.n_terminus:.2f}", f"except {special}"],
    ]
    return {"title": "pK values, Expasy set", "head": ["Group", "pK", "Note"], "rows": rows + ends}


def _note(letter: str) -> str:
    return "free thiols only" if letter == "C" else ""


def _pka_sets() -> Table:
    rows = [[PKA_SETS[name], *_set_values(pka)] for name, pka in SETS.items()]
    return {"title": "Shipped pK sets", "head": ["Set", "N-term", "C-term", *_SIDE_CHAINS], "rows": rows}


def _pka_sources() -> Table:
    rows = [[each.label, _cited(each.reference, each.doi), each.caveat] for each in PUBLISHED_SETS.values()]
    return {"title": "Where the pK sets come from", "head": ["Set", "Source", "Note"], "rows": rows}


_PREDICTED_GROUPS = ("N-terminus", "Lys", "Arg", "His", "C-terminus", "Asp", "Glu", "Cys", "Tyr")


def _predicted_pk() -> Table:
    rows = [
        [group, f"{pk:.2f}", *(f"{value:+.2f}" for value in near[:, _CHARGED].mean(axis=1))]
        for group, pk, near in zip(_PREDICTED_GROUPS, predicted_pi.model().pk, predicted_pi.model().near, strict=True)
    ]
    head = [
        "Group",
        "pK alone",
        *(f"{'before' if place < 0 else 'after'} {abs(place)}" for place in predicted_pi.OFFSETS),
    ]
    return {"title": "Fitted pK values, and what Asp or Glu at each place beside adds", "head": head, "rows": rows}


_CHARGED = [alphabet.STANDARD.index(letter) for letter in "DE"]


def _predicted_neighbours() -> Table:
    before, after = (list(predicted_pi.OFFSETS).index(place) for place in (-1, 1))
    near = predicted_pi.model().near
    rows = [
        [
            _named(letter),
            *(f"{near[kind, place, column]:+.2f}" for kind in (0, 3, 4, 5, 6) for place in (before, after)),
        ]
        for column, letter in enumerate(alphabet.STANDARD)
    ]
    shown = [_PREDICTED_GROUPS[kind] for kind in (0, 3, 4, 5, 6)]
    head = ["Neighbour", *(f"{side} {group}" for group in shown for side in ("before", "after"))]
    title = "What the next residue adds to the pK; all constants are in predicted_pi_constants.json of the engine"
    return {"title": title, "head": head, "rows": rows}


def scales() -> Table:
    """Every scale a profile can use, with its source."""
    rows = [[scale.label, scale.high, _cited(scale.reference, scale.doi), scale.caveat] for scale in SCALES]
    return {"title": "Scales of profiles", "head": ["Scale", "High values are", "Source", "Note"], "rows": rows}


def _cited(reference: str, doi: str) -> str:
    return f"{reference}. doi:{doi}" if doi else f"{reference}."


def _set_values(pka: PkaSet) -> list[str]:
    values = [pka.n_terminus, pka.c_terminus, *(pka.side_chains[letter] for letter in _SIDE_CHAINS)]
    return [f"{value:g}" for value in values]


def _masses(name: str, field: str) -> Table:
    sets = [constants_set("expasy"), constants_set("biopython")]
    rows = [
        [_named(letter), *(_mass(getattr(each, field)[_index(letter)]) for each in sets)] for letter in alphabet.KNOWN
    ]
    water = ["Water, once a chain", *(_mass(getattr(each, f"{field}_water")) for each in sets)]
    return {"title": f"{name} residue masses, Da", "head": ["Residue", "Expasy", "Biopython"], "rows": [*rows, water]}


def _mass(scaled: float) -> str:
    return f"{scaled / MASS_SCALE:.6f}".rstrip("0")


def _index(letter: str) -> int:
    return ord(letter) - FIRST_LETTER


def _residues(title: str, values: Mapping[str, float], decimals: int) -> Table:
    rows = [[_named(letter), f"{values[letter]:.{decimals}f}"] for letter in alphabet.STANDARD]
    return {"title": title, "head": ["Residue", "Value"], "rows": rows}


def _half_lives() -> Table:
    rows = [
        [_named(letter), *(_duration(HALF_LIVES[system].get(letter)) for system in ("mammalian", "yeast", "ecoli"))]
        for letter in alphabet.STANDARD
    ]
    return {
        "title": "Half-life by first residue",
        "head": ["First residue", "Mammalian", "Yeast", "E. coli"],
        "rows": rows,
    }


def _duration(entry: tuple[float, str] | None) -> str:
    if entry is None:
        return "unknown"
    hours, qualifier = entry
    return f"{qualifier}{hours:g} h" if hours >= _HOUR or hours == 0.8 else f"{qualifier}{hours * 60:.0f} min"


def _dipeptides() -> Table:
    weights = constants_set("expasy").diwv / DIWV_SCALE
    rows = [
        [first, *(f"{weights[_index(first), _index(second)]:g}" for second in alphabet.STANDARD)]
        for first in alphabet.STANDARD
    ]
    return {
        "title": "Dipeptide weights (first residue down, second across)",
        "head": ["", *alphabet.STANDARD],
        "rows": rows,
    }


def _named(letter: str) -> str:
    return f"{alphabet.THREE_LETTER[letter]}, {letter}"
