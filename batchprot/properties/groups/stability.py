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
DAVIS: Final = (
    "Davis G.D., Elisee C., Newham D.M., Harrison R.G. (1999) New fusion protein systems designed to give soluble "
    "expression in Escherichia coli. Biotechnology and Bioengineering 65, 382-388"
)
DAVIS_EMBOSS: Final = f"{DAVIS}; as implemented in EMBOSS pepstats"
DAVIS_DOI: Final = "10.1002/(SICI)1097-0290(19991120)65:4<382::AID-BIT2>3.0.CO;2-I"
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
    summary="Predicts stability in the living cell from dipeptide composition: below 40 is predicted stable.",
    formula="10 / residues x sum of the dipeptide weights of Guruprasad et al. over all neighbouring pairs, with K-Q "
    "= 24.68 as Expasy uses it (Biopython's constants: 24.64). Where pairs have no weight: 10 (residues - 1) / "
    "residues x mean weight of the pairs that have one.",
    reference=GURUPRASAD,
    doi="10.1093/protein/4.2.155",
    caveat="The classes it was derived from are half-lives in vivo: above 16 hours stable, below 5 hours unstable, of "
    "44 proteins. It says nothing of the stability of a purified protein or of a fold. Near 40 the class is a toss-up, "
    "and for short peptides it means little. Pairs with an ambiguous letter, U or O are left out of the mean. Empty "
    "where no pair has a weight, as for a single residue (Biopython's constants: 0).",
    preset=Preset.BASIC,
    range="-140.3 to 582.8; mostly 10 to 70",
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
    summary="Estimated protein-binding potential: above 2.48 is high.",
    formula="Minus the mean free energy of transfer of the side chains from cyclohexane to water, which is the mean of "
    "the table below, from water to cyclohexane (Radzicka and Wolfenden 1988); Pro as 0.",
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
    summary="Discriminant of solubility on overexpression in E. coli: above 0 is predicted insoluble.",
    formula="15.43 (Asn + Gly + Pro + Ser) / residues - 29.56 |(Arg + Lys - Asp - Glu) / residues - 0.03| - 1.71, "
    "which is CV - CV' of Davis et al.",
    reference=DAVIS,
    doi=DAVIS_DOI,
    caveat="Uses composition alone and was fitted to 81 proteins. EMBOSS reads the sign the other way round. If "
    "ambiguous residues are averaged, B and Z are shared out and shares are of all letters, as in EMBOSS.",
    preset=Preset.ADVANCED,
    range="-32.16 to 13.26",
)

INCLUSION_BODY_PROBABILITY: Final = Property(
    key="inclusion_body_probability",
    label="Inclusion bodies, number as EMBOSS prints it",
    short="EMBOSS incl. body P",
    unit="",
    group="Expression",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Number that EMBOSS pepstats prints about inclusion bodies; it means nothing without the wording.",
    formula="0.4934 + 0.276 |d| - 0.0392 d², d the inclusion-body score.",
    reference=DAVIS_EMBOSS,
    doi=DAVIS_DOI,
    caveat="Kept to compare with EMBOSS. It is the probability of the predicted class, whichever that is, so it can't "
    "be ranked, and EMBOSS's wording reverses the classes of the paper: use the probability of being soluble instead. "
    "Far from d = 0 the parabola falls again; where it is below 0 the cell is empty.",
    preset=Preset.ADVANCED,
    range="0 to 0.979",
    reads_with="inclusion_body_wording",
)

INCLUSION_BODY_WORDING: Final = Property(
    key="inclusion_body_wording",
    label="Inclusion bodies, wording of EMBOSS",
    short="EMBOSS incl. body",
    unit="",
    group="Expression",
    kind=Kind.TEXT,
    decimals=0,
    summary='Word that EMBOSS pepstats prints with its number: "probability" when the score is negative, else '
    '"improbability".',
    formula='"probability" if d < 0, "improbability" if d >= 0, d the inclusion-body score.',
    reference=DAVIS_EMBOSS,
    doi=DAVIS_DOI,
    caveat="The paper reads the sign the other way round: a score above 0 means insoluble, where EMBOSS says "
    "improbability of inclusion bodies.",
    preset=Preset.ADVANCED,
    range="probability, improbability",
)

SOLUBLE_PROBABILITY: Final = Property(
    key="soluble_probability",
    label="Probability of being soluble in E. coli",
    short="P soluble",
    unit="",
    group="Expression",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Estimated probability that the protein stays soluble when overexpressed in E. coli.",
    formula="P = 0.4934 + 0.276 |d| - 0.0392 d² for the predicted class, d the inclusion-body score: P if d < 0 "
    "(soluble), 1 - P otherwise (insoluble). P is held at 0.5 near d = 0 and at its largest value, 0.979, beyond "
    "|d| = 3.52, where the parabola would fall again.",
    reference=DAVIS,
    doi=DAVIS_DOI,
    caveat="Uses composition alone and was fitted to 81 proteins. The probability is that of the paper's "
    "classification, not of an experiment under your conditions.",
    preset=Preset.ADVANCED,
    range="0.021 to 0.979",
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
    formula="Largest over all windows of 11 residues of the length of the sum of hydrophobicity vectors, 100 degrees "
    "from residue to residue, divided by 11. The scale is the normalised consensus of Eisenberg, Schwarz, Komaromy and "
    "Wall (1984) Journal of Molecular Biology 179, 125-142.",
    reference=EISENBERG,
    doi="10.1073/pnas.81.1.140",
    caveat="Does not say that the stretch is a helix. A maximum grows with the length of the chain. The normalised "
    "scale is about 1.57 times the consensus scale of the cited paper plus 0.23, so moments are about 1.57 times as "
    "large and thresholds from the literature don't carry over. Letters without a value count as 0. Empty below 11 "
    "residues.",
    preset=Preset.ALL,
    range="0 to 1.31",
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
