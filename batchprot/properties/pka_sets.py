"""The shipped pKa sets: which variant of a published set, and where its numbers stand. The engine holds the values."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

IPC: Final = "Kozlowski L.P. (2016) IPC - Isoelectric Point Calculator. Biology Direct 11, 55"
IPC_DOI: Final = "10.1186/s13062-016-0159-9"
IPC2: Final = (
    "Kozlowski L.P. (2021) IPC 2.0: prediction of isoelectric point and pKa dissociation constants. Nucleic Acids "
    "Research 49, W285-W292"
)
IPC2_DOI: Final = "10.1093/nar/gkab295"
_EMBOSS: Final = (
    "Rice P., Longden I., Bleasby A. (2000) EMBOSS: the European Molecular Biology Open Software Suite. Trends in "
    "Genetics 16, 276-277; file Epk.dat"
)
_EMBOSS_DOI: Final = "10.1016/S0168-9525(00)02024-2"


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """One set of pK values as it is named and cited."""

    label: str
    """Name as shown, with the variant where lists of the same name differ."""
    reference: str
    doi: str = ""
    caveat: str = ""
    """How it differs from other lists of that name, and what it was made from."""


PUBLISHED_SETS: Final[Mapping[str, PublishedSet]] = MappingProxyType(
    {
        "expasy": PublishedSet(
            "Expasy (Bjellqvist 1993, 1994)",
            "Bjellqvist B., et al. (1993) The focusing positions of polypeptides in immobilized pH gradients can be "
            "predicted from their amino acid sequences. Electrophoresis 14, 1023-1031",
            "10.1002/elps.11501401163",
            "For denaturing gels, about 9 M urea.",
        ),
        "EMBOSS-6.6": PublishedSet("EMBOSS 6.6", _EMBOSS, _EMBOSS_DOI, "N-terminus 7.5."),
        "EMBOSS-legacy": PublishedSet(
            "EMBOSS before 6.6 (N-terminus 8.6)", _EMBOSS, _EMBOSS_DOI, "As EMBOSS 6.6 but for the N-terminus."
        ),
        "Lehninger-2004": PublishedSet(
            "Lehninger, 4th edition 2004",
            "Nelson D.L., Cox M.M. (2004) Lehninger Principles of Biochemistry, 4th edition. W.H. Freeman",
            caveat="Of free amino acids. The set of this name in IPC is another: D 3.86, C 8.33, K 10.5, R 12.4.",
        ),
        "Sillero": PublishedSet(
            "Sillero and Maldonado 2006",
            "Sillero A., Maldonado A. (2006) Isoelectric point determination of proteins and other macromolecules: "
            "oscillating method. Computers in Biology and Medicine 36, 157-166",
            "10.1016/j.compbiomed.2004.09.006",
        ),
        "Solomon-IPC": PublishedSet("Solomon, as in IPC", IPC, IPC_DOI, "Other lists of this name differ."),
        "Rodwell": PublishedSet(
            "Rodwell 1982, as in Pyteomics",
            "Rodwell J.D. (1982) Heterogeneity of component bands in isoelectric focusing patterns. Analytical "
            "Biochemistry 119, 440-449",
            "10.1016/0003-2697(82)90611-X",
            "The set of this name in IPC is another: D 3.68, Y 10.07. Which of the two the paper holds is open.",
        ),
        "Dawson": PublishedSet(
            "Dawson et al. 1986, as in Pyteomics",
            "Dawson R.M.C., Elliott D.C., Elliott W.H., Jones K.M. (1986) Data for Biochemical Research, 3rd edition. "
            "Clarendon Press",
        ),
        "Stryer": PublishedSet(
            "Stryer 1999, as in R Peptides",
            "Stryer L. (1999) Biochemia, 4th Polish edition. PWN",
            caveat="Differs from DTASelect in the termini only.",
        ),
        "Murray": PublishedSet(
            "Murray et al. 2006, as in R Peptides",
            "Murray R.K., Granner D.K., Rodwell V.W. (2006) Harper's Illustrated Biochemistry, 27th edition. "
            "McGraw-Hill",
        ),
        "Grimsley": PublishedSet(
            "Grimsley, Scholtz and Pace 2009",
            "Grimsley G.R., Scholtz J.M., Pace C.N. (2009) A summary of the measured pK values of the ionizable groups "
            "in folded proteins. Protein Science 18, 247-251",
            "10.1002/pro.19",
            "Means of folded proteins.",
        ),
        "Toseland": PublishedSet(
            "Toseland et al. 2006",
            "Toseland C.P., McSparron H., Davies M.N., Flower D.R. (2006) PPD v1.0: an integrated, web-accessible "
            "database of experimentally determined protein pKa values. Nucleic Acids Research 34, D199-D203",
            "10.1093/nar/gkj035",
            "Means of folded proteins.",
        ),
        "Thurlkill": PublishedSet(
            "Thurlkill et al. 2006",
            "Thurlkill R.L., Grimsley G.R., Scholtz J.M., Pace C.N. (2006) pK values of the ionizable groups of "
            "proteins. Protein Science 15, 1214-1218",
            "10.1110/ps.051840806",
            "Of groups in alanine pentapeptides.",
        ),
        "Nozaki": PublishedSet(
            "Nozaki and Tanford 1967, as in IPC",
            "Nozaki Y., Tanford C. (1967) Examination of titration behavior. Methods in Enzymology 11, 715-734",
            "10.1016/S0076-6879(67)11088-4",
            "Of model compounds.",
        ),
        "DTASelect": PublishedSet(
            "DTASelect (Tabb 2001)",
            "Tabb D.L. (2001) An algorithm for isoelectric point estimation. The Scripps Research Institute",
            caveat="Differs from Stryer in the termini only.",
        ),
        "IPC-peptide": PublishedSet("IPC peptide (Kozlowski 2016)", IPC, IPC_DOI, "Fitted to peptides."),
        "IPC2-peptide": PublishedSet("IPC 2.0 peptide (Kozlowski 2021)", IPC2, IPC2_DOI, "Fitted to peptides."),
        "IPC2-protein": PublishedSet("IPC 2.0 protein (Kozlowski 2021)", IPC2, IPC2_DOI, "Fitted to proteins."),
        "IPC-protein": PublishedSet("IPC protein (Kozlowski 2016)", IPC, IPC_DOI, "Fitted to proteins."),
        "ProMoST": PublishedSet(
            "ProMoST (Halligan 2004)",
            "Halligan B.D., Ruotti V., Jin W., Laffoon S., Twigger S.N., Dratz E.A. (2004) ProMoST: a tool for "
            "calculating the pI and molecular mass of phosphorylated and modified proteins. Nucleic Acids Research 32, "
            "W638-W644",
            "10.1093/nar/gkh356",
            "The table has the values within a chain; those of the first and last residue and of both termini depend "
            "on the residue.",
        ),
    }
)
"""Every shipped pKa set by name, in the order in which sets are listed everywhere."""
