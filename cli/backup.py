"""`batchprot backup` and `batchprot restore`: the database and the stored files in one tar, and back.

The tables are as they were at one moment. A backup is restored into an empty database, which is first brought to the
schema that the backup has and then to the newest: a newer version restores what an older one saved.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click
import psycopg

import batchprot
from batchprot.refusal import Refusal
from cli import copying
from cli.data_directory import lock, open_data_directory
from cli.database_address import data_dir_option, database_address

ABOUT = "batchprot-backup.json"
KEY = re.compile(r"files/([0-9a-f-]{36}(?:\.(?!part)[a-z]+)?)")
files_option = click.option(
    "--files",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the uploaded files (BATCHPROT_STORAGE_DIR), if they aren't under --data-dir.",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_dir_option
@files_option
def backup(file: Path, data_dir: Path, files: Path | None) -> None:
    """Save the database and the stored files into FILE (.tar or .tar.gz); BatchProt may go on running meanwhile."""
    half = file.with_name(f".{file.name}.part")
    try:
        with _database(data_dir) as url, psycopg.connect(_libpq(url)) as connection, half.open("wb") as stream:
            half.chmod(0o600)
            about = _save(connection, _folder(data_dir, files), stream, packed=file.suffix == ".gz")
        half.replace(file)
    except OSError as error:
        raise Refusal(f"{file} can't be written: {error.strerror}.") from error
    finally:
        half.unlink(missing_ok=True)
    rows = sum(about["tables"].values())
    click.echo(f"Saved {rows:,} rows of {len(about['tables'])} tables and {about['files']:,} files in {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_dir_option
@files_option
def restore(file: Path, data_dir: Path, files: Path | None) -> None:
    """Bring back what `batchprot backup` saved in FILE, into a new --data-dir or an empty database.

    BatchProt must not be running there.
    """
    if not file.is_file():
        raise Refusal(f"There is no file {file}.")
    try:
        with tarfile.open(file) as archive, _database(data_dir, alone=True) as url:
            about = _about(archive)
            _load(archive, about, url, _folder(data_dir, files))
    except (tarfile.TarError, EOFError) as error:
        raise Refusal(f"{file} is damaged or no backup of BatchProt.") from error
    rows = sum(about["tables"].values())
    click.echo(f"Restored {rows:,} rows of {len(about['tables'])} tables and {about['files']:,} files.")


def _folder(data_dir: Path, files: Path | None) -> Path:
    return files or data_dir.expanduser() / "files"


@contextlib.contextmanager
def _database(data_dir: Path, *, alone: bool = False) -> Iterator[str]:
    """The database's address: that of DATABASE_URL, of a running `batchprot up`, or of ours, started for this."""
    if os.environ.get("DATABASE_URL") or (not alone and (data_dir.expanduser() / "running").exists()):
        yield database_address(data_dir)
        return
    from cli import embedded_postgres

    directory = open_data_directory(data_dir)
    held = lock(directory)
    try:
        postgres = embedded_postgres.start(directory.postgres)
        try:
            yield postgres.url
        finally:
            postgres.stop()
    finally:
        os.close(held)


def _libpq(url: str) -> str:
    from models.database import libpq_url

    return libpq_url(url)


def _save(connection: copying.Connection, folder: Path, stream: IO[bytes], *, packed: bool) -> dict[str, Any]:
    """Write everything; the tables first, so that every file they name is there or was deleted since."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    tables = copying.tables(connection)
    revisions = [str(row[0]) for row in connection.execute("SELECT version_num FROM alembic_version").fetchall()]
    keys = (
        sorted(path.name for path in folder.glob("*") if KEY.fullmatch(f"files/{path.name}")) if folder.is_dir() else []
    )
    about: dict[str, Any] = {
        "version": batchprot.__version__,
        "revisions": revisions,
        "tables": {name: _count(connection, name) for name in tables},
        "columns": tables,
        "sequences": copying.sequences(connection),
        "files": len(keys),
    }
    with tarfile.open(fileobj=stream, mode="w:gz" if packed else "w") as archive:
        _add(archive, ABOUT, io.BytesIO(json.dumps(about, indent=1).encode()))
        for name, columns in tables.items():
            with tempfile.TemporaryFile() as rows:
                copying.copy_out(connection, name, columns, rows)
                _add(archive, f"database/{name}", rows)
        for key in keys:
            with contextlib.suppress(FileNotFoundError):
                archive.add(folder / key, f"files/{key}", recursive=False)
    return about


def _count(connection: copying.Connection, table: str) -> int:
    statement = psycopg.sql.SQL("SELECT count(*) FROM {}").format(psycopg.sql.Identifier(table))
    row = connection.execute(statement).fetchone()
    return int(str(row[0])) if row else 0


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = content.seek(0, io.SEEK_END), 0o600
    content.seek(0)
    archive.addfile(info, content)


def _about(archive: tarfile.TarFile) -> dict[str, Any]:
    first = archive.next()
    content = archive.extractfile(first) if first and first.name == ABOUT else None
    if content is None:
        raise tarfile.TarError
    about: dict[str, Any] = json.loads(content.read())
    return about


def _load(archive: tarfile.TarFile, about: dict[str, Any], url: str, folder: Path) -> None:
    """Bring the schema to the backup's, fill it, and bring it to the newest."""
    from migrations.upgrade import upgrade

    _refuse_used(url)
    for revision in about["revisions"]:
        _upgrade(url, revision)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    seen = 0
    with psycopg.connect(_libpq(url)) as connection:
        for info in archive:
            content = archive.extractfile(info)
            name = info.name.removeprefix("database/")
            if content is None:
                continue
            if name in about["columns"] and name != info.name:
                _fill(connection, name, about, content)
                seen += 1
            elif (found := KEY.fullmatch(info.name)) is not None:
                _write(folder / found[1], content)
        if seen != len(about["columns"]):
            raise tarfile.TarError
        copying.set_sequences(connection, about["sequences"])
    upgrade(url)


def _refuse_used(url: str) -> None:
    with psycopg.connect(_libpq(url)) as connection:
        row = connection.execute("SELECT to_regclass('public.alembic_version')").fetchone()
    if row and row[0]:
        raise Refusal("The database isn't empty. Restore into a new --data-dir or a new database.")


def _upgrade(url: str, revision: str) -> None:
    from alembic.util import CommandError

    from migrations.upgrade import upgrade

    try:
        upgrade(url, revision)
    except CommandError as error:
        raise Refusal(
            f"The backup is of a newer version, with the schema {revision}. Update BatchProt first."
        ) from error


def _fill(connection: copying.Connection, table: str, about: dict[str, Any], content: IO[bytes]) -> None:
    """The rows of a table, in place of those that a migration put there."""
    connection.execute(psycopg.sql.SQL("TRUNCATE {} CASCADE").format(psycopg.sql.Identifier(table)))
    found = copying.copy_in(connection, table, about["columns"][table], content)
    if found != about["tables"][table]:
        raise tarfile.TarError


def _write(path: Path, content: IO[bytes]) -> None:
    half = path.with_suffix(".part")
    with half.open("wb") as stream:
        half.chmod(0o600)
        while block := content.read(2**20):
            stream.write(block)
    half.replace(path)
