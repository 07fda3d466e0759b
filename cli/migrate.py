"""`batchprot migrate`: bring a database to the newest schema."""

import os

import click

from batchprot.refusal import Refusal


@click.command()
def migrate() -> None:
    """Apply every outstanding migration to the database that DATABASE_URL names."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise Refusal(
            "Set DATABASE_URL to the database to migrate. `batchprot up` migrates its own database automatically."
        )
    from migrations.upgrade import upgrade

    if upgrade(url):
        click.echo("The database is up to date.")
    else:
        click.echo("The database belongs to a newer version of BatchProt. Nothing was changed.")
