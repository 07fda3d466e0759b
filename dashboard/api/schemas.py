"""What the REST interface takes and gives, as marshmallow schemas: checked on the way in, described on the way out."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from batchprot.properties import cleavage, options
from batchprot.properties.table import PROPERTIES, RECORD_COLUMNS, Kind, headers
from batchprot.reading.fasta import Reading
from models.states import JobState, RecordStatus

LONGEST_TITLE = 200


def _text(description: str, *, null: bool = False, **more: Any) -> fields.String:  # noqa: ANN401
    return fields.String(allow_none=null, metadata={"description": description}, **more)


def _whole(description: str, **more: Any) -> fields.Integer:  # noqa: ANN401
    return fields.Integer(metadata={"description": description}, strict=True, **more)


def _moment(description: str, *, null: bool = False) -> fields.DateTime:
    return fields.DateTime(allow_none=null, metadata={"description": description})


class _Sent(Schema):
    class Meta:
        """What is misspelled is refused."""

        unknown = RAISE


class Problem(Schema):
    """A problem document (RFC 9457): `detail` is a sentence for a person, `code` a name for a program."""

    type = _text("urn:batchprot:problem: and the code", required=True)
    title = _text("the phrase of the status", required=True)
    status = _whole("the HTTP status", required=True)
    detail = _text("what is wrong and what to do", required=True)
    code = _text("a name for programs that doesn't change", required=True)
    record = _whole("the number of the record concerned")
    line = _whole("the line of the file concerned")
    next_step = _text("what to do next")
    readings = fields.List(
        fields.Dict(),
        metadata={"description": "how the file can be read: send one of them as `reading` or `translate`"},
    )


def _said(words: str) -> dict[str, Any]:
    return {"metadata": {"description": words}}


class Options(_Sent):
    """What an analysis assumes; what is left out has its default."""

    constants = fields.String(validate=validate.OneOf(options.CONSTANTS), **_said("masses and scales; default expasy"))
    pka_set = fields.String(
        validate=validate.OneOf(tuple(options.PKA_SETS)), **_said("for isoelectric point and charge; default expasy")
    )
    ph = fields.Float(validate=validate.Range(0, 14), **_said("at which the net charge is given; default 7"))
    disulfides = fields.Integer(
        strict=True, validate=validate.Range(0, options.MOST_DISULFIDES), **_said("bonds in each protein; default 0")
    )
    n_terminus_blocked = fields.Boolean(**_said("the amino terminus carries no charge"))
    c_terminus_blocked = fields.Boolean(**_said("the carboxyl terminus carries no charge"))
    remove_initiator_met = fields.Boolean(**_said("leave out residue 1 when it is Met"))
    first_residue = fields.Integer(
        strict=True, validate=validate.Range(1, options.MOST_RESIDUES), **_said("first residue analysed, from 1")
    )
    last_residue = fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(1, options.MOST_RESIDUES),
        **_said("last residue analysed; the end of each chain by default"),
    )
    ambiguous = fields.String(
        validate=validate.OneOf(options.AMBIGUITY_POLICIES), **_said("what becomes of B, J, X and Z; default exclude")
    )


class HowToRead(_Sent):
    """What an upload is to be read as, where its text leaves a choice."""

    title = _text("how the analysis is called; the file's name by default", validate=validate.Length(max=LONGEST_TITLE))
    reading = fields.String(
        validate=validate.OneOf([str(one) for one in Reading]), metadata={"description": "how the text is read"}
    )
    translate = _whole("the genetic code of NCBI by which nucleotides are translated")


class SubmitQuery(HowToRead):
    """Parameters of POST /analyses: options can be given here whatever the body is."""

    dry_run = fields.Boolean(metadata={"description": "give the inspection alone, and submit nothing"})
    filename = _text("the name of a file that is sent as the body", validate=validate.Length(min=1, max=255))
    constants = Options().declared_fields["constants"]
    pka_set = Options().declared_fields["pka_set"]
    ph = Options().declared_fields["ph"]
    disulfides = fields.Integer(
        validate=validate.Range(0, options.MOST_DISULFIDES), **_said("bonds in each protein; default 0")
    )
    n_terminus_blocked = Options().declared_fields["n_terminus_blocked"]
    c_terminus_blocked = Options().declared_fields["c_terminus_blocked"]
    remove_initiator_met = Options().declared_fields["remove_initiator_met"]
    first_residue = fields.Integer(
        validate=validate.Range(1, options.MOST_RESIDUES), **_said("first residue analysed, from 1")
    )
    last_residue = fields.Integer(
        validate=validate.Range(1, options.MOST_RESIDUES), **_said("last residue analysed; by default the last")
    )
    ambiguous = Options().declared_fields["ambiguous"]
    translate = fields.Integer(metadata={"description": "the genetic code of NCBI for nucleotides"})


class NewAnalysis(HowToRead):
    """An analysis of a file that was uploaded before, or of UniProt accessions; exactly one of the two."""

    upload = fields.UUID(metadata={"description": "the id of an upload: see POST /uploads"})
    accessions = fields.List(
        fields.String(validate=validate.Length(min=1, max=100)),
        metadata={"description": "UniProt accessions, whose sequences are fetched"},
        validate=validate.Length(min=1, max=10_000),
    )
    options = fields.Nested(Options)


class Change(_Sent):
    """What can be changed of an analysis."""

    title = _text("the new title; an empty one is the file's name", required=True, validate=validate.Length(max=1000))


class NewDigest(_Sent):
    """How the proteins of an analysis are cut into peptides, and which are kept; what is left out is as usual."""

    enzyme = _text(
        f"{', '.join(cleavage.ENZYMES)}; or a rule such as [KR]|{{P}}: after K or R unless P follows; default trypsin",
        validate=validate.Length(min=1, max=cleavage.LONGEST_RULE),
    )
    missed_cleavages = _whole("at most how many in a peptide", validate=validate.Range(0, cleavage.MOST_MISSED))
    lengths = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, cleavage.LONGEST_PEPTIDE)),
        validate=validate.Length(equal=2),
        **_said("residues of the shortest and of the longest peptide kept; default 6 and 50"),
    )
    masses = fields.List(
        fields.Float(validate=validate.Range(0, cleavage.HEAVIEST)),
        validate=validate.Length(equal=2),
        allow_none=True,
        **_said("the smallest and the largest monoisotopic mass kept, in Da; all by default"),
    )
    title = _text(
        "of the new analysis; default: that of the proteins with the enzyme", validate=validate.Length(max=1000)
    )


class Digest(Schema):
    """Whose proteins were cut, and how."""

    job = fields.UUID(required=True, metadata={"description": "the analysis of the proteins"})
    title = _text("what it was called", required=True)
    enzyme = _text("the enzyme or the rule", required=True)
    missed_cleavages = _whole("at most how many in a peptide", required=True)
    lengths = fields.List(fields.Integer(), required=True)
    masses = fields.List(fields.Float(), required=True, allow_none=True)


class NewUpload(_Sent):
    """A file that is about to be sent."""

    filename = _text("its name", required=True, validate=validate.Length(min=1, max=1000))
    size = _whole("its size in bytes, as it is sent", required=True, validate=validate.Range(0, 2**53))


class Upload(Schema):
    """Where to send a file: a form, by POST, with these fields before the field `file`."""

    id = fields.UUID(required=True)
    url = _text("where to send the form; with the API token if this site's, without it if it is not", required=True)
    fields_ = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, data_key="fields", attribute="fields"
    )


class Reason(Schema):
    """A record that was rejected, or warned about, and why."""

    ordinal = _whole("its number, from 1", required=True)
    line = _whole("the line of the file on which it begins", required=True)
    file = _text("the file it is in, of several that were sent together", null=True)
    identifier = _text("its name in the file", required=True)
    status = fields.String(required=True, validate=validate.OneOf([str(one) for one in RecordStatus]))
    reason = _text("why, in a sentence", required=True)


class Analysis(Schema):
    """One analysis: its state with counts, its options, and the first records that were rejected."""

    id = fields.UUID(required=True)
    title = _text("its title", required=True)
    filename = _text("the name of its file", required=True)
    state = fields.String(required=True, validate=validate.OneOf([str(one) for one in JobState]))
    records = _whole("records of the file", required=True)
    done = _whole("proteins that have results", required=True)
    warned = _whole("how many of them have a warning", required=True)
    rejected = _whole("records that have no results", required=True)
    residues = _whole("residues in all", required=True)
    options = fields.Nested(Options, required=True)
    digest = fields.Nested(
        Digest, allow_none=True, metadata={"description": "when it is of peptides that were cut from proteins"}
    )
    engine_version = _text("which engine calculates", required=True)
    created_at = _moment("when it was submitted")
    finished_at = _moment("when it ended", null=True)
    seconds_left = fields.Float(allow_none=True, metadata={"description": "an estimate while it is running"})
    failure = fields.Dict(allow_none=True, metadata={"description": "code and detail, when it has failed"})
    waiting = fields.Dict(
        allow_none=True, metadata={"description": "code, detail and next_try_at, when nothing happens"}
    )
    sha256 = _text("checksum of the file's plain text", required=True)
    url = _text("this document", required=True)
    page = _text("the analysis in a browser", required=True)


class AnalysisWithReasons(Analysis):
    """An analysis with how its file was read, and the records that were rejected."""

    reading = fields.Dict(required=True, metadata={"description": "how its file was read, and what was changed"})
    rejected_records = fields.List(
        fields.Nested(Reason),
        required=True,
        metadata={"description": "the first 100; all of them: GET .../proteins?status=rejected"},
    )


class AnalysesPage(Schema):
    """Some analyses, newest first."""

    analyses = fields.List(fields.Nested(Analysis), required=True)
    next = _text("the cursor of the next page; null on the last one", null=True, required=True)


class Inspecting(Schema):
    """A large file that is being inspected, and is submitted afterwards."""

    id = fields.UUID(required=True)
    upload = fields.UUID(required=True, metadata={"description": "the upload that is inspected"})
    state = fields.String(required=True, validate=validate.Equal("inspecting"))
    bytes = _whole("of the file; null while that isn't known", allow_none=True, required=True)
    bytes_done = _whole("how many of them are read", required=True)
    url = _text("this document", required=True)


class Inspected(Schema):
    """What a file holds, before anything is submitted."""

    upload = fields.UUID(required=True, metadata={"description": 'submit it with {"upload": this}'})
    inspection = fields.Dict(required=True, metadata={"description": "records, letters, warnings, the first names"})
    missing = fields.List(
        fields.String(), required=True, metadata={"description": "accessions under which UniProt has no sequence"}
    )


def _value(kind: Kind) -> dict[str, Any]:
    return {"type": [{Kind.NUMBER: "number", Kind.TEXT: "string"}.get(kind, "integer"), "null"]}


_RECORD_TYPES = {"ordinal": {"type": "integer"}, "length": {"type": ["integer", "null"]}}
ROW: dict[str, Any] = {
    "type": "object",
    "description": "One record: a value is null where there is none.",
    "properties": {
        **{name: _RECORD_TYPES.get(name, {"type": ["string", "null"]}) for name in RECORD_COLUMNS},
        **{name: _value(row.kind) for row in PROPERTIES for name in headers(row) if name not in RECORD_COLUMNS},
    },
    "required": ["ordinal", "identifier", "status", "reason"],
}
"""A row of results, in every form the same."""

PROTEIN: dict[str, Any] = {
    "type": "object",
    "description": "Everything about one record, and where its numbers stand among those of its analysis (0 to 100).",
    "properties": {
        "ordinal": {"type": "integer"},
        "line": {"type": "integer"},
        **{name: {"type": "string"} for name in ("identifier", "name", "description", "organism", "gene", "sequence")},
        "length": {"type": "integer"},
        "status": {"enum": [str(one) for one in RecordStatus]},
        **{name: {"type": "string"} for name in ("reason", "reason_code", "reading_notes")},
        "crc64": {"type": ["string", "null"]},
        "values": {"type": "object"},
        "percentiles": {"type": "object", "additionalProperties": {"type": "number"}},
        "previous": {"type": ["integer", "null"]},
        "next": {"type": ["integer", "null"]},
    },
    "required": ["ordinal", "identifier", "status", "sequence", "values"],
}


class ProteinsPage(Schema):
    """Some rows of a selection."""

    total = _whole("how many records are selected", required=True)
    next = _text("the cursor of the next page; null on the last one", null=True, required=True)
    proteins = fields.List(fields.Dict(), required=True)


class Profile(Schema):
    """A property along the sequence: centres of the windows, from 1, and their values."""

    scale = fields.String(required=True)
    window = fields.Integer(required=True)
    positions = fields.List(fields.Integer(), required=True)
    values = fields.List(fields.Float(allow_none=True), required=True)


class Titration(Schema):
    """Net charge at each pH by every pKa set, and the isoelectric points."""

    ph = fields.List(fields.Float(), required=True)
    curves = fields.Dict(values=fields.List(fields.Float()), required=True)
    isoelectric_points = fields.Dict(values=fields.Float(allow_none=True), required=True)


class Histogram(Schema):
    """How many records have a value in each bin, all and selected; values shown as edges[i] up to edges[i + 1]."""

    property = fields.String(required=True)
    edges = fields.List(fields.Float(), required=True)
    counts = fields.List(fields.Integer(), required=True)
    selected = fields.List(fields.Integer(), required=True)
    below = fields.List(fields.Integer(), required=True)
    above = fields.List(fields.Integer(), required=True)
    median = fields.Float(allow_none=True, required=True)
    selected_median = fields.Float(allow_none=True, required=True)
    least = fields.Float(allow_none=True, required=True)
    most = fields.Float(allow_none=True, required=True)
    decimals = _whole("how many are shown of a value", required=True)


class Comparison(Schema):
    """The differences between the first side and each other one, property by property."""

    sides = fields.List(fields.Dict(), required=True)
    differences = fields.List(fields.Dict(), required=True)


class Special(Schema):
    """What is special about a selection; findings that are special come first."""

    selected = fields.Integer(required=True, metadata={"description": "selected proteins"})
    rest = fields.Integer(required=True, metadata={"description": "the others of the analysis"})
    words = fields.List(fields.String(), required=True, metadata={"description": "the answer, and what to know of it"})
    findings = fields.List(fields.Dict(), required=True)


class Sequence(_Sent):
    """A sequence with its FASTA header."""

    header = _text("the FASTA header, without >", load_default="", validate=validate.Length(max=10_000))
    sequence = _text("residues in one-letter code", required=True)


class Calculate(_Sent):
    """Sequences to calculate at once; nothing is stored."""

    sequences = fields.List(fields.Nested(Sequence), required=True, validate=validate.Length(min=1, max=1000))
    columns = _text(
        "basic, advanced or all, or names of columns joined by commas",
        load_default="basic",
        validate=validate.Length(max=10_000),
    )
    options = fields.Nested(Options, load_default=dict)


class Calculated(Schema):
    """One row for each sequence, rejected ones included with their reason."""

    engine_version = fields.String(required=True)
    proteins = fields.List(fields.Dict(), required=True)


class Properties(Schema):
    """The property table, in the order of the columns."""

    engine_version = fields.String(required=True)
    properties = fields.List(fields.Dict(), required=True)


class Health(Schema):
    """The server is alive; what versions it has."""

    status = fields.String(required=True)
    version = fields.String(required=True)
    engine_version = fields.String(required=True)
    api_version = fields.String(required=True)
