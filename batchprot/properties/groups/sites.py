"""Rows that count motifs: glycosylation, liabilities, and where trypsin cuts."""

from typing import Final

from batchprot.properties.property import Kind, Preset, Property

SEQUONS: Final = Property(
    key="n_glycosylation_sequons",
    label="N-glycosylation sequons",
    short="Sequons",
    unit="",
    group="Liabilities",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Number of places where an N-glycan may be bound.",
    formula="Asn, any known residue but Pro, then Ser or Thr.",
    reference="Marshall R.D. (1972) Glycoproteins. Annual Review of Biochemistry 41, 673-702",
    doi="10.1146/annurev.bi.41.070172.003325",
    caveat="Only a protein that enters the secretory pathway is glycosylated, and then not at "
    "every sequon. Ambiguous letters don't match.",
    preset=Preset.ADVANCED,
    range="0 or more",
)

_DEAMIDATION = (
    "Robinson N.E., Robinson A.B. (2001) Proceedings of the National Academy of Sciences USA 98, 944-949",
    "10.1073/pnas.98.3.944",
)
_ISOMERISATION = (
    "Geiger T., Clarke S. (1987) Journal of Biological Chemistry 262, 785-794",
    "10.1016/S0021-9258(19)75855-4",
)

_FRAGMENTATION = (
    "Vlasak J., Ionescu R. (2011) Fragmentation of monoclonal antibodies. mAbs 3, 253-263",
    "10.4161/mabs.3.3.15608",
)


def _pair(letters: str, names: str, summary: str, source: tuple[str, str]) -> Property:
    """Describe a count of two neighbours; `source` is a reference and its DOI."""
    reference, doi = source
    return Property(
        key=f"{letters.lower()}_sites",
        label=f"{names} pairs",
        short=letters,
        unit="",
        group="Liabilities",
        kind=Kind.INTEGER,
        decimals=0,
        summary=summary,
        formula=f"Count of {letters[0]} followed by {letters[1]}.",
        reference=reference,
        doi=doi,
        caveat="Whether a site reacts depends on its surroundings and on pH: a motif is a place to "
        "look at, not a degradation. Ambiguous letters don't match.",
        preset=Preset.ALL,
        range="0 or more",
    )


NG_SITES: Final = _pair("NG", "Asn-Gly", "Number of Asn before Gly, where deamidation is fastest.", _DEAMIDATION)
NS_SITES: Final = _pair("NS", "Asn-Ser", "Number of Asn before Ser, which deamidate readily.", _DEAMIDATION)
DG_SITES: Final = _pair("DG", "Asp-Gly", "Number of Asp before Gly, which isomerise readily.", _ISOMERISATION)
DP_SITES: Final = _pair("DP", "Asp-Pro", "Number of Asp before Pro, bonds that break in acid.", _FRAGMENTATION)

ODD_CYSTEINES: Final = Property(
    key="odd_cysteines",
    label="Odd number of cysteines",
    short="Odd Cys",
    unit="",
    group="Liabilities",
    kind=Kind.INTEGER,
    decimals=0,
    summary="1 where the number of cysteines is odd, so that at least one is in no disulfide "
    "within the chain; 0 otherwise.",
    formula="Number of Cys modulo 2.",
    reference="National Institute for Biological Standards and Control (2022) A review of methodologies for the "
    "detection, quantitation, and localization of free cysteine in recombinant proteins. Frontiers in Molecular "
    "Biosciences 9, 886417",
    doi="10.3389/fmolb.2022.886417",
    caveat="An even number doesn't mean that all are paired, and reduced proteins have no "
    "disulfides. Says nothing of bonds between chains.",
    preset=Preset.ALL,
    range="0 or more",
)

TRYPTIC_PEPTIDES: Final = Property(
    key="tryptic_peptides",
    label="Tryptic peptides",
    short="Tryptic",
    unit="",
    group="Proteomics",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Number of peptides after complete digestion with trypsin.",
    formula="Cuts behind Lys and Arg that are not before Pro; number of cuts + 1.",
    reference="Schwanhäusser B. et al. (2011) Nature",
    doi="10.1038/nature10098",
    caveat="No missed cleavages. The exceptions to the rule known from longer patterns are not "
    "applied. The same peptide may occur twice.",
    preset=Preset.ALL,
    range="1 or more",
)

IBAQ_PEPTIDES: Final = Property(
    key="ibaq_peptides",
    label="Tryptic peptides of 6 to 30 residues (iBAQ)",
    short="iBAQ peptides",
    unit="",
    group="Proteomics",
    kind=Kind.INTEGER,
    decimals=0,
    summary="Number of tryptic peptides that could be observed: the denominator of iBAQ.",
    formula="Peptides of 6 to 30 residues after complete digestion with trypsin.",
    reference="Schwanhäusser B. et al. (2011) Nature",
    doi="10.1038/nature10098",
    caveat="Some programs take other lengths. An initiator methionine is not cut off unless the analysis says so.",
    preset=Preset.ALL,
    range="0 or more",
)
