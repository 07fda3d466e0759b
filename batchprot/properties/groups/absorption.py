"""Rows about absorption otherwise than by Pace at 280 nm."""

from typing import Final

from batchprot.properties.groups.size import PACE, PACE_DOI
from batchprot.properties.property import Kind, Preset, Property

EXTINCTION_DENATURED_REDUCED: Final = Property(
    key="extinction_denatured_reduced",
    label="Extinction coefficient, denatured, Cys reduced",
    short="ε₂₈₀ denatured",
    unit="M⁻¹ cm⁻¹",
    group="Absorbance",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Molar extinction coefficient at 280 nm in 6 M guanidine hydrochloride when no cysteine forms a disulfide.",
    formula="1280 Tyr + 5690 Trp.",
    reference="Gill S.C., von Hippel P.H. (1989) Analytical Biochemistry 182, 319-326",
    doi="10.1016/0003-2697(89)90602-7",
    caveat="For a chain unfolded in 6 M guanidine hydrochloride. The coefficients of Pace are "
    "those to use for a folded protein in water. U, O and ambiguous letters add nothing.",
    preset=Preset.ALL,
    range="0 or more",
)

EXTINCTION_DENATURED_CYSTINES: Final = Property(
    key="extinction_denatured_cystines",
    label="Extinction coefficient, denatured, Cys in cystines",
    short="ε₂₈₀ denatured, cystines",
    unit="M⁻¹ cm⁻¹",
    group="Absorbance",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Molar extinction coefficient at 280 nm in 6 M guanidine hydrochloride when all pairs"
    " of cysteines form cystines.",
    formula="1280 Tyr + 5690 Trp + 120 cystines, as many as there are pairs of Cys.",
    reference="Gill S.C., von Hippel P.H. (1989) Analytical Biochemistry 182, 319-326",
    doi="10.1016/0003-2697(89)90602-7",
    caveat="For a chain unfolded in 6 M guanidine hydrochloride. The coefficients of Pace are "
    "those to use for a folded protein in water. U, O and ambiguous letters add nothing.",
    preset=Preset.ALL,
    range="0 or more",
)

EXTINCTION_DISULFIDES: Final = Property(
    key="extinction_disulfides",
    label="Extinction coefficient with the chosen disulfides",
    short="ε₂₈₀ disulfides",
    unit="M⁻¹ cm⁻¹",
    group="Absorbance",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Molar extinction coefficient at 280 nm with the number of disulfides chosen for the analysis.",
    formula="1490 Tyr + 5500 Trp + 125 disulfides: the number chosen, or as many as there are "
    "pairs of Cys if these are fewer.",
    reference=PACE,
    doi=PACE_DOI,
    caveat="Equal to the coefficient for reduced Cys when no disulfides were chosen. U, O and "
    "ambiguous letters add nothing.",
    preset=Preset.ALL,
    range="0 or more",
)

EXTINCTION_214: Final = Property(
    key="extinction_214",
    label="Extinction coefficient at 214 nm",
    short="ε₂₁₄",
    unit="M⁻¹ cm⁻¹",
    group="Absorbance",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Molar extinction coefficient at 214 nm, where peptide bonds absorb: for peptides "
    "without Trp and Tyr and for HPLC.",
    formula="923 for each peptide bond, and for each residue the value in the table below; Pro as first residue 30.",
    reference="Kuipers B.J.H., Gruppen H. (2007) Journal of Agricultural and Food Chemistry",
    doi="10.1021/jf070337l",
    caveat="In the solvents of reversed-phase HPLC. Buffers, salts and counter-ions absorb at "
    "214 nm too. U, O and ambiguous letters count as a peptide bond alone.",
    preset=Preset.ALL,
    range="0 or more",
)

EXTINCTION_205: Final = Property(
    key="extinction_205",
    label="Extinction coefficient at 205 nm",
    short="ε₂₀₅",
    unit="M⁻¹ cm⁻¹",
    group="Absorbance",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Molar extinction coefficient at 205 nm, where peptide bonds absorb: for proteins without Trp and Tyr.",
    formula="2780 for each peptide bond + 20400 Trp + 8600 Phe + 6080 Tyr + 5200 His + 1830 Met +"
    " 1350 Arg + 690 Cys + 400 (Asn + Gln).",
    reference="Anthis N.J., Clore G.M. (2013) Sequence-specific determination of protein and "
    "peptide concentrations by absorbance at 205 nm. Protein Science 22, 851-858",
    doi="10.1002/pro.2253",
    caveat="For reduced cysteines. Buffers, salts and stray light disturb at 205 nm more than at"
    " 280 nm. U, O and ambiguous letters count as a peptide bond alone.",
    preset=Preset.ALL,
    range="0 or more",
)
