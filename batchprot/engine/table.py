"""Which function computes which property: literal, in the order of the property table."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from batchprot.engine import charge, checksum, composition, half_life, instability, mass, predicted_pi, windows
from batchprot.engine.batch import Floats, Integers, SequenceBatch
from batchprot.engine.half_life import first_residue, residue_after_met
from batchprot.engine.notes import notes
from batchprot.properties.options import AnalysisOptions

Column = Floats | Integers | list[str]
PropertyFunction = Callable[[SequenceBatch, AnalysisOptions], Column]

FUNCTIONS: Final[Mapping[str, PropertyFunction]] = MappingProxyType(
    {
        "length": composition.length,
        "ambiguous_residues": composition.ambiguous_residues,
        "molecular_weight_da": mass.molecular_weight,
        "monoisotopic_mass_da": mass.monoisotopic_mass,
        "isoelectric_point": charge.isoelectric_point,
        "charge_at_ph": charge.charge_at_ph,
        "instability_index": instability.instability_index,
        "aliphatic_index": composition.aliphatic_index,
        "gravy": composition.gravy,
        "aromaticity": composition.fraction_of("FWY"),
        "extinction_reduced": mass.extinction_reduced,
        "extinction_cystines": mass.extinction_cystines,
        "absorbance_reduced": mass.absorbance_reduced,
        "absorbance_cystines": mass.absorbance_cystines,
        "negative_residues": composition.negative_residues,
        "positive_residues": composition.positive_residues,
        "helix_fraction": composition.fraction_of("EMALK"),
        "turn_fraction": composition.fraction_of("NPGSD"),
        "sheet_fraction": composition.fraction_of("VIYFWLT"),
        "half_life_mammalian_h": half_life.hours(first_residue, "mammalian"),
        "half_life_mammalian_h_qualifier": half_life.qualifier(first_residue, "mammalian"),
        "half_life_yeast_h": half_life.hours(first_residue, "yeast"),
        "half_life_yeast_h_qualifier": half_life.qualifier(first_residue, "yeast"),
        "half_life_ecoli_h": half_life.hours(first_residue, "ecoli"),
        "half_life_ecoli_h_qualifier": half_life.qualifier(first_residue, "ecoli"),
        "formula": mass.formula,
        "atoms": mass.atoms,
        "residue_counts": composition.residue_counts,
        "crc64": checksum.crc64,
        "tiny_fraction": composition.class_fraction("tiny"),
        "small_fraction": composition.class_fraction("small"),
        "aliphatic_fraction": composition.class_fraction("aliphatic"),
        "aromatic_fraction": composition.class_fraction("aromatic"),
        "non_polar_fraction": composition.class_fraction("non-polar"),
        "polar_fraction": composition.class_fraction("polar"),
        "charged_fraction": composition.class_fraction("charged"),
        "basic_fraction": composition.class_fraction("basic"),
        "acidic_fraction": composition.class_fraction("acidic"),
        "boman_index": composition.boman_index,
        "charged_residue_fraction": composition.charged_residue_fraction,
        "net_charge_per_residue": composition.net_charge_per_residue,
        "inclusion_body_score": composition.inclusion_body_score,
        "inclusion_body_probability": composition.inclusion_body_probability,
        "inclusion_body_wording": composition.inclusion_body_wording,
        "soluble_probability": composition.soluble_probability,
        "hydrophobic_moment_max": windows.hydrophobic_moment_max,
        "flexibility_mean": windows.flexibility_mean,
        "isoelectric_point_predicted": predicted_pi.isoelectric_point_predicted,
        "isoelectric_point_min": charge.isoelectric_point_min,
        "isoelectric_point_median": charge.isoelectric_point_median,
        "isoelectric_point_max": charge.isoelectric_point_max,
        "half_life_next_residue": half_life.next_residue,
        "half_life_next_mammalian_h": half_life.hours(residue_after_met, "mammalian"),
        "half_life_next_mammalian_h_qualifier": half_life.qualifier(residue_after_met, "mammalian"),
        "half_life_next_yeast_h": half_life.hours(residue_after_met, "yeast"),
        "half_life_next_yeast_h_qualifier": half_life.qualifier(residue_after_met, "yeast"),
        "half_life_next_ecoli_h": half_life.hours(residue_after_met, "ecoli"),
        "half_life_next_ecoli_h_qualifier": half_life.qualifier(residue_after_met, "ecoli"),
        "notes": notes,
    }
)
