"""Proteins made up for tests: short, no two of the first 140 alike, none of them rejected."""

from collections.abc import Iterable


def sequences(number: int) -> list[str]:
    """So many of them."""
    return [f"MKV{'LIVMFYW'[i % 7]}{'ACDEFGHIKLMNPQRSTVWY'[i % 20]}{'GA' * (i % 5)}K" for i in range(number)]


def fasta(proteins: Iterable[str]) -> str:
    """Proteins as a file, named p0, p1 and so on."""
    return "".join(f">p{i}\n{sequence}\n" for i, sequence in enumerate(proteins))
