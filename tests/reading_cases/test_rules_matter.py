"""Each rule of reading matters: without it, a case of the table comes out otherwise."""

import re
from typing import Any

import pytest

from batchprot.reading import not_residues, printed, records, residues, sniff, spans, table_lines, verdict, words
from tests.reading_cases.cases import CASES
from tests.reading_cases.test_library_and_command import disagreement

NEVER = re.compile(rb"(?!)")


def no(*_args: Any, **_options: Any) -> bool:
    return False


def nothing(*_args: Any, **_options: Any) -> None:
    return None


def alike(*_args: Any, **_options: Any) -> float:
    return 0.0


RULES = {
    "numbers that grow": (printed, "_is_numbered", no),
    "blocks of ten": (printed, "_in_blocks", no),
    "keywords of flat files": (printed, "_KEYWORD", NEVER),
    "usual widths": (verdict, "_is_usual", no),
    "wrapped paragraphs": (verdict, "_are_wrapped_paragraphs", no),
    "lines that resemble each other": (verdict, "_resemblance", alike),
    "tables": (verdict, "refuse_table", nothing),
    "workbooks": (spans, "refuse_workbook", nothing),
    "headings": (verdict, "is_heading", no),
    "identifiers": (verdict, "identifiers_named", lambda _words: ""),
    "several words": (verdict, "_refuse_several_words", nothing),
    "lines that are no residues": (verdict, "_why_no_residues", lambda *_line: ""),
    "three-letter codes of a list": (verdict, "are_three_letter_codes", no),
    "sequence columns": (table_lines, "sequence_column", nothing),
    "letters of words": (words, "_ENGLISH", words._PROTEIN),
    "words among residues": (not_residues, "_is_words", no),
    "capitalised names": (not_residues, "_is_capitalised_word", no),
    "lower-case lines": (not_residues, "_stands_alone", no),
    "three-letter codes": (not_residues, "are_three_letter_codes", no),
    "digits inside": (not_residues, "_INNER_DIGITS", NEVER),
    "single lower-case letters": (not_residues, "isolated_lower", nothing),
    "annotation": (not_residues, "annotation", nothing),
    "flanking residues": (not_residues, "_FLANKED", NEVER),
    "single points": (not_residues, "is_single_points", no),
    "end groups": (not_residues, "PROFORMA", None),
    "headers inside lines": (residues, "later_header", nothing),
    "sentences": (residues, "_is_sentence", no),
    "proof of PIR": (records, "_is_pir", lambda header, _body: header[:3] in records.PIR_CODES),
    "PIR": (records, "_is_pir", no),
    "rows of an alignment": (records, "columns_of", lambda _bodies: 0),
    "hidden marks": (records, "has_hidden_marks", no),
    "other marks": (spans, "other_mark", lambda _text: b""),
    "wide encodings": (sniff, "_wide_encoding", lambda _head: ""),
    "padding": (sniff, "PADDING", 10**9),
}


@pytest.mark.parametrize("rule", RULES)
def test_without_the_rule_a_case_comes_out_otherwise(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, instead = RULES[rule]
    if rule == "letters of words":
        monkeypatch.setattr(words, "likeness", lambda _letters: 0.0)
        monkeypatch.setattr(verdict, "likeness", lambda _letters: 0.0)
    elif rule == "end groups":
        monkeypatch.setattr(not_residues, "_END_GROUPS", NEVER)
    else:
        monkeypatch.setattr(module, name, instead)
    assert any(_disagrees(case) for case in CASES)


def _disagrees(case: Any) -> bool:
    try:
        return bool(disagreement(case))
    except Exception:  # noqa: BLE001 - to break is to differ
        return True


def test_with_all_rules_no_case_does() -> None:
    assert not [said for case in CASES if (said := disagreement(case))]
