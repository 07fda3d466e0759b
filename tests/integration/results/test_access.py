"""Who may read results, and for how long one question may take."""

import contextlib
import time
import uuid

import pytest
from sqlalchemy import text

from jobs.errors import JobNotFound, JobRefused
from results import access
from results.access import reading
from results.queries import query
from results.selection.model import Selection

QUESTIONS = {
    "count": lambda s, u, j: query.count(s, u, j, Selection()),
    "page": lambda s, u, j: query.page(s, u, j, Selection(), 0, 10, ["ordinal"]),
    "status_counts": lambda s, u, j: query.status_counts(s, u, j, Selection()),
    "organism_counts": lambda s, u, j: query.organism_counts(s, u, j, Selection()),
    "organisms_named": lambda s, u, j: query.organisms_named(s, u, j, "a"),
    "summary": lambda s, u, j: query.summary(
        s, u, j, Selection(), query.Histograms({"gravy": False}, 9), query.Histograms({"gravy": False}, 9)
    ),
    "histogram": lambda s, u, j: query.histogram(s, u, j, "gravy", Selection()),
    "scatter": lambda s, u, j: query.scatter(s, u, j, "gravy", "length", Selection()),
    "composition": lambda s, u, j: query.composition(s, u, j, Selection()),
    "correlations": lambda s, u, j: query.correlations(s, u, j, ["gravy", "length"], Selection()),
    "ordinals": lambda s, u, j: query.ordinals(s, u, j, Selection()),
    "identical": lambda s, u, j: query.identical(s, u, j, [1, 2]),
    "neighbours": lambda s, u, j: query.neighbours(s, u, j, 1, Selection()),
    "point": lambda s, u, j: query.point(s, u, j, 1),
    "protein": lambda s, u, j: query.protein(s, u, j, 1),
    "rejected": lambda s, u, j: query.rejected(s, u, j, 0, 10),
}


def test_the_questions_above_are_all_there_are():
    assert set(QUESTIONS) == {name for name in query.__all__ if name[0].islower()}


@pytest.mark.parametrize("name", QUESTIONS)
def test_only_the_owner_is_answered(reader, fill, tell, name):
    job, ask, stranger = fill(20), QUESTIONS[name], fill(1).owner
    ask(reader, job.owner, job.id)
    for user_id, job_id in (
        (stranger, job.id),
        (job.owner, uuid.uuid4()),
        (uuid.uuid4(), job.id),
        (job.owner, "no-uuid"),
        (job.owner, "' OR 1=1 --"),
        (None, job.id),
    ):
        with pytest.raises(JobNotFound):
            ask(reader, user_id, job_id)
    tell("UPDATE job SET deleted_at = now() WHERE id = %s", job.id)
    with pytest.raises(JobNotFound):
        ask(reader, job.owner, job.id)


def test_reading_can_not_write(reader, filled):
    with pytest.raises(Exception, match="read-only"), reading(reader, filled.owner, filled.id) as job:
        job.connection.execute(text("DELETE FROM protein"))
    assert query.count(reader, filled.owner, filled.id, Selection()) == 300


def test_a_question_that_takes_too_long_is_stopped_with_a_sentence(reader, filled):
    with pytest.raises(JobRefused) as refused, reading(reader, filled.owner, filled.id, seconds=0.05) as job:
        job.connection.execute(text("SELECT pg_sleep(10)"))
    assert (refused.value.code, refused.value.status) == ("too_slow", 503)
    assert query.count(reader, filled.owner, filled.id, Selection()) == 300


def test_limits_end_with_the_question(reader, filled):
    query.count(reader, filled.owner, filled.id, Selection())
    with reader.database.connection() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar_one() == "0"
        assert connection.execute(text("SHOW transaction_read_only")).scalar_one() == "off"
    assert access.READ_SECONDS <= 30


@pytest.mark.parametrize(
    "motif",
    ["x(0,90)-x(0,90)-W-W-W-W-W-W", "A" + "-x(0,1)" * 24 + "-W(9)", "[ACDEF](0,90)-W-[ACDEF](0,90)-W"],
)
def test_heavy_motifs_stay_within_the_limits_of_time(reader, fill, motif):
    records = fill(3).records
    for record in records:
        record.update(status="ok", sequence="ACDEFGHIKLMNPQRSTVY" * 2000, length=38_000)
    job = fill(records=records)
    started = time.monotonic()
    with contextlib.suppress(JobRefused):
        assert query.count(reader, job.owner, job.id, Selection(motif=motif)) == 0
    assert time.monotonic() - started < access.READ_SECONDS + 5


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_eleventh_question_is_planned_as_the_first_was(reader, filled, name):
    """A statement prepared by the driver would be planned for any value from its eleventh use on."""
    for _ in range(12):
        reader.remembered.clear()
        QUESTIONS[name](reader, filled.owner, filled.id)
    with reader.database.connection() as connection:
        assert connection.execute(text("SELECT statement FROM pg_prepared_statements")).all() == []
