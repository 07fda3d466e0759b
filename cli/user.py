"""`batchprot user`: manage accounts; for operators."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from batchprot.refusal import Refusal
from cli.database_address import data_dir_option, database_address, server_address

if TYPE_CHECKING:
    from accounts.services import AccountServices, User


@click.group()
def user() -> None:
    """Create accounts, set passwords, print sign-in links."""


@user.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of prompting.")
@data_dir_option
def create(email: str, password_stdin: bool, data_dir: Path) -> None:
    """Create an account for EMAIL; prompts twice for the password."""
    from accounts.people import create_user

    with account_services(data_dir) as services:
        create_user(services, email, _password(password_stdin))
    click.echo(f"Created an account for {email}.")


@user.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of prompting.")
@data_dir_option
def password(email: str, password_stdin: bool, data_dir: Path) -> None:
    """Set a new password for EMAIL; prompts twice for it. All sessions of the account end."""
    from accounts.people import set_password

    with account_services(data_dir) as services:
        person = _existing(services, email)
        set_password(services, person.id, _password(password_stdin))
    click.echo(f"Changed the password of {email}.")


@user.command()
@click.argument("email", required=False)
@click.option("--origin", help="The address of the server; by default that of the one that runs on --data-dir.")
@data_dir_option
def link(email: str | None, origin: str | None, data_dir: Path) -> None:
    """Print a one-time sign-in link for EMAIL, valid for one hour.

    Without EMAIL it is for the demo account, or for the only account there is.
    """
    from accounts.one_time_links import create_sign_in_link

    with account_services(data_dir) as services:
        person = _existing(services, email) if email else _only(services)
        address = (origin or server_address(data_dir)).rstrip("/")
        token = create_sign_in_link(services, person.id)
    click.echo(f"{address}/sign-in/link/{token}")


@contextmanager
def account_services(data_dir: Path) -> "Iterator[AccountServices]":
    """The accounts of the database that a running `batchprot up` or DATABASE_URL names."""
    from accounts.services import AccountServices
    from models.database import Database

    database = Database(database_address(data_dir), application_name="batchprot-cli")
    try:
        yield AccountServices(database)
    finally:
        database.dispose()


def _existing(services: "AccountServices", email: str) -> "User":
    from accounts.people import find_user

    person = find_user(services, email)
    if person is None:
        raise Refusal(f"{email} does not have an account on this server.")
    return person


def _only(services: "AccountServices") -> "User":
    """The demo account, or the only one there is."""
    from accounts.people import find_user, list_emails
    from cli.demo import EMAIL

    found = find_user(services, EMAIL)
    emails = list_emails(services, 2)
    if found is None and len(emails) == 1:
        found = find_user(services, emails[0])
    if found is None:
        raise Refusal("Say for whom: `batchprot user link EMAIL`." if emails else "This server has no accounts yet.")
    return found


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    typed: str = click.prompt("Password (at least 12 characters)", hide_input=True, confirmation_prompt=True)
    return typed
