"""Rows about a protein in solution: volume, refraction and size."""

from typing import Final

from batchprot.properties.property import Kind, Preset, Property

PARTIAL_SPECIFIC_VOLUME: Final = Property(
    key="partial_specific_volume_ml_g",
    label="Partial specific volume",
    short="v̄",
    unit="ml/g",
    group="Solution",
    kind=Kind.NUMBER,
    decimals=4,
    summary="Volume that one gram of the protein adds to water at 20 to 25 °C.",
    formula="Mean of the residues' specific volumes (Cohn and Edsall 1943), weighted by residue mass.",
    reference="Perkins S.J. (1986) Protein volumes and hydration effects. European Journal of "
    "Biochemistry 157, 169-180",
    doi="10.1111/j.1432-1033.1986.tb09653.x",
    caveat="From composition alone, for the unmodified chain: bound sugar or lipid, salt and "
    "temperature change it. Empty with other than the twenty residues.",
    preset=Preset.ADVANCED,
    range="0.60 (poly-Asp) to 0.90 (poly-Leu); mostly 0.70 to 0.76",
)

REFRACTIVE_INCREMENT: Final = Property(
    key="refractive_increment_ml_g",
    label="Refractive index increment (dn/dc)",
    short="dn/dc",
    unit="ml/g",
    group="Solution",
    kind=Kind.NUMBER,
    decimals=4,
    summary="How much the refractive index rises with the protein's concentration, at 589 nm.",
    formula="Mean of the residues' increments, weighted by residue mass.",
    reference="Zhao H., Brown P.H., Schuck P. (2011) On the distribution of protein refractive "
    "index increments. Biophysical Journal 100, 2309-2317",
    doi="10.1016/j.bpj.2011.03.004",
    caveat="For unmodified proteins in water at 589 nm; at shorter wavelengths it is larger, in "
    "concentrated buffers smaller. Human proteins have 0.190 with a standard deviation of"
    " 0.003. Empty with other than the twenty residues.",
    preset=Preset.ADVANCED,
    range="0.165 (poly-Pro) to 0.277 (poly-Trp)",
)

HYDRODYNAMIC_RADIUS_NATIVE: Final = Property(
    key="hydrodynamic_radius_native_a",
    label="Hydrodynamic radius, folded",
    short="Rh folded",
    unit="Å",
    group="Solution",
    kind=Kind.NUMBER,
    decimals=2,
    summary="Hydrodynamic radius expected of a folded globular monomer of this length.",
    formula="4.75 x residues^0.29.",
    reference="Wilkins D.K. et al. (1999) Biochemistry",
    doi="10.1021/bi991765q",
    caveat="Follows from the length alone: an oligomer, a long or a partly unfolded protein is "
    "larger. It does not say whether the chain folds.",
    preset=Preset.ALL,
    range="4.75 or more",
)

HYDRODYNAMIC_RADIUS_DENATURED: Final = Property(
    key="hydrodynamic_radius_denatured_a",
    label="Hydrodynamic radius, denatured",
    short="Rh denatured",
    unit="Å",
    group="Solution",
    kind=Kind.NUMBER,
    decimals=2,
    summary="Hydrodynamic radius expected of a chain of this length in strong denaturant.",
    formula="2.21 x residues^0.57.",
    reference="Wilkins D.K. et al. (1999) Biochemistry",
    doi="10.1021/bi991765q",
    caveat="Follows from the length alone. Disordered chains without denaturant lie between this"
    " and the folded radius.",
    preset=Preset.ALL,
    range="2.21 or more",
)
