"""The directory and the bucket keep files alike."""

import gzip
import io
import random
from uuid import uuid4

import httpx
import pytest

from jobs.adapters.s3_storage import PART_BYTES, S3Storage
from jobs.adapters.storage import LocalStorage


@pytest.fixture(params=["directory", "bucket"])
def storage(request, tmp_path):
    if request.param == "directory":
        return LocalStorage(tmp_path / "files", "secret")
    return S3Storage(request.getfixturevalue("aws_client")("s3"), request.getfixturevalue("bucket"))


def write(storage, key, data=b"data"):
    with storage.create(key) as file:
        file.write(data)


def test_what_was_written_can_be_read_from_anywhere(storage):
    key = uuid4()
    write(storage, key, b"0123456789")
    with storage.open(key) as file:
        file.seek(4)
        assert file.read(3) == b"456"
        assert file.seek(-2, io.SEEK_END) == 8
        assert file.read() == b"89"
        assert file.read(1) == b""
        file.seek(0)
        assert file.read(1) == b"0"


def test_a_large_file_comes_back_as_it_was_written(storage):
    data = random.Random(1).randbytes(2 * PART_BYTES + 17)
    key = uuid4()
    with storage.create(key) as file:
        for place in range(0, len(data), 3_000_001):
            file.write(data[place : place + 3_000_001])
    with storage.open(key) as file:
        assert file.read() == data
        for place in (5_000_000, 5_000_100, 12_345_678, 100):
            file.seek(place)
            assert file.read(1_000) == data[place : place + 1_000]


def test_an_empty_file_is_a_file(storage):
    key = uuid4()
    write(storage, key, b"")
    with storage.open(key) as file:
        assert file.read() == b""


@pytest.mark.parametrize("size", [4, PART_BYTES + 1])
def test_an_error_while_writing_leaves_nothing(size, storage):
    key = uuid4()
    writing = storage.create(key)
    writing.__enter__().write(b"x" * size)
    assert writing.__exit__(RuntimeError, RuntimeError(), None) is not True
    with pytest.raises(FileNotFoundError):
        storage.open(key)
    storage.delete_parts(0)
    assert list(storage.stored()) == []


def test_a_file_is_replaced_whole_or_not_at_all(storage):
    key = uuid4()
    write(storage, key, b"first")
    with storage.create(key) as file:
        file.write(b"sec")
        with storage.open(key) as reader:
            assert reader.read() == b"first"
    with storage.open(key) as reader:
        assert reader.read() == b"sec"


def test_deleting_twice_is_deleting(storage):
    key = uuid4()
    write(storage, key)
    ((found, age),) = storage.stored()
    assert found == key
    assert -2 < age < 60
    storage.delete(key)
    storage.delete(key)
    assert list(storage.stored()) == []


def test_nothing_at_all_is_no_error(storage):
    assert list(storage.stored()) == []
    storage.delete_parts(0)
    assert storage.sent(uuid4()) is None
    assert not storage.permits(uuid4(), "")


class TestBucket:
    """What only S3 has: browsers send and fetch there themselves."""

    @pytest.fixture
    def storage(self, aws_client, bucket):
        return S3Storage(aws_client("s3"), bucket)

    def test_a_form_permits_one_key_and_one_size(self, storage, bucket):
        import base64
        import json

        key = uuid4()
        url, fields = storage.upload_form(key, 1_234)
        policy = json.loads(base64.b64decode(fields["policy"]))
        assert ["content-length-range", 1_234, 1_234] in policy["conditions"]
        assert {"key": f"incoming/{key}"} in policy["conditions"]
        assert {"bucket": bucket} in policy["conditions"]
        assert url.startswith(storage.origin)

    def test_what_the_form_brought_is_read_as_it_was_sent(self, storage):
        key, data = uuid4(), gzip.compress(b">a\nMKV\n")
        url, fields = storage.upload_form(key, len(data))
        assert httpx.post(url, data=fields, files={"file": ("a.gz", data)}).is_success
        with storage.sent(key) as sent:
            assert sent.read() == data
        with pytest.raises(FileNotFoundError):
            storage.open(key)

    def test_a_file_sent_again_while_it_is_read_is_not_mixed(self, storage):
        key, data = uuid4(), b"x" * 3_000_000
        url, fields = storage.upload_form(key, len(data))
        assert httpx.post(url, data=fields, files={"file": ("a", data)}).is_success
        with storage.sent(key) as sent:
            sent.read(10)
            assert httpx.post(url, data=fields, files={"file": ("a", b"y" * 3_000_000)}).is_success
            with pytest.raises(FileNotFoundError):
                sent.read()

    def test_a_download_is_handed_over_by_a_link_that_ends(self, storage):
        link = httpx.URL(
            storage.hand_over(iter([b"a,b\n", b"1,2\n"]), "text/csv; charset=utf-8", 'attachment; filename="yeast.csv"')
        )
        assert int(link.params["X-Amz-Expires"]) <= 300
        answer = httpx.get(link)
        assert answer.content == b"a,b\n1,2\n"
        assert answer.headers["content-disposition"] == 'attachment; filename="yeast.csv"'
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert list(storage.stored()) == []

    def test_a_download_that_breaks_off_is_not_there(self, storage, aws_client, bucket):
        def blocks():
            yield b"x" * (PART_BYTES + 1)
            raise RuntimeError

        with pytest.raises(RuntimeError):
            storage.hand_over(blocks(), "text/csv", "attachment")
        assert "Contents" not in aws_client("s3").list_objects_v2(Bucket=bucket)

    def test_parts_nobody_finished_are_removed(self, storage, aws_client, bucket):
        aws_client("s3").create_multipart_upload(Bucket=bucket, Key="files/x")
        assert "Uploads" in aws_client("s3").list_multipart_uploads(Bucket=bucket)
        storage.delete_parts(3600)
        assert "Uploads" not in aws_client("s3").list_multipart_uploads(Bucket=bucket)


def test_an_upload_arrives_by_way_of_the_bucket(services, user, aws_client, bucket, rows):
    """What receive does with our own route, complete_upload does with what lies in the bucket."""
    from dataclasses import replace

    from jobs.errors import UploadError
    from jobs.intake.uploads import complete_upload, create_upload

    services = replace(
        services, storage=S3Storage(aws_client("s3"), bucket), limits=replace(services.limits, file_bytes=1_000_000)
    )

    def send(data, announced=None):
        ticket = create_upload(services, user, "a.fasta.gz", announced or len(data))
        assert httpx.post(ticket.url, data=ticket.fields, files={"file": ("a", data)}).is_success
        return ticket.id

    fasta = b">a\nMKVLA\n>b\nMKV*LA\n"
    for data in (fasta, gzip.compress(fasta)):
        sent = send(data)
        assert complete_upload(services, user, sent).records == 2
        assert complete_upload(services, user, sent).records == 2
        with services.storage.open(sent) as file:
            assert file.read() == fasta
    assert len(set(rows("SELECT state, size, sha256 FROM upload"))) == 1

    refused = {
        "gzip_truncated": (gzip.compress(fasta)[:-9], 0),
        "file_too_large": (gzip.compress(b">a\n" + b"A" * 20_000_000), 0),
        "incomplete": (fasta, len(fasta) + 1),
        "size_differs": (fasta, len(fasta) - 1),
    }
    for code, (data, announced) in refused.items():
        sent = send(data, announced)
        with pytest.raises(UploadError) as error:
            complete_upload(services, user, sent)
        assert error.value.code == code
        with pytest.raises(FileNotFoundError):
            services.storage.open(sent)
    with pytest.raises(UploadError) as error:
        complete_upload(services, user, create_upload(services, user, "a.fasta", 9).id)
    assert error.value.code == "not_received"
