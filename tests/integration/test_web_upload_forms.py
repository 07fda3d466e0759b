"""Uploads whose form breaks off or leads astray, and one that is large."""

import io
import tracemalloc

import pytest

from batchprot.reading.limits import DEFAULT_LIMITS
from dashboard.routes.uploads import FORM_ALLOWANCE

GOOD = b">a\nMSKQQIGVVGMAVMGRNLALNIESRGYTVSIFNRSREKTEEVIAENPGKKLVPYYT\n>b\nMKV*\n"


@pytest.fixture
def visitor(visit, user):
    return visit(user)


def ticket_for(visitor, size):
    answer = visitor.post("/api/uploads", json={"filename": "a.fasta", "size": size})
    assert answer.status_code == 200
    return answer.json


FORMS = {
    "no file": b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nx\r\n--b--\r\n',
    "nothing": b"",
    "only the end": b"--b--\r\n",
    "no boundary inside": b"hello",
    "broken head": b"--b\r\nContent-Disposition",
    "no name": b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n",
    "breaks off in a field": b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nx',
    "huge field": b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n' + b"x" * 100_000 + b"\r\n--b--\r\n",
    "many fields": b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 200 + b"--b--\r\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_form_without_a_file_is_refused(visitor, name):
    ticket = ticket_for(visitor, 100)
    sent = visitor.post(ticket["url"], data=FORMS[name], content_type="multipart/form-data; boundary=b")
    assert sent.status_code in {400, 413}
    assert sent.json["detail"]


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\u00e9"]
)
def test_form_without_a_boundary_is_refused(visitor, kind):
    ticket = ticket_for(visitor, 100)
    assert visitor.post(ticket["url"], data=b"x", content_type=kind).status_code == 400


def test_file_that_breaks_off_is_not_used(visitor):
    ticket = ticket_for(visitor, len(GOOD))
    head = f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{ticket["fields"]["token"]}\r\n'
    file = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body = head.encode() + file.encode() + GOOD[:40]
    sent = visitor.post(ticket["url"], data=body, content_type="multipart/form-data; boundary=b")
    assert 400 <= sent.status_code < 500
    assert visitor.post(f"/api/uploads/{ticket['id']}/complete", json={}).status_code == 409


def test_large_file_passes_through_little_memory(visitor):
    block = b">record\n" + b"ACDEFGHIKLMNPQRSTVWY" * 50 + b"\n"
    data = block * 19_000  # 19 MB: what is larger is looked at in the background
    ticket = ticket_for(visitor, len(data))
    form = _Form(ticket["fields"]["token"], data)
    token = visitor.token()
    tracemalloc.start()
    sent = visitor.client.post(
        ticket["url"],
        input_stream=form,
        content_type="multipart/form-data; boundary=b",
        headers={"X-CSRFToken": token},
    )
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent.status_code == 204, sent.text
    assert peak < 4_000_000
    assert visitor.post(f"/api/uploads/{ticket['id']}/complete", json={}).json["records"] == 19_000


class _Form(io.RawIOBase):
    """A multipart body read in blocks, so that the test itself holds no copy of it."""

    def __init__(self, token, data):
        head = f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
        head += '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        self._parts = [io.BytesIO(head.encode()), io.BytesIO(data), io.BytesIO(b"\r\n--b--\r\n")]
        self.length = len(head) + len(data) + 9
        self._at = 0

    def readable(self):
        return True

    def seek(self, offset, whence=0):
        """Go where the test client goes to learn the length: to the end and back."""
        self._at = self.length if whence == io.SEEK_END else offset
        return self._at

    def tell(self):
        return self._at

    def readinto(self, buffer):
        while self._parts:
            if count := self._parts[0].readinto(buffer):
                return count
            self._parts.pop(0)
        return 0


def test_declared_length_over_the_limit_is_refused_before_reading(visitor):
    ticket = ticket_for(visitor, 10)
    token = visitor.token()
    sent = visitor.client.post(
        ticket["url"],
        query_string=ticket["fields"],
        input_stream=io.BytesIO(b"x"),
        environ_overrides={"CONTENT_LENGTH": str(DEFAULT_LIMITS.file_bytes + FORM_ALLOWANCE + 1)},
        headers={"X-CSRFToken": token},
    )
    assert sent.status_code == 413, sent.text
    assert sent.json["detail"]
