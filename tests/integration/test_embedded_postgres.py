"""The PostgreSQL that comes along, started by itself."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = """
import sys
from pathlib import Path
from cli import embedded_postgres
embedded_postgres.start(Path(sys.argv[1])).stop()
"""


def test_nothing_of_it_is_shared_with_other_users_of_the_machine() -> None:
    with TemporaryDirectory(prefix="bp-pg-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o777)  # PostgreSQL runs as a user of its own when the tests run as root
        shared, data = Path(name) / "tmp", Path(name) / "data"
        shared.mkdir(mode=0o1777)
        shared.chmod(0o1777)
        data.mkdir()
        environment = {key: value for key, value in os.environ.items() if key != "XDG_RUNTIME_DIR"}
        program = [sys.executable, "-c", PROGRAM, str(data / "postgres")]
        subprocess.run(program, env=environment | {"TMPDIR": str(shared)}, check=True, timeout=90)
        assert not (shared / ".lockfile").exists()
        assert (data / "postgres.lock").exists()
