"""Lists of accessions, and what UniProt gives for them: everything is found or named."""

import pytest

from batchprot.reading.fasta import read_records
from jobs.errors import UploadError
from jobs.intake.uniprot import PER_REQUEST, UniProt, read_accessions


@pytest.mark.parametrize(
    "text", ["P69905 P68871", "P69905,P68871", "p69905;P68871", "\nP69905\r\nP68871\n", "P69905\tP68871 P69905"]
)
def test_accessions_are_read_once_each_in_their_order(text):
    assert read_accessions(text, 2) == ["P69905", "P68871"]


def test_isoforms_and_long_accessions_are_accessions():
    assert read_accessions("P02768-1 A0A8I6AN81", 2) == ["P02768-1", "A0A8I6AN81"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Enter UniProt accessions such as P69905"),
        (" ,;\n", "Enter UniProt accessions"),
        ("P69905 HBA_HUMAN", '"HBA_HUMAN" is not a UniProt accession. Accessions look like P69905.'),
        ("../../etc/passwd", '"../../ETC/PASSWD" is not a UniProt accession.'),
        (" ".join(f"x{n}" for n in range(9)), '"X0", "X1", "X2", "X3", "X4" and 4 more are not UniProt accessions.'),
        ("P69905 P68871 P02768", "These are 3 accessions; at most 2 can be fetched at once."),
        ("M" * 1000, f'"{"M" * 40}" is not'),
    ],
)
def test_other_lists_are_refused_with_a_sentence(text, sentence):
    with pytest.raises(UploadError) as refused:
        read_accessions(text, 2)
    assert sentence in refused.value.message


def test_sequences_come_in_the_order_asked_for_and_what_is_missing_is_named(uniprot_url):
    found = UniProt(uniprot_url + "/").fetch(["P69905", "P99999", "P02768-1", "P68871"])
    assert found.missing == ("P99999",)
    records = read_records(found.fasta.encode())
    assert [record.name for record in records] == ["HBA_HUMAN", "ALBU_HUMAN", "HBB_HUMAN"]
    assert [record.sequence[:5] for record in records] == ["MVLSP", "MKWVT", "MVHLT"]


def test_a_long_list_is_asked_for_in_parts(uniprot, uniprot_url):
    before = len(uniprot.asked)
    accessions = [f"P{number:05}" for number in range(10000, 10000 + PER_REQUEST)] + ["P69905"]
    found = UniProt(uniprot_url).fetch(accessions)
    assert (len(found.missing), found.fasta.count(">")) == (PER_REQUEST, 1)
    assert [len(asked) for asked in uniprot.asked[before:]] == [PER_REQUEST, 1]


@pytest.mark.parametrize(
    ("accession", "why"), [("Q00001", "it answered 503"), ("Q00002", "it answered with something else than FASTA")]
)
def test_trouble_at_uniprot_is_said(uniprot_url, accession, why):
    with pytest.raises(UploadError) as refused:
        UniProt(uniprot_url).fetch([accession])
    assert (refused.value.status, why in refused.value.message) == (502, True)


def test_a_server_without_internet_says_so():
    with pytest.raises(UploadError) as refused:
        UniProt("http://127.0.0.1:9").fetch(["P69905"])
    assert "it can't be reached from this server" in refused.value.message
    assert "paste the sequences instead" in refused.value.message


def test_accessions_may_be_written_as_identifiers_and_with_versions() -> None:
    text = "sp|P69905|HBA_HUMAN >tr|A0A024R161|A0A024R161_HUMAN P68871.2 P02768-1"
    assert read_accessions(text, 10) == ["P69905", "A0A024R161", "P68871", "P02768-1"]


def test_what_follows_an_accession_must_be_the_number_of_an_isoform() -> None:
    with pytest.raises(UploadError, match="P12345-/"):
        read_accessions("P12345-/../../x?y=1#", 10)
    with pytest.raises(UploadError, match="HBA_HUMAN"):
        read_accessions("HBA_HUMAN", 10)
