import json

import plotly.utils

from dashboard.components.new.inspection_report import report
from dashboard.components.new.options import submit_label, submit_note

INSPECTION = {
    "reading": "fasta",
    "records": 1204,
    "ready": 1196,
    "warned": 5,
    "rejected": 3,
    "residues": 402_113,
    "notes": [
        {
            "level": "error",
            "code": "inner_stop",
            "title": "5 records have a stop inside",
            "detail": "Split them.",
            "examples": [(n, 10 * n, f"PYR_{n}") for n in range(1, 6)],
        }
    ],
    "first": [{"ordinal": 1, "identifier": "<b>x</b>", "description": "d", "length": 332, "start": "MAEK"}],
}


def text(component):
    return json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


def test_the_counts_are_written_out():
    shown = text(report(INSPECTION))
    assert all(number in shown for number in ('"1,204"', '"1,196"', '"5"', '"3"'))
    assert "1,196 ready, 5 with a warning, 3 rejected" in shown


def test_a_finding_names_some_records_with_their_lines_and_says_that_there_are_more():
    shown = text(report(INSPECTION))
    assert "PYR_3" in shown
    assert "PYR_4" not in shown
    assert " line 30" in shown
    assert " and others. " in shown


def test_raw_lines_can_be_read_the_other_way():
    assert '"data-reading": "one"' in text(report(INSPECTION | {"reading": "list", "records": 2}))
    assert "data-reading" not in text(report(INSPECTION | {"reading": "list", "records": 1}))
    assert "data-reading" not in text(report(INSPECTION))


def test_identifiers_are_text():
    assert '"children": "<b>x</b>"' in text(report(INSPECTION))


def test_the_button_says_what_it_does():
    assert submit_label(1201) == "Analyse 1,201 proteins"
    assert submit_label(1) == "Analyse 1 protein"
    assert submit_label(0) == "No record can be analysed"


def test_the_note_is_about_the_rejected():
    assert not submit_note({"rejected": 0})
    assert submit_note({"rejected": 1}).startswith("1 sequence will be skipped. You can download it with the reason")
    assert submit_note({"rejected": 3}).startswith("3 sequences will be skipped. You can download them")
