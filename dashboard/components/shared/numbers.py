"""Numbers and times as people read them: separators, the minus sign U+2212, one unit."""

import datetime as dt

MINUS = "\N{MINUS SIGN}"
_KILOBYTE = 1000
_MINUTE = 60
_HOUR = 3600
_DAY = 86400


def count(number: int) -> str:
    """1,284."""
    return f"{number:,}".replace("-", MINUS)


def decimal(number: float | None, decimals: int) -> str:
    """A measured value; unmeasured is empty, never 0."""
    if number is None:
        return ""
    text = f"{number:,.{decimals}f}"
    if text.startswith("-") and not any(digit in text for digit in "123456789"):
        text = text[1:]  # no minus before a rounded zero
    return text.replace("-", MINUS)


def brief(number: float | None, decimals: int) -> str:
    """A bound, without the zeros that say nothing: 9.3, 48,000."""
    text = decimal(number, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse(text: object) -> float | None:
    """The number a person typed, with or without separators; None for nothing.

    Raises:
        ValueError: Text that is not a finite number.
    """
    cleaned = str("" if text is None else text).replace(",", "").replace(MINUS, "-").strip()
    if not cleaned:
        return None
    value = float(cleaned)
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124  nan is not itself
        raise ValueError(cleaned)
    return value


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
    return f"{moment.day} {moment:%b %Y}"
