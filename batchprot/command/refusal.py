"""A command that can't go on says one sentence and exits with code 2."""

from typing import IO, Any

import click


class Refusal(click.ClickException):
    """What stands in the way, in one sentence a user can act on; the command's exit code is 2."""

    exit_code = 2

    def show(self, _file: IO[Any] | None = None) -> None:
        """Print the sentence on standard error."""
        click.echo(self.message, err=True)
