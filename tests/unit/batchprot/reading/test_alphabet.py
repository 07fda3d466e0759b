from batchprot.reading import alphabet


def test_the_letters_are_those_of_the_alphabet_each_once():
    assert sorted(alphabet.KNOWN + alphabet.AMBIGUOUS) == list(alphabet.LETTERS)
    assert "".join(sorted(alphabet.STANDARD)) == alphabet.STANDARD
    assert len(alphabet.STANDARD) == 20


def test_every_letter_has_names():
    assert set(alphabet.NAMES) == set(alphabet.THREE_LETTER) == set(alphabet.LETTERS)
    assert len(set(alphabet.THREE_LETTER.values())) == 26


def test_nine_nucleotides_of_ten_letters_look_like_nucleotides():
    assert alphabet.looks_like_nucleotides(9, 10)
    assert not alphabet.looks_like_nucleotides(8, 10)


def test_a_short_peptide_never_looks_like_nucleotides():
    assert not alphabet.looks_like_nucleotides(9, 9)
