"""What a property is called, in which unit a page shows it, and its values in that unit.

Masses are shown in kilodalton wherever they are drawn, filtered or pointed at; tables and downloads keep dalton. A net
charge says at which pH it is.
"""

from decimal import Decimal
from typing import Any, Final

from batchprot.properties.shown import units
from batchprot.properties.table import BY_KEY, Kind, described
from dashboard.components.shared import numbers

KILO = 1000
_DALTON, _KILODALTON = "Da", "kDa"
_KILODALTON_DECIMALS = 1
_CHARGE = "charge_at_ph"
SIDES: Final = ("min", "max")


def label(key: str, ph: float | None = None) -> str:
    """A property's name: "Net charge at pH 5.5"."""
    return f"{described(key).label} at pH {acidity(ph)}" if key == _CHARGE and ph is not None else described(key).label


def short(key: str, ph: float | None = None) -> str:
    """A property's short name: "Charge, pH 5.5"."""
    return f"{described(key).short}, pH {acidity(ph)}" if key == _CHARGE and ph is not None else described(key).short


def acidity(ph: float) -> str:
    """A pH with as many decimals as it has, and at least one: 7.0, 5.5, 6.25."""
    return f"{ph:.1f}" if round(ph, 1) == ph else f"{ph:g}"


def unit(key: str) -> str:
    """The unit in which values are shown; empty when they have none."""
    return _KILODALTON if described(key).unit == _DALTON else described(key).unit


def named(key: str, ph: float | None = None) -> str:
    """Name and unit: "Molecular weight (kDa)"."""
    return f"{label(key, ph)} ({unit(key)})" if unit(key) else label(key, ph)


def factor(key: str) -> int:
    """How many of the stored unit are one of the shown unit."""
    return KILO if unit(key) == _KILODALTON else 1


def decimals(key: str) -> int:
    """Decimals of a value in the shown unit."""
    return _KILODALTON_DECIMALS if unit(key) == _KILODALTON else described(key).decimals


def is_whole(key: str) -> bool:
    """Whether its values are whole numbers."""
    return described(key).kind is Kind.INTEGER


def text(key: str, value: float | None) -> str:
    """A stored value as it is shown, without its unit.

    Kilodalton are written from the dalton that a table shows, so 45,050.00 Da are 45.1 kDa everywhere.
    """
    if value is None or factor(key) == 1:
        return numbers.decimal(value, decimals(key))
    stored = described(key).decimals
    return numbers.decimal(Decimal(units(value, stored)).scaleb(-stored) / factor(key), decimals(key))


def with_unit(key: str, value: float | None) -> str:
    """A stored value with its unit: "45.0 kDa"; empty when there is none."""
    return " ".join(filter(None, (text(key, value), unit(key)))) if value is not None else ""


def bound_text(key: str, side: str, bound: float | None) -> str:
    """A stored bound as it is shown and typed: with all its digits, and nothing for None.

    In kilodalton a bound with one decimal is compared with what is shown: from 44,950.00 to 45,049.99 Da is from 45.0
    to 45.0 kDa. Any other has more decimals and is exact. assets/numbers.js reads both.
    """
    if bound is None or factor(key) == 1:
        return numbers.exact(bound)
    exact = Decimal(repr(bound + 0.0))
    shown, places = (exact - _edge(key, side)) / factor(key), decimals(key)
    if _places(shown) <= places:
        return numbers.decimal(shown, places)
    exact /= factor(key)
    return numbers.decimal(exact, max(places + 1, _places(exact)))


def in_other_units() -> dict[str, dict[str, Any]]:
    """The properties that aren't shown in the unit they are stored in, for assets/numbers.js."""
    return {
        key: {
            "unit": unit(key),
            "factor": factor(key),
            "decimals": decimals(key),
            "edges": [float(_edge(key, side)) for side in SIDES],
        }
        for key in BY_KEY
        if factor(key) != 1
    }


def _places(number: Decimal) -> int:
    """How many decimals it has, without zeros at its end."""
    return -int(number.normalize().as_tuple().exponent)


def _edge(key: str, side: str) -> Decimal:
    """How far from a shown number the first, or the last, stored number is that is shown as it."""
    half = Decimal(factor(key)).scaleb(-decimals(key)) / 2
    return -half if side == "min" else half - Decimal(1).scaleb(-described(key).decimals)
