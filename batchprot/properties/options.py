"""What a user can choose about an analysis.

Stored with every job, shown on it and written into every export, so every choice has a JSON form and a sentence.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any, Final, Literal, NoReturn, TypedDict, get_args

from batchprot.properties.pka_sets import PUBLISHED_SETS
from batchprot.refusal import Refusal

Constants = Literal["expasy", "biopython"]
AmbiguityPolicy = Literal["exclude", "average", "reject"]

CONSTANTS: Final[tuple[Constants, ...]] = get_args(Constants)
AMBIGUITY_POLICIES: Final[tuple[AmbiguityPolicy, ...]] = get_args(AmbiguityPolicy)

CONSTANTS_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "expasy": "Expasy ProtParam",
        "biopython": "Biopython ProteinAnalysis",
    }
)
AMBIGUITY_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "exclude": "Leave B, J, X and Z out; no mass for these proteins",
        "average": "Average B, J, X and Z, sharing B and Z out as EMBOSS does (approximate)",
        "reject": "Reject proteins with B, J, X or Z",
    }
)

PKA_SETS: Final[Mapping[str, str]] = MappingProxyType({name: each.label for name, each in PUBLISHED_SETS.items()})
"""Every shipped pKa set by name, with the label shown. The values are in `batchprot/engine/pka.py`."""

MOST_DISULFIDES: Final = 25_000
MOST_RESIDUES: Final = 10_000_000


class OptionsError(Refusal):
    """An option is unknown or out of range. The message is the sentence shown; `field` names the option."""

    code = "bad_options"
    status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field

    def of(self, name: str) -> str:
        """Give the sentence for those who know the option by another name, such as `--last-residue`."""
        return str(self).replace(f"Option {self.field} ", f"{name} ")


class Choices(TypedDict, total=False):
    """The fields of `AnalysisOptions`, for calls that name only some of them."""

    constants: Constants
    pka_set: str
    ph: float
    disulfides: int
    n_terminus_blocked: bool
    c_terminus_blocked: bool
    remove_initiator_met: bool
    first_residue: int
    last_residue: int | None
    ambiguous: AmbiguityPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisOptions:
    """The choices of one analysis. Checked when built.

    Raises:
        OptionsError: A value is of the wrong type, unknown or out of range.
    """

    constants: Constants = "expasy"
    pka_set: str = "expasy"
    ph: float = 7.0
    """pH at which the net charge is given, 0 to 14."""
    disulfides: int = 0
    """Disulfide bonds in each protein: two cysteines each are taken out of pI and charge, as far as there are any.

    `extinction_disulfides` has as many cystines. The other coefficients, masses and formula don't change."""
    n_terminus_blocked: bool = False
    """The amino terminus carries no charge (say, acetylated). Masses and formula stay those of the free terminus."""
    c_terminus_blocked: bool = False
    """The carboxyl terminus carries no charge (say, amidated). Masses and formula stay those of the free terminus."""
    remove_initiator_met: bool = False
    """Leave out residue 1 when it is Met and something follows it."""
    first_residue: int = 1
    """First residue analysed, counted from 1 along the sequence as given."""
    last_residue: int | None = None
    """Last residue analysed, itself included; None is the end of each chain."""
    ambiguous: AmbiguityPolicy = "exclude"

    def __post_init__(self) -> None:
        _check_choice("constants", self.constants, CONSTANTS)
        _check_choice("pka_set", self.pka_set, tuple(PKA_SETS))
        _check_choice("ambiguous", self.ambiguous, AMBIGUITY_POLICIES)
        _check_ph(self.ph)
        _check_integer("disulfides", self.disulfides, 0, MOST_DISULFIDES)
        _check_integer("first_residue", self.first_residue, 1, MOST_RESIDUES)
        if self.last_residue is not None:
            _check_integer("last_residue", self.last_residue, self.first_residue, MOST_RESIDUES)
        for name in ("n_terminus_blocked", "c_terminus_blocked", "remove_initiator_met"):
            if not isinstance(getattr(self, name), bool):
                _refuse(name, "must be true or false")

    def to_json(self) -> dict[str, Any]:
        """Give the options as a JSON object, every field present."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "AnalysisOptions":
        """Read options from a JSON object; what is left out keeps its default.

        Raises:
            OptionsError: Not an object, or an unknown name or a bad value is in it.
        """
        if not isinstance(values, Mapping):
            _refuse("options", "must be a JSON object")
        known = {field.name for field in fields(cls)}
        for name in values:
            if name not in known:
                _refuse(str(name)[:40], "is not an option")
        checked = dict(values)
        if isinstance(checked.get("ph"), int) and not isinstance(checked["ph"], bool):
            checked["ph"] = float(min(max(checked["ph"], -1), 15))
        return cls(**checked)


def describe(options: AnalysisOptions) -> list[str]:
    """Say in short phrases what differs from the default analysis; an empty list when nothing does."""
    default = AnalysisOptions()
    phrases = {
        "constants": f"{CONSTANTS_LABELS[options.constants]} constants",
        "pka_set": f"pKa set {PKA_SETS[options.pka_set]}",
        "ph": f"charge at pH {options.ph:g}",
        "disulfides": f"{options.disulfides} disulfide{'s' if options.disulfides > 1 else ''}",
        "n_terminus_blocked": "N-terminus blocked",
        "c_terminus_blocked": "C-terminus blocked",
        "remove_initiator_met": "initiator Met removed",
        "ambiguous": {"average": "ambiguous residues averaged", "reject": "ambiguous residues rejected"}.get(
            options.ambiguous, ""
        ),
    }
    said = [text for name, text in phrases.items() if getattr(options, name) != getattr(default, name)]
    if options.first_residue != 1 or options.last_residue is not None:
        end = "end" if options.last_residue is None else str(options.last_residue)
        said.append(f"residues {options.first_residue} to {end}")
    return said


def option_terms(options: AnalysisOptions) -> list[tuple[str, str]]:
    """Every option by its name, with what was chosen: all that is needed to repeat an analysis."""
    last = "the end" if options.last_residue is None else f"{options.last_residue:,}"
    return [
        ("Constants", CONSTANTS_LABELS[options.constants]),
        ("pKa set", PKA_SETS[options.pka_set]),
        ("pH for net charge", _exactly(options.ph)),
        ("Ambiguous letters (B, J, X, Z)", AMBIGUITY_LABELS[options.ambiguous]),
        ("Initiator Met", "removed" if options.remove_initiator_met else "kept"),
        ("Disulfide bonds", f"{options.disulfides:,}"),
        ("N-terminus", "blocked" if options.n_terminus_blocked else "free"),
        ("C-terminus", "blocked" if options.c_terminus_blocked else "free"),
        ("Residues", f"{options.first_residue:,} to {last}"),
    ]


def _exactly(number: float) -> str:
    """The shortest text that is read as this number again: 7 and not 7.0."""
    return repr(number).removesuffix(".0")


def _refuse(field: str, problem: str) -> NoReturn:
    raise OptionsError(field, f"Option {field} {problem}.")


def _check_choice(field: str, value: object, choices: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in choices:
        _refuse(field, f"must be one of {', '.join(choices)}")


def _check_ph(value: object) -> None:
    number = isinstance(value, float | int) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not 0 <= value <= 14:  # type: ignore[arg-type,operator]  # noqa: PLR2004
        _refuse("ph", "must be a number from 0 to 14")


def _check_integer(field: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        _refuse(field, f"must be a whole number from {least} to {most}")
