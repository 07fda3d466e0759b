"""Rows about stability, hydropathy, flexibility and solubility."""

from typing import Final

from batchprot.properties.property import Kind, Preset, Property

GURUPRASAD: Final = (
    "Guruprasad K., Reddy B.V.B., Pandit M.W. (1990) Correlation between stability of a protein and its dipeptide "
    "composition. Protein Engineering 4, 155-161"
)
IKAI: Final = (
    "Ikai A. (1980) Thermostability and aliphatic index of globular proteins. Journal of Biochemistry 88, 1895-1898"
)
KYTE_DOOLITTLE: Final = (
    "Kyte J., Doolittle R.F. (1982) A simple method for displaying the hydropathic character of a protein. Journal of "
    "Molecular Biology 157, 105-132"
)
BOMAN: Final = (
    "Boman H.G. (2003) Antibacterial peptides: basic facts and emerging concepts. Journal of Internal Medicine 254, "
    "197-215"
)
HARRISON: Final = (
    "Davis G.D., Elisee C., Newham D.M., Harrison R.G. (1999) New fusion protein systems designed to give soluble "
    "expression in Escherichia coli. Biotechnology and Bioengineering 65, 382-388; as implemented in EMBOSS pepstats"
)
HARRISON_DOI: Final = "10.1002/(SICI)1097-0290(19991120)65:4<382::AID-BIT2>3.0.CO;2-I"
EISENBERG: Final = (
    "Eisenberg D., Weiss R.M., Terwilliger T.C. (1984) The hydrophobic moment detects periodicity in protein "
    "hydrophobicity. PNAS 81, 140-144"
)
VIHINEN: Final = (
    "Vihinen M., Torkkila E., Riikonen P. (1994) Accuracy of protein flexibility predictions. Proteins 19, 141-149"
)

INSTABILITY_INDEX: Final = Property(
    key="instability_index",
    label="Instability index",
    short="Instability",
    unit="",
    group="Stability",
    kind=Kind.NUMBER,
    decimals=2,
    summary="Estimate from dipeptides of whether a protein lives long in a test tube: below 40 stable.",
    formula="10 / residues x sum of the dipeptide weights of Guruprasad et al. over all neighbouring pairs, with K-Q "
    "= 24.68 as Expasy uses it (Biopython's constants: 24.64).",
    reference=GURUPRASAD,
    doi="10.1093/protein/4.2.155",
    caveat="Derived from 44 proteins. Near 40 the class is a toss-up, for short peptides it means little. Pairs with "
    "an ambiguous letter, U or O carry no weight. Empty for a single residue, which has no pair (Biopython's "
    "constants: 0).",
    preset=Preset.BASIC,
    range="about -160 to 583; mostly 10 to 70",
)

ALIPHATIC_INDEX: Final = Property(
    key="aliphatic_index",
    label="Aliphatic index",
    short="Aliphatic",
    unit="",
    group="Stability",
    kind=Kind.NUMBER,
    decimals=2,
    summary="Relative volume taken by aliphatic side chains; higher in proteins of thermophiles.",
    formula="X(Ala) + 2.9 X(Val) + 3.9 (X(Ile) + X(Leu)), X in mole percent.",
    reference=IKAI,
    doi="10.1093/oxfordjournals.jbchem.a133168",
    caveat="A trend over globular proteins, not a melting temperature. Ambiguous letters are left out of the mean.",
    preset=Preset.BASIC,
    range="0 to 390",
)

GRAVY: Final = Property(
    key="gravy",
    label="GRAVY",
    short="GRAVY",
    unit="",
    group="Hydropathy",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Grand average of hydropathy: above 0 hydrophobic, below 0 hydrophilic.",
    formula="Mean Kyte-Doolittle value of the residues.",
    reference=KYTE_DOOLITTLE,
    doi="10.1016/0022-2836(82)90515-0",
    caveat="An average over the chain: a soluble protein with one membrane helix and a membrane protein with large "
    "loops may have the same value. U and O have no published value and count as 0; ambiguous letters are left out.",
    preset=Preset.BASIC,
    range="-4.5 (poly-Arg) to 4.5 (poly-Ile)",
)

BOMAN_INDEX: Final = Property(
    key="boman_index",
    label="Boman index",
    short="Boman",
    unit="kcal/mol",
    group="Hydropathy",
    kind=Kind.NUMBER,
    decimals=2,
    summary="Potential to bind other proteins: above 2.48 high.",
    formula="Minus the mean free energy of transfer of the side chains from water to cyclohexane (Radzicka and "
    "Wolfenden 1988), Pro as 0.",
    reference=BOMAN,
    doi="10.1046/j.1365-2796.2003.01228.x",
    caveat="Made for antimicrobial peptides and hormones; a long chain hides most of its side chains. U and O count "
    "as 0, ambiguous letters are left out.",
    preset=Preset.ADVANCED,
    range="-4.92 to 14.92",
)

INCLUSION_BODY_SCORE: Final = Property(
    key="inclusion_body_score",
    label="Inclusion-body score",
    short="Incl. body d",
    unit="",
    group="Expression",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Discriminant of the Harrison model of solubility on overexpression in E. coli, as EMBOSS computes it.",
    formula="15.43 (Asn + Gly + Pro + Ser) / residues - 29.56 |(Arg + Lys - Asp - Glu) / residues - 0.03| - 1.71.",
    reference=HARRISON,
    doi=HARRISON_DOI,
    caveat="Uses composition alone and was fitted to 81 proteins. EMBOSS calls a negative score likely to form "
    "inclusion bodies, while the original papers read the sign the other way round: compare only with EMBOSS.",
    preset=Preset.ADVANCED,
    range="-32.2 to 13.7",
)

INCLUSION_BODY_PROBABILITY: Final = Property(
    key="inclusion_body_probability",
    label="Inclusion-body probability or improbability",
    short="Incl. body P",
    unit="",
    group="Expression",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Probability of expression in inclusion bodies when the score is negative, improbability otherwise.",
    formula="0.4934 + 0.276 |d| - 0.0392 d², d the inclusion-body score.",
    reference=HARRISON,
    doi=HARRISON_DOI,
    caveat="Read it with the next column, which says which of the two it is. Printed as EMBOSS prints it: the "
    "parabola is no probability far from d = 0 and leaves the range from 0 to 1.",
    preset=Preset.ADVANCED,
    range="0.493 to 0.979 for |d| below 7; lower, even negative, beyond",
)

INCLUSION_BODY_WORDING: Final = Property(
    key="inclusion_body_wording",
    label="Inclusion bodies: probability or improbability",
    short="Incl. body",
    unit="",
    group="Expression",
    kind=Kind.TEXT,
    decimals=0,
    summary='What the number beside it is: "probability" when the score is negative, else "improbability".',
    formula='"probability" if d < 0, "improbability" if d >= 0, d the inclusion-body score.',
    reference=HARRISON,
    doi=HARRISON_DOI,
    caveat="The words EMBOSS pepstats prints; see the caveat of the score.",
    preset=Preset.ADVANCED,
    range="probability, improbability",
)

HYDROPHOBIC_MOMENT_MAX: Final = Property(
    key="hydrophobic_moment_max",
    label="Largest hydrophobic moment",
    short="µH max",
    unit="",
    group="Hydropathy",
    kind=Kind.NUMBER,
    decimals=3,
    summary="How amphipathic the most amphipathic stretch of 11 residues would be as an alpha helix.",
    formula="Largest over all windows of 11 residues of the length of the sum of hydrophobicity vectors (Eisenberg "
    "consensus scale, 100 degrees from residue to residue), divided by 11.",
    reference=EISENBERG,
    doi="10.1073/pnas.81.1.140",
    caveat="Does not say that the stretch is a helix. A maximum grows with the length of the chain. Letters without a "
    "value count as 0. Empty below 11 residues.",
    preset=Preset.ALL,
    range="0 to about 1.2",
)

FLEXIBILITY_MEAN: Final = Property(
    key="flexibility_mean",
    label="Mean flexibility",
    short="Flexibility",
    unit="",
    group="Stability",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Mean predicted backbone flexibility relative to the average residue, which has 1.",
    formula="Mean over all windows of 9 residues of the values of Vihinen et al., weighted 0.25, 0.4375, 0.625, "
    "0.8125, 1, 0.8125, 0.625, 0.4375, 0.25 and divided by 5.25.",
    reference=VIHINEN,
    doi="10.1002/prot.340190207",
    caveat="Biopython's flexibility() drops the last window and takes the sixth residue as the centre; this is the "
    "published method. Letters without a value are left out of the mean. Empty below 9 residues.",
    preset=Preset.ALL,
    range="0.904 (poly-Trp) to 1.102 (poly-Lys)",
)
