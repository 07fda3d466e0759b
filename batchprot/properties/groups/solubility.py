"""Rows about solubility by the solubility-weighted index."""

from typing import Final

from batchprot.properties.property import Kind, Preset, Property

SOLUBILITY_WEIGHTED_INDEX: Final = Property(
    key="solubility_weighted_index",
    label="Solubility-weighted index (SWI)",
    short="SWI",
    unit="",
    group="Expression",
    kind=Kind.NUMBER,
    decimals=4,
    summary="Higher in proteins that are soluble when expressed in E. coli.",
    formula="Mean of the residues' solubility weights.",
    reference="Bhandari B.K., Gardner P.P., Lim C.S. (2020) Solubility-Weighted Index: fast and "
    "accurate prediction of protein solubility. Bioinformatics",
    doi="10.1093/bioinformatics/btaa578",
    caveat="From composition alone. On 12,217 measured expressions it had an area under the ROC "
    "curve of 0.718, the inclusion-body score 0.591. Letters without a weight are left "
    "out.",
    preset=Preset.ADVANCED,
    range="0.521 (poly-Cys) to 0.988 (poly-Glu)",
)

SWI_SOLUBLE_PROBABILITY: Final = Property(
    key="swi_soluble_probability",
    label="Probability of being soluble by SWI",
    short="P soluble, SWI",
    unit="",
    group="Expression",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Estimated probability that the protein is soluble when expressed in E. coli, by the "
    "solubility-weighted index.",
    formula="1 / (1 + exp(-(81.0581 SWI - 62.7775))).",
    reference="Bhandari B.K., Gardner P.P., Lim C.S. (2020) Solubility-Weighted Index: fast and "
    "accurate prediction of protein solubility. Bioinformatics",
    doi="10.1093/bioinformatics/btaa578",
    caveat="The probability is that of the data the curve was fitted to, not of your strain and "
    "conditions. Not made for peptides or membrane proteins.",
    preset=Preset.ADVANCED,
    range="0 to 1",
)
