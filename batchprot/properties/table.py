"""The property table: everything that is computed for a protein, in the order of the CSV.

`PROPERTIES` is literal and ordered. Adding a property is one row here (in `batchprot/properties/groups/`), one
function in `batchprot/engine/` named in `batchprot/engine/table.py`, one reference value in the tests, one migration.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from batchprot.properties import own
from batchprot.properties.groups import (
    absorption,
    charge,
    composition,
    evolution,
    half_life,
    membrane,
    modifications,
    patterning,
    sites,
    size,
    solubility,
    solution,
    stability,
    warnings,
)
from batchprot.properties.property import Kind, Preset, Property
from batchprot.reading import alphabet

__all__ = [
    "BY_KEY",
    "CALCULATED",
    "PROPERTIES",
    "RECORD_COLUMNS",
    "Kind",
    "Preset",
    "Property",
    "columns_of",
    "described",
    "find",
    "headers",
    "properties_of",
]

PROPERTIES: Final[tuple[Property, ...]] = (
    size.LENGTH,
    composition.AMBIGUOUS_RESIDUES,
    size.MOLECULAR_WEIGHT,
    size.MONOISOTOPIC_MASS,
    charge.ISOELECTRIC_POINT,
    charge.CHARGE_AT_PH,
    stability.INSTABILITY_INDEX,
    stability.ALIPHATIC_INDEX,
    stability.GRAVY,
    composition.AROMATICITY,
    size.EXTINCTION_REDUCED,
    size.EXTINCTION_CYSTINES,
    size.ABSORBANCE_REDUCED,
    size.ABSORBANCE_CYSTINES,
    charge.NEGATIVE_RESIDUES,
    charge.POSITIVE_RESIDUES,
    composition.HELIX_FRACTION,
    composition.TURN_FRACTION,
    composition.SHEET_FRACTION,
    *half_life.FIRST_RESIDUE,
    size.FORMULA,
    size.ATOMS,
    composition.RESIDUE_COUNTS,
    size.CRC64,
    *composition.CLASS_FRACTIONS,
    stability.BOMAN_INDEX,
    charge.CHARGED_RESIDUE_FRACTION,
    charge.NET_CHARGE_PER_RESIDUE,
    stability.INCLUSION_BODY_SCORE,
    stability.INCLUSION_BODY_PROBABILITY,
    stability.INCLUSION_BODY_WORDING,
    stability.SOLUBLE_PROBABILITY,
    stability.HYDROPHOBIC_MOMENT_MAX,
    stability.FLEXIBILITY_MEAN,
    charge.ISOELECTRIC_POINT_PREDICTED,
    *charge.ISOELECTRIC_POINT_SPREAD,
    *half_life.NEXT_RESIDUE,
    solubility.SOLUBILITY_WEIGHTED_INDEX,
    solubility.SWI_SOLUBLE_PROBABILITY,
    membrane.HYDROPATHY_WINDOW_MAX,
    membrane.HYDROPATHY_WINDOW_CENTRE,
    membrane.HYDROPATHY_SEGMENTS,
    *charge.CHARGES,
    absorption.EXTINCTION_DENATURED_REDUCED,
    absorption.EXTINCTION_DENATURED_CYSTINES,
    absorption.EXTINCTION_DISULFIDES,
    absorption.EXTINCTION_214,
    absorption.EXTINCTION_205,
    solution.PARTIAL_SPECIFIC_VOLUME,
    solution.REFRACTIVE_INCREMENT,
    solution.HYDRODYNAMIC_RADIUS_NATIVE,
    solution.HYDRODYNAMIC_RADIUS_DENATURED,
    patterning.FOLD_INDEX,
    patterning.CHARGE_DECORATION,
    patterning.HYDROPATHY_DECORATION,
    patterning.ENTROPY,
    sites.SEQUONS,
    sites.NG_SITES,
    sites.NS_SITES,
    sites.DG_SITES,
    sites.DP_SITES,
    sites.ODD_CYSTEINES,
    sites.TRYPTIC_PEPTIDES,
    sites.IBAQ_PEPTIDES,
    evolution.SYNTHESIS_COST,
    evolution.CHARGED_LESS_POLAR,
    evolution.IVYWREL,
    membrane.N_TERMINUS_FLAG,
    membrane.SEGMENT_FLAG,
    modifications.MODIFICATIONS,
    modifications.MODIFICATION_COUNT,
    modifications.PROFORMA,
    warnings.NOTES,
)

BY_KEY: Final[Mapping[str, Property]] = MappingProxyType({row.key: row for row in PROPERTIES})


def find(key: str) -> Property | None:
    """The one description of a column, computed or own, by its key; None for everything else.

    >>> find("gravy").label, find("own5n2_log2-FC").label, find("identifier")
    ('GRAVY', 'log2 FC', None)
    """
    return BY_KEY.get(key) or own.row_of(key)


def described(key: str) -> Property:
    """The description of a column that is known to be one.

    Raises:
        KeyError: it is none.
    """
    found = find(key)
    if found is None:
        raise KeyError(key)
    return found


CALCULATED: Final[tuple[Property, ...]] = tuple(row for row in PROPERTIES if row.home == "measurement")
"""The properties that the table `measurement` stores, in order."""

RECORD_COLUMNS: Final = (
    "ordinal",
    "identifier",
    "name",
    "description",
    "organism",
    "gene",
    "length",
    "status",
    "reason",
)
"""First columns of every export. Of these only `length` is a property."""

_RANK: Final = MappingProxyType({Preset.BASIC: 0, Preset.ADVANCED: 1, Preset.ALL: 2})


def properties_of(preset: Preset) -> tuple[Property, ...]:
    """Give the properties a preset shows, in the table's order."""
    return tuple(row for row in PROPERTIES if _RANK[row.preset] <= _RANK[preset])


def headers(row: Property) -> tuple[str, ...]:
    """Give the CSV headers of one property: its key, or `count_A` to `count_Y` for residue counts."""
    if row.kind is Kind.COUNTS:
        return tuple(f"count_{letter}" for letter in alphabet.STANDARD)
    return (row.key,)


def columns_of(preset: Preset) -> tuple[str, ...]:
    """Give the CSV headers a preset puts after `RECORD_COLUMNS`, which already hold `length`."""
    rows = (row for row in properties_of(preset) if row.key not in RECORD_COLUMNS)
    return tuple(header for row in rows for header in headers(row))


def keys_of(columns: str | Sequence[str]) -> tuple[str, ...]:
    """The keys of a preset's properties, or of those that are named.

    >>> keys_of(["gravy", "isoelectric_point"])
    ('gravy', 'isoelectric_point')

    Raises:
        ValueError: There is no preset or no property of that name.
    """
    if isinstance(columns, str):
        if columns not in set(Preset):
            raise ValueError(
                f"columns must be {', '.join(Preset)} or a list of property keys; there is no {columns!r}."
            )
        return tuple(row.key for row in properties_of(Preset(columns)))
    for key in columns:
        if key not in BY_KEY:
            raise ValueError(f"There is no property {key!r}; batchprot.properties() lists them all.")
    return tuple(dict.fromkeys(columns))
