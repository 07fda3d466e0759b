import contextlib
import threading
import time

import pytest

from accounts.errors import HashingBusy, InvalidPassword
from accounts.passwords import PasswordHasher, acceptable_length, check_password

GOOD = [
    "correct horse battery staple",
    "Gel-Column-Buffer-42",
    "  spaces at both ends count  ",
    "ümläutë und ähnliches ß",
    "日本語のパスワードは長い方がよい",
    "🧬🧪🔬 emoji are characters too",
    "tab\tand\nnewline inside a phrase",
    "x" * 3 + "unrelated gravel violin" + "y" * 998,
]

BAD = {
    "": "12 characters",
    "short": "12 characters",
    "elevenchars": "12 characters",
    "aaaaaaaaaaaa": "easy to guess",
    "password1234": "easy to guess",
    "passwordpassword": "easy to guess",
    "123456789012": "easy to guess",
    "qwertyuiop12": "easy to guess",
    "1qaz2wsx3edc": "easy to guess",
    "hunter2hunter2": "easy to guess",
    "ada.lovelace": "easy to guess",
    "ada.lovelace@example.org": "easy to guess",
    "batchprotbatchprot": "easy to guess",
    "gravel violin\0 and NUL": "NUL",
    "gravel violin \ud800 surrogate": "characters",
    "gravel violin " * 74: "1,024",
}


@pytest.mark.parametrize("password", GOOD, ids=range(len(GOOD)))
def test_good_passwords_are_accepted(password):
    check_password(password, "ada.lovelace@example.org")


@pytest.mark.parametrize(("password", "word"), BAD.items(), ids=range(len(BAD)))
def test_bad_passwords_are_refused_with_what_to_do(password, word):
    with pytest.raises(InvalidPassword, match=word):
        check_password(password, "ada.lovelace@example.org")


@pytest.mark.parametrize(("length", "accepted"), [(1_023, True), (1_024, True), (1_025, False)])
def test_length_limit_is_exact(length, accepted):
    assert acceptable_length("x" * length) is accepted


def test_judging_the_worst_password_takes_no_time():
    began = time.perf_counter()
    for password in ("1l0@4" * 204, "a" * 1_024, "@4" * 512):
        with contextlib.suppress(InvalidPassword):
            check_password(password)
    assert time.perf_counter() - began < 2


def test_one_persons_words_are_not_kept_for_the_next():
    from zxcvbn import matching

    check_password("gravel violin seaside", "ada.lovelace@example.org")
    assert "ada.lovelace@example.org" not in str(matching.RANKED_DICTIONARIES.get("user_inputs", {}))


@pytest.fixture(scope="module")
def hasher():
    return PasswordHasher()


def test_hash_is_argon2id_of_at_least_the_agreed_strength(hasher):
    assert hasher.hash("gravel violin").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_hash_fits_only_its_own_password(hasher):
    encoded = hasher.hash("gravel violin")
    assert hasher.verify(encoded, "gravel violin")
    assert not hasher.verify(encoded, "gravel violin ")
    assert not hasher.verify(encoded, "Gravel violin")
    assert hasher.hash("gravel violin") != encoded


@pytest.mark.parametrize("encoded", ["", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv"])
def test_a_damaged_hash_fits_nothing(hasher, encoded):
    assert not hasher.verify(encoded, "nobody has this password")


def test_nobody_signs_in_with_nobodys_password(hasher):
    assert not hasher.verify(None, "nobody has this password")


def test_weaker_hashes_are_outdated(hasher):
    weak = PasswordHasher(memory_kib=8, passes=1)
    assert hasher.outdated(weak.hash("gravel violin"))
    assert not hasher.outdated(hasher.hash("gravel violin"))


def test_no_more_hashes_run_at_once_than_agreed(monkeypatch):
    monkeypatch.setattr("accounts.passwords.WAIT_SECONDS", 0.01)
    hasher = PasswordHasher(memory_kib=8, passes=1, at_once=1)
    inside, leave = threading.Event(), threading.Event()

    def stay():
        with hasher._place():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=stay)
    thread.start()
    inside.wait(10)
    with pytest.raises(HashingBusy):
        hasher.hash("gravel violin")
    leave.set()
    thread.join()
    assert hasher.hash("gravel violin")


def test_judging_a_password_takes_few_combinations_of_signs_for_letters(monkeypatch):
    """Each kind of sign doubles them: this one would have 2,000 for each part of it that repeats."""
    from zxcvbn import matching

    tried, plain = [], matching.enumerate_l33t_subs
    monkeypatch.setattr(matching, "enumerate_l33t_subs", lambda table: tried.append(plain(table)) or tried[-1])
    with contextlib.suppress(InvalidPassword):
        check_password("4@8({[<369!1|0$5+7%2" * 3)
    assert tried
    assert max(map(len, tried)) <= 8


@pytest.mark.parametrize("password", ["P4ssw0rd12345", "b4tchpr0t2026!", "l3tm31nl3tm31n"])
def test_signs_for_letters_still_make_no_password_strong(password):
    with pytest.raises(InvalidPassword):
        check_password(password)
