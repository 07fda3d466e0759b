"""Which database an operator's command speaks to: DATABASE_URL, or the embedded one of a running `batchprot up`."""

import os
from pathlib import Path

import click

from batchprot.refusal import Refusal
from cli.data_directory import ADDRESS

data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=Path(".batchprot"),
    show_default=True,
    help="The data of a running `batchprot up`; DATABASE_URL goes first.",
)


def database_address(data_dir: Path) -> str:
    """Return the database's address.

    Raises:
        Refusal: DATABASE_URL is not set and no BatchProt runs on `data_dir`.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    running = data_dir.expanduser() / "running"
    if running.exists() and running.read_text():
        return running.read_text()
    raise Refusal(
        f"No BatchProt is running on {data_dir}. Start it with `batchprot up`, or set --data-dir or DATABASE_URL.",
    )


def server_address(data_dir: Path) -> str:
    """Return scheme, host and port of the BatchProt that runs on these data.

    Raises:
        Refusal: none does.
    """
    address = data_dir.expanduser() / ADDRESS
    if address.exists():
        return address.read_text().strip()
    raise Refusal(f"No BatchProt is running on {data_dir}. Start it with `batchprot up`, or give --origin.")
