"""Rows that sort proteins by hydropathy, for a first look at what may span a membrane."""

from typing import Final

from batchprot.properties.groups.stability import KYTE_DOOLITTLE
from batchprot.properties.property import Kind, Preset, Property

HYDROPATHY_WINDOW_MAX: Final = Property(
    key="hydropathy_window_max",
    label="Largest hydropathy of 19 residues",
    short="KD₁₉ max",
    unit="",
    group="Hydropathy",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Mean Kyte-Doolittle hydropathy of the most hydrophobic 19 residues; at 1.6 or more "
    "they may span a membrane.",
    formula="Largest over all windows of 19 residues of the mean Kyte-Doolittle value.",
    reference=KYTE_DOOLITTLE,
    doi="10.1016/0022-2836(82)90515-0",
    caveat="A rule of thumb, no prediction of topology: signal peptides and hydrophobic cores of"
    " soluble proteins reach 1.6 too (34.8 % of the proteome of E. coli), and beta "
    "barrels don't. Letters without a value count as 0. Empty below 19 residues.",
    preset=Preset.ADVANCED,
    range="-4.5 to 4.5",
)

HYDROPATHY_WINDOW_CENTRE: Final = Property(
    key="hydropathy_window_centre",
    label="Centre of the most hydrophobic 19 residues",
    short="KD₁₉ centre",
    unit="",
    group="Hydropathy",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Number of the residue in the middle of the most hydrophobic 19 residues.",
    formula="Number, counted from the first residue analysed, of the tenth residue of the window "
    "with the largest mean; of equal windows the first.",
    reference=KYTE_DOOLITTLE,
    doi="10.1016/0022-2836(82)90515-0",
    caveat="A rule of thumb, no prediction of topology: signal peptides and hydrophobic cores of"
    " soluble proteins reach 1.6 too (34.8 % of the proteome of E. coli), and beta "
    "barrels don't. Letters without a value count as 0. Empty below 19 residues.",
    preset=Preset.ALL,
    range="10 to the length less 9",
)

HYDROPATHY_SEGMENTS: Final = Property(
    key="hydropathy_segments",
    label="Hydrophobic segments",
    short="KD₁₉ segments",
    unit="",
    group="Hydropathy",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Number of stretches of the chain that are hydrophobic enough to span a membrane.",
    formula="Stretches of residues covered by windows of 19 whose mean Kyte-Doolittle value is 1.6 or more.",
    reference=KYTE_DOOLITTLE,
    doi="10.1016/0022-2836(82)90515-0",
    caveat="A rule of thumb, no prediction of topology: signal peptides and hydrophobic cores of"
    " soluble proteins reach 1.6 too (34.8 % of the proteome of E. coli), and beta "
    "barrels don't. Letters without a value count as 0. Empty below 19 residues. Helices "
    "close to each other count as one: lactose permease has 12 helices and 9 segments.",
    preset=Preset.ADVANCED,
    range="0 or more",
)

N_TERMINUS_FLAG: Final = Property(
    key="hydrophobic_n_terminus_flag",
    label="Hydrophobic N-terminus (flag)",
    short="N-term. flag",
    unit="",
    group="Hydropathy",
    kind=Kind.INTEGER,
    decimals=0,
    summary="1 where a stretch of the first 30 residues is as hydrophobic as that of a signal peptide; 0 otherwise.",
    formula="1 when 11 residues that follow each other within the first 30 have a mean Kyte-Doolittle value of 2.0 or "
    "more.",
    reference=KYTE_DOOLITTLE,
    doi="10.1016/0022-2836(82)90515-0",
    caveat="A rule of ours on the scale of Kyte and Doolittle, no prediction of where a protein is. Counted on E. coli "
    "K-12 by the names in UniProt: it flags 155 of 179 periplasmic, outer membrane and fimbrial proteins and "
    "lipoproteins (13 % missed), 246 of 412 transporters and other inner membrane proteins, and 1 of 91 ribosomal "
    "proteins, tRNA ligases, elongation factors and RNA polymerase subunits. It does not tell a signal peptide from a "
    "first membrane helix. The rule was chosen on these proteins; counted in yeast afterwards, "
    "it misses most: it flags 35 of 105 proteins of wall, vacuole and membrane anchors. "
    "Letters without a value count as 0. Empty below 11 residues.",
    preset=Preset.ADVANCED,
    range="0 or 1",
)

SEGMENT_FLAG: Final = Property(
    key="hydrophobic_segment_flag",
    label="Hydrophobic segment past residue 30 (flag)",
    short="Segment flag",
    unit="",
    group="Hydropathy",
    kind=Kind.INTEGER,
    decimals=0,
    summary="1 where 19 residues past the first 30 are hydrophobic enough to span a membrane; 0 otherwise.",
    formula="1 when 19 residues that follow each other, all past residue 30, have a mean Kyte-Doolittle value of 1.6 "
    "or more.",
    reference=KYTE_DOOLITTLE,
    doi="10.1016/0022-2836(82)90515-0",
    caveat="A rule of thumb, no prediction of where a protein is or how it lies in a membrane. Counted by the names in "
    "UniProt: of E. coli K-12 it flags 374 of 412 transporters and other inner membrane proteins (9 % missed), 9 of "
    "179 periplasmic, outer membrane and fimbrial proteins and lipoproteins, and 4 of 91 ribosomal proteins, tRNA "
    "ligases, elongation factors and RNA polymerase subunits; of yeast 185 of 197 transporters and 9 of 104 of the "
    "latter. Beta barrels aren't flagged. Letters without a value count as 0. Empty below 19 residues.",
    preset=Preset.ADVANCED,
    range="0 or 1",
)
