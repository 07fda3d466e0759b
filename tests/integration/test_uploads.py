import errno
import gzip
import io
import stat
import uuid

import pytest
from sqlalchemy import update

from batchprot.properties.options import AnalysisOptions
from batchprot.refusal import Refusal
from jobs.errors import JobRefused, UploadError
from jobs.intake.submit import submit
from jobs.intake.uploads import complete_upload, create_upload, receive
from jobs.services import JobServices
from models.tables import upload

FASTA = b">a\nMKVLA\n>b\nMKV*LA\n"


def send(services, user, data, *, size=None, name="a.fasta"):
    ticket = create_upload(services, user, name, len(data) if size is None else size)
    receive(services, ticket.id, ticket.fields["token"], io.BytesIO(data))
    return ticket


def test_a_file_arrives_whole_private_and_known_by_its_checksum(services, user, storage_dir, rows):
    ticket = send(services, user, FASTA)
    (path,) = storage_dir.iterdir()
    assert path.read_bytes() == FASTA
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(storage_dir.stat().st_mode) == 0o700
    import hashlib

    assert rows("SELECT state, size, sha256 FROM upload") == [
        ("received", len(FASTA), hashlib.sha256(FASTA).hexdigest())
    ]
    inspection = complete_upload(services, user, ticket.id)
    assert (inspection.records, inspection.rejected) == (2, 1)


def test_gzip_is_stored_plain(services, user, storage_dir):
    send(services, user, gzip.compress(FASTA))
    assert next(storage_dir.iterdir()).read_bytes() == FASTA


def test_half_a_file_is_not_a_file_and_can_be_sent_again(services, user, storage_dir):
    ticket = create_upload(services, user, "a.fasta", len(FASTA))
    with pytest.raises(UploadError) as cut:
        receive(services, ticket.id, ticket.fields["token"], io.BytesIO(FASTA[:7]))
    assert cut.value.code == "incomplete"
    assert list(storage_dir.iterdir()) == []
    with pytest.raises(UploadError) as early:
        complete_upload(services, user, ticket.id)
    assert (early.value.code, early.value.status) == ("not_received", 409)
    receive(services, ticket.id, ticket.fields["token"], io.BytesIO(FASTA))
    assert complete_upload(services, user, ticket.id).records == 2


def test_more_than_announced_is_refused(services, user, storage_dir):
    with pytest.raises(UploadError) as refused:
        send(services, user, FASTA, size=4)
    assert refused.value.code == "size_differs"
    assert list(storage_dir.iterdir()) == []


@pytest.mark.parametrize("token", ["", "0" * 64, "ünïcode", "f" * 10_000])
def test_a_made_up_token_permits_nothing(token, services, user):
    ticket = create_upload(services, user, "a.fasta", len(FASTA))
    with pytest.raises(UploadError) as refused:
        receive(services, ticket.id, token, io.BytesIO(FASTA))
    assert refused.value.status == 403


def test_the_token_of_another_upload_permits_nothing(services, user):
    first, second = (create_upload(services, user, "a.fasta", len(FASTA)) for _ in range(2))
    with pytest.raises(UploadError):
        receive(services, first.id, second.fields["token"], io.BytesIO(FASTA))


def test_an_upload_is_open_for_a_while_by_the_databases_clock(services, user, rows):
    ticket = create_upload(services, user, "a.fasta", len(FASTA))
    rows("UPDATE upload SET created_at = now() - interval '3 hours'")
    with pytest.raises(UploadError) as refused:
        receive(services, ticket.id, ticket.fields["token"], io.BytesIO(FASTA))
    assert refused.value.code == "not_open"


@pytest.mark.parametrize("beyond", [0, 1])
def test_the_limit_of_the_file_size(beyond, services, user):
    size = services.limits.file_bytes + beyond
    if beyond:
        with pytest.raises(UploadError) as refused:
            create_upload(services, user, "a.fasta", size)
        assert refused.value.status == 413
    else:
        create_upload(services, user, "a.fasta", size)


def test_an_unreadable_file_is_refused_with_its_sentence_and_not_kept(services, user, storage_dir, rows):
    with pytest.raises(UploadError) as refused:
        send(services, user, gzip.compress(FASTA)[:-9])
    assert refused.value.status == 422
    assert len(refused.value.message) > 20
    assert list(storage_dir.iterdir()) == []
    assert rows("SELECT state, failure_code FROM upload") == [("refused", refused.value.code)]


def test_a_file_that_is_no_sequence_is_refused_when_it_is_looked_at(services, user, storage_dir):
    ticket = send(services, user, b"\x7fELF" + bytes(range(256)) * 10)
    with pytest.raises(UploadError) as refused:
        complete_upload(services, user, ticket.id)
    assert refused.value.status == 422
    assert list(storage_dir.iterdir()) == []
    with pytest.raises(UploadError):
        complete_upload(services, user, ticket.id)


def test_a_full_disk_is_a_sentence(services, user, storage_dir):
    class Full(type(services.storage)):
        def create(self, _key):
            raise OSError(errno.ENOSPC, "No space left on device")

    full = JobServices(services.database, Full(storage_dir, "a secret of the tests"), services.queue, services.worker)
    ticket = create_upload(full, user, "a.fasta", len(FASTA))
    with pytest.raises(UploadError) as refused:
        receive(full, ticket.id, ticket.fields["token"], io.BytesIO(FASTA))
    assert refused.value.status == 507
    receive(services, ticket.id, ticket.fields["token"], io.BytesIO(FASTA))


def test_a_persons_files_together_have_a_limit(services, user, rows):
    send(services, user, FASTA)
    rows("UPDATE upload SET size = %s", services.quotas.storage_bytes)
    with pytest.raises(Refusal) as refused:
        create_upload(services, user, "a.fasta", 1)
    assert refused.value.code == "storage_full"


def test_the_oldest_of_too_many_open_uploads_is_given_up(services, user):
    most = services.quotas.uploads_at_once
    tickets = [create_upload(services, user, "a.fasta", len(FASTA)) for _ in range(most + 1)]
    with pytest.raises(UploadError) as refused:
        receive(services, tickets[0].id, tickets[0].fields["token"], io.BytesIO(FASTA))
    assert refused.value.code == "not_open"
    for ticket in tickets[1:]:
        receive(services, ticket.id, ticket.fields["token"], io.BytesIO(FASTA))


def test_another_persons_upload_can_not_be_looked_at(services, user, make_user):
    ticket = send(services, user, FASTA)
    for upload_id, person in ((ticket.id, make_user()), (uuid.uuid4(), user)):
        with pytest.raises(UploadError) as refused:
            complete_upload(services, person, upload_id)
        assert refused.value.status == 404


def test_an_upload_that_was_not_looked_at_can_not_be_submitted(services, user):
    ticket = send(services, user, FASTA)
    with pytest.raises(JobRefused) as refused:
        submit(services, user, ticket.id, title="", options=AnalysisOptions(), idempotency_key="k")
    assert refused.value.code == "upload_not_ready"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\y.fa", "y.fa"), ("\x00\n", "pasted.fasta"), ("é.fa", "é.fa")],
)
def test_a_file_name_is_only_a_name(given, kept, services, user, rows):
    create_upload(services, user, given, 1)
    assert rows("SELECT filename FROM upload") == [(kept,)]


def test_files_nobody_submitted_are_removed_after_a_day(services, user, run_until, storage_dir, database, rows):
    ticket = send(services, user, FASTA)
    kept = send(services, user, FASTA)
    with database.session() as session:
        from sqlalchemy import text

        old = update(upload).where(upload.c.id == ticket.id).values(created_at=text("now() - interval '2 days'"))
        session.execute(old)
    run_until(lambda: rows("SELECT id FROM upload") == [(kept.id,)])
    assert [path.stem for path in storage_dir.iterdir()] == [str(kept.id)]
