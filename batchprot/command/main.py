"""The command `batchprot`: each subcommand is imported only when it is called.

`batchprot analyze` must not pay for the imports of the web application, and the other way round. The server is a
distribution of its own; its entry point in the group `batchprot.commands` names a table like the one here.
"""

from importlib import import_module
from importlib.metadata import entry_points

import click

from batchprot import __version__

COMMANDS = {
    "analyze": "batchprot.command.analyze:analyze",
}
"""The library's own commands, by name."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Name every command, without importing any."""
        return sorted(_all_commands())

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import one command, or give None when there is none of that name."""
        target = COMMANDS.get(name) or _all_commands().get(name)
        if target is None:
            return None
        module, attribute = target.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


def _all_commands() -> dict[str, str]:
    """The library's commands and those of the distributions that are installed beside it."""
    commands = dict(COMMANDS)
    for entry_point in entry_points(group="batchprot.commands"):
        commands.update(entry_point.load())
    return commands


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="batchprot")
def main() -> None:
    """Every ProtParam property for a whole proteome at once, exact to Expasy's printed digit."""
