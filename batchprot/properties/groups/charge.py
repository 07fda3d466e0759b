"""Rows about ionisable groups: isoelectric point, charge, charged residues."""

from typing import Final

from batchprot.properties.groups.size import PROTPARAM, PROTPARAM_DOI
from batchprot.properties.pka_sets import IPC, IPC2, IPC2_DOI, IPC_DOI
from batchprot.properties.property import Kind, Preset, Property

BJELLQVIST: Final = (
    "Bjellqvist B., Hughes G.J., Pasquali C., Paquet N., Ravier F., Sanchez J.-C., Frutiger S., Hochstrasser D. "
    "(1993) The focusing positions of polypeptides in immobilized pH gradients can be predicted from their amino acid "
    "sequences. Electrophoresis 14, 1023-1031"
)
BJELLQVIST_DOI: Final = "10.1002/elps.11501401163"
DAS_PAPPU: Final = (
    "Das R.K., Pappu R.V. (2013) Conformations of intrinsically disordered proteins are influenced by linear sequence "
    "distributions of oppositely charged residues. PNAS 110, 13392-13397"
)
DAS_PAPPU_DOI: Final = "10.1073/pnas.1304749110"

ISOELECTRIC_POINT: Final = Property(
    key="isoelectric_point",
    label="Isoelectric point",
    short="pI",
    unit="",
    group="Charge",
    kind=Kind.NUMBER,
    decimals=2,
    summary="pH at which the unfolded chain carries no net charge.",
    formula="pH between 0 and 14 at which the charges of all ionisable groups add up to zero, using the "
    "Henderson-Hasselbalch equation for each group. Bjellqvist's pK values: K 10.0, R 12.0, H 5.98, D 4.05, E 4.45, "
    "C 9.0, Y 10.0; C-terminus 3.55; N-terminus 7.5, but A 7.59, M 7.00, S 6.93, P 8.36, T 6.82, V 7.44, E 7.70.",
    reference=BJELLQVIST,
    doi=BJELLQVIST_DOI,
    caveat="It is not the pH at which the folded protein precipitates: buried groups, salt bridges, ligands and "
    "modifications shift real pK values. Bjellqvist's pK values are for denaturing gels with immobilised pH gradients "
    "(about 9 M urea) and were fitted to proteins that focus between pH 4.5 and 7.3; ProtParam itself warns that the "
    "values for very basic and for small proteins may be doubtful. Near pH 7 to 8 few groups titrate, so a small "
    "change of pK moves it far: see the spread over pKa sets. Where the true value lies below 0 or above 14, as for "
    "long poly-Asp, the nearer end is given and noted. Selenocysteine (pK about 5.2) has no pK in these sets and is "
    "left out. With Biopython's constants it is held between 4.05 and 12. Empty if there are no acidic or no basic "
    "groups (for example, both termini blocked).",
    preset=Preset.BASIC,
    range="0 to 14",
)

CHARGE_AT_PH: Final = Property(
    key="charge_at_ph",
    label="Net charge",
    short="Charge",
    unit="e",
    group="Charge",
    kind=Kind.NUMBER,
    decimals=2,
    summary="Net charge of the unfolded chain at the analysis's pH, 7.0 unless chosen otherwise.",
    formula="Sum of n / (1 + 10^(pH - pK)) over basic groups less the sum of n / (1 + 10^(pK - pH)) over acidic "
    "groups, with the same pK values as the isoelectric point.",
    reference=BJELLQVIST,
    doi=BJELLQVIST_DOI,
    caveat="Of the unfolded chain without metal ions, phosphates or other modifications. Selenocysteine has no pK in "
    "these sets; its pK is about 5.2, so at pH 7 the true charge is about 1 lower for each U.",
    preset=Preset.BASIC,
    range="any",
)

NEGATIVE_RESIDUES: Final = Property(
    key="negative_residues",
    label="Negatively charged residues",
    short="D + E",
    unit="",
    group="Charge",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Number of aspartic and glutamic acid residues.",
    formula="Asp + Glu.",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="B and Z are not counted: they may be amides. If ambiguous residues are averaged, they are shared out as "
    "EMBOSS does: of 5 B 3 count as Asp, of 5 Z 3 as Glu.",
    preset=Preset.BASIC,
    range="0 to the length",
)

POSITIVE_RESIDUES: Final = Property(
    key="positive_residues",
    label="Positively charged residues",
    short="R + K",
    unit="",
    group="Charge",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Number of arginine and lysine residues.",
    formula="Arg + Lys; His is not counted.",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="Histidine is mostly uncharged at pH 7 and left out, as in ProtParam.",
    preset=Preset.BASIC,
    range="0 to the length",
)

CHARGED_RESIDUE_FRACTION: Final = Property(
    key="charged_residue_fraction",
    label="Charged residues, D E K R (FCR)",
    short="FCR",
    unit="",
    group="Charge",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Share of residues that carry a charge at pH 7.",
    formula="(Asp + Glu + Arg + Lys) / residues; His is not counted.",
    reference=DAS_PAPPU,
    doi=DAS_PAPPU_DOI,
    caveat="Says nothing of how charges are spread along the chain. EMBOSS's class of charged residues is another "
    "column: it includes His. Ambiguous letters are left out of the mean.",
    preset=Preset.ADVANCED,
    range="0 to 1",
)

NET_CHARGE_PER_RESIDUE: Final = Property(
    key="net_charge_per_residue",
    label="Net charge per residue",
    short="NCPR",
    unit="e",
    group="Charge",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Excess of positively over negatively charged residues, per residue.",
    formula="(Arg + Lys - Asp - Glu) / residues.",
    reference=DAS_PAPPU,
    doi=DAS_PAPPU_DOI,
    caveat="Counts whole charges and leaves out termini and His, unlike the net charge at a pH.",
    preset=Preset.ADVANCED,
    range="-1 to 1",
)

ISOELECTRIC_POINT_PREDICTED: Final = Property(
    key="isoelectric_point_predicted",
    label="Isoelectric point of a peptide as measured in IEF, predicted",
    short="pI, IEF",
    unit="",
    group="Charge",
    kind=Kind.NUMBER,
    decimals=2,
    summary="pH at which isoelectric focusing would find a peptide of 5 to 50 residues, predicted from its sequence.",
    formula="pH at which the charges of all groups add up to zero by the Henderson-Hasselbalch equation, with pK "
    "values that depend on the four residues to each side and on the composition; to this a correction is added that "
    "is piecewise linear in that pH. The constants were fitted by least squares to 89,303 peptides measured by HiRIEF "
    "(the training split of IPC 2.0).",
    reference=IPC2,
    doi=IPC2_DOI,
    caveat="A prediction of what focusing would show, not a constant of the peptide. On measured peptides left out of "
    "the fit (five-fold, near-identical ones together) its root mean square deviation is 0.225 and its mean absolute "
    "error 0.106; the nearest pKa set, IPC 2.0 peptide, has 0.253 and 0.140. "
    "Most of the peptides are tryptic, have 7 to 34 residues and focused between pH 3.6 and 8.4: others are further "
    "off. About 1 in 100 measured values is off by more than 1. Empty for chains shorter than 5 or longer than 50 "
    "residues, with other than the twenty standard residues, with a blocked terminus or with disulfides. For proteins "
    "no model fitted in this way came closer than the IPC 2.0 protein set. The chosen pKa set and the constants do not "
    "change it.",
    preset=Preset.ADVANCED,
    range="0 to 14",
)


def _charge_at(key: str, ph: str) -> Property:
    return Property(
        key=key,
        label=f"Net charge at pH {ph}",
        short=f"Charge pH {ph}",
        unit="e",
        group="Charge",
        kind=Kind.NUMBER,
        decimals=2,
        summary=f"Average net charge in elementary charges at pH {ph}, whatever pH the analysis was asked for.",
        formula="As the net charge at the chosen pH: by the Henderson-Hasselbalch equation with the chosen pKa set.",
        reference=BJELLQVIST,
        doi=BJELLQVIST_DOI,
        caveat=CHARGE_AT_PH.caveat,
        preset=Preset.ALL,
        range="any",
    )


CHARGES: Final = (
    _charge_at("charge_ph_5", "5"),
    _charge_at("charge_ph_6", "6"),
    _charge_at("charge_ph_7_4", "7.4"),
    _charge_at("charge_ph_8", "8"),
)


def _spread(key: str, label: str, short: str, summary: str, formula: str) -> Property:
    return Property(
        key=key,
        label=label,
        short=short,
        unit="",
        group="Charge",
        kind=Kind.NUMBER,
        decimals=2,
        summary=summary,
        formula=formula,
        reference=IPC,
        doi=IPC_DOI,
        caveat="Shows how far published pK values disagree, not a confidence interval: some sets were fitted to "
        "peptides, some to proteins, and several share sources or differ in the termini only. The cited article "
        "compares most of them; the table names the source of each. Against measured values a set is off by 0.8 to 1.0 "
        "(proteins) and by 0.25 to 0.85 (peptides), as the validation shows. For human ubiquitin it runs from 6.19 to "
        "7.71.",
        preset=Preset.ALL,
        range="0 to 14",
    )


ISOELECTRIC_POINT_SPREAD: Final = (
    _spread(
        "isoelectric_point_min",
        "Isoelectric point, lowest over pKa sets",
        "pI min",
        "Lowest isoelectric point that any shipped pKa set gives.",
        "Isoelectric point by each shipped pKa set; the smallest.",
    ),
    _spread(
        "isoelectric_point_median",
        "Isoelectric point, median over pKa sets",
        "pI median",
        "Median of the isoelectric points that the shipped pKa sets give.",
        "Isoelectric point by each shipped pKa set; the median, for an even number the mean of the middle two.",
    ),
    _spread(
        "isoelectric_point_max",
        "Isoelectric point, highest over pKa sets",
        "pI max",
        "Highest isoelectric point that any shipped pKa set gives.",
        "Isoelectric point by each shipped pKa set; the largest.",
    ),
)
