"""PDF of figures: their size, words that stay words, and nothing from elsewhere."""

import re
import zlib

import pytest

from dashboard import typeset

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="85mm" height="60mm" viewBox="0 0 321 227">'
    '<text x="20" y="40" font-family="Arial" font-size="12">Extinction (M\u207b\u00b9 cm\u207b\u00b9), '
    "\u03b5\u2082\u2088\u2080 \u2264 \u22121</text></svg>"
)


def test_a_figure_has_its_own_size_and_its_words_in_an_embedded_font():
    made = typeset.figure(SVG.encode())
    assert made.startswith(b"%PDF-1.7")
    streams = made + b"".join(map(inflated, re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)))
    box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", streams)
    assert [round(float(side) / 72 * 25.4) for side in box.groups()] == [85, 60]
    assert b"LiberationSans" in streams
    assert b"/FontFile" in streams


def inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.parametrize(
    "svg", [b"", b"no picture", b"<svg", b"\x00\xff", b"<svg xmlns='http://www.w3.org/2000/svg'/>x"]
)
def test_what_is_no_picture_is_refused(svg):
    with pytest.raises(typeset.NotTypeset):
        typeset.figure(svg)


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "../{}", "{}", "http://127.0.0.1:9/x.png"])
def test_a_picture_reaches_no_file(tmp_path, monkeypatch, address):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')
    monkeypatch.chdir(tmp_path)
    place = address.format(secret.name)
    with pytest.raises(typeset.NotTypeset, match="linked image"):
        typeset.figure(SVG.replace("</svg>", f'<image href="{place}" width="9" height="9"/></svg>').encode())
