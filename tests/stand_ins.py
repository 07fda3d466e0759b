"""Servers on loopback that speak as services of the internet do, for fixtures anywhere below."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.mail import MailNotSent


class Letters:
    """Mail that is kept here to be read; `broken` makes it refuse."""

    reaches_people = True

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.broken = False

    def send(self, to: str, subject: str, text: str) -> None:
        if self.broken:
            raise MailNotSent
        self.sent.append((to, subject, text))

    def path(self, of: str) -> str:
        """The path of the link in the latest mail: `letters.path("verify")`."""
        found = re.search(rf"/{of}/[\w-]{{43}}", self.sent[-1][2])
        assert found is not None, self.sent[-1]
        return found[0]


SEQUENCES = {
    "P69905": ("HBA_HUMAN Hemoglobin subunit alpha OS=Homo sapiens OX=9606 GN=HBA1 PE=1 SV=2", "MVLSPADKTNVKAAW"),
    "P68871": ("HBB_HUMAN Hemoglobin subunit beta OS=Homo sapiens OX=9606 GN=HBB PE=1 SV=2", "MVHLTPEEKSAVTAL"),
    "P02768-1": ("ALBU_HUMAN Albumin OS=Homo sapiens OX=9606 GN=ALB PE=1 SV=2", "MKWVTFISLLFLFSS"),
}
"""The beginnings of three proteins; enough to be told apart."""


class _UniProt(BaseHTTPRequestHandler):
    """`/uniprotkb/accessions?accessions=A,B&format=fasta`: in an order of its own, without those it does not know."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        accessions = asked["accessions"][0].split(",")
        self.server.asked.append(accessions)  # type: ignore[attr-defined]
        trouble = {"Q00001": (503, b"busy"), "Q00002": (200, b"<html>maintenance</html>")}
        status, body = trouble.get(accessions[0], (200, _fasta(accessions)))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def _fasta(accessions: list[str]) -> bytes:
    known = sorted((name for name in accessions if name in SEQUENCES), reverse=True)
    return "".join(">sp|{}|{}\n{}\n".format(name, *SEQUENCES[name]) for name in known).encode()


@pytest.fixture(scope="session")
def uniprot() -> Iterator[ThreadingHTTPServer]:
    """A stand-in for UniProt with three proteins; `asked` lists what it was asked for."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _UniProt)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def uniprot_url(uniprot: ThreadingHTTPServer) -> str:
    """Where the stand-in for UniProt is."""
    return f"http://127.0.0.1:{uniprot.server_port}"
