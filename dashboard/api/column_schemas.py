"""What the routes of own columns take and answer."""

from marshmallow import RAISE, Schema, fields, validate

from batchprot.properties.own import KINDS, LONGEST_LABEL

_TYPES = [kind.value for kind in KINDS]
_LABEL = validate.Length(min=1, max=LONGEST_LABEL)


class ColumnsSource(Schema):
    """A table that was uploaded before, or a list of names; exactly one of the two."""

    class Meta:
        """What is misspelled is refused."""

        unknown = RAISE

    upload = fields.UUID(metadata={"description": "an upload of the purpose table: see POST /api/uploads"})
    list = fields.List(
        fields.String(validate=validate.Length(min=1, max=10_000)),
        metadata={"description": "names, each with a group after a tab or without"},
        validate=validate.Length(min=1, max=1_000_000),
    )
    name = fields.String(validate=_LABEL, metadata={"description": "what the column of a list is called"})


class OwnColumn(Schema):
    """One own column; `key` is its name in selections, sorts and columns of downloads."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    type = fields.String(required=True, validate=validate.OneOf(_TYPES))
    decimals = fields.Integer(required=True, metadata={"description": "decimals shown of a number"})
    filled = fields.Integer(required=True, metadata={"description": "records that have a value"})
    values = fields.List(fields.Dict(), required=True, metadata={"description": "of a category, most frequent first"})
    table = fields.UUID(required=True, metadata={"description": "the same for columns that were added together"})
    source = fields.String(required=True, metadata={"description": "the file it came from; empty when it was pasted"})
    sheet = fields.String(required=True)
    header = fields.String(required=True, metadata={"description": "what the table calls it"})
    match = fields.String(required=True, metadata={"description": "what rows were matched by"})


class ColumnChanged(OwnColumn):
    """An own column after a change."""

    left_out = fields.Integer(
        required=True, metadata={"description": "values that are none of the new type, which have no value now"}
    )


class OwnColumnsList(Schema):
    """The own columns of an analysis."""

    columns = fields.List(fields.Nested(OwnColumn), required=True)


class ColumnsAdded(OwnColumnsList):
    """What was matched, and the columns that were added."""

    report = fields.Dict(required=True, metadata={"description": "matched and unmatched rows, types, bad cells"})


class ColumnChange(Schema):
    """What can be changed of a column."""

    class Meta:
        """What is misspelled is refused."""

        unknown = RAISE

    label = fields.String(validate=_LABEL)
    type = fields.String(validate=validate.OneOf(_TYPES))
