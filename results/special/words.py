"""What is special, in sentences: the strongest differences first, each said once."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from batchprot.properties.shown import decimals_of
from batchprot.properties.table import described as row_of
from results.compare.found import magnitude
from results.special.found import FEWEST, Finding, Special

MOST_SAID = 4
"""Differences in the first sentence; the table has all."""
SHIFTED: Final = 0.1
PART: Final = 1 / 3
"""From this size on, and this part of the whole, what goes with the lengths is worth saying."""
_FRACTION: Final = "fraction of "
_NAMES: Final = ("Boman",)
_ADJECTIVES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "length": ("shorter", "longer"),
        "molecular_weight_da": ("lighter", "heavier"),
        "monoisotopic_mass_da": ("lighter", "heavier"),
        "isoelectric_point": ("more acidic", "more basic"),
        "isoelectric_point_min": ("more acidic", "more basic"),
        "isoelectric_point_median": ("more acidic", "more basic"),
        "isoelectric_point_max": ("more acidic", "more basic"),
        "charge_at_ph": ("more negatively charged", "more positively charged"),
        "net_charge_per_residue": ("more negatively charged", "more positively charged"),
        "gravy": ("more hydrophilic", "more hydrophobic"),
        "instability_index": ("predicted to be more stable", "predicted to be less stable"),
        "flexibility_mean": ("less flexible", "more flexible"),
        "soluble_probability": ("predicted to be less soluble", "predicted to be more soluble"),
        "aromaticity": ("poorer in aromatic residues", "richer in aromatic residues"),
        "ambiguous_residues": ("poorer in ambiguous residues", "richer in ambiguous residues"),
        "negative_residues": ("poorer in Asp and Glu", "richer in Asp and Glu"),
        "positive_residues": ("poorer in Arg and Lys", "richer in Arg and Lys"),
        "charged_residue_fraction": ("poorer in charged residues", "richer in charged residues"),
        "charged_fraction": ("poorer in charged residues and His", "richer in charged residues and His"),
    }
)
_LARGE = 1_000


def headline(found: Special) -> str:
    """The answer in one sentence."""
    if found.selected < FEWEST or found.rest < FEWEST:
        return f"Nothing can be tested: {_too_few(found)}."
    subject = f"These {found.selected:,} proteins"
    main = [one for one in found.found if not one.like][:MOST_SAID]
    if not main and found.found:
        return f"{subject} are special only in what they were selected by and what goes along with it."
    if not main:
        return f"{subject} are like random proteins of the same lengths in every property tested ({found.tested})."
    said = {verb: [words for one in main for of, words in [difference(one)] if of == verb] for verb in ("are", "have")}
    return f"{subject} {', and '.join(f'{verb} {_listed(parts)}' for verb, parts in said.items() if parts)}."


def difference(one: Finding) -> tuple[str, str]:
    """Such as "are" and "more acidic (isoelectric point 5.10 against 6.80, delta ...)"."""
    verb, words = _comparison(one.key, is_more=one.beyond_length > 0)
    middle = (
        _middle(one)
        if verb == "have" or words.endswith(name(one.key).removeprefix(_FRACTION))
        else f"{name(one.key)} {_middle(one)}"
    )
    values = [middle, f"delta {signed(one.delta or 0.0)}"]
    if abs(one.expected) >= SHIFTED and abs(one.expected) >= PART * abs(one.delta or 0.0):
        values.append(f"of which {signed(one.expected)} goes with their lengths")
    return verb, f"{words} ({', '.join(values)})"


def _comparison(key: str, *, is_more: bool) -> tuple[str, str]:
    """The verb, and what the selected proteins are or have, compared with the others."""
    if key in _ADJECTIVES:
        return "are", _ADJECTIVES[key][is_more]
    if name(key).startswith(_FRACTION):
        return "are", f"{'richer' if is_more else 'poorer'} in {name(key).removeprefix(_FRACTION)}"
    return "have", f"a {'higher' if is_more else 'lower'} {name(key)}"


def notes(found: Special) -> list[str]:
    """What else to know before reading the table, a sentence each."""
    said = []
    main = [one for one in found.found if not one.like]
    follow = len(found.found) - len(main)
    if len(main) > MOST_SAID:
        more = _number(len(main) - MOST_SAID, "more property differs", "more properties differ")
        said.append(f"{more}: see the table.")
    if follow:
        along = _number(follow, "property goes", "properties go")
        said.append(f"{along} along with one of these, and so {'differs' if follow == 1 else 'differ'} too.")
    small = [one for one in main if magnitude(one.beyond_length) == "negligible"]
    if small:
        said.append(f"{_number(len(small), 'difference is', 'differences are')} real but negligible in size.")
    conditions = [name(one.key) for one in found.findings if one.is_condition]
    if conditions:
        said.append(f"The proteins were selected by {_listed(conditions)}, which is not tested.")
    if found.duplicated:
        said.append(
            f"{found.duplicated:,} of the selected proteins have a sequence that another of them has; such proteins "
            "are not independent, and p is too small."
        )
    if found.rejected:
        said.append(f"{_number(found.rejected, 'selected record was', 'selected records were')} rejected and left out.")
    return said


def name(key: str) -> str:
    """A property's name inside a sentence."""
    label = row_of(key).label
    return label if label[:2].isupper() or label.startswith(_NAMES) else label[:1].lower() + label[1:]


def signed(value: float) -> str:
    """An effect with its sign, if it is not 0.00."""
    words = f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")
    return words[1:] if not words.strip("+\N{MINUS SIGN}0.") else words


def _middle(one: Finding) -> str:
    """Both medians with their unit: 5.10 against 6.80."""
    medians = [group.quartiles[1] for group in (one.selected, one.rest) if group.quartiles]
    unit = row_of(one.key).unit
    return f"{' against '.join(_value(median, one.key) for median in medians)} {unit}".strip()


def _value(value: float, key: str) -> str:
    decimals = 0 if abs(value) >= _LARGE else decimals_of(key)
    return f"{value:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def _too_few(found: Special) -> str:
    if found.selected < FEWEST:
        return f"select at least {FEWEST} proteins"
    return f"at least {FEWEST} proteins must be left to compare with"


def _number(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
