from callbacks import frame
from callbacks.frame import UNEXPECTED, sentence, toast
from jobs.errors import JobNotFound


def test_our_own_errors_carry_their_sentence():
    assert sentence(JobNotFound()) == str(JobNotFound())


def test_the_words_of_other_errors_are_never_shown():
    assert sentence(ValueError("MKTAYIAKQR is not a number")) == UNEXPECTED


def test_the_same_words_show_again():
    assert toast("Done", undo="1") | {"at": 0} == {"text": "Done", "undo": "1", "at": 0}


def test_an_ordinary_refusal_is_one_line_in_the_log(monkeypatch, caplog):
    """The holder of a link can cause them by the thousand."""
    monkeypatch.setattr(frame, "set_props", lambda *_given: None)
    with caplog.at_level("INFO"):
        frame.on_error(JobNotFound())
        frame.on_error(ValueError("MKTAYIAKQR"))
    refused, failed = caplog.records
    assert (refused.levelname, refused.exc_info, refused.code) == ("INFO", None, "job_not_found")
    assert failed.levelname == "ERROR"
    assert "MKTAYIAKQR" not in caplog.text
