"""How numbers came about, in the same words in every export."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from batchprot.properties.options import (
    AMBIGUITY_LABELS,
    CONSTANTS_LABELS,
    PKA_SETS,
    AnalysisOptions,
    OptionsError,
    option_terms,
)

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


def terms_of(text: str) -> Terms:
    """What `methods_text` wrote, as terms and what they are."""
    lines = (line.partition(": ") for line in text.splitlines())
    return [(term, value) for term, separator, value in lines if separator]


def options_of(terms: Mapping[str, str]) -> AnalysisOptions:
    """The options that a methods block names, for another run of the same.

    >>> options_of(dict(option_terms(AnalysisOptions(ph=5.5, last_residue=40)))) == AnalysisOptions(
    ...     ph=5.5, last_residue=40
    ... )
    True

    Raises:
        ValueError: A term is missing or holds something else.
    """
    try:
        return AnalysisOptions.from_json(_values(terms))
    except (KeyError, OptionsError) as error:
        raise ValueError(f"The methods don't name every option as this version does: {error}.") from error


def _values(terms: Mapping[str, str]) -> dict[str, Any]:
    first, _, last = terms["Residues"].replace(",", "").partition(" to ")
    return {
        "constants": _key(CONSTANTS_LABELS, terms["Constants"]),
        "pka_set": _key(PKA_SETS, terms["pKa set"]),
        "ph": float(terms["pH for net charge"]),
        "ambiguous": _key(AMBIGUITY_LABELS, terms["Ambiguous letters (B, J, X, Z)"]),
        "remove_initiator_met": terms["Initiator Met"] == "removed",
        "disulfides": int(terms["Disulfide bonds"].replace(",", "")),
        "n_terminus_blocked": terms["N-terminus"] == "blocked",
        "c_terminus_blocked": terms["C-terminus"] == "blocked",
        "first_residue": int(first),
        "last_residue": None if last == "the end" else int(last),
    }


def _key(labels: Mapping[str, str], label: str) -> str:
    return {shown: key for key, shown in labels.items()}[label]
