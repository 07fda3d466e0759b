"""What a property is called, in which unit a page shows it, and its values in that unit.

Masses are shown in kilodalton wherever they are drawn, filtered or pointed at; tables and downloads keep dalton. A net
charge says at which pH it is.
"""

from batchprot.properties.table import BY_KEY, Kind
from dashboard.components.shared import numbers

KILO = 1000
_DALTON, _KILODALTON = "Da", "kDa"
_KILODALTON_DECIMALS = 1
_CHARGE = "charge_at_ph"


def label(key: str, ph: float | None = None) -> str:
    """A property's name: "Net charge at pH 5.5"."""
    return f"{BY_KEY[key].label} at pH {acidity(ph)}" if key == _CHARGE and ph is not None else BY_KEY[key].label


def short(key: str, ph: float | None = None) -> str:
    """A property's short name: "Charge, pH 5.5"."""
    return f"{BY_KEY[key].short}, pH {acidity(ph)}" if key == _CHARGE and ph is not None else BY_KEY[key].short


def acidity(ph: float) -> str:
    """A pH with as many decimals as it has, and at least one: 7.0, 5.5, 6.25."""
    return f"{ph:.1f}" if round(ph, 1) == ph else f"{ph:g}"


def unit(key: str) -> str:
    """The unit in which values are shown; empty when they have none."""
    return _KILODALTON if BY_KEY[key].unit == _DALTON else BY_KEY[key].unit


def named(key: str, ph: float | None = None) -> str:
    """Name and unit: "Molecular weight (kDa)"."""
    return f"{label(key, ph)} ({unit(key)})" if unit(key) else label(key, ph)


def factor(key: str) -> int:
    """How many of the stored unit are one of the shown unit."""
    return KILO if unit(key) == _KILODALTON else 1


def decimals(key: str) -> int:
    """Decimals of a value in the shown unit."""
    return _KILODALTON_DECIMALS if unit(key) == _KILODALTON else BY_KEY[key].decimals


def is_whole(key: str) -> bool:
    """Whether its values are whole numbers."""
    return BY_KEY[key].kind is Kind.INTEGER


def text(key: str, value: float | None) -> str:
    """A stored value as it is shown, without its unit."""
    return "" if value is None else numbers.decimal(value / factor(key), decimals(key))


def with_unit(key: str, value: float | None) -> str:
    """A stored value with its unit: "45.0 kDa"; empty when there is none."""
    return " ".join(filter(None, (text(key, value), unit(key)))) if value is not None else ""
