"""Lets `python -m cli` do what `batchprot` does."""

from batchprot.command.main import main

main(prog_name="batchprot")
