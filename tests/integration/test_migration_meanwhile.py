"""A deploy while analyses run: the schema grows under code that does not know it yet, and stays when code goes back."""

import pytest
from alembic.config import Config

from migrations import upgrade as migrations
from models.database import libpq_url
from results.jobs import get_job
from tests.made_up import fasta, sequences

LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "later", "{newest}", None, None
TABLES = ("job", "chunk", "upload", "protein", "measurement", "app_user", "login_session", "share_link")


def upgrade():
    for table in TABLES:
        op.add_column(table, sa.Column("of_the_next_version", sa.Text(), server_default="nothing yet"))
    op.create_index("ix_job_of_the_next_version", "job", ["of_the_next_version"])
"""
TEXT = fasta(sequences(800))


@pytest.fixture
def span_records():
    return 8


@pytest.fixture
def migrate_to_later(tmp_path, database_url, rows):
    """Apply a revision of a version to come, exactly as the migrator applies ours."""
    ((newest,),) = rows("SELECT version_num FROM alembic_version")
    (tmp_path / "later.py").write_text(LATER.replace("{newest}", newest))
    plain = migrations._config

    def with_later(connection) -> Config:
        config = plain(connection)
        ours = f"{config.get_main_option('script_location')}/versions"
        config.set_main_option("version_locations", f"{ours}:{tmp_path}")
        return config

    def migrate():
        with pytest.MonkeyPatch.context() as newer_release:
            newer_release.setattr(migrations, "_config", with_later)
            return migrations.upgrade(database_url)

    return migrate


def test_running_analyses_notice_nothing(
    migrate_to_later, submit_text, runners, wait_until, services, user, oracle, database_url, storage_dir, rows, visit
):
    url = libpq_url(database_url)
    visitor = visit(user)
    before = submit_text(TEXT)
    runners.start()
    wait_until(lambda: get_job(services, user, before).done > 0)
    assert migrate_to_later()
    assert get_job(services, user, before).state == "running"
    assert rows("SELECT version_num FROM alembic_version") == [("later",)]
    # The release is rolled back: the migrator of the older version runs once more, and so does its code.
    assert not migrations.upgrade(database_url)
    assert rows("SELECT version_num FROM alembic_version") == [("later",)]
    after = submit_text(TEXT)
    for job_id in (before, after):
        assert visitor.get(f"/jobs/{job_id}").status_code == 200
        wait_until(lambda job_id=job_id: get_job(services, user, job_id).state in oracle.END_STATES)
        assert get_job(services, user, job_id).state == "succeeded"
        assert oracle.violations(url, job_id, storage=storage_dir, expected=oracle.digest(url, before)) == []
        assert visitor.get(f"/jobs/{job_id}/download.csv").text.count("\n") == 801
    assert rows("SELECT count(*) FROM job WHERE state = 'failed'") == [(0,)]
