"""The prose check finds what it is for, and nothing in code."""

import pytest

from tools import prose


def found(path, content):
    return [fault.words.lower() for fault in prose.faults(prose.texts(path, content))]


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("docs/a.md", "Numbers apart by commas.", ["apart by"]),
        ("docs/a.md", "Whoever opens it sees the whole batch.", ["whoever", "whole batch"]),
        ("docs/a.md", "Every record was measured.", ["was measured"]),
        ("dashboard/templates/a.html", "<p>The analysis goes on by itself.</p>", ["by itself"]),
        ("dashboard/a.py", 'LABEL = "Pick all proteins"\n', ["pick"]),
        ("dashboard/a.py", 'LABEL = f"{number} picked rows"\n', ["picked"]),
        ("jobs/a.py", '"""Send a doorbell to the runner."""\n', ["doorbell"]),
        ("jobs/a.py", "def go():\n    # Draw it anew.\n    pass\n", ["anew"]),
        ("dashboard/assets/a.js", "// The page is built anew.\n", ["anew"]),
    ],
)
def test_words_that_are_not_ours_are_found(path, content, words):
    assert found(path, content) == words


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("docs/a.md", "`explorer-picked` is the Store of the checked rows; `picked=` is in the address."),
        ("dashboard/a.py", 'CLASS = "bp-selbar bp-jobs-picked"\n'),
        ("dashboard/a.py", 'WORDS = f"file {visitor.place} of it"\n'),
        ("dashboard/a.py", '"""The visitor of a page."""\n'),  # an identifier's word, in a docstring
        ("dashboard/templates/a.html", '<style>.pick{fill:#fff}</style><b class="pick">3 proteins</b>'),
        ("docs/a.md", "The absorbance measured at 280 nm; the rings around points."),
    ],
)
def test_code_and_science_are_left_alone(path, content):
    assert found(path, content) == []


def test_the_place_is_that_of_the_word():
    (fault,) = prose.faults(prose.texts("a.py", 'def f():\n    """One.\n\n    Drawn anew.\n    """\n'))
    assert (fault.path, fault.line, fault.instead) == ("a.py", 4, "again")


def test_the_whole_project_is_clean(capsys):
    with pytest.raises(SystemExit) as end:
        prose.main()
    assert (end.value.code, capsys.readouterr().out) == (0, "")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ('PICKED = "explorer-picked"\n', ["PICKED", '"explorer-picked"']),
        (
            "def read_pieces(only_measured):\n    return first_piece.span\n",
            ["read_pieces", "only_measured", "first_piece"],
        ),
        ("class PieceOfFile:\n    pass\n", ["PieceOfFile"]),
        ('checked = "2 of 3 picked"  # picked\n', []),
        ("piecewise = unmeasured\n", []),
    ],
)
def test_words_that_are_not_ours_are_found_in_names(content, names):
    assert [fault.words for fault in prose.wrong_names("results/a.py", content)] == names


def test_a_batch_is_of_the_engine_only():
    content = "batch = SequenceBatch()\n"
    assert len(list(prose.wrong_names("results/a.py", content))) == 2
    assert not list(prose.wrong_names("batchprot/engine/a.py", content))


def test_names_of_old_addresses_may_be_read():
    assert not list(prose.wrong_names("dashboard/components/explorer/view.py", 'FORMER = {"picked": "checked"}\n'))
