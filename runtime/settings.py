"""Settings from environment variables: every deployable's fields are read by one rule.

The field `queue_url` is read from `BATCHPROT_QUEUE_URL`; a field without a default must be set. `variables` returns the
list for a deployment.
"""

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, get_type_hints

PREFIX = "BATCHPROT_"
_KINDS = (str, int, float, Path)


class SettingsError(ValueError):
    """A setting is missing or unusable; the message names the variable and says what it wants."""


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


SettingsT = TypeVar("SettingsT", bound=_Dataclass)


def variable(field: str) -> str:
    """Return the environment variable of a field."""
    return PREFIX + field.upper()


def variables(settings: type[_Dataclass]) -> dict[str, bool]:
    """The environment variables of a settings class, each with whether it must be set."""
    return {variable(field.name): field.default is dataclasses.MISSING for field in _read(settings)}


def _read(settings: type[_Dataclass]) -> list[dataclasses.Field[Any]]:
    """The fields that are read from the environment: texts, numbers and paths."""
    kinds = get_type_hints(settings)
    return [field for field in dataclasses.fields(settings) if kinds[field.name] in _KINDS]


def read_settings(settings: type[SettingsT], environ: Mapping[str, str]) -> SettingsT:
    """Read a frozen dataclass of texts, numbers and paths from environment variables; blank means not set.

    Raises:
        SettingsError: one or more are missing, or one is unusable. All that are missing are named at once.
    """
    missing = [name for name, needed in variables(settings).items() if needed and not environ.get(name, "").strip()]
    if missing:
        raise SettingsError(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set.")
    blank = [name for name in map(variable, getattr(settings, "NEVER_BLANK", ())) if not environ.get(name, "-").strip()]
    if blank:
        raise SettingsError(f"{', '.join(blank)} must not be blank. Set it, or leave it out.")
    kinds = get_type_hints(settings)
    given = {
        field.name: _value(variable(field.name), environ[variable(field.name)].strip(), kinds[field.name])
        for field in _read(settings)
        if environ.get(variable(field.name), "").strip()
    }
    return settings(**given)


def _value(name: str, text: str, kind: Callable[[str], Any]) -> Any:  # noqa: ANN401 - text or number
    try:
        return kind(text)
    except ValueError:
        raise SettingsError(f"{name} must be a number.") from None
