"""The command `batchprot`: each subcommand is imported only when it is called.

`batchprot analyze` must not pay for the imports of the web application, and the other way round.
"""

from importlib import import_module

import click

COMMANDS = {
    "analyze": "batchprot.command.analyze:analyze",
    "jobs": "cli.jobs:jobs",
    "migrate": "cli.migrate:migrate",
    "up": "cli.up:up",
    "user": "cli.user:user",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Name every command, without importing any."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import one command, or give None when there is none of that name."""
        target = COMMANDS.get(name)
        if target is None:
            return None
        module, attribute = target.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="batchprot", prog_name="batchprot")
def main() -> None:
    """Every ProtParam property for a whole proteome at once, exact to Expasy's printed digit."""
