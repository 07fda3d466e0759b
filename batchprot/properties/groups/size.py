"""Rows about size, mass, formula and absorbance."""

from typing import Final

from batchprot.properties.property import Kind, Preset, Property

PROTPARAM: Final = (
    "Gasteiger E., Hoogland C., Gattiker A., Duvaud S., Wilkins M.R., Appel R.D., Bairoch A. (2005) Protein "
    "identification and analysis tools on the ExPASy server. In: The Proteomics Protocols Handbook, 571-607"
)
PROTPARAM_DOI: Final = "10.1385/1-59259-890-0:571"
PACE: Final = (
    "Pace C.N., Vajdos F., Fee L., Grimsley G., Gray T. (1995) How to measure and predict the molar absorption "
    "coefficient of a protein. Protein Science 4, 2411-2423"
)
PACE_DOI: Final = "10.1002/pro.5560041120"

LENGTH: Final = Property(
    key="length",
    label="Length",
    short="Length",
    unit="aa",
    group="Size",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Number of residues analysed, ambiguous letters included.",
    formula="Count of the letters left after the options for sub-range and initiator methionine are applied.",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="A final * is not a residue. With a sub-range or the initiator Met removed it is shorter than the record.",
    preset=Preset.BASIC,
    range="1 or more",
    home="protein",
)

MOLECULAR_WEIGHT: Final = Property(
    key="molecular_weight_da",
    label="Molecular weight",
    short="MW",
    unit="Da",
    group="Size",
    kind=Kind.NUMBER,
    decimals=2,
    summary="Average mass of the chain, with the modifications that its ProForma names.",
    formula="Sum of the average residue masses plus one water, 18.01524 Da (Biopython's constants: its own table of "
    "free amino acids less 18.0153 Da for each bond).",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="No disulfide bond (2.02 Da each), cofactor or removed signal peptide is taken into account, and no "
    "modification that the record doesn't name. Empty with a mass shift, whose elements aren't known. "
    "Empty with B, J, X or Z, unless these are averaged: then it is approximate.",
    preset=Preset.BASIC,
    range="above 75 Da (one glycine)",
)

MONOISOTOPIC_MASS: Final = Property(
    key="monoisotopic_mass_da",
    label="Monoisotopic mass",
    short="Mono. mass",
    unit="Da",
    group="Size",
    kind=Kind.NUMBER,
    decimals=2,
    summary="Mass of the chain, with its modifications, made of the most abundant isotope of each element only.",
    formula="Sum of the monoisotopic residue masses plus one water, 18.01056 Da (Biopython's constants: its own table "
    "of free amino acids less 18.010565 Da for each bond).",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="The neutral molecule: add 1.00728 Da for the ion [M+H]+. Above a few thousand dalton the monoisotopic "
    "peak is too weak to be seen. Empty with B, J, X or Z, unless these are averaged.",
    preset=Preset.ADVANCED,
    range="above 75 Da (one glycine)",
)

EXTINCTION_REDUCED: Final = Property(
    key="extinction_reduced",
    label="Extinction coefficient, Cys reduced",
    short="ε₂₈₀, Cys reduced",
    unit="M⁻¹ cm⁻¹",
    group="Absorbance",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Molar extinction coefficient at 280 nm of the folded protein in water when no cysteine forms a disulfide.",
    formula="1490 for each Tyr + 5500 for each Trp.",
    reference=PACE,
    doi=PACE_DOI,
    caveat="Without Trp the error may exceed 10 %. Without Trp, Tyr and Cys the protein is not visible at 280 nm, and "
    "0 means just that. In 6 M guanidine the coefficients are 5690 for Trp, 1280 for Tyr and 120 for a cystine (Gill "
    "and von Hippel 1989, doi:10.1016/0003-2697(89)90602-7). Ambiguous letters count as neither Tyr nor Trp.",
    preset=Preset.BASIC,
    range="0 or more",
)

EXTINCTION_CYSTINES: Final = Property(
    key="extinction_cystines",
    label="Extinction coefficient, Cys in cystines",
    short="ε₂₈₀, cystines",
    unit="M⁻¹ cm⁻¹",
    group="Absorbance",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Molar extinction coefficient at 280 nm of the folded protein in water when all pairs of cysteines form "
    "cystines.",
    formula="1490 for each Tyr + 5500 for each Trp + 125 for each pair of Cys.",
    reference=PACE,
    doi=PACE_DOI,
    caveat="Assumes as many disulfides as there are pairs of Cys, whatever number the option gives. Without Trp the "
    "error may exceed 10 %.",
    preset=Preset.BASIC,
    range="0 or more",
)

ABSORBANCE_REDUCED: Final = Property(
    key="absorbance_reduced",
    label="Absorbance of 1 g/l, Cys reduced",
    short="A₂₈₀ reduced",
    unit="l/(g cm)",
    group="Absorbance",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Absorbance at 280 nm of a 0.1 % (1 g/l) solution over 1 cm when no cysteine forms a disulfide.",
    formula="Extinction coefficient (reduced) divided by the unrounded molecular weight.",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="For the folded protein in water, as the extinction coefficient is: light scattering, cofactors and tags "
    "add to what an instrument reads. Empty where the molecular weight is.",
    preset=Preset.BASIC,
    range="0 to 26.93 (tryptophan alone)",
)

ABSORBANCE_CYSTINES: Final = Property(
    key="absorbance_cystines",
    label="Absorbance of 1 g/l, Cys in cystines",
    short="A₂₈₀ cystines",
    unit="l/(g cm)",
    group="Absorbance",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Absorbance at 280 nm of a 0.1 % (1 g/l) solution over 1 cm when all pairs of cysteines form cystines.",
    formula="Extinction coefficient (cystines) divided by the unrounded molecular weight.",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="The mass is that of the reduced chain, as in ProtParam. Empty where the molecular weight is.",
    preset=Preset.BASIC,
    range="0 to 26.93 (tryptophan alone)",
)

FORMULA: Final = Property(
    key="formula",
    label="Chemical formula",
    short="Formula",
    unit="",
    group="Size",
    kind=Kind.TEXT,
    decimals=0,
    summary="Elements of the chain, with its modifications, and how many atoms of each.",
    formula="Residue formulas added, plus one H2O; elements in the order C, H, N, O, S, Se; an element that does not "
    "occur is left out. Those that modifications add follow, isotopes in brackets: [13C]6.",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="No hydrogen is taken away for disulfides. Empty with B, J, X or Z, and with a mass shift.",
    preset=Preset.ADVANCED,
    range="C2H5N1O2 (one glycine) upwards",
)

ATOMS: Final = Property(
    key="atoms",
    label="Number of atoms",
    short="Atoms",
    unit="",
    group="Size",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Atoms of all elements in the chain, with its modifications.",
    formula="Sum of the numbers in the chemical formula.",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="No hydrogen is taken away for disulfides. Empty with B, J, X or Z, and with a mass shift.",
    preset=Preset.ADVANCED,
    range="10 (one glycine) or more",
)

CRC64: Final = Property(
    key="crc64",
    label="Sequence checksum (CRC64)",
    short="CRC64",
    unit="",
    group="Identity",
    kind=Kind.TEXT,
    decimals=0,
    summary="Checksum of the analysed sequence as UniProtKB prints it: equal sequences have equal checksums.",
    formula="64-bit cyclic redundancy check (ISO 3309, polynomial x64 + x4 + x3 + x + 1) over the letters, as 16 "
    "hexadecimal digits.",
    reference="Press W.H., Flannery B.P., Teukolsky S.A., Vetterling W.T. (1993) Cyclic redundancy and other "
    "checksums. In: Numerical Recipes in C, 2nd edition, 896-902, Cambridge University Press",
    doi="",
    caveat="Compares equal to UniProt's only when the whole chain was analysed. Not a proof of identity: two "
    "different sequences may share one, though hardly ever by chance. A spreadsheet that opens a CSV file takes "
    "checksums of digits alone, or with one E among them, for numbers: use the Excel file there.",
    preset=Preset.ADVANCED,
    range="0000000000000000 to FFFFFFFFFFFFFFFF",
    home="protein",
)
