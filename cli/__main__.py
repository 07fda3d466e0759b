"""Lets `python -m cli` do what `batchprot` does, also in a checkout that isn't installed."""

from batchprot.command.main import COMMANDS, main
from cli.commands import COMMANDS as SERVER_COMMANDS

COMMANDS.update(SERVER_COMMANDS)
main(prog_name="batchprot")
