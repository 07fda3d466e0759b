"""`batchprot user`: accounts, for operators."""

import sys
from pathlib import Path

import click

from batchprot.command.refusal import Refusal
from cli.database_address import data_dir_option, database_address


@click.group()
def user() -> None:
    """Create accounts and sign-in links."""


@user.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
@data_dir_option
def create(email: str, password_stdin: bool, data_dir: Path) -> None:
    """Create an account for EMAIL, asking twice for its password."""
    from accounts.errors import AccountError
    from accounts.people import create_user
    from accounts.services import AccountServices
    from models.database import Database

    services = AccountServices(Database(database_address(data_dir), application_name="batchprot-cli"))
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _ask_password()
    try:
        create_user(services, email, password)
    except AccountError as error:
        raise Refusal(str(error)) from error
    click.echo(f"Created an account for {email}.")


@user.command()
@click.argument("email")
@click.option("--origin", default="http://127.0.0.1:8050", show_default=True, help="Where people reach this BatchProt.")
@data_dir_option
def link(email: str, origin: str, data_dir: Path) -> None:
    """Print a link that signs EMAIL in once, within an hour."""
    from accounts.one_time_links import create_sign_in_link
    from accounts.people import find_user
    from accounts.services import AccountServices
    from models.database import Database

    services = AccountServices(Database(database_address(data_dir), application_name="batchprot-cli"))
    found = find_user(services, email)
    if found is None:
        raise Refusal(f"{email} has no account here.")
    click.echo(f"{origin}/sign-in/link/{create_sign_in_link(services, found.id)}")


def _ask_password() -> str:
    password: str = click.prompt("Password, 12 characters or more", hide_input=True, confirmation_prompt=True)
    return password
