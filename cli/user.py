"""`batchprot user`: manage accounts; for operators."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from batchprot.refusal import Refusal
from cli.database_address import data_dir_option, database_address

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

    with _services(data_dir) as services:
        create_user(services, email, _password(password_stdin))
    click.echo(f"Created an account for {email}.")


@user.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of prompting.")
@data_dir_option
def password(email: str, password_stdin: bool, data_dir: Path) -> None:
    """Set a new password for EMAIL; prompts twice for it. All sessions of the account end."""
    from accounts.people import set_password

    with _services(data_dir) as services:
        person = _existing(services, email)
        set_password(services, person.id, _password(password_stdin))
    click.echo(f"Changed the password of {email}.")


@user.command()
@click.argument("email")
@click.option("--origin", default="http://127.0.0.1:8050", show_default=True, help="The address of this server.")
@data_dir_option
def link(email: str, origin: str, data_dir: Path) -> None:
    """Print a one-time sign-in link for EMAIL, valid for one hour."""
    from accounts.one_time_links import create_sign_in_link

    with _services(data_dir) as services:
        token = create_sign_in_link(services, _existing(services, email).id)
    click.echo(f"{origin}/sign-in/link/{token}")


@contextmanager
def _services(data_dir: Path) -> "Iterator[AccountServices]":
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


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    typed: str = click.prompt("Password (at least 12 characters)", hide_input=True, confirmation_prompt=True)
    return typed
