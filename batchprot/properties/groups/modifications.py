"""Rows about the modifications of a chain."""

from typing import Final

from batchprot.properties.property import Kind, Preset, Property

PROFORMA_REFERENCE: Final = (
    "LeDuc R.D., Deutsch E.W., Binz P.-A. et al. (2022) Proteomics Standards Initiative's ProForma 2.0: unifying the "
    "encoding of proteoforms and peptidoforms. Journal of Proteome Research 21, 1189-1195"
)
PROFORMA_DOI: Final = "10.1021/acs.jproteome.1c00771"
GROUP: Final = "Modifications"

MODIFICATIONS: Final = Property(
    key="modifications",
    label="Modifications",
    short="Modifications",
    unit="",
    group=GROUP,
    kind=Kind.TEXT,
    decimals=0,
    summary="The different modifications of the chain, by their names in Unimod; empty for a chain without any.",
    formula="Names and mass shifts of the record's ProForma, each once, in alphabetical order; of many, the first. "
    "Masses and formula: the elements that Unimod gives. Charge and pI: a phosphate on Ser, Thr or Tyr has pK 1.2 and "
    "6.5 (Halligan et al. 2004, doi:10.1093/nar/gkh356), on Tyr in place of the phenol; acyl groups take the charge of "
    "an amino terminus, Lys, Cys or Tyr; -[Amidated] that of the carboxyl terminus, a methyl ester that of Asp, Glu or "
    "the carboxyl terminus; alkylated Cys and half cystines have none; deamidated Asn and Gln count as Asp and Glu, "
    "citrulline as no Arg; pyroglutamate has no amino terminus. Extinction: a modified Cys forms no cystine.",
    reference=PROFORMA_REFERENCE,
    doi=PROFORMA_DOI,
    caveat="Only what the input says: nothing is predicted, and a fixed modification of an experiment must be written. "
    "With any other modification of a residue the charge is that without it, and the record is noted. GRAVY, "
    "instability, half-lives and all that isn't named here are computed from the residues alone.",
    preset=Preset.ADVANCED,
    range="names or empty",
    is_choice=True,
)

MODIFICATION_COUNT: Final = Property(
    key="modification_count",
    label="Number of modifications",
    short="Modified",
    unit="",
    group=GROUP,
    kind=Kind.INTEGER,
    decimals=0,
    summary="How many modifications the chain has, at residues and at both ends.",
    formula="Tags of the record's ProForma, fixed modifications counted at each residue.",
    reference=PROFORMA_REFERENCE,
    doi=PROFORMA_DOI,
    caveat="With a sub-range or without the initiator Met, those that are left.",
    preset=Preset.ADVANCED,
    range="0 or more",
)

PROFORMA: Final = Property(
    key="proforma",
    label="Sequence in ProForma",
    short="ProForma",
    unit="",
    group=GROUP,
    kind=Kind.TEXT,
    decimals=0,
    summary="The record's sequence with its modifications in ProForma 2.0; empty for a record without any.",
    formula="Names as Unimod spells them, mass shifts as they were given, fixed modifications at each residue.",
    reference=PROFORMA_REFERENCE,
    doi=PROFORMA_DOI,
    caveat="The whole record, also where the options leave out a part of it.",
    preset=Preset.ADVANCED,
    range="ProForma or empty",
    home="protein",
)
