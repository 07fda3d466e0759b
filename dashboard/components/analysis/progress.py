"""How far an analysis is, and why it stopped."""

import datetime as dt

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Job
from models.states import JobState


def fraction(job: Job) -> float:
    """How much is done, from 0 to 1; rejected records count as done."""
    if not job.records:
        return 0.0
    return float(min(1.0, finished(job) / job.records))


def finished(job: Job) -> int:
    """Records that need no more work."""
    return int(job.done) + int(job.rejected)


def words(job: Job) -> str:
    """51,340 of 82,814 proteins, about 20 s left."""
    if job.state == JobState.QUEUED:
        return "Cutting the proteins into peptides" if job.digest else "Waiting in the queue"
    if not job.records:
        return "Reading the file"
    text = f"{numbers.count(finished(job))} of {numbers.of(job.records, 'protein')}"
    if job.seconds_left:
        text += f", about {numbers.duration(job.seconds_left)} left"
    return text


def waiting(job: Job) -> str:
    """Why the analysis makes no progress, and when the next attempt is due."""
    if job.next_try_at is None:
        return str(job.waiting_message)
    seconds = max(0.0, (job.next_try_at - dt.datetime.now(dt.UTC)).total_seconds())
    return f"{job.waiting_message} Next attempt in {numbers.duration(seconds)}."


def progress(job: Job) -> html.Div:
    """A thin bar with counts and time left."""
    share = fraction(job)
    return html.Div(
        [
            dbc.Progress(value=100 * share, label=""),
            html.Div(words(job), className="bp-meta bp-num mt-1"),
            *([html.Div(waiting(job), className="bp-c-warned bp-13 mt-1")] if job.waiting_message else []),
        ],
        className="mt-1",
    )


def failure(job: Job) -> str:
    """Why it failed, and what Resume will do."""
    reason = job.failure_message or "Something went wrong on our side."
    if not job.records or not finished(job):
        return str(reason)
    left = job.records - finished(job)
    if left <= 0 or "Resume" in reason:
        return str(reason)
    done = numbers.count(finished(job))
    return f"{reason} {done} are done and kept; Resume calculates the other {numbers.count(left)}."
