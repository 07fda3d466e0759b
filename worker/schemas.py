"""What the worker's HTTP interface accepts, as pydantic models, and the limits it states."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from batchprot.engine.profile import LONGEST_WINDOW, SHORTEST_WINDOW
from batchprot.engine.scales import SCALES
from batchprot.properties import options
from batchprot.tables import media_types
from worker.problems import Problem

MAX_SEQUENCES = 20_000
# The longest known protein has about 35,000 residues.
MAX_PROFILE_RESIDUES = 50_000
_YES_OR_NO = {"type": "boolean", "default": False}
_RESIDUE = {"type": "integer", "minimum": 1, "maximum": options.MOST_RESIDUES}
# Described here, checked by `AnalysisOptions` itself, whose messages a person can act on.
OPTIONS_SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "properties": {
        "constants": {"enum": list(options.CONSTANTS), "default": "expasy"},
        "pka_set": {"enum": list(options.PKA_SETS), "default": "expasy"},
        "ph": {"type": "number", "minimum": 0, "maximum": 14, "default": 7.0},
        "disulfides": {"type": "integer", "minimum": 0, "maximum": options.MOST_DISULFIDES, "default": 0},
        "n_terminus_blocked": _YES_OR_NO,
        "c_terminus_blocked": _YES_OR_NO,
        "remove_initiator_met": _YES_OR_NO,
        "first_residue": {**_RESIDUE, "default": 1},
        "last_residue": {"anyOf": [_RESIDUE, {"type": "null"}], "default": None},
        "ambiguous": {"enum": list(options.AMBIGUITY_POLICIES), "default": "exclude"},
    },
}

_Sequence = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_PROFILE_RESIDUES,
        description="One-letter residues",
        examples=["MKVLA"],
        json_schema_extra={"pattern": "^[A-Za-z]+$"},
    ),
]
_Chain = Annotated[
    str,
    Field(
        min_length=1,
        max_length=20 * MAX_PROFILE_RESIDUES,
        description="One-letter residues, or ProForma",
        examples=["MKVLA", "MKVT[Phospho]A"],
        json_schema_extra={"pattern": r"^([A-Za-z]|[ACDEFGHIKLMNPQRSTVWY]\[\+[1-9][0-9]?\])+$"},
    ),
]
_Options = Annotated[
    dict[str, Any],
    Field(
        default_factory=dict,
        description="Analysis options; what is left out has its default",
        json_schema_extra=OPTIONS_SCHEMA,
    ),
]


RAW_RESPONSE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": f"The same as raw little-endian columns for `Accept: {media_types.RAW_COLUMNS}`",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            media_types.RAW_COLUMNS: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
"""Answers to /v1/analyze; the layout of the second is told in batchprot/tables/raw_columns.py."""


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class AnalyzeRequest(_Request):
    """Sequences to analyse, each on its own; a bad one gets nulls and a note."""

    sequences: Annotated[
        list[str], Field(max_length=MAX_SEQUENCES, description="One-letter residues, or ProForma", examples=[["MKVLA"]])
    ]
    options: _Options


class ProfileRequest(_Request):
    """A sliding-window profile of one sequence."""

    sequence: _Sequence
    scale: Annotated[
        str,
        Field(description="A key of GET /v1/scales", json_schema_extra={"enum": [scale.key for scale in SCALES]}),
    ]
    window: Annotated[
        int,
        Field(
            ge=SHORTEST_WINDOW,
            le=LONGEST_WINDOW,
            description="Odd number of residues, at most the sequence's length",
            json_schema_extra={"enum": list(range(SHORTEST_WINDOW, LONGEST_WINDOW + 1, 2))},
        ),
    ] = 9
    edge: Annotated[float, Field(ge=0, le=1, description="Weight at the window's ends; 1 at its centre")] = 1.0


class TitrationRequest(_Request):
    """Net charge of one sequence against pH."""

    sequence: _Chain
    options: _Options
    step: Annotated[float, Field(ge=0.01, le=1, description="Distance of the pH values")] = 0.1


RequestT = TypeVar("RequestT", bound=_Request)


def read(model: type[RequestT], document: Mapping[str, object]) -> RequestT:
    """`document` as a `model`.

    Raises:
        Problem: 422, naming the first field that is wrong.
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        # At most the first two parts: deeper ones come from the request and could be anything.
        where = " ".join(str(part)[:40] for part in first["loc"][:2])
        raise Problem(422, "bad_request", f"{where}: {first['msg']}.") from None


def openapi_body(model: type[_Request]) -> dict[str, object]:
    """The `requestBody` of a call that reads its body itself."""
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": model.model_json_schema()}},
        }
    }
