"""Own columns: add a table or a list, replace, rename, retype, delete."""

import uuid
from typing import Any

from flask import Flask, Response, request
from marshmallow import fields

from batchprot.columns.choices import Choices
from batchprot.properties.own import read_key
from batchprot.properties.property import Kind
from dashboard.api import column_schemas as schemas
from dashboard.api.framework import BadRequest, Blueprint, Query, answer, json_answer, json_body, load, route
from dashboard.api.sent import file_body, idempotency_key, key_parameter
from dashboard.reader import current_reader
from dashboard.routes.downloads import id_of
from dashboard.routes.uploads import FORM_ALLOWANCE
from dashboard.services import WebServices
from dashboard.upload_stream import uploaded_file
from jobs.errors import JobRefused
from jobs.intake.own_columns import use
from jobs.intake.own_columns.source import ListSource, Source, TableSource
from jobs.intake.uploads import LARGEST_TABLE
from results.own_columns import OwnColumnFacts, own_columns

TAG = "Own columns"
FILE_TYPES = (
    "text/csv",
    "text/tab-separated-values",
    "text/plain",
    "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
_BODY = file_body(
    "A table (CSV, TSV, Excel), as a form with the field `file` or as the body itself; or JSON that has "
    "the id of an upload of the purpose `table`, or a list of names with or without groups.",
    schemas.ColumnsSource,
    FILE_TYPES,
)
_KEY = key_parameter("A word of your own: sent again, the columns are added once.")
_KEY_PARAMETER = {
    "name": "key",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
    "description": "The key of an own column.",
}


class ColumnsQuery(Query):
    """Choices about a table; what is left out is found."""

    dry_run = fields.Boolean(load_default=False, metadata={"description": "only report what would be added"})
    key = fields.String(load_default="", metadata={"description": "the header of the column that names proteins"})
    match = fields.String(load_default="", metadata={"description": "what its values are"})
    sheet = fields.String(load_default="", metadata={"description": "of a workbook"})
    columns = fields.List(
        fields.String(), load_default=None, metadata={"description": "headers of the columns to add, each once"}
    )
    replaces = fields.UUID(load_default=None, metadata={"description": "the table whose place it takes"})


def add(blueprint: Blueprint, _server: Flask, services: WebServices) -> None:
    """Add the routes of own columns."""
    jobs = services.jobs
    listed = json_answer(schemas.OwnColumnsList, "The own columns, in their order.")

    @route(blueprint, "GET", "/analyses/<job_id>/columns", answers={200: listed}, refusals=[404], tags=[TAG])
    def list_columns(job_id: str) -> Response:
        """List the own columns of an analysis."""
        found = own_columns(jobs, current_reader().access, id_of(job_id))
        return answer({"columns": [document(one) for one in found.facts]})

    answers = {
        201: json_answer(schemas.ColumnsAdded, "They are added; the report says what was matched."),
        200: json_answer(schemas.ColumnsAdded, "With dry_run: what would be added."),
    }

    @route(
        blueprint, "POST", "/analyses/<job_id>/columns", answers=answers, refusals=[404, 409, 413, 415],
        tags=[TAG], parameters=[_KEY], requestBody=_BODY,
    )  # fmt: skip
    @blueprint.arguments(ColumnsQuery, location="query")
    def add_columns(asked: dict[str, Any], job_id: str) -> Response:
        """Add columns to an analysis from a table or a list."""
        user_id, job = current_reader().id, id_of(job_id)
        source = _source(services, asked)
        choices = Choices(key=asked["key"], match=asked["match"], columns=asked["columns"])
        if asked["dry_run"]:
            report = use.look(jobs, user_id, job, source, choices).report
            return answer({"report": report.to_json(), "columns": []})
        if asked["replaces"]:
            replaced = use.replace_table(jobs, user_id, job, asked["replaces"], source, choices)
            report, keys = replaced.report, (*replaced.kept, *replaced.added)
        else:
            kept = use.add_columns(jobs, user_id, job, source, choices, _table_id(job))
            report, keys = kept.report, kept.keys
        found = own_columns(jobs, user_id, job)
        shown = [document(one) for one in found.facts if one.key in keys]
        return answer({"report": report.to_json(), "columns": shown}, 201)

    one = json_answer(schemas.ColumnChanged, "The column as it is now, and how many values the change left out.")

    @route(
        blueprint, "PATCH", "/analyses/<job_id>/columns/<key>", answers={200: one}, refusals=[404, 409, 413, 415],
        tags=[TAG], parameters=[_KEY_PARAMETER],
    )  # fmt: skip
    @blueprint.arguments(schemas.ColumnChange)
    def change_column(asked: dict[str, Any], job_id: str, key: str) -> Response:
        """Rename a column, or take its values as another type; `left_out` says how many are no such value."""
        user_id, job, number = current_reader().id, id_of(job_id), _number(key)
        left_out = use.retype_column(jobs, user_id, job, number, Kind(asked["type"])) if "type" in asked else 0
        if "label" in asked:
            use.rename_column(jobs, user_id, job, number, asked["label"])
        found = own_columns(jobs, user_id, job)
        return answer(document(next(one for one in found.facts if one.number == number)) | {"left_out": left_out})

    @route(
        blueprint, "DELETE", "/analyses/<job_id>/columns/<key>", answers={204: {"description": "It is gone."}},
        refusals=[404, 409], tags=[TAG], parameters=[_KEY_PARAMETER],
    )  # fmt: skip
    def delete_column(job_id: str, key: str) -> Response:
        """Delete a column with its values."""
        use.delete_columns(jobs, current_reader().id, id_of(job_id), [_number(key)])
        return Response(status=204)


def document(one: OwnColumnFacts) -> dict[str, Any]:
    """An own column as JSON has it."""
    return {
        "key": one.key,
        "label": one.label,
        "type": one.kind,
        "decimals": one.column.decimals,
        "filled": one.filled,
        "values": [{"value": value, "records": number} for value, number in one.values],
        "table": str(one.table_id),
        "source": one.source,
        "sheet": one.sheet,
        "header": one.header,
        "match": one.match,
    }


def _number(key: str) -> int:
    found = read_key(key)
    if found is None:
        raise JobRefused("no_such_column", "There is no such column. It may have been deleted.", 404)
    return found.number


def _table_id(job_id: uuid.UUID) -> uuid.UUID:
    """Made of the Idempotency-Key, so that the same request is done once."""
    key = idempotency_key()
    return uuid.uuid5(job_id, key) if key else uuid.uuid4()


def _source(services: WebServices, asked: dict[str, Any]) -> Source:
    if request.is_json:
        said = load(schemas.ColumnsSource(), json_body())
        if ("upload" in said) == ("list" in said):
            raise BadRequest("Name either an upload or a list.")
        if "list" in said:
            return ListSource("\n".join(said["list"]), said.get("name", ""))
        return use.uploaded(services.jobs, current_reader().id, said["upload"], asked["sheet"])
    if request.mimetype not in {*FILE_TYPES, "multipart/form-data"}:
        raise BadRequest(f"Send a form, JSON, or a file as {', '.join(FILE_TYPES)}.", code="media_type", status=415)
    request.max_content_length = LARGEST_TABLE + FORM_ALLOWANCE
    _, stream = uploaded_file(request)
    name = str(getattr(getattr(stream, "raw", None), "filename", ""))
    return TableSource(stream.read(), name, asked["sheet"])
