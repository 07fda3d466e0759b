"""Every table, as PostgreSQL has it. Times are the database's own, whatever a machine's clock says.

`protein` and `measurement` carry no foreign key: a check per row would add a third to the time of a COPY. What
a foreign key gives is given per chunk instead (run_chunk locks the job row FOR KEY SHARE) and per deletion
(a statement trigger on `job`, in the migrations, removes the rows of deleted jobs). So it is for `own_value`.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import TypeEngine

from batchprot.properties.table import CALCULATED, Kind
from models.states import UNFINISHED_SQL, ChunkState, JobState, RecordStatus, UploadState, WorkState, sql_list

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    },
)


def _id() -> Column[object]:
    return Column("id", Uuid, primary_key=True, server_default=text("gen_random_uuid()"))


def _moment(name: str, *, now: bool = False) -> Column[object]:
    """A point in time: `now=True` is set by the database when the row is made, the others stay empty until then."""
    default = func.now() if now else None
    return Column(name, DateTime(timezone=True), server_default=default, nullable=not now)


def _text(name: str, *, default: str | None = "", nullable: bool = False) -> Column[object]:
    server_default = None if nullable or default is None else text(f"'{default}'")
    return Column(name, Text, nullable=nullable, server_default=server_default)


def _count(name: str, kind: type[TypeEngine[int]] = Integer) -> Column[object]:
    return Column(name, kind, nullable=False, server_default=text("0"))


def _one_of(column: str, states: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({sql_list(states)})", name=column)


def _user(*, nullable: bool = False) -> Column[object]:
    return Column("user_id", Uuid, ForeignKey("app_user.id", ondelete="CASCADE"), nullable=nullable, index=True)


app_user = Table(
    "app_user",
    metadata,
    _id(),
    Column("email", Text, nullable=False, unique=True),  # normalised by accounts before it comes here
    _text("name"),
    _text("password_hash", nullable=True),  # empty for accounts that have no password
    Column("is_demo", Boolean, nullable=False, server_default=text("false")),
    _moment("email_verified_at"),
    _moment("password_changed_at"),
    _moment("disabled_at"),
    _moment("created_at", now=True),
)

login_session = Table(
    "login_session",
    metadata,
    _id(),
    _user(),
    Column("token_hash", LargeBinary, nullable=False, unique=True),  # SHA-256 of the cookie's token
    _text("user_agent"),
    _moment("created_at", now=True),
    _moment("last_seen_at", now=True),
)

email_token = Table(
    "email_token",
    metadata,
    _id(),
    _user(),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    _text("purpose", default=None),
    _text("email"),
    _moment("created_at", now=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    _moment("used_at"),
)

api_token = Table(
    "api_token",
    metadata,
    _id(),
    _user(),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    _text("name"),
    _moment("created_at", now=True),
    _moment("expires_at"),
    _moment("last_used_at"),
    _moment("revoked_at"),
    _text("scopes", default="read"),
    _moment("requests_since"),
    _count("requests"),
)

audit_event = Table(
    "audit_event",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("user_id", Uuid, index=True),  # no foreign key: the trace outlives the account
    _text("event", default=None),
    Column("job_id", Uuid),
    _text("address"),
    Column("detail", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    _moment("created_at", now=True),
)

rate_limit = Table(
    "rate_limit",
    metadata,
    Column("key", Text, primary_key=True),
    Column("window_start", DateTime(timezone=True), primary_key=True),
    _count("count"),
)

upload = Table(
    "upload",
    metadata,
    _id(),
    _user(),
    _text("filename", default=None),
    Column("declared_size", BigInteger, nullable=False),
    Column("size", BigInteger),  # plain bytes on disk, after inflating
    _text("sha256"),
    _text("state", default=UploadState.CREATED),
    Column("purpose", Text, nullable=False, server_default=text("'sequences'")),  # or 'table': own columns
    _text("reading"),
    Column("inspection", JSONB),
    Column("spans", JSONB),  # the chunks of a job on this file: [offset, length, first ordinal, first line, ...]
    Column("digest", JSONB),  # of which analysis the runner makes this file, and how the proteins are cut
    _text("failure_code"),
    _text("failure_message"),
    _moment("created_at", now=True),
    _moment("received_at"),
    _moment("submitted_at"),  # set once a job uses it: kept then for as long as one does
    _one_of("state", UploadState),
)

job = Table(
    "job",
    metadata,
    _id(),
    _user(),
    # Deferred, so that deleting a user may take the upload and its jobs in either order.
    Column(
        "upload_id",
        Uuid,
        ForeignKey("upload.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
        index=True,
    ),
    _text("idempotency_key", default=None),
    _text("title"),
    _text("filename"),
    _text("reading", default=None),
    Column("options", JSONB, nullable=False),
    _text("engine_version", default=None),
    _text("state", default=JobState.QUEUED),
    _count("records"),
    _count("residues", BigInteger),
    _count("chunks"),
    _count("chunks_done"),
    _count("done"),  # calculated, with or without a warning
    _count("warned"),
    _count("rejected"),
    _text("failure_code"),
    _text("failure_message"),
    _text("waiting_code"),  # why a running job currently makes no progress
    _moment("waiting_since"),
    _moment("next_try_at"),
    _moment("created_at", now=True),
    _moment("started_at"),
    _moment("finished_at"),
    _moment("deleted_at"),
    _count("own_columns"),  # how many were ever added: their numbers are never used again
    _count("own_version"),  # rises with every change of own columns, so that what was read before is read again
    _one_of("state", JobState),
    UniqueConstraint("user_id", "idempotency_key"),
    Index("ix_job_unfinished", "state", postgresql_where=text(f"state IN ({UNFINISHED_SQL})")),
    Index("ix_job_deleted_at", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
)

chunk = Table(
    "chunk",
    metadata,
    Column("job_id", Uuid, ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # from 1
    Column("byte_offset", BigInteger, nullable=False),
    Column("byte_length", BigInteger, nullable=False),
    Column("first_ordinal", Integer, nullable=False),
    Column("first_line", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("residues", BigInteger, nullable=False),
    _text("state", default=ChunkState.PENDING),
    _count("attempts", SmallInteger),  # tries that count against the chunk
    _count("claims"),  # every time a runner took it
    _count("token"),  # fencing: rises with every claim; a holder of an older one writes nothing
    _text("runner"),
    _moment("lease_until"),
    _moment("next_try_at"),
    _text("failure_code"),
    _moment("done_at"),
    _one_of("state", ChunkState),
    Index("ix_chunk_in_flight", "state", postgresql_where=text("state IN ('queued', 'running')")),
)

background_work = Table(
    "background_work",
    metadata,
    _id(),
    Column("key", Text, nullable=False),  # the same for the same question: see jobs.background
    _text("kind", default=None),
    _user(),
    Column("job_id", Uuid, ForeignKey("job.id", ondelete="CASCADE"), index=True),
    Column("upload_id", Uuid, ForeignKey("upload.id", ondelete="CASCADE"), index=True),
    Column("asked", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    _text("state", default=WorkState.WAITING),
    _count("claims"),  # fencing: rises with every claim; a holder of an older one writes nothing
    _count("done", BigInteger),
    Column("total", BigInteger),
    Column("result", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("failure", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    _moment("heard_at"),  # when its runner last said how far it was
    _moment("created_at", now=True),
    _moment("finished_at"),
    _one_of("state", WorkState),
    Index("uq_background_work_key", "key", unique=True, postgresql_where=text("state <> 'failed'")),
)

# Filled by triggers when an upload or background work is deleted, with its account, say; the runner deletes the files.
file_to_delete = Table("file_to_delete", metadata, Column("key", Uuid, primary_key=True))

protein = Table(
    "protein",
    metadata,
    Column("job_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    _text("identifier"),
    _text("name"),
    _text("description"),
    _text("organism"),
    _text("gene"),
    _text("status", default=None),
    _text("reason_code"),
    _text("reason"),
    _text("reading_notes"),  # what the parser did: final_stop_removed;digits_ignored
    Column("length", Integer, nullable=False),  # of the sequence as analysed; 0 when rejected
    _text("crc64", nullable=True),
    _text("sequence"),
    _text("proforma"),  # the sequence with its modifications; empty without any
    _one_of("status", RecordStatus),
)


def _measurement_type(kind: Kind) -> TypeEngine[Any]:
    """The column type of a property: residue counts reach 50,000, so a small integer is too small."""
    types: dict[Kind, TypeEngine[Any]] = {
        Kind.NUMBER: Double(),
        Kind.INTEGER: Integer(),
        Kind.TEXT: Text(),
        Kind.COUNTS: ARRAY(Integer),
    }
    return types[kind]


measurement = Table(
    "measurement",
    metadata,
    Column("job_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    *(Column(row.key, _measurement_type(row.kind)) for row in CALCULATED),
)

own_column = Table(
    "own_column",
    metadata,
    Column("job_id", Uuid, ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # the place in the arrays of own_value, from 1
    Column("table_id", Uuid, nullable=False, server_default=text("gen_random_uuid()")),  # of those added together
    Column("position", Integer, nullable=False),  # among the own columns, as they are listed
    _text("label", default=None),
    _text("kind", default=None),
    _count("decimals", SmallInteger),
    _text("source"),  # the file it came from; empty when it was pasted
    _text("sheet"),
    _text("header"),  # the label that the table gave it, by which a newer table replaces it
    _text("match"),  # what its rows were matched by
    _text("summary"),  # what it means, of a column that the server made; empty for what people supply
    Column("missing_value", Text),  # what records have that the table doesn't name: "no" of a list
    Column("values", JSONB, nullable=False, server_default=text("'[]'::jsonb")),  # of a category, most frequent first
    _count("filled"),  # records that have a value
    _moment("created_at", now=True),
    _moment("replaced_at"),
)

own_value = Table(
    "own_value",
    metadata,
    Column("job_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("numbers", ARRAY(Double), nullable=False, server_default=text("'{}'")),  # at the column's number
    Column("texts", ARRAY(Text), nullable=False, server_default=text("'{}'")),
)

# Answers about finished analyses: made once, read by every process (results/kept.py). They can be made again.
kept_answer = Table(
    "kept_answer",
    metadata,
    Column("job_id", Uuid, ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    _moment("created_at", now=True),
)

share_link = Table(
    "share_link",
    metadata,
    _id(),
    Column("job_id", Uuid, ForeignKey("job.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    _text("selection"),
    _moment("created_at", now=True),
    _moment("expires_at"),
    _moment("revoked_at"),
    _moment("last_used_at"),
)

saved_selection = Table(
    "saved_selection",
    metadata,
    _id(),
    Column("job_id", Uuid, ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
    _text("name", default=None),
    _text("selection"),  # as the address spells it
    _moment("created_at", now=True),
    UniqueConstraint("job_id", "name"),
)

# What an address is too short for: it has the name, a digest of the query (results/sharing/kept_selections.py).
kept_selection = Table(
    "kept_selection",
    metadata,
    Column("job_id", Uuid, ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    _text("query", default=None),
    _moment("used_at", now=True),
)

feedback = Table(
    "feedback",
    metadata,
    _id(),
    _user(nullable=True),
    _text("page"),
    _text("message", default=None),
    _moment("created_at", now=True),
)
