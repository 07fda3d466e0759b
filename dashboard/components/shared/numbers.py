"""Numbers and times as people read them: separators, the minus sign U+2212, one unit."""

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
MINUS = "\N{MINUS SIGN}"
_KILOBYTE = 1000
_MINUTE = 60
_HOUR = 3600
_DAY = 86400


def count(number: int) -> str:
    """1,284."""
    return f"{number:,}".replace("-", MINUS)


def decimal(number: float | Decimal | None, decimals: int) -> str:
    """A calculated value, a half rounded away from 0 as browsers do; one that is missing is empty, never 0."""
    if number is None:
        return ""
    text = f"{Decimal(number).quantize(Decimal(1).scaleb(-decimals), context=_EXACT):,f}"
    if text.startswith("-") and not any(digit in text for digit in "123456789"):
        text = text[1:]  # no minus before a rounded zero
    return text.replace("-", MINUS)


def brief(number: float | None, decimals: int) -> str:
    """A number without the zeros that say nothing: 9.3, 48,000."""
    text = decimal(number, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(number: float | None) -> str:
    """A bound with all its digits and no more: 9.3, 48,000, 9.4049."""
    return "" if number is None else f"{Decimal(repr(number + 0.0)).normalize():,f}".replace("-", MINUS)


_PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?")
_SPACED = re.compile(r"[+-]?[1-9][0-9]{0,2}( [0-9]{3})+([.,][0-9]*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")


def parse(text: object) -> float | None:
    """The number a person typed; None for nothing. assets/numbers.js reads the same.

    A comma is a separator where it groups digits by three, as in 1,234 and 1,234.5; else it is a decimal comma.

    Raises:
        ValueError: Text that is not a finite number, or could be two.
    """
    typed = " ".join(str("" if text is None else text).split()).replace(MINUS, "-")
    if not typed:
        return None
    if _PLAIN.fullmatch(typed):
        digits = typed
    elif _GROUPED.fullmatch(typed):
        digits = typed.replace(",", "")
    elif _SPACED.fullmatch(typed):
        digits = typed.replace(" ", "").replace(",", ".")
    elif _DECIMAL_COMMA.fullmatch(typed):
        digits = typed.replace(",", ".")
    else:
        raise ValueError(typed)
    if not math.isfinite(float(digits)):
        raise ValueError(typed)
    return float(digits)


def is_readable(text: object) -> bool:
    """Whether `parse` reads this."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def of(number: int, singular: str, plural: str | None = None) -> str:
    """1 protein, 1,201 proteins."""
    return f"{count(number)} {singular if number == 1 else plural or singular + 's'}"


def size(number: int) -> str:
    """A file's size: 214 KB, 1.9 MB."""
    if number < _KILOBYTE:
        return of(number, "byte")
    if number < _KILOBYTE**2:
        return f"{number / _KILOBYTE:.0f} KB"
    return f"{number / _KILOBYTE**2:.1f} MB"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    teens = 10 < number % 100 < 20  # noqa: PLR2004  eleventh to nineteenth
    suffix = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def duration(seconds: float) -> str:
    """About how long: 20 s, 3 min, 2 h."""
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    return f"{round(seconds / _HOUR)} h"


def ago(moment: dt.datetime, now: dt.datetime) -> str:
    """How long ago, while that is short; later the date."""
    seconds = (now - moment).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    if seconds < _DAY:
        return f"{duration(seconds)} ago"
    if seconds < 2 * _DAY:
        return "yesterday"
    return day(moment)


def day(moment: dt.datetime) -> str:
    """28 Nov 2026."""
    return f"{moment.day} {moment:%b %Y}"
