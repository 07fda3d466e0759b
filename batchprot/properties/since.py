"""Since which version of the engine a property is calculated: earlier analyses don't have it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Version = tuple[int, ...]

ADDED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "1.1.0": ("soluble_probability",),
        "1.3.0": ("isoelectric_point_predicted",),
        "1.4.0": (
            "solubility_weighted_index",
            "swi_soluble_probability",
            "hydropathy_window_max",
            "hydropathy_window_centre",
            "hydropathy_segments",
            "charge_ph_5",
            "charge_ph_6",
            "charge_ph_7_4",
            "charge_ph_8",
            "extinction_denatured_reduced",
            "extinction_denatured_cystines",
            "extinction_disulfides",
            "extinction_214",
            "extinction_205",
            "partial_specific_volume_ml_g",
            "refractive_increment_ml_g",
            "hydrodynamic_radius_native_a",
            "hydrodynamic_radius_denatured_a",
            "fold_index",
            "sequence_charge_decoration",
            "sequence_hydropathy_decoration",
            "sequence_entropy_bits",
            "n_glycosylation_sequons",
            "ng_sites",
            "ns_sites",
            "dg_sites",
            "dp_sites",
            "odd_cysteines",
            "tryptic_peptides",
            "ibaq_peptides",
            "synthesis_cost",
            "charged_less_polar",
            "ivywrel_fraction",
        ),
        "1.5.0": ("hydrophobic_n_terminus_flag", "hydrophobic_segment_flag"),
        "1.6.0": ("modifications", "modification_count", "proforma"),
    }
)
"""Keys by the engine version that added them. What is not here is as old as the engine."""


def not_calculated(engine: str) -> frozenset[str]:
    """Give the keys that an analysis doesn't have; `engine` is its version, or several as in `1.2.0 and 1.4.0`.

    >>> sorted(not_calculated("1.1.0"))[:2]
    ['charge_ph_5', 'charge_ph_6']
    >>> sorted(not_calculated("1.5.0"))
    ['modification_count', 'modifications', 'proforma']
    """
    versions = [_version(one) for one in engine.split(" and ")]
    return frozenset(key for version, keys in ADDED.items() if _version(version) > min(versions) for key in keys)


def _version(text: str) -> Version:
    """Give a version as numbers; one that is none is taken for the newest, of which nothing is missing."""
    parts = text.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else (10**6,)
