"""Residue scales for sliding-window profiles: every one Biopython ships, by its proper name and with its reference.

The values are Biopython's; names, references and what a high value means are ours. Three further rows use the same
window: the charge of the side chains at pH 7, and the hydrophobic moment of a helix and of a strand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from Bio.SeqUtils import ProtParamData as Biopython

HYDROPHOBIC = "more hydrophobic"
HYDROPHILIC = "more hydrophilic"


@dataclass(frozen=True, slots=True)
class Scale:
    """One value for each of the 20 standard residues."""

    key: str
    label: str
    values: Mapping[str, float]
    high: str  # what a high value means
    reference: str
    doi: str = ""
    angle: float | None = None  # degrees from residue to residue: the profile is then the moment's length
    biopython: str = ""  # the name Biopython gives it

    def to_json(self) -> dict[str, Any]:
        """What `GET /v1/scales` says of it."""
        return {
            "key": self.key,
            "label": self.label,
            "high": self.high,
            "reference": self.reference,
            "doi": self.doi,
            "angle": self.angle,
            "biopython": self.biopython,
            "values": dict(self.values),
        }


def _side_chain_charges() -> dict[str, float]:
    """Charge of each residue's side chain at pH 7 by the Expasy set; 0 for what doesn't ionise."""
    positive = {"K": 10.0, "R": 12.0, "H": 5.98}
    negative = {"D": 4.05, "E": 4.45, "C": 9.0, "Y": 10.0}
    ph = 7.0
    charges = dict.fromkeys(Biopython.kd, 0.0)
    charges |= {residue: 1 / (1 + 10 ** (ph - pka)) for residue, pka in positive.items()}
    charges |= {residue: -1 / (1 + 10 ** (pka - ph)) for residue, pka in negative.items()}
    return charges


SCALES: tuple[Scale, ...] = (
    Scale(
        "kyte_doolittle",
        "Kyte & Doolittle hydropathy",
        Biopython.kd,
        HYDROPHOBIC,
        "Kyte J, Doolittle RF. J Mol Biol 1982;157:105-132",
        "10.1016/0022-2836(82)90515-0",
        biopython="KyteDoolitle",
    ),
    Scale(
        "aboderin",
        "Aboderin hydrophobicity (paper chromatography)",
        Biopython.ab,
        HYDROPHOBIC,
        "Aboderin AA. Int J Biochem 1971;2:537-544",
        "10.1016/0020-711X(71)90023-1",
        biopython="Aboderin",
    ),
    Scale(
        "abraham_leo",
        "Abraham & Leo hydrophobicity",
        Biopython.al,
        HYDROPHOBIC,
        "Abraham DJ, Leo AJ. Proteins 1987;2:130-152",
        "10.1002/prot.340020207",
        biopython="AbrahamLeo",
    ),
    Scale(
        "argos",
        "Argos membrane-buried helix preference",
        Biopython.ag,
        HYDROPHOBIC,
        "Argos P, Rao JKM, Hargrave PA. Eur J Biochem 1982;128:565-575",
        "10.1111/j.1432-1033.1982.tb07002.x",
        biopython="Argos",
    ),
    Scale(
        "black_mould",
        "Black & Mould hydrophobicity",
        Biopython.bm,
        HYDROPHOBIC,
        "Black SD, Mould DR. Anal Biochem 1991;193:72-82",
        "10.1016/0003-2697(91)90045-U",
        biopython="BlackMould",
    ),
    Scale(
        "bull_breese",
        "Bull & Breese surface tension",
        Biopython.bb,
        HYDROPHILIC,
        "Bull HB, Breese K. Arch Biochem Biophys 1974;161:665-670",
        "10.1016/0003-9861(74)90352-X",
        biopython="BullBreese",
    ),
    Scale(
        "casari_sippl",
        "Casari & Sippl hydrophobic potential",
        Biopython.cs,
        HYDROPHOBIC,
        "Casari G, Sippl MJ. J Mol Biol 1992;224:725-732",
        "10.1016/0022-2836(92)90556-Y",
        biopython="Casari",
    ),
    Scale(
        "cid",
        "Cid hydrophobicity",
        Biopython.ci,
        HYDROPHOBIC,
        "Cid H, Bunster M, Canales M, Gazitúa F. Protein Eng 1992;5:373-375",
        "10.1093/protein/5.5.373",
        biopython="Cid",
    ),
    Scale(
        "cowan_ph_3_4",
        "Cowan & Whittaker hydrophobicity at pH 3.4",
        Biopython.cw[3.4],
        HYDROPHOBIC,
        "Cowan R, Whittaker RG. Pept Res 1990;3:75-80",
        biopython="Cowan3.4",
    ),
    Scale(
        "cowan_ph_7_5",
        "Cowan & Whittaker hydrophobicity at pH 7.5",
        Biopython.cw[7.5],
        HYDROPHOBIC,
        "Cowan R, Whittaker RG. Pept Res 1990;3:75-80",
        biopython="Cowan7.5",
    ),
    Scale(
        "eisenberg",
        "Eisenberg consensus hydrophobicity",
        Biopython.es,
        HYDROPHOBIC,
        "Eisenberg D, Schwarz E, Komaromy M, Wall R. J Mol Biol 1984;179:125-142",
        "10.1016/0022-2836(84)90309-7",
        biopython="Eisenberg",
    ),
    Scale(
        "engelman",
        "Engelman, Steitz & Goldman (GES) transfer free energy",
        Biopython.eg,
        HYDROPHILIC,
        "Engelman DM, Steitz TA, Goldman A. Annu Rev Biophys Biophys Chem 1986;15:321-353",
        "10.1146/annurev.bb.15.060186.001541",
        biopython="Engelman",
    ),
    Scale(
        "fasman",
        "Fasman hydrophobicity",
        Biopython.fs,
        HYDROPHILIC,
        "Fasman GD (ed.). Prediction of Protein Structure and the Principles of Protein Conformation. Plenum 1989",
        "10.1007/978-1-4613-1571-1",
        biopython="Fasman",
    ),
    Scale(
        "fauchere_pliska",
        "Fauchère & Pliška octanol partition",
        Biopython.fc,
        HYDROPHOBIC,
        "Fauchère JL, Pliška V. Eur J Med Chem 1983;18:369-375",
        biopython="Fauchere",
    ),
    Scale(
        "goldsack_chalifoux",
        "Goldsack & Chalifoux free energy of mixing",
        Biopython.gd,
        HYDROPHOBIC,
        "Goldsack DE, Chalifoux RC. J Theor Biol 1973;39:645-651",
        "10.1016/0022-5193(73)90075-1",
        biopython="GoldSack",
    ),
    Scale(
        "guy",
        "Guy transfer free energy",
        Biopython.gy,
        HYDROPHILIC,
        "Guy HR. Biophys J 1985;47:61-70",
        "10.1016/S0006-3495(85)83877-7",
        biopython="Guy",
    ),
    Scale(
        "jones",
        "Jones hydrophobicity",
        Biopython.jo,
        HYDROPHOBIC,
        "Jones DD. J Theor Biol 1975;50:167-183",
        "10.1016/0022-5193(75)90031-4",
        biopython="Jones",
    ),
    Scale(
        "juretic",
        "Juretić hydrophobicity",
        Biopython.ju,
        HYDROPHOBIC,
        "Juretić D, Lučić B, Zucić D, Trinajstić N. Theor Comput Chem 1998;5:405-445",
        biopython="Juretic",
    ),
    Scale(
        "kidera",
        "Kidera hydrophobicity factor",
        Biopython.ki,
        HYDROPHILIC,
        "Kidera A, Konishi Y, Oka M, Ooi T, Scheraga HA. J Protein Chem 1985;4:23-55",
        "10.1007/BF01025492",
        biopython="Kidera",
    ),
    Scale(
        "miyazawa_jernigan",
        "Miyazawa & Jernigan contact energy",
        Biopython.mi,
        HYDROPHOBIC,
        "Miyazawa S, Jernigan RL. Macromolecules 1985;18:534-552",
        "10.1021/ma00145a039",
        biopython="Miyazawa",
    ),
    Scale(
        "parker",
        "Parker HPLC hydrophilicity",
        Biopython.pa,
        HYDROPHILIC,
        "Parker JMR, Guo D, Hodges RS. Biochemistry 1986;25:5425-5432",
        "10.1021/bi00367a013",
        biopython="Parker",
    ),
    Scale(
        "ponnuswamy",
        "Ponnuswamy hydrophobicity of folded proteins",
        Biopython.po,
        HYDROPHOBIC,
        "Ponnuswamy PK. Prog Biophys Mol Biol 1993;59:57-103",
        "10.1016/0079-6107(93)90007-7",
        biopython="Ponnuswamy",
    ),
    Scale(
        "rose",
        "Rose mean fraction of area buried",
        Biopython.ro,
        HYDROPHOBIC,
        "Rose GD, Geselowitz AR, Lesser GJ, Lee RH, Zehfus MH. Science 1985;229:834-838",
        "10.1126/science.4023714",
        biopython="Rose",
    ),
    Scale(
        "roseman",
        "Roseman hydrophobicity",
        Biopython.rm,
        HYDROPHOBIC,
        "Roseman MA. J Mol Biol 1988;200:513-522",
        "10.1016/0022-2836(88)90540-2",
        biopython="Roseman",
    ),
    Scale(
        "sweet_eisenberg",
        "Sweet & Eisenberg optimal matching hydrophobicity (OMH)",
        Biopython.sw,
        HYDROPHOBIC,
        "Sweet RM, Eisenberg D. J Mol Biol 1983;171:479-488",
        "10.1016/0022-2836(83)90041-4",
        biopython="Sweet",
    ),
    Scale(
        "tanford",
        "Tanford hydrophobicity",
        Biopython.ta,
        HYDROPHOBIC,
        "Tanford C. J Am Chem Soc 1962;84:4240-4247",
        "10.1021/ja00881a009",
        biopython="Tanford",
    ),
    Scale(
        "wilson",
        "Wilson HPLC hydrophobicity",
        Biopython.wi,
        HYDROPHOBIC,
        "Wilson KJ, Honegger A, Stötzel RP, Hughes GJ. Biochem J 1981;199:31-41",
        "10.1042/bj1990031",
        biopython="Wilson",
    ),
    Scale(
        "zimmerman",
        "Zimmerman hydrophobicity",
        Biopython.zi,
        HYDROPHOBIC,
        "Zimmerman JM, Eliezer N, Simha R. J Theor Biol 1968;21:170-201",
        "10.1016/0022-5193(68)90069-6",
        biopython="Zimmerman",
    ),
    Scale(
        "hopp_woods",
        "Hopp & Woods hydrophilicity",
        Biopython.hw,
        HYDROPHILIC,
        "Hopp TP, Woods KR. Proc Natl Acad Sci USA 1981;78:3824-3828",
        "10.1073/pnas.78.6.3824",
        biopython="hw",
    ),
    Scale(
        "emini",
        "Emini surface fractional probability",
        Biopython.em,
        "more exposed",
        "Emini EA, Hughes JV, Perlow DS, Boger J. J Virol 1985;55:836-839",
        "10.1128/jvi.55.3.836-839.1985",
        biopython="em",
    ),
    Scale(
        "janin",
        "Janin interior to surface transfer energy",
        Biopython.ja,
        "more buried",
        "Janin J. Nature 1979;277:491-492",
        "10.1038/277491a0",
        biopython="ja",
    ),
    Scale(
        "vihinen",
        "Vihinen flexibility",
        Biopython.Flex,
        "more flexible",
        "Vihinen M, Torkkila E, Riikonen P. Proteins 1994;19:141-149",
        "10.1002/prot.340190207",
        biopython="Flex",
    ),
    Scale(
        "charge",
        "Side-chain charge at pH 7",
        _side_chain_charges(),
        "more positive",
        "Henderson-Hasselbalch with the Expasy pKa set: Bjellqvist B, et al. Electrophoresis 1993;14:1023-1031",
        "10.1002/elps.11501401163",
    ),
    Scale(
        "hydrophobic_moment",
        "Hydrophobic moment, helix (100°)",
        Biopython.es,
        "more amphipathic",
        "Eisenberg D, Weiss RM, Terwilliger TC. Proc Natl Acad Sci USA 1984;81:140-144",
        "10.1073/pnas.81.1.140",
        angle=100.0,
    ),
    Scale(
        "hydrophobic_moment_strand",
        "Hydrophobic moment, strand (160°)",
        Biopython.es,
        "more amphipathic",
        "Eisenberg D, Weiss RM, Terwilliger TC. Proc Natl Acad Sci USA 1984;81:140-144",
        "10.1073/pnas.81.1.140",
        angle=160.0,
    ),
)

BY_KEY: Mapping[str, Scale] = {scale.key: scale for scale in SCALES}
