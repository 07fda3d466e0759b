"""`batchprot user`: what an operator does with accounts."""

import pytest
from click.testing import CliRunner

from accounts import people, sessions
from batchprot.command.main import main

PASSWORD = "correct horse battery staple"
OTHER = "marble trumpet lakeshore"
EMAIL = "ada@example.org"


@pytest.fixture
def operator(database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*arguments, typed="", code=0):
        result = CliRunner().invoke(main, ["user", *arguments], input=typed)
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_a_password_is_set_and_every_session_ends(operator, account_services):
    operator("create", EMAIL, "--password-stdin", typed=f"{PASSWORD}\n")
    token = people.sign_in(account_services, EMAIL, PASSWORD)
    assert operator("password", EMAIL, typed=f"{OTHER}\n{OTHER}\n").endswith(f"Changed the password of {EMAIL}.\n")
    assert sessions.user_for_session(account_services, token) is None
    assert people.sign_in(account_services, EMAIL, OTHER)


def test_a_bad_password_is_refused_in_a_sentence(operator, account_services):
    operator("create", EMAIL, "--password-stdin", typed=f"{PASSWORD}\n")
    refused = operator("password", EMAIL, "--password-stdin", typed="short\n", code=2)
    assert refused == "Use at least 12 characters. A few unrelated words are easy to remember.\n"
    assert people.sign_in(account_services, EMAIL, PASSWORD)


@pytest.mark.parametrize("command", ["password", "link"])
def test_an_unknown_or_malformed_address_is_refused_in_a_sentence(operator, command):
    unknown = operator(command, "eve@example.org", typed=f"{OTHER}\n{OTHER}\n", code=2)
    assert unknown == "eve@example.org does not have an account on this server.\n"
    malformed = operator(command, "eve", typed=f"{OTHER}\n{OTHER}\n", code=2)
    assert malformed == "Enter an e-mail address, such as name@institute.org.\n"


def test_a_link_without_a_running_server_asks_for_its_origin(operator, tmp_path):
    operator("create", EMAIL, "--password-stdin", typed=f"{PASSWORD}\n")
    refused = operator("link", EMAIL, "--data-dir", str(tmp_path), code=2)
    assert refused == f"No BatchProt is running on {tmp_path}. Start it with `batchprot up`, or give --origin.\n"
    made = operator("link", EMAIL, "--data-dir", str(tmp_path), "--origin", "https://x.example/")
    assert made.startswith("https://x.example/sign-in/link/")
