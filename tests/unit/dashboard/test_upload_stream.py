import io

import pytest
from flask import Request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest
from werkzeug.test import EnvironBuilder, encode_multipart

from dashboard.upload_stream import uploaded_file


def request_of(body, kind):
    return Request(EnvironBuilder(method="POST", data=body, content_type=kind).get_environ())


def form_request(fields, data):
    boundary, body = encode_multipart({**fields, "file": FileStorage(io.BytesIO(data), "a")}, boundary="b-o-u-n-d")
    return request_of(body, f"multipart/form-data; boundary={boundary}")


def test_raw_body_is_the_file():
    fields, stream = uploaded_file(request_of(b"anything", "text/plain"))
    assert (fields, stream.read()) == ({}, b"anything")


@given(data=st.binary(max_size=300_000), token=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=50))
def test_file_comes_out_as_it_went_in(data, token):
    fields, stream = uploaded_file(form_request({"token": token}, data))
    assert fields == {"token": token}
    assert stream.read() == data


@pytest.mark.parametrize("around", [65_520, 65_530, 65_536, 65_540, 131_072])
@pytest.mark.parametrize("tail", [b"", b"\r", b"\n", b"\r\n", b"\r\n--", b"\r\n--b-o-u-n", b"--b-o-u-n-d"])
def test_line_ends_and_half_boundaries_at_block_edges_are_kept(around, tail):
    data = b"A" * around + tail
    _fields, stream = uploaded_file(form_request({"token": "t"}, data))
    blocks = []
    while block := stream.read(1_000):
        blocks.append(block)
    assert b"".join(blocks) == data


def test_form_without_boundary_is_refused():
    with pytest.raises(BadRequest):
        uploaded_file(request_of(b"x", "multipart/form-data"))
