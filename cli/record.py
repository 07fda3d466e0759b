"""`batchprot audit` and `batchprot feedback`: what happened, and what people told us; for operators."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cli.database_address import data_dir_option
from cli.user import account_services

limit_option = click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")


@click.command()
@click.option("--email", default="", help="Only events of this account.")
@click.option("--event", default="", help="Only events of this kind, such as sign_in_failed.")
@limit_option
@json_option
@data_dir_option
def audit(email: str, event: str, limit: int, as_json: bool, data_dir: Path) -> None:
    """Print what happened to accounts and share links, newest first."""
    from accounts.record import recorded

    with account_services(data_dir) as services:
        for one in recorded(services, email=email, event=event, limit=limit):
            words = (f"{one.at:%Y-%m-%d %H:%M:%S}", one.event, one.email or one.user_id, one.job_id, one.address)
            click.echo(_line(asdict(one)) if as_json else "  ".join(str(word) for word in words if word))


@click.command()
@limit_option
@json_option
@data_dir_option
def feedback(limit: int, as_json: bool, data_dir: Path) -> None:
    """Print what people wrote to the operator, newest first."""
    from accounts.record import told

    with account_services(data_dir) as services:
        for one in told(services, limit=limit):
            sender = one.email or "a deleted account"
            click.echo(_line(asdict(one)) if as_json else f"{one.at:%Y-%m-%d %H:%M}  {sender}\n{one.message}\n")


def _line(found: dict[str, Any]) -> str:
    return json.dumps(found, default=str, ensure_ascii=False)
