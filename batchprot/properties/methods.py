"""How numbers came about, in the same words in every export."""

from collections.abc import Iterable
from typing import Final

from batchprot.properties.options import AnalysisOptions, option_terms

Terms = list[tuple[str, str]]

MISSING: Final = "missing values are empty"
READING_NOTES: Final = (
    ("Numbers", f"Four decimals more than the page shows, a decimal point, no thousands separators; {MISSING}."),
    ("Half-lives", "Hours. Where the literature says 'more than', the column ending in _qualifier holds the '>' sign."),
)
"""How to read the cells of an export."""


def engine_terms(engine_version: str, options: AnalysisOptions) -> Terms:
    """The engine and every option, which together with the file decide every number.

    >>> engine_terms("1.0.0", AnalysisOptions())[:2]
    [('Engine', 'BatchProt engine 1.0.0'), ('Constants', 'Expasy ProtParam')]
    """
    return [("Engine", f"BatchProt engine {engine_version}"), *option_terms(options)]


def methods_text(terms: Iterable[tuple[str, str]]) -> str:
    r"""Terms and what they are, one a line.

    >>> methods_text([("Rejected", "0")])
    'Rejected: 0\n'
    """
    return "".join(f"{term}: {value}\n" for term, value in terms)
