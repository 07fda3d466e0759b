"""The letters that sequences are written in, and what each stands for.

One-letter codes after IUPAC-IUB (1984), Eur. J. Biochem. 138:9-37, doi:10.1111/j.1432-1033.1984.tb07877.x,
with U (selenocysteine), O (pyrrolysine) and J (leucine or isoleucine) as later adopted by IUPAC and UniProt.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

STANDARD: Final = "ACDEFGHIKLMNPQRSTVWY"
"""The twenty amino acids of the universal code, alphabetically: the order of every stored composition."""

RARE: Final = "OU"
"""Genetically encoded beyond the twenty: pyrrolysine and selenocysteine. Their masses and formulas are known."""

KNOWN: Final = STANDARD + RARE
"""Letters that name exactly one residue."""

AMBIGUOUS: Final = "BJXZ"
"""Letters that stand for more than one residue."""

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""All letters that a sequence may hold: together `KNOWN` and `AMBIGUOUS` are exactly these."""

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A": "alanine",
        "B": "aspartic acid or asparagine",
        "C": "cysteine",
        "D": "aspartic acid",
        "E": "glutamic acid",
        "F": "phenylalanine",
        "G": "glycine",
        "H": "histidine",
        "I": "isoleucine",
        "J": "leucine or isoleucine",
        "K": "lysine",
        "L": "leucine",
        "M": "methionine",
        "N": "asparagine",
        "O": "pyrrolysine",
        "P": "proline",
        "Q": "glutamine",
        "R": "arginine",
        "S": "serine",
        "T": "threonine",
        "U": "selenocysteine",
        "V": "valine",
        "W": "tryptophan",
        "X": "any residue",
        "Y": "tyrosine",
        "Z": "glutamic acid or glutamine",
    }
)

THREE_LETTER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A": "Ala",
        "B": "Asx",
        "C": "Cys",
        "D": "Asp",
        "E": "Glu",
        "F": "Phe",
        "G": "Gly",
        "H": "His",
        "I": "Ile",
        "J": "Xle",
        "K": "Lys",
        "L": "Leu",
        "M": "Met",
        "N": "Asn",
        "O": "Pyl",
        "P": "Pro",
        "Q": "Gln",
        "R": "Arg",
        "S": "Ser",
        "T": "Thr",
        "U": "Sec",
        "V": "Val",
        "W": "Trp",
        "X": "Xaa",
        "Y": "Tyr",
        "Z": "Glx",
    }
)

NUCLEOTIDES: Final = "ACGTNU"
"""Letters of DNA and RNA; all of them are amino acids too, so a nucleotide sequence passes as a protein."""

NUCLEOTIDE_FRACTION: Final = 0.9
"""From this share of `NUCLEOTIDES` on, a sequence looks like DNA or RNA."""

NUCLEOTIDE_LENGTH: Final = 10
"""Shorter sequences are never taken for nucleotides: a peptide of glycine and alanine is common."""


def looks_like_nucleotides(nucleotide_letters: int, length: int) -> bool:
    """Tell whether a sequence is probably DNA or RNA that was uploaded as protein.

    Args:
        nucleotide_letters: How many of its letters are in `NUCLEOTIDES`.
        length: How many letters it has.
    """
    return length >= NUCLEOTIDE_LENGTH and nucleotide_letters >= NUCLEOTIDE_FRACTION * length
