"""The description of the REST interface as people read it: one section for each request."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from dash import html

from dashboard.components.shared.plain_table import plain_table

METHODS = ("get", "post", "patch", "delete")
Document = Mapping[str, Any]


def operations(document: Document) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of every request, in the document's order."""
    return [
        (method, path, {**described[method], "shared": described.get("parameters", [])})
        for path, described in document["paths"].items()
        for method in METHODS
        if method in described
    ]


def contents(document: Document) -> list[Any]:
    """Links to every request, under its heading."""
    parts: list[Any] = []
    for method, path, operation in sorted(operations(document), key=lambda one: _order(document, one[2])):
        heading = operation["tags"][0]
        if not parts or heading not in {getattr(part, "children", None) for part in parts}:
            parts.append(html.Div(heading, className="bp-toc-g"))
        parts.append(html.A(_short(operation), href=f"#api-{operation['operationId']}", title=f"{method} {path}"))
    return parts


def sections(document: Document) -> list[html.Section]:
    """Every request: what it does, takes and answers."""
    in_order = sorted(operations(document), key=lambda one: _order(document, one[2]))
    return [_section(document, *one) for one in in_order]


def _order(document: Document, operation: Document) -> int:
    """Requests of one heading stand together, headings in the order in which they first come."""
    headings = list(dict.fromkeys(one["tags"][0] for _, _, one in operations(document)))
    return headings.index(operation["tags"][0])


def _section(document: Document, method: str, path: str, operation: dict[str, Any]) -> html.Section:
    parameters = [*operation["shared"], *operation.get("parameters", [])]
    scope = "No token is needed." if operation.get("security") == [] else ""
    return html.Section(
        [
            html.H2(_short(operation)),
            *_rest(operation),
            html.P([html.Span(method.upper(), className=f"bp-method-name bp-method-{method}"), html.Code(path)]),
            *([html.P(scope, className="bp-meta")] if scope else []),
            *_parameters(document, parameters),
            *_body(document, operation.get("requestBody")),
            *_answers(document, operation["responses"]),
        ],
        id=f"api-{operation['operationId']}",
        className="bp-operation",
    )


def _short(operation: Document) -> str:
    """What a request does in a few words: what stands before the first punctuation of its summary."""
    return str(re.split(r"[;:,.]", operation["summary"], maxsplit=1)[0])


def _rest(operation: Document) -> list[Any]:
    """The whole sentence, where it says more than the heading."""
    whole = operation["summary"]
    return [] if whole.rstrip(".") == _short(operation) else [html.P(_marked(whole))]


def _marked(words: str) -> list[Any]:
    """Words with what stands between backticks as code."""
    return [html.Code(part) if place % 2 else part for place, part in enumerate(words.split("`"))]


def _parameters(document: Document, parameters: Iterable[Document]) -> list[Any]:
    rows = [
        [html.Code(one["name"]), one["in"], _type(document, one["schema"]), _marked(_sentence(document, one))]
        for one in parameters
    ]
    return [_table(["Parameter", "In", "Type", "Meaning"], rows, "Parameters")] if rows else []


def _sentence(document: Document, parameter: Document) -> str:
    words = parameter.get("description") or parameter["schema"].get("description", "")
    default = resolved(document, parameter["schema"]).get("default")
    ending = f" Default: {json.dumps(default)}." if default not in {None, ""} else ""
    needed = " Required." if parameter.get("required") and parameter["in"] != "path" else ""
    return f"{words[:1].upper()}{words[1:]}{'.' if words and not words.endswith('.') else ''}{ending}{needed}".strip()


def _body(document: Document, body: Document | None) -> list[Any]:
    if not body:
        return []
    types = ", ".join(body["content"])
    schema = body["content"].get("application/json", {}).get("schema")
    rows = _fields(document, resolved(document, schema)) if schema else []
    words = body.get("description", "")
    table = [_table(["Field of the JSON", "Type", "Meaning"], rows, "Fields of the body")] if rows else []
    return [
        html.H3("Body"),
        html.P([*_marked(words), " " if words else "", html.Span(f"{types}.", className="bp-meta")]),
        *table,
    ]


def _answers(document: Document, responses: Document) -> list[Any]:
    good = [(status, one) for status, one in responses.items() if status < "4"]
    refused = ", ".join(status for status in responses if status >= "4")
    parts: list[Any] = [html.H3("Answers")]
    for status, one in good:
        types = ", ".join(one.get("content", {}))
        parts.append(html.P([html.B(status), f" {one['description']} ", html.Span(types, className="bp-meta")]))
        schema = one.get("content", {}).get("application/json", {}).get("schema")
        rows = _fields(document, resolved(document, schema)) if schema else []
        if rows:
            table = _table(["Field", "Type", "Meaning"], rows, f"Fields of the answer {status}")
            parts.append(html.Details([html.Summary(f"{len(rows)} fields"), table], className="mb-3"))
    parts.append(html.P(["Problem documents: ", refused, "."], className="bp-meta"))
    return parts


def _fields(document: Document, schema: Document) -> list[list[Any]]:
    needed = set(schema.get("required", ()))
    return [
        [
            html.Code(name),
            _type(document, one),
            _marked(f"{one.get('description', '')}{' (always)' if name in needed and one.get('description') else ''}"),
        ]
        for name, one in schema.get("properties", {}).items()
    ]


def _table(head: list[str], rows: list[list[Any]], label: str) -> html.Div:
    return html.Div(plain_table(head, rows, set(), label), className="bp-panel bp-panel-clip mb-3")


def _type(document: Document, schema: Document) -> str:
    """The type of a value in words."""
    schema = resolved(document, schema)
    if "enum" in schema:
        listed = [str(one) for one in schema["enum"] if one is not None]
        return ", ".join(listed) if len(listed) <= 8 else f"one of {len(listed)} words"  # noqa: PLR2004 - that fit a cell
    kinds = schema.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    words = " or ".join("none" if kind == "null" else str(kind) for kind in kinds)
    if "array" in kinds and "items" in schema:
        words = words.replace("array", f"list of {_type(document, schema['items'])}")
    return f"{words} ({schema['format']})" if "format" in schema else words


def resolved(document: Document, schema: Document) -> Document:
    """The schema that a reference names."""
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Document = document["components"]["schemas"][name] if name else schema
    return found
