from callbacks.frame import UNEXPECTED, sentence, toast
from jobs.errors import JobNotFound


def test_our_own_errors_carry_their_sentence():
    assert sentence(JobNotFound()) == str(JobNotFound())


def test_the_words_of_other_errors_are_never_shown():
    assert sentence(ValueError("MKTAYIAKQR is not a number")) == UNEXPECTED


def test_the_same_words_show_again():
    assert toast("Done", undo="1") | {"at": 0} == {"text": "Done", "undo": "1", "at": 0}
