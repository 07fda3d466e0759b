"""Write the next Alembic revision from the difference between `models/tables.py` and the newest schema.

    make migration MESSAGE="Add a column"

A PostgreSQL of its own starts in a temporary folder, so that nothing has to run and nothing else is touched.
"""

import re
import sys
import tempfile
from pathlib import Path

from cli import embedded_postgres
from migrations.upgrade import upgrade, write_revision

VERSIONS = Path(__file__).parents[1] / "migrations" / "versions"


def next_number() -> str:
    """The number after the newest revision's.

    >>> next_number() > "0001"
    True
    """
    newest = max(int(path.name[:4]) for path in VERSIONS.glob("[0-9]*.py"))
    return f"{newest + 1:04}"


def main() -> None:
    """Take the message from the command line, and say which file to look through."""
    message = " ".join(sys.argv[1:]).strip()
    if not re.fullmatch(r"[A-Z][\w ,'-]+", message):
        sys.exit('Say what changes, such as: make migration MESSAGE="Add a column for the line of a record"')
    number = next_number()
    with tempfile.TemporaryDirectory(prefix="bp-migration-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # PostgreSQL runs as a user of its own when this runs as root
        database = embedded_postgres.start(Path(name) / "postgres")
        try:
            upgrade(database.url)
            write_revision(database.url, message, number)
        finally:
            database.stop()
    (written,) = VERSIONS.glob(f"{number}*.py")
    print(f"Read {written.relative_to(Path.cwd())} and correct it: what is compared leaves out renames and data.")


if __name__ == "__main__":
    main()
