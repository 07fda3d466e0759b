"""One base of every refusal, and one form of a problem document."""

import pkgutil
from importlib import import_module

import pytest

import batchprot.refusal
from accounts.errors import AccountError, GitHubAway, HashingBusy, LinkUsedUp, TooManyAttempts, WrongCredentials
from batchprot.engine.profile import ProfileError
from batchprot.engine.titration import NothingLeftError
from batchprot.properties.options import OptionsError
from batchprot.reading.unreadable import UnreadableInput
from batchprot.refusal import Refusal, problem_document
from jobs.errors import JobNotFound, JobRefused, LinkEnded, ProteinNotFound, ReadOnly, UploadError
from results.selection.model import InvalidSelection
from results.selection.motif import InvalidMotif
from worker.problems import Problem

REFUSALS = [
    (UnreadableInput("empty", "The file is empty."), "empty", 400),
    (OptionsError("ph", "pH must be between 0 and 14."), "bad_options", 422),
    (NothingLeftError("No residue is left."), "outside_range", 422),
    (ProfileError("bad_window", "The window must be odd."), "bad_window", 422),
    (JobNotFound(), "job_not_found", 404),
    (LinkEnded(), "link_ended", 410),
    (ReadOnly(), "read_only", 403),
    (ProteinNotFound(), "record_not_found", 404),
    (JobRefused("busy", "Too many analyses are running."), "busy", 409),
    (UploadError("too_large", "The file is too large.", 413), "too_large", 413),
    (InvalidSelection("A filter has no number."), "selection", 400),
    (InvalidMotif("Not a valid motif."), "motif", 400),
    (AccountError("No."), "account", 422),
    (WrongCredentials(), "wrong_credentials", 401),
    (TooManyAttempts(61), "too_many_attempts", 429),
    (HashingBusy(), "busy", 503),
    (GitHubAway(), "github_away", 503),
    (LinkUsedUp(), "link_used_up", 410),
    (Problem(415, "unsupported_media_type", "Send JSON."), "unsupported_media_type", 415),
]


@pytest.mark.parametrize(("refusal", "code", "status"), REFUSALS, ids=lambda each: type(each).__name__)
def test_every_refusal_has_a_sentence_a_code_and_a_status(refusal, code, status):
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.status) == (code, status)
    assert str(refusal) == refusal.message
    assert refusal.problem == {
        "type": f"urn:batchprot:problem:{code}",
        "title": refusal.problem["title"],
        "status": status,
        "detail": refusal.message,
        "code": code,
    }


def test_a_problem_document_names_record_line_and_next_step_where_they_are_known():
    refusal = Refusal("A gap at residue 3.", code="gap", record=2, line=7, next_step="Remove the gaps.")
    assert refusal.problem | {"title": "Bad Request"} == {
        "type": "urn:batchprot:problem:gap",
        "title": "Bad Request",
        "status": 400,
        "detail": "A gap at residue 3.",
        "code": "gap",
        "record": 2,
        "line": 7,
        "next_step": "Remove the gaps.",
    }


def test_a_problem_document_without_a_code_takes_the_name_of_the_status():
    assert problem_document(404, "Nothing here.")["code"] == "not_found"


def test_no_use_case_has_a_vocabulary_of_its_own():
    """Every exception whose message is shown is a refusal: those of the error modules, all of them."""
    for name in ("jobs.errors", "accounts.errors", "worker.problems", "batchprot.reading.unreadable"):
        module = import_module(name)
        own = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == name]
        assert [each for each in own if issubclass(each, Exception) and not issubclass(each, Refusal)] == [], name
    assert "refusal" in {module.name for module in pkgutil.iter_modules(batchprot.__path__)}
