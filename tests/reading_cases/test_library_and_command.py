"""The table through the library and through the command."""

import csv
import io

import pytest
from click.testing import CliRunner

from batchprot.command.inputs import open_texts
from batchprot.command.main import main
from batchprot.reading.fasta import ReadingAsked, UnreadableInput, read_records
from batchprot.reading.spans import chunks_of
from tests.reading_cases.cases import CASES, Case

BY_NAME = pytest.mark.parametrize("case", CASES, ids=[f"{case.verdict}-{case.name}" for case in CASES])


def outcome(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The verdict or the refusal's code, what is said, and the records, as a case has them."""
    found: list[str] = []
    reading = evidence = ""
    try:
        for text in open_texts(None, io.BytesIO(data), reading=None):
            reading, evidence = text.opened.reading, text.opened.verdict.evidence
            for span, part in chunks_of(text.opened, text.limits, len(found) + 1):
                records = read_records(part, first_line=span.first_line, reading=text.opened.reading)
                found += [f"<{record.reason_code}>" if record.reason_code else record.sequence for record in records]
    except ReadingAsked as asked:
        return asked.code, " ".join(asked.readings), ()
    except UnreadableInput as refused:
        return refused.code, refused.message, ()
    return str(reading), evidence, tuple(found)


def disagreement(case: Case) -> str:
    """What differs from the table; nothing when all is as it says."""
    verdict, says, records = outcome(case.data)
    if (verdict, records) != (case.verdict, case.records) or case.says not in says:
        return f"{case.name}: {verdict}, {says}, {records}"
    return ""


@BY_NAME
def test_the_library_reads_the_case_as_the_table_says(case: Case) -> None:
    assert not disagreement(case)


@BY_NAME
def test_the_command_gives_the_same_records_or_refuses_with_exit_code_2(case: Case) -> None:
    result = CliRunner().invoke(main, ["analyze", "-", "--columns", "basic"], input=case.data)
    if case.records:
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        all_rejected = all(record.startswith("<") for record in case.records)
        assert result.exit_code == (3 if all_rejected else 0), result.stderr
        lengths = ["" if record.startswith("<") else str(len(record)) for record in case.records]
        assert [row["length"] for row in rows] == lengths
        return
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    if case.verdict in {"open_reading", "other_mark", "heading"}:
        assert all(f"(--reading {reading}" in result.stderr for reading in case.says.split())
