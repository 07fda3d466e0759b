"""What every resource of the REST interface is built with: routes that describe themselves, checked parameters.

flask-smorest makes the OpenAPI document of the routes, and marshmallow's schemas check what is sent; errors stay the
application's own problem documents.
"""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import urlencode

import flask_smorest
import orjson
from flask import Flask, Request, Response, request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser

from batchprot.refusal import Refusal
from dashboard.api import tokens
from dashboard.api.schemas import Problem
from dashboard.auth import ORIGIN
from dashboard.callback_body import LARGEST
from dashboard.components.explorer.view import PARAMETERS
from results.selection import address
from results.selection.model import InvalidSelection, Selection

NAME = "v1"
PREFIX = "/api/v1"
DOCUMENT = "batchprot_openapi"
"""Key of the server's extensions: the OpenAPI document."""
PROBLEM_TYPE = "application/problem+json"
VERSION = "1"
_LONGEST_QUERY = 60_000
_EVERYWHERE = (400, 422, 429, 503)
_WITH_TOKEN = (401, 403)

View = Callable[..., Response]


class BadRequest(Refusal):
    """A parameter or a body that isn't what the OpenAPI document says; the message names the first that is wrong."""

    code = "bad_request"
    status = 422


class _Parser(FlaskParser):
    """Checks parameters and bodies; what is wrong is refused like everything else in the application."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": None}  # noqa: RUF012

    def load_json(self, _request: Request, _schema: Schema) -> Any:  # noqa: ANN401 - whatever was sent
        return json_body()

    def handle_error(self, error: ValidationError, *_args: Any, **_more: Any) -> NoReturn:  # noqa: ANN401
        raise BadRequest(sentence(error.messages))


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc] # flask-smorest has no type hints
    """Routes of the REST interface."""

    ARGUMENTS_PARSER = _Parser()


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The OpenAPI document; errors are answered by dashboard.errors, and the document by a route of ours."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        pass

    def _register_doc_blueprint(self) -> None:
        pass


def make_api(server: Flask) -> Api:
    """Make the interface of a server, without routes yet."""
    server.config |= {"API_TITLE": "BatchProt", "API_VERSION": VERSION, "OPENAPI_VERSION": "3.1.0"}
    info = {
        "description": "Every ProtParam property of whole proteomes. See /api for a page to read, and your account "
        "page for tokens. Errors are problem documents (RFC 9457).",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    api = Api(server, spec_kwargs={"info": info, "security": [{"token": []}], "servers": [{"url": "/"}]})
    scheme = {"type": "http", "scheme": "bearer", "description": "An API token, made on the account page."}
    api.spec.components.security_scheme("token", scheme)
    return api


def route(
    blueprint: Blueprint,
    method: str,
    rule: str,
    *,
    answers: Mapping[int, Mapping[str, Any]],
    refusals: Sequence[int] = (),
    public: bool = False,
    parameters: Sequence[Mapping[str, Any]] = (),
    **documented: Any,  # noqa: ANN401 - fields of an OpenAPI operation
) -> Callable[[View], View]:
    """Add a view under its own name, with everything that it can answer.

    Args:
        blueprint: where to add it.
        method: GET, POST, PATCH or DELETE.
        rule: the path below /api/v1.
        answers: for each good status an OpenAPI response object; schemas may be marshmallow's.
        refusals: statuses of its problem documents beyond those that every route has.
        public: whether no token is needed.
        parameters: of the OpenAPI operation, beside those of `arguments`.
        documented: further fields of the OpenAPI operation.
    """

    def add(view: View) -> View:
        refused = {*refusals, *_EVERYWHERE, *(() if public else _WITH_TOKEN)}
        responses = {**answers, **{status: _refusal(status) for status in sorted(refused)}}
        fields = {"operationId": view.__name__, "responses": responses, **documented}
        if public:
            fields["security"] = []
        described = blueprint.doc(**fields)(view)
        described._apidoc.setdefault("arguments", {}).setdefault("parameters", []).extend(parameters)  # noqa: SLF001
        blueprint.route(rule, methods=[method], endpoint=view.__name__, parameters=_parameters(rule))(described)
        return described  # type: ignore[no-any-return]

    return add


def json_answer(schema: Any, description: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - a schema of any kind
    """Describe an answer in JSON."""
    return {"description": description, "content": {"application/json": {"schema": schema}}, **more}


def answer(document: object, status: int = 200, **headers: str) -> Response:
    """Answer in JSON; NaN is null."""
    body = orjson.dumps(document, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z)
    response = Response(body, status=status, mimetype="application/json")
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def _plain(value: object) -> object:
    """What JSON has no form for: named tuples are lists."""
    if isinstance(value, tuple):
        return list(value)
    raise TypeError


def json_body() -> Any:  # noqa: ANN401 - whatever was sent
    """Read the JSON body of this request: strict, so without NaN and without half a character.

    Raises:
        Refusal: the body is too large, of another type, or not JSON.
    """
    request.max_content_length = LARGEST
    if not request.is_json:
        raise BadRequest("Send the body as application/json.", code="media_type", status=415)
    try:
        return orjson.loads(request.get_data(cache=False))
    except orjson.JSONDecodeError:
        raise BadRequest("The body is not valid JSON.", code="malformed", status=400) from None


def accepted(forms: Sequence[str]) -> str:
    """The media type that the header Accept asks for; the first when it asks for none in particular.

    Raises:
        Refusal: it asks for none of these.
    """
    form = request.accept_mimetypes.best_match(forms) if request.accept_mimetypes else forms[0]
    if form is None:
        raise BadRequest(f"This can be had as {', '.join(forms)}.", code="not_acceptable", status=406)
    return form


def selection_of(*known: str) -> Selection:
    """Read the selection in the address; `known` are the route's own parameters, and a page's are passed over.

    Raises:
        InvalidSelection: a name or a value that can't be meant.
    """
    if len(request.query_string) > _LONGEST_QUERY:
        raise InvalidSelection("The selection is too long for an address. Use fewer filters.")
    others = [(name, value) for name, value in request.args.items(multi=True) if name not in known]
    return address.read_known(urlencode(others), also=PARAMETERS)


class SelectionQuery(Schema):
    """Parameters beside a selection, which is read by `selection_of`."""

    class Meta:
        """What isn't known here is the selection's."""

        unknown = "exclude"


class Query(Schema):
    """Parameters of a route that takes no others."""

    class Meta:
        """A parameter that is misspelled is refused."""

        unknown = RAISE


def absolute(server: Flask, path: str) -> str:
    """The address of a path on this site."""
    return f"{server.config[ORIGIN]}{path}"


def _refusal(status: int) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in tokens.RETRIED:
        described["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
    return described


_PATH_PARAMETERS = {
    "job_id": {"description": "The id of an analysis.", "schema": {"type": "string", "format": "uuid"}},
    "inspection_id": {"description": "The id of an inspection.", "schema": {"type": "string", "format": "uuid"}},
    "ordinal": {"description": "The number of a record.", "schema": {"type": "integer", "minimum": 1}},
}


def _parameters(rule: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, **described}
        for name, described in _PATH_PARAMETERS.items()
        if f"{name}>" in rule
    ]


def sentence(messages: Any) -> str:  # noqa: ANN401 - marshmallow's nested messages
    """The first thing that is wrong, with where it is; names come from the request and are cut."""
    place: list[str] = []
    while isinstance(messages, Mapping) and messages:
        key, messages = next(iter(messages.items()))
        if key not in {"json", "query", "_schema"}:
            place.append(str(key)[:40])
    said = messages[0] if isinstance(messages, list) and messages else "Invalid value."
    return f"{'.'.join(place[:4])}: {said}" if place else str(said)


def load(schema: Schema, sent: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever was sent
    """What was sent, as its schema has it.

    Raises:
        BadRequest: it is something else.
    """
    try:
        loaded: dict[str, Any] = schema.load(sent)
    except ValidationError as error:
        raise BadRequest(sentence(error.messages)) from None
    return loaded
