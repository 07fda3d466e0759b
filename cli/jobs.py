"""`batchprot jobs`: the state of every analysis, and why one is stuck; for operators."""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import click

from batchprot.refusal import Refusal
from cli.database_address import data_dir_option, database_address
from models.states import JobState

if TYPE_CHECKING:
    from jobs.pipeline.health import Health
    from models.database import Database

STATES = tuple(map(str, JobState))
MINUTE, HOUR = 60, 3600
Answer = TypeVar("Answer")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


@click.group()
def jobs() -> None:
    """See every analysis, why one is stuck, and resume or cancel it."""


@jobs.command("list")
@click.option("--state", "states", type=click.Choice(STATES), multiple=True, help="Filter by state (repeatable).")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Show at most N, newest first.")
@json_option
@data_dir_option
def list_(states: tuple[str, ...], limit: int, as_json: bool, data_dir: Path) -> None:
    """List analyses, newest first."""
    from jobs.operate import newest

    with _database(data_dir) as database:
        found = newest(database, states or STATES, limit)
    if as_json:
        click.echo(json.dumps([_facts(health) for health in found], indent=2))
    elif not found:
        click.echo("There are no such analyses.")
    else:
        head = ("ID", "STATE", "RECORDS DONE", "CHUNKS", "NO PROGRESS FOR", "WHY", "TITLE")
        click.echo(_aligned([head, *(_line(health) for health in found)]))


@jobs.command()
@click.argument("job_id", metavar="ID")
@json_option
@data_dir_option
def show(job_id: str, as_json: bool, data_dir: Path) -> None:
    """Show one analysis: its chunks, attempts, last failure, and why it makes no progress."""
    from jobs.operate import one

    health = _known(one, data_dir, job_id)
    if as_json:
        click.echo(json.dumps(_facts(health), indent=2))
    else:
        click.echo(_aligned(_description(health)))


@jobs.command()
@click.argument("job_id", metavar="ID")
@data_dir_option
def resume(job_id: str, data_dir: Path) -> None:
    """Resume an analysis that failed or was cancelled; only missing proteins are calculated."""
    from jobs.operate import resume as resume_one

    _known(resume_one, data_dir, job_id)
    click.echo("The analysis has been resumed.")


@jobs.command()
@click.argument("job_id", metavar="ID")
@data_dir_option
def cancel(job_id: str, data_dir: Path) -> None:
    """Cancel an analysis; finished results are kept."""
    from jobs.operate import cancel as cancel_one

    _known(cancel_one, data_dir, job_id)
    click.echo("The analysis is cancelled. Use `batchprot jobs resume` to continue it.")


@contextmanager
def _database(data_dir: Path) -> "Iterator[Database]":
    from models.database import Database

    database = Database(database_address(data_dir), application_name="batchprot-cli")
    try:
        yield database
    finally:
        database.dispose()


def _known(use_case: Callable[["Database", UUID], Answer], data_dir: Path, job_id: str) -> Answer:
    """Do something with one analysis, or say in a sentence why that can't be.

    Raises:
        Refusal: there is none of this id, or it is not in a state for it.
    """
    from jobs.errors import JobNotFound

    unknown = Refusal(f"There is no analysis {job_id[:60]}. `batchprot jobs list` shows all analyses.")
    try:
        parsed = UUID(job_id)
    except ValueError:
        raise unknown from None
    try:
        with _database(data_dir) as database:
            return use_case(database, parsed)
    except JobNotFound:
        raise unknown from None


def _line(health: "Health") -> Sequence[str]:
    return (
        str(health.id),
        health.state,
        f"{health.done + health.rejected:,}/{health.records:,}" if health.records else "",
        f"{health.chunks_done}/{health.chunks}" if health.chunks else "",
        _duration(health.idle_seconds),
        health.code or health.failure_code,
        health.title,
    )


def _description(health: "Health") -> list[Sequence[str]]:
    waiting = f"{health.code}: {health.reason}" if health.code else ""
    failure = f"{health.failure_code}: {health.failure_message}" if health.failure_code else ""
    in_queue = f"{health.running} in work, {health.queued} in the queue, {health.pending:,} not yet"
    rows = (
        ("Analysis", str(health.id)),
        ("Title", health.title),
        ("Owner", str(health.user_id)),
        ("State", health.state),
        ("Submitted", _moment(health.created_at)),
        ("Ended", _moment(health.finished_at)),
        (
            "Records",
            f"{health.records:,}: {health.done:,} done ({health.warned:,} warned), {health.rejected:,} rejected",
        ),
        ("Chunks", f"{health.chunks:,}: {health.chunks_done:,} done, {in_queue}"),
        ("Tries", f"taken {health.claims:,} times by a runner, {health.attempts:,} failed and counted"),
        ("Last failure", health.last_failure),
        ("No progress for", _duration(health.idle_seconds)),
        ("Next try", _moment(health.next_try_at)),
        ("Why it waits", waiting),
        ("Why it failed", failure),
    )
    return [row for row in rows if row[1]]


def _facts(health: "Health") -> dict[str, Any]:
    facts = dataclasses.asdict(health)
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value


def _moment(moment: dt.datetime | None) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def _duration(seconds: float | None) -> str:
    """As an operator reads it: 4 s, 12 min, 3 h."""
    if seconds is None:
        return ""
    for length, unit in ((HOUR, "h"), (MINUTE, "min")):
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns of plain text, two blanks apart; control characters of titles become blanks."""
    shown = [["".join(c if c.isprintable() else " " for c in cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in shown)
    return "\n".join(line.rstrip() for line in lines)
