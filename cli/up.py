"""`batchprot up`: the whole of BatchProt on this machine, until Ctrl-C.

Database, migrations, worker, job runner and web application, in this order; then one line to click.
"""

import errno
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import click

from batchprot.reading.reading import Reading
from batchprot.refusal import Refusal
from cli.data_directory import ADDRESS, DataDirectory, lock, open_data_directory
from cli.supervisor import Service, Supervisor

HOST = "127.0.0.1"
PORT_GRACE_SECONDS = 10.0
DATABASE_PAUSE_SECONDS = 2.0
NO_SPACE_BYTES = 64_000_000


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8050, show_default=True, help="0 takes any free port.")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=Path(".batchprot"),
    show_default=True,
    help="Where the database and the uploaded files are kept.",
)
@click.option("--demo/--no-demo", default=True, help="Offer a demo account with analysed examples.")
@click.option(
    "--reading", type=click.Choice([str(one) for one in Reading]), help="How FILE is read, where that is open."
)
@click.option("--open/--no-open", "opens", default=None, help="Open the link in a browser; by default with FILE.")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def up(*, port: int, data_dir: Path, demo: bool, reading: str | None, opens: bool | None, file: Path | None) -> None:
    """Start BatchProt on this machine and print a link to open; with FILE, analyse it and open its analysis.

    The database is the bundled PostgreSQL, or the one that DATABASE_URL names.
    """
    stopping = _catch_stop_signals()
    directory = open_data_directory(data_dir)
    with ExitStack() as stack:
        stack.callback(os.close, lock(directory))
        web_socket = stack.enter_context(_listen(port, _was_killed(directory)))
        worker_socket = stack.enter_context(_listen(0, patiently=False))
        running = directory.root / "running"
        running.write_text("")
        stack.callback(running.unlink, missing_ok=True)
        database_url, keep_database = _start_database(directory, stack)
        running.write_text("" if os.environ.get("DATABASE_URL") else database_url)
        environment = _environment(directory, database_url, web_socket, worker_socket)
        supervisor = Supervisor(directory.logs)
        stack.callback(supervisor.stop)
        _start_services(supervisor, environment, web_socket, worker_socket)
        if not stopping():
            address = environment["BATCHPROT_ORIGIN"]
            stack.callback((directory.root / ADDRESS).unlink, missing_ok=True)
            (directory.root / ADDRESS).write_text(address)
            link = address + _path_to_open(environment, demo=demo, file=file, reading=reading)
            click.echo(_greeting(environment, link))
            if opens or (opens is None and file is not None and sys.stdout.isatty()):
                click.launch(link)
        supervisor.watch(stopping, keep_database)
        click.echo("Stopping ...", err=True)


def _catch_stop_signals() -> Callable[[], bool]:
    """Note SIGINT and SIGTERM, so that stopping happens in one place and in order."""
    seen: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: seen.append(received))
    return lambda: bool(seen)


def _was_killed(directory: DataDirectory) -> bool:
    """Tell whether the last run on this directory ended without cleaning up."""
    return (directory.root / "running").exists()


def _listen(port: int, patiently: bool) -> socket.socket:
    """Take the port now, so that no later step can find it in use.

    After a SIGKILL of the supervisor its children need a moment to let go of the port; then we wait for them.
    """
    deadline = time.monotonic() + (PORT_GRACE_SECONDS if patiently else 0)
    while True:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(512)
        except OSError as error:
            listener.close()
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            raise Refusal(_port_sentence(port, error)) from error
        return listener


def _port_sentence(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another with --port; --port 0 takes any free one."
    return f"Can't listen on port {port}: {error.strerror}. Choose another with --port."


def _start_database(directory: DataDirectory, stack: ExitStack) -> tuple[str, Callable[[], None]]:
    """The address of the database to use, and what keeps it going: ours is started again when it ends.

    A database named by DATABASE_URL is not managed here.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        _check_database(given)
        return given, lambda: None
    from cli import embedded_postgres

    if closed := embedded_postgres.closed_parents(directory.postgres):
        click.echo(
            "As root, the database runs as the user pgserver, which can't enter "
            f"{', '.join(map(str, closed))}: everybody may enter there now. To avoid that, choose another --data-dir "
            "or run BatchProt as an ordinary user.",
            err=True,
        )
    try:
        postgres = embedded_postgres.start(directory.postgres)
    except embedded_postgres.UnsuitableDirectoryError as error:
        raise Refusal(str(error)) from error
    except Exception as error:
        raise Refusal(
            f"The bundled PostgreSQL did not start; see {directory.postgres / 'log'}.",
        ) from error
    stack.callback(postgres.stop)

    def keep() -> None:
        if not postgres.is_running():
            click.echo(_ended(directory), err=True)
            if not postgres.start_again():
                time.sleep(DATABASE_PAUSE_SECONDS)

    return postgres.url, keep


def _ended(directory: DataDirectory) -> str:
    """What happened to the database, with the cause where it is a full disk."""
    if shutil.disk_usage(directory.postgres).free < NO_SPACE_BYTES:
        return (
            f"The disk that holds {directory.root} is full, and the database has stopped. No data is lost. "
            "Make room; everything continues automatically."
        )
    return f"The database ended unexpectedly and is started again; see {directory.postgres / 'log'}."


def _check_database(url: str) -> None:
    import psycopg
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(url).set(drivername="postgresql")
        psycopg.connect(address.render_as_string(hide_password=False), connect_timeout=5).close()
    except (ArgumentError, psycopg.Error) as error:
        raise Refusal(
            "Can't reach the database that DATABASE_URL names. Check the address, and that PostgreSQL runs there.",
        ) from error


def _migrate(database_url: str) -> None:
    from migrations.upgrade import upgrade

    if not upgrade(database_url):
        click.echo("The database belongs to a newer version of BatchProt; this version works with it as it is.")


def _environment(
    directory: DataDirectory,
    database_url: str,
    web_socket: socket.socket,
    worker_socket: socket.socket,
) -> dict[str, str]:
    """What every service is told; see the Settings of each."""
    return {
        "BATCHPROT_DATABASE_URL": database_url,
        "BATCHPROT_WORKER_URL": _origin(worker_socket),
        "BATCHPROT_STORAGE_DIR": str(directory.storage),
        "BATCHPROT_SECRET_KEY": directory.secret_key(),
        "BATCHPROT_ORIGIN": _origin(web_socket),
        "BATCHPROT_STAGE": "local",
        "BATCHPROT_WORKER_SOCKET": str(worker_socket.fileno()),
        "BATCHPROT_WEB_SOCKET": str(web_socket.fileno()),
        "PYTHONUNBUFFERED": "1",
        # The engine's matrix products are small: a second thread costs more than it does.
        "OPENBLAS_NUM_THREADS": "1",
    }


def _start_services(
    supervisor: Supervisor, environment: dict[str, str], web_socket: socket.socket, worker_socket: socket.socket
) -> None:
    """Start all three and wait for them; what needs no schema starts while the migrations run."""
    worker_ready = _answers(_origin(worker_socket) + "/healthz")
    supervisor.start(Service("worker", environment, worker_ready, (worker_socket.fileno(),)))
    web_ready = _answers(_origin(web_socket) + "/healthz")
    supervisor.start(Service("web", environment, web_ready, (web_socket.fileno(),)))
    _migrate(environment["BATCHPROT_DATABASE_URL"])
    supervisor.start(Service("runner", environment, _has_runner(environment["BATCHPROT_DATABASE_URL"])))
    supervisor.wait_until_ready()


def _answers(url: str) -> Callable[[], bool]:
    def ask() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback address
                return bool(answer.status == 200)  # noqa: PLR2004 - the HTTP status
        except (OSError, urllib.error.URLError):
            return False

    return ask


def _has_runner(database_url: str) -> Callable[[], bool]:
    """Tell from procrastinate's own heartbeats whether a runner listens."""

    def ask() -> bool:
        import psycopg

        from models.database import libpq_url

        alive = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '5 seconds'"
        with psycopg.connect(libpq_url(database_url)) as connection:
            row = connection.execute(alive).fetchone()
        return row is not None and row[0] > 0

    return ask


def _origin(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _greeting(environment: dict[str, str], link: str) -> str:
    """Say what to click, where the data lies and how to stop."""
    data = Path(environment["BATCHPROT_STORAGE_DIR"]).parent
    place = f"{data} and the database that DATABASE_URL names" if os.environ.get("DATABASE_URL") else str(data)
    return f"Open {link}\nData is kept in {place}. Press Ctrl-C to stop."


def _path_to_open(environment: dict[str, str], *, demo: bool, file: Path | None, reading: str | None) -> str:
    from cli.demo import demo_link, file_link

    if file is not None:
        return file_link(environment, file, reading)
    return demo_link(environment) if demo else "/sign-up"
