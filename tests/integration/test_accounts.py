# ruff: noqa: ARG001, ARG002, BLE001 - fixtures set the scene, and threads report every outcome
"""Accounts against a real PostgreSQL: signing in and out, limits, links, and what the database may hold."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from accounts import people, sessions
from accounts.api_tokens import create_api_token, use_api_token
from accounts.errors import EmailTaken, HashingBusy, InvalidPassword, TooManyAttempts, WrongCredentials
from accounts.one_time_links import create_sign_in_link, redeem
from accounts.passwords import PasswordHasher
from accounts.services import AccountLimits, AccountServices, Allowance

EMAIL = "ada@example.org"
PASSWORD = "gravel violin seaside"
OTHER = "marble trumpet lakeshore"


@pytest.fixture(scope="module")
def hasher():
    return PasswordHasher()


@pytest.fixture
def services(database, hasher):
    return AccountServices(database, hasher)


@pytest.fixture
def ada(services):
    people.sign_up(services, EMAIL, PASSWORD)
    return people.find_user(services, EMAIL).id


def age(database, table, column, interval):
    with database.session() as session:
        session.execute(text(f"UPDATE {table} SET {column} = {column} - interval '{interval}'"))


def events(rows):
    return [event for (event,) in rows("SELECT event FROM audit_event ORDER BY id")]


def test_sign_up_then_sign_in(services, ada, rows):
    token = people.sign_in(services, " ADA@Example.org ", PASSWORD, address="10.0.0.1")
    assert sessions.user_for_session(services, token).id == ada
    assert events(rows) == ["account_created", "signed_in"]


def test_database_holds_neither_password_nor_token(services, ada, rows):
    token = people.sign_in(services, EMAIL, PASSWORD)
    link = create_sign_in_link(services, ada)
    stored = str(
        rows("SELECT u::text FROM app_user u")
        + rows("SELECT s::text FROM login_session s")
        + rows("SELECT t::text FROM email_token t")
        + rows("SELECT a::text FROM audit_event a")
    )
    assert PASSWORD not in stored
    assert token not in stored
    assert link not in stored
    assert "$argon2id$" in stored


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, OTHER),
        (EMAIL, PASSWORD + " "),
        (EMAIL, PASSWORD.upper()),
        (EMAIL, ""),
        (EMAIL, "x" * 1_000_000),
        (EMAIL, PASSWORD + "\0"),
        ("nobody@example.org", PASSWORD),
        ("", PASSWORD),
        ("not an address", PASSWORD),
        ("ada@example.org' OR '1'='1", PASSWORD),
        ("ada\0@example.org", PASSWORD),
        ("\ud800", "\ud800"),
    ],
)
def test_wrong_credentials_are_all_answered_alike(services, ada, email, password):
    with pytest.raises(WrongCredentials) as refusal:
        people.sign_in(services, email, password)
    assert str(refusal.value) == "Wrong e-mail or password."


def test_disabled_account_is_answered_like_a_wrong_password(services, ada, database):
    token = people.sign_in(services, EMAIL, PASSWORD)
    with database.session() as session:
        session.execute(text("UPDATE app_user SET disabled_at = now()"))
    assert sessions.user_for_session(services, token) is None
    with pytest.raises(WrongCredentials):
        people.sign_in(services, EMAIL, PASSWORD)


def test_account_without_password_opens_to_links_only(services, rows):
    user_id = people.create_user(services, "demo@example.org", is_demo=True)
    for password in ("", "nobody has this password"):
        with pytest.raises(WrongCredentials):
            people.sign_in(services, "demo@example.org", password)
    assert redeem(services, create_sign_in_link(services, user_id)) is not None


def test_second_sign_up_changes_nothing_and_says_nothing(services, ada, rows):
    before = rows("SELECT * FROM app_user")
    assert people.sign_up(services, "ADA@example.org", OTHER) is None
    assert rows("SELECT * FROM app_user") == before
    assert events(rows) == ["account_created", "sign_up_repeated"]


def test_same_address_signed_up_at_once_gives_one_account(services, rows):
    threads = [threading.Thread(target=people.sign_up, args=(services, EMAIL, PASSWORD)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows("SELECT count(*) FROM app_user") == [(1,)]


def test_known_and_unknown_address_cost_the_same_hashing(database, ada):
    calls = []

    class Counting(PasswordHasher):
        def verify(self, encoded, password):
            calls.append(encoded is not None)
            return super().verify(encoded, password)

    services = AccountServices(database, Counting())
    for email in (EMAIL, "nobody@example.org", "not an address"):
        with pytest.raises(WrongCredentials):
            people.sign_in(services, email, OTHER)
    assert calls == [True, False, False]


def test_sign_up_hashes_also_for_an_address_in_use(database, ada):
    calls = []

    class Counting(PasswordHasher):
        def hash(self, password):
            calls.append(1)
            return super().hash(password)

    people.sign_up(AccountServices(database, Counting()), EMAIL, OTHER)
    assert calls == [1]


def test_operator_is_told_that_an_address_is_taken(services, ada):
    with pytest.raises(EmailTaken):
        people.create_user(services, EMAIL, PASSWORD)
    with pytest.raises(InvalidPassword):
        people.create_user(services, "eve@example.org", "short")


# Sessions


def test_sign_out_kills_that_session_only(services, ada):
    here, there = (people.sign_in(services, EMAIL, PASSWORD) for _ in range(2))
    sessions.sign_out(services, here)
    assert sessions.user_for_session(services, here) is None
    assert sessions.user_for_session(services, there).id == ada
    sessions.sign_out(services, here)


@pytest.mark.parametrize(
    ("column", "interval", "alive"),
    [
        ("last_seen_at", "11 hours 59 minutes", True),
        ("last_seen_at", "12 hours 1 second", False),
        ("created_at", "6 days 23 hours 59 minutes", True),
        ("created_at", "7 days 1 second", False),
    ],
)
def test_sessions_end_by_the_databases_clock(services, ada, database, column, interval, alive):
    token = people.sign_in(services, EMAIL, PASSWORD)
    age(database, "login_session", column, interval)
    assert (sessions.user_for_session(services, token) is not None) is alive


def test_using_a_session_keeps_it_alive(services, ada, database):
    token = people.sign_in(services, EMAIL, PASSWORD)
    for _ in range(3):
        age(database, "login_session", "last_seen_at", "11 hours")
        assert sessions.user_for_session(services, token) is not None


def test_a_page_of_requests_writes_the_session_once(services, ada, rows, database):
    token = people.sign_in(services, EMAIL, PASSWORD)
    age(database, "login_session", "last_seen_at", "1 hour")
    seen = set()
    for _ in range(3):
        sessions.user_for_session(services, token)
        seen |= set(rows("SELECT last_seen_at, xmin::text FROM login_session"))
    assert len(seen) == 1


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "a" * 100_000, "' OR 1=1 --"])
def test_made_up_tokens_are_nobodys(services, ada, token):
    people.sign_in(services, EMAIL, PASSWORD)
    assert sessions.user_for_session(services, token) is None


def test_ended_sessions_are_swept_at_the_next_sign_in(services, ada, rows, database):
    people.sign_in(services, EMAIL, PASSWORD)
    age(database, "login_session", "created_at", "8 days")
    people.sign_in(services, EMAIL, PASSWORD)
    assert rows("SELECT count(*) FROM login_session") == [(1,)]


def test_password_change_ends_every_session_and_begins_one(services, ada):
    old = [people.sign_in(services, EMAIL, PASSWORD) for _ in range(2)]
    new = people.change_password(services, ada, PASSWORD, OTHER)
    assert [sessions.user_for_session(services, token) for token in old] == [None, None]
    assert sessions.user_for_session(services, new).id == ada
    with pytest.raises(WrongCredentials):
        people.sign_in(services, EMAIL, PASSWORD)
    assert people.sign_in(services, EMAIL, OTHER)


def test_password_change_needs_the_current_one_and_a_good_new_one(services, ada):
    token = people.sign_in(services, EMAIL, PASSWORD)
    with pytest.raises(WrongCredentials):
        people.change_password(services, ada, OTHER, OTHER)
    with pytest.raises(InvalidPassword):
        people.change_password(services, ada, PASSWORD, "short")
    assert sessions.user_for_session(services, token) is not None


def test_operator_sets_a_password_and_every_session_ends(services, ada):
    token = people.sign_in(services, EMAIL, PASSWORD)
    people.set_password(services, ada, OTHER)
    assert sessions.user_for_session(services, token) is None
    assert people.sign_in(services, EMAIL, OTHER)


def test_deleting_the_account_ends_its_sessions(services, ada, rows):
    token = people.sign_in(services, EMAIL, PASSWORD)
    rows("DELETE FROM app_user")
    assert sessions.user_for_session(services, token) is None


def test_weak_hash_is_made_anew_at_sign_in(database, rows):
    weak = AccountServices(database, PasswordHasher(memory_kib=8, passes=1))
    people.sign_up(weak, EMAIL, PASSWORD)
    strong = AccountServices(database, PasswordHasher())
    people.sign_in(strong, EMAIL, PASSWORD)
    assert "m=19456,t=2,p=1" in rows("SELECT password_hash FROM app_user")[0][0]
    people.sign_in(strong, EMAIL, PASSWORD)
    assert events(rows).count("password_rehashed") == 1


# Limits


def fail(services, times, *, email=EMAIL, address="10.0.0.1"):
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            people.sign_in(services, email, OTHER, address=address)


def test_eleventh_failure_for_an_account_is_refused_before_hashing(database, hasher, ada):
    fail(AccountServices(database, hasher), 10)

    class Refusing(PasswordHasher):
        def verify(self, encoded, password):
            raise AssertionError("hashed")

    with pytest.raises(TooManyAttempts) as refusal:
        people.sign_in(AccountServices(database, Refusing()), EMAIL, PASSWORD, address="10.0.0.1")
    assert 0 < refusal.value.seconds <= 301
    assert "Try again in 5 minutes" in str(refusal.value) or "Try again in 6 minutes" in str(refusal.value)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda services, _: people.sign_in(services, EMAIL, PASSWORD),
        lambda services, person: people.change_password(services, person, PASSWORD, OTHER),
    ],
    ids=["sign_in", "change_password"],
)
def test_an_attempt_without_a_place_for_hashing_is_not_counted(database, hasher, ada, attempt):
    class Busy(PasswordHasher):
        def verify(self, encoded, password):
            raise HashingBusy

    busy = AccountServices(database, Busy())
    for _ in range(12):
        with pytest.raises(HashingBusy):
            attempt(busy, ada)
    assert people.sign_in(AccountServices(database, hasher), EMAIL, PASSWORD)


def test_eleventh_failure_from_an_address_is_refused_for_any_account(services, ada):
    for number in range(10):
        fail(services, 1, email=f"p{number}@example.org")
    with pytest.raises(TooManyAttempts):
        people.sign_in(services, EMAIL, PASSWORD, address="10.0.0.1")
    assert people.sign_in(services, EMAIL, PASSWORD, address="10.0.0.2")


def test_unknown_accounts_are_limited_like_known_ones(services, ada):
    fail(services, 10, email="nobody@example.org")
    with pytest.raises(TooManyAttempts):
        people.sign_in(services, "NOBODY@example.org", OTHER, address="10.0.0.1")


def test_a_stranger_at_one_address_locks_nobody_out(services, ada):
    fail(services, 10)
    with pytest.raises(TooManyAttempts):
        people.sign_in(services, EMAIL, PASSWORD, address="10.0.0.1")
    assert people.sign_in(services, EMAIL, PASSWORD, address="10.0.0.2")
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            people.change_password(services, ada, OTHER, OTHER)
    assert people.sign_in(services, EMAIL, PASSWORD, address="10.0.0.2")


def test_wrong_passwords_for_one_account_are_limited_from_wherever_they_come(services, ada):
    few = replace(services, limits=replace(services.limits, account_failures=Allowance(12, timedelta(minutes=5))))
    fail(few, 8)
    fail(few, 4, address="10.0.0.2")
    with pytest.raises(TooManyAttempts):
        people.sign_in(few, EMAIL, PASSWORD, address="10.0.0.3")
    assert AccountLimits().account_failures.attempts >= 100


def test_longer_limits_survive_a_sign_in(services, ada, database, rows):
    """Counters of resets, confirmations and feedback look back further than those of signing in."""
    rows(
        "INSERT INTO rate_limit (key, window_start, count) VALUES ('confirmation:x', now() - interval '50 minutes', 5)"
    )
    people.sign_in(services, EMAIL, PASSWORD)
    assert rows("SELECT count FROM rate_limit WHERE key = 'confirmation:x'") == [(5,)]
    age(database, "rate_limit", "window_start", "2 hours")
    people.sign_in(services, EMAIL, PASSWORD)
    assert rows("SELECT count(*) FROM rate_limit WHERE key = 'confirmation:x'") == [(0,)]


def test_sign_ups_are_limited_before_a_password_is_judged(services, monkeypatch):
    judged = []
    monkeypatch.setattr("accounts.people.check_password", lambda *given: judged.append(given))
    few = replace(services, limits=replace(services.limits, sign_ups=Allowance(1, timedelta(minutes=5))))
    people.sign_up(few, "a@example.org", PASSWORD, address="10.0.0.1")
    with pytest.raises(TooManyAttempts):
        people.sign_up(few, "b@example.org", PASSWORD, address="10.0.0.1")
    assert len(judged) == 1


def test_a_new_password_closes_every_other_way_in(services, ada):
    tokens = [create_api_token(services, ada, "script") for _ in range(2)]
    people.change_password(services, ada, PASSWORD, OTHER)
    assert [use_api_token(services, token) for token in tokens] == [None, None]


def test_strangers_can_not_fill_the_audit_record(services, ada, rows):
    for number in range(40):
        assert redeem(services, f"made up {number}", address="10.0.0.1") is None
    assert rows("SELECT count(*) FROM audit_event WHERE event = 'sign_in_link_refused'") == [(10,)]
    fail(services, 10)
    for _ in range(40):
        with pytest.raises(TooManyAttempts):
            people.sign_in(services, EMAIL, PASSWORD, address="10.0.0.1")
    assert rows("SELECT count(*) FROM audit_event WHERE event = 'sign_in_limited'") == [(10,)]


def test_signing_in_does_not_use_up_attempts(services, ada):
    fail(services, 9)
    for _ in range(12):
        people.sign_in(services, EMAIL, PASSWORD, address="10.0.0.1")
    fail(services, 1)
    with pytest.raises(TooManyAttempts):
        people.sign_in(services, EMAIL, PASSWORD, address="10.0.0.1")


def test_limit_ends_after_five_minutes_whatever_was_tried_meanwhile(services, ada, database):
    fail(services, 10)
    for _ in range(5):
        with pytest.raises(TooManyAttempts):
            people.sign_in(services, EMAIL, OTHER, address="10.0.0.1")
    age(database, "rate_limit", "window_start", "5 minutes")
    assert people.sign_in(services, EMAIL, PASSWORD, address="10.0.0.1")


def test_attempts_made_at_once_are_counted_one_by_one(services, ada):
    outcomes = []

    def attempt():
        try:
            people.sign_in(services, EMAIL, OTHER, address="10.0.0.1")
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=attempt) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("WrongCredentials") == 10
    assert outcomes.count("TooManyAttempts") == 14


def test_counters_name_nobody_and_are_swept(services, ada, rows, database):
    fail(services, 1)
    assert "ada" not in str(rows("SELECT key FROM rate_limit"))
    age(database, "rate_limit", "window_start", "121 minutes")
    people.sign_in(services, EMAIL, PASSWORD)
    assert rows("SELECT key FROM rate_limit WHERE window_start < now() - interval '10 minutes'") == []


def test_sign_ups_from_an_address_are_limited(database, hasher):
    limits = replace(AccountLimits(), sign_ups=Allowance(2, timedelta(minutes=5)))
    services = AccountServices(database, hasher, limits)
    for number in range(2):
        people.sign_up(services, f"p{number}@example.org", PASSWORD, address="10.0.0.1")
    with pytest.raises(TooManyAttempts):
        people.sign_up(services, "p3@example.org", PASSWORD, address="10.0.0.1")
    people.sign_up(services, "p3@example.org", PASSWORD, address="10.0.0.2")


def test_limited_and_failed_attempts_are_on_record(services, ada, rows):
    fail(services, 10)
    with pytest.raises(TooManyAttempts):
        people.sign_in(services, EMAIL, OTHER, address="10.0.0.1")
    assert events(rows) == ["account_created"] + ["sign_in_failed"] * 10 + ["sign_in_limited"]
    assert rows("SELECT DISTINCT user_id, address FROM audit_event WHERE event = 'sign_in_failed'") == [
        (ada, "10.0.0.1")
    ]


# One-time links


def test_link_signs_in_once(services, ada, rows):
    link = create_sign_in_link(services, ada)
    token = redeem(services, link)
    assert sessions.user_for_session(services, token).id == ada
    assert redeem(services, link) is None
    assert events(rows)[-3:] == ["sign_in_link_created", "sign_in_link_redeemed", "sign_in_link_refused"]


def test_link_opened_in_many_windows_at_once_signs_in_one(services, ada):
    link = create_sign_in_link(services, ada)
    tokens = []
    threads = [threading.Thread(target=lambda: tokens.append(redeem(services, link))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([token for token in tokens if token]) == 1


def test_link_ends_by_the_databases_clock(services, ada, database):
    link = create_sign_in_link(services, ada, timedelta(minutes=5))
    age(database, "email_token", "expires_at", "5 minutes")
    assert redeem(services, link) is None


def test_token_for_another_purpose_does_not_sign_in(services, ada, database):
    link = create_sign_in_link(services, ada)
    with database.session() as session:
        session.execute(text("UPDATE email_token SET purpose = 'reset'"))
    assert redeem(services, link) is None


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "%00", "' OR 1=1 --"])
def test_made_up_links_sign_nobody_in(services, ada, token):
    create_sign_in_link(services, ada)
    assert redeem(services, token) is None
