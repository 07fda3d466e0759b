"""The command `batchprot`: each subcommand is imported only when it is called.

`batchprot analyze` does not load the web application, and `batchprot up` does not load numpy. The server is a
separate distribution; its entry point in the group `batchprot.commands` names a table like the one here.
"""

from importlib import import_module

import click

from batchprot import __version__
from batchprot.refusal import Refusal

COMMANDS = {
    "analyze": "batchprot.command.analyze:analyze",
    "digest": "batchprot.command.digest:digest",
    "merge": "batchprot.command.merge:merge",
    "verify": "batchprot.command.verify:verify",
}
"""The library's own commands, by name."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports each on demand."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a refusal is printed as one sentence, and the exit code is 2."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(refusal.message, err=True)
            ctx.exit(2)

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
    from importlib.metadata import entry_points

    commands = dict(COMMANDS)
    for entry_point in entry_points(group="batchprot.commands"):
        commands.update(entry_point.load())
    return commands


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="batchprot")
def main() -> None:
    """Every ProtParam property for a whole proteome at once, in agreement with Expasy's printed digits.

    Two half-lives differ on purpose: E. coli with Lys or Gln at the N-terminus.
    """
