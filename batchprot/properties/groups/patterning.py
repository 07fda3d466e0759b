"""Rows about disorder, and how charge and hydropathy are spread along the chain."""

from typing import Final

from batchprot.properties.property import Kind, Preset, Property

FOLD_INDEX: Final = Property(
    key="fold_index",
    label="FoldIndex",
    short="FoldIndex",
    unit="",
    group="Disorder",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Above 0 the chain is predicted to fold, below 0 to be disordered.",
    formula="2.785 H - |R| - 1.151, H the mean Kyte-Doolittle hydropathy put on a scale from 0 to"
    " 1, R the net charge per residue.",
    reference="Prilusky J. et al. (2005) FoldIndex. Bioinformatics, after Uversky et al. (2000)",
    doi="10.1093/bioinformatics/bti537",
    caveat="A weak predictor of the whole chain: alpha-synuclein, which is disordered, has "
    "0.053. Short disordered regions of a folded protein don't show. Ambiguous letters "
    "are left out.",
    preset=Preset.ADVANCED,
    range="-2.151 (poly-Arg) to 1.634 (poly-Ile)",
)

CHARGE_DECORATION: Final = Property(
    key="sequence_charge_decoration",
    label="Sequence charge decoration (SCD)",
    short="SCD",
    unit="",
    group="Disorder",
    kind=Kind.NUMBER,
    decimals=4,
    summary="How charges are spread along the chain: below 0 where opposite charges lie far from "
    "each other, above 0 where like charges prevail.",
    formula="Sum of q_i q_j √(j - i) over all pairs of residues i < j, divided by the number of "
    "residues; q is 1 for Lys and Arg, -1 for Asp and Glu.",
    reference="Sawle L., Ghosh K. (2015) Journal of Chemical Physics",
    doi="10.1063/1.4929391",
    caveat="Made for disordered chains, where it goes with the size of the coil; of a folded "
    "protein it says little. It grows with length. His and the termini count as neutral. "
    "Empty with ambiguous letters.",
    preset=Preset.ALL,
    range="any",
)

HYDROPATHY_DECORATION: Final = Property(
    key="sequence_hydropathy_decoration",
    label="Sequence hydropathy decoration (SHD)",
    short="SHD",
    unit="",
    group="Disorder",
    kind=Kind.NUMBER,
    decimals=4,
    summary="How hydrophobic residues are spread along the chain: larger where they are many and close.",
    formula="Sum of (h_i + h_j) / (j - i) over all pairs of residues i < j, divided by the number"
    " of residues; h is the hydropathy of the HPS model, 0 (Arg) to 1 (Phe, Pro).",
    reference="Zheng W., Dignon G.L., Brown M., Kim Y.C., Mittal J. (2020) Hydropathy patterning "
    "complements charge patterning to describe conformational preferences of disordered "
    "proteins. Journal of Physical Chemistry Letters",
    doi="10.1021/acs.jpclett.0c00288",
    caveat="Made for disordered chains. It grows with length. The scale is that of the first HPS model, which sparrow "
    "takes for the paper's relation between SHD and the size of the coil; with the later HPS-Urry scale values differ: "
    "ubiquitin has 5.181 here and 4.275 there. Empty with other than the twenty residues.",
    preset=Preset.ALL,
    range="0 or more",
)

ENTROPY: Final = Property(
    key="sequence_entropy_bits",
    label="Entropy of the composition",
    short="Entropy",
    unit="bit",
    group="Composition",
    kind=Kind.NUMBER,
    decimals=3,
    summary="How evenly the kinds of residues are used; low in repetitive chains.",
    formula="-Σ p log₂ p over the kinds of residues, p the share of each.",
    reference="Wootton J.C., Federhen S. (1993) Computers and Chemistry",
    doi="10.1016/0097-8485(93)85006-X",
    caveat="Of the whole chain: a low-complexity region in a long protein hardly shows, and a "
    "short chain can't have a high entropy. Ambiguous letters are left out.",
    preset=Preset.ALL,
    range="0 to 4.459",
)
