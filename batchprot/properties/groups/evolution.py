"""Rows about what a protein costs, and about life at high temperature."""

from typing import Final

from batchprot.properties.property import Kind, Preset, Property

SYNTHESIS_COST: Final = Property(
    key="synthesis_cost",
    label="Cost of synthesis",
    short="~P per residue",
    unit="~P",
    group="Evolution",
    kind=Kind.NUMBER,
    decimals=3,
    summary="High-energy phosphate bonds that E. coli spends on the average residue.",
    formula="Mean over residues of the cost of each amino acid.",
    reference="Akashi H., Gojobori T. (2002) Metabolic efficiency and amino acid composition in the"
    " proteomes of Escherichia coli and Bacillus subtilis. Proceedings of the National "
    "Academy of Sciences USA 99, 3695-3700",
    doi="10.1073/pnas.062526999",
    caveat="For aerobic growth of E. coli, averaged over glucose, acetate and malate. An animal "
    "takes many amino acids from its food. Translation is not included. Letters without a"
    " cost are left out.",
    preset=Preset.ALL,
    range="11.7 (poly-Ala) to 74.3 (poly-Trp)",
)

CHARGED_LESS_POLAR: Final = Property(
    key="charged_less_polar",
    label="Charged less polar residues (CvP)",
    short="CvP",
    unit="%",
    group="Evolution",
    kind=Kind.NUMBER,
    decimals=2,
    summary="Charged less uncharged polar residues: higher in proteomes of hyperthermophiles.",
    formula="100 (Asp + Glu + Lys + Arg - Asn - Gln - Ser - Thr) / residues.",
    reference="Suhre K., Claverie J.-M. (2003) Journal of Biological Chemistry",
    doi="10.1074/jbc.M301327200",
    caveat="A trend of whole proteomes; a single protein's value says little of its stability. "
    "Ambiguous letters are left out.",
    preset=Preset.ALL,
    range="-100 to 100",
)

IVYWREL: Final = Property(
    key="ivywrel_fraction",
    label="Fraction of Ile, Val, Tyr, Trp, Arg, Glu and Leu",
    short="IVYWREL",
    unit="",
    group="Evolution",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Share of the residues whose total rises with the growth temperature of prokaryotes.",
    formula="(Ile + Val + Tyr + Trp + Arg + Glu + Leu) / residues.",
    reference="Zeldovich K.B., Berezovsky I.N., Shakhnovich E.I. (2007) PLoS Computational Biology",
    doi="10.1371/journal.pcbi.0030005",
    caveat="The relation holds for whole proteomes of prokaryotes, not for a single protein. "
    "Ambiguous letters are left out (Biopython's constants: they count in the length).",
    preset=Preset.ALL,
    range="0 to 1",
)
