"""Lets `python -m cli` do what `batchprot` does."""

from cli.main import main

main(prog_name="batchprot")
