"""Rows about composition: counts, ambiguous letters and fractions of residue classes."""

from typing import Final

from batchprot.properties.groups.size import PROTPARAM, PROTPARAM_DOI
from batchprot.properties.property import Kind, Preset, Property
from batchprot.reading.alphabet import THREE_LETTER

LOBRY: Final = (
    "Lobry J.R., Gautier C. (1994) Hydrophobicity, expressivity and aromaticity are the major trends of amino-acid "
    "usage in 999 Escherichia coli chromosome-encoded genes. Nucleic Acids Research 22, 3174-3180"
)
EMBOSS: Final = (
    "Rice P., Longden I., Bleasby A. (2000) EMBOSS: the European Molecular Biology Open Software Suite. Trends in "
    "Genetics 16, 276-277"
)
EMBOSS_DOI: Final = "10.1016/S0168-9525(00)02024-2"

AMBIGUOUS_RESIDUES: Final = Property(
    key="ambiguous_residues",
    label="Ambiguous residues",
    short="Ambiguous",
    unit="",
    group="Composition",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Number of letters that stand for more than one residue.",
    formula="Count of B, J, X and Z.",
    reference="IUPAC-IUB Joint Commission on Biochemical Nomenclature (1984) Nomenclature and symbolism for amino "
    "acids and peptides. European Journal of Biochemistry 138, 9-37",
    doi="10.1111/j.1432-1033.1984.tb07877.x",
    caveat="When it is not 0, masses are empty or approximate, depending on the analysis's options, and means are "
    "over the other residues.",
    preset=Preset.BASIC,
    range="0 to the length",
)

AROMATICITY: Final = Property(
    key="aromaticity",
    label="Aromaticity",
    short="Aromaticity",
    unit="",
    group="Composition",
    kind=Kind.NUMBER,
    decimals=3,
    summary="Share of aromatic residues.",
    formula="(Phe + Trp + Tyr) / residues.",
    reference=LOBRY,
    doi="10.1093/nar/22.15.3174",
    caveat="His is not counted here, but is in the fraction of aromatic residues as EMBOSS counts them. Ambiguous "
    "letters are left out of the mean (Biopython's constants: they count in the length).",
    preset=Preset.BASIC,
    range="0 to 1",
)


def _favouring(key: str, what: str, plural: str, letters: str, reference: str, doi: str) -> Property:  # noqa: PLR0917 - a row in order
    return Property(
        key=key,
        label=f"Fraction of {what}-favouring residues",
        short=what.capitalize(),
        unit="",
        group="Composition",
        kind=Kind.NUMBER,
        decimals=3,
        summary=f"Share of residues that are frequent in {plural}.",
        formula=f"({' + '.join(THREE_LETTER[letter] for letter in letters)}) / residues.",
        reference=reference,
        doi=doi,
        caveat=f"A residue class ({letters}), not a prediction of structure: most of these residues are not in a "
        f"{what}. Same "
        "classes as Biopython since 1.82.",
        preset=Preset.BASIC,
        range="0 to 1",
    )


HELIX_FRACTION: Final = _favouring(
    "helix_fraction",
    "helix",
    "helices",
    "EMALK",
    "Haimov B., Srebnik S. (2016) A closer look into the alpha-helix basin. Scientific Reports 6, 38341",
    "10.1038/srep38341",
)
TURN_FRACTION: Final = _favouring(
    "turn_fraction",
    "turn",
    "turns",
    "NPGSD",
    "Hutchinson E.G., Thornton J.M. (1994) A revised set of potentials for beta-turn formation in proteins. Protein "
    "Science 3, 2207-2216",
    "10.1002/pro.5560031206",
)
SHEET_FRACTION: Final = _favouring(
    "sheet_fraction",
    "sheet",
    "sheets",
    "VIYFWLT",
    "Kim C.A., Berg J.M. (1993) Thermodynamic beta-sheet propensities measured using a zinc-finger host peptide. "
    "Nature 362, 267-270",
    "10.1038/362267a0",
)

RESIDUE_COUNTS: Final = Property(
    key="residue_counts",
    label="Residue counts",
    short="Counts",
    unit="",
    group="Composition",
    kind=Kind.COUNTS,
    decimals=0,
    summary="Number of each of the twenty standard residues.",
    formula="Count of each letter, alphabetically.",
    reference=PROTPARAM,
    doi=PROTPARAM_DOI,
    caveat="U, O and the ambiguous letters are not among the twenty; the counts add up to the length less these.",
    preset=Preset.ALL,
    range="0 to the length each",
)


def _class_fraction(name: str, label: str = "", short: str = "") -> Property:
    letters = CLASS_LETTERS[name]
    return Property(
        key=f"{name.replace('-', '_')}_fraction",
        label=label or f"Fraction of {name} residues",
        short=short or f"{name.capitalize()} residues",
        unit="",
        group="Residue classes",
        kind=Kind.NUMBER,
        decimals=3,
        summary=f"Share of {name} residues, as EMBOSS pepstats counts them.",
        formula=f"({' + '.join(letters)}) / residues.",
        reference=EMBOSS,
        doi=EMBOSS_DOI,
        caveat="A fraction where pepstats prints mole percent. Ambiguous letters, B and Z too, are left out of the "
        "mean. If ambiguous residues are averaged, B and Z are shared out among acid and amide and the share is of all "
        "letters, as in pepstats.",
        preset=Preset.ADVANCED,
        range="0 to 1",
    )


CLASS_LETTERS: Final = {
    "tiny": "ACGST",
    "small": "ABCDGNPSTV",
    "aliphatic": "AILV",
    "aromatic": "FHWY",
    "non-polar": "ACFGILMPVWY",
    "polar": "DEHKNQRSTZ",
    "charged": "BDEHKRZ",
    "basic": "HKR",
    "acidic": "BDEZ",
}
"""EMBOSS's residue classes by name; also what the engine counts."""

CLASS_FRACTIONS: Final = (
    _class_fraction("tiny"),
    _class_fraction("small"),
    _class_fraction("aliphatic"),
    _class_fraction("aromatic"),
    _class_fraction("non-polar"),
    _class_fraction("polar"),
    _class_fraction("charged", "Charged residues, D E H K R (EMBOSS)", "Charged with His"),
    _class_fraction("basic"),
    _class_fraction("acidic"),
)
