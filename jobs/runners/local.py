"""The job runner of one machine: procrastinate's worker, our steps, and two threads that watch over them.

Several of these on several machines work from one database; each chunk goes to one of them.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import procrastinate
from procrastinate.worker import Worker
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from jobs.adapters.queue import BACKGROUND_QUEUE_NAME, BACKGROUND_TASK, QUEUE_NAME, SMALL_QUEUE_NAME, PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.pipeline.background import do_background, sweep_background
from jobs.pipeline.context import RUNNER_APPLICATION, RunnerContext, Throttle, nowhere
from jobs.pipeline.leases import LeaseKeeper
from jobs.pipeline.plan import plan
from jobs.pipeline.run_chunk import run_chunk
from jobs.pipeline.sweep import delete_orphans, purge_deleted, report_stuck, sweep
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.runners.settings import RunnerSettings
from jobs.services import JobServices
from models.database import Database, libpq_url
from runtime import logs
from runtime.settings import read_settings

log = logging.getLogger("batchprot.jobs")

POLL_SECONDS = 0.5
SMALL_PLACES = 1
"""Kept for small analyses beside the places where any may be worked on."""
BACKGROUND_PLACES = 1
"""For large downloads and uploads, which take minutes: analyses never wait for them."""
SWITCH_SECONDS = 0.0005
RECONNECT_SECONDS = 1.0
PURGE_EVERY = 5
REPORT_EVERY = 30
ORPHANS_EVERY = 3600
STOPPING_SECONDS = 1.0
SIDE_TASKS = frozenset({"update_heartbeats", "deferrer", "poll_jobs_to_abort", "listener"})
"""What a worker of procrastinate has running beside its messages, by the names of the tasks."""


def main() -> None:
    """Run until SIGTERM or SIGINT, as `python -m jobs.runners.local` or under a supervisor."""
    settings = read_settings(RunnerSettings, os.environ)
    logs.configure(as_json=settings.json_logs, stream=sys.stderr)
    # A small analysis' thread waits for the interpreter dozens of times: half a millisecond each, not five.
    sys.setswitchinterval(SWITCH_SECONDS)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    run_runner(settings, stop)


def run_runner(settings: RunnerSettings, stop_event: threading.Event, at: Callable[[str], None] = nowhere) -> None:
    """Work until `stop_event` is set; then finish what was begun and return.

    A database that goes away is waited for.
    """
    context = build_context(settings, at)
    context.leases.start()
    watcher = threading.Thread(target=_watch, args=(context, settings, stop_event), name="sweep", daemon=True)
    watcher.start()
    try:
        asyncio.run(_serve(context, settings, stop_event))
    finally:
        # Whatever ended the queue's loop also ends the sweep: a runner works whole or not at all.
        stop_event.set()
        watcher.join()
        context.leases.stop()
        context.services.database.dispose()


def build_context(settings: RunnerSettings, at: Callable[[str], None] = nowhere) -> RunnerContext:
    """What one runner process works with."""
    runner = f"{socket.gethostname()[:24]}/{os.getpid()}/{uuid.uuid4().hex[:6]}"
    database = Database(
        settings.database_url,
        application_name=RUNNER_APPLICATION + runner,
        pool_size=settings.runner_concurrency + SMALL_PLACES + BACKGROUND_PLACES + 3,
        # What a stopped runner holds, others wait for.
        idle_seconds=settings.stalled_seconds,
        transaction_seconds=5 * settings.lease_seconds,
    )
    services = JobServices(
        database=database,
        # A runner only reads; it never permits an upload.
        storage=LocalStorage(settings.storage_dir, uuid.uuid4().hex),
        queue=PostgresQueue(),
        worker=HttpWorkerClient(settings.worker_url),
        limits=settings.limits,
    )
    return RunnerContext(
        services=services,
        runner=runner,
        leases=LeaseKeeper(database, settings.lease_seconds),
        throttle=Throttle(settings.runner_concurrency + SMALL_PLACES),
        undo_seconds=settings.undo_seconds,
        stalled_seconds=settings.stalled_seconds,
        at=at,
    )


def queue_application(context: RunnerContext, database_url: str) -> procrastinate.App:
    """The tasks as procrastinate knows them: names and ids, nothing else."""
    idle_ms = round(context.stalled_seconds * 1000)
    connector = procrastinate.PsycopgConnector(
        conninfo=libpq_url(database_url),
        min_size=1,
        max_size=6,
        kwargs={"application_name": "batchprot queue", "options": f"-c idle_in_transaction_session_timeout={idle_ms}"},
        timeout=10,
    )
    application = procrastinate.App(connector=connector)

    def task(name: str, step: Callable[..., None]) -> None:
        def guarded(**ids: Any) -> None:  # noqa: ANN401 - whatever JSON the message holds
            try:
                arguments = _ids(**ids)
            except (TypeError, ValueError):
                log.error("junk in the queue", extra={"task": name})  # noqa: TRY400 - the message may hold anything
                return
            try:
                step(context, *arguments)
            except SQLAlchemyError as error:
                # The rows say what is to be done; the sweep sends a new message.
                log.warning("step not done", extra={"task": name, "error": type(error).__name__})

        application.task(name=name, queue=QUEUE_NAME)(guarded)

    task("plan", plan)
    task("chunk", run_chunk)
    task(BACKGROUND_TASK, do_background)
    return application


def _ids(job_id: str, number: int | None = None) -> tuple[UUID] | tuple[UUID, int]:
    if number is None:
        return (UUID(job_id),)
    return (UUID(job_id), int(number))


async def _serve(context: RunnerContext, settings: RunnerSettings, stop_event: threading.Event) -> None:
    """Run procrastinate's workers again and again: they end themselves when their connection breaks."""
    # asyncio's own pool has few threads on a machine of few cores; of the two more, one waits for the end.
    threads = ThreadPoolExecutor(
        settings.runner_concurrency + SMALL_PLACES + BACKGROUND_PLACES + 2, thread_name_prefix="step"
    )
    asyncio.get_running_loop().set_default_executor(threads)
    while not stop_event.is_set():
        error = ""
        try:
            await _serve_once(context, settings, stop_event)
        except Exception as cause:  # noqa: BLE001 - a lost connection shows itself in many ways; each is tried again
            error = type(cause).__name__
        if not stop_event.is_set():
            log.warning("queue lost, connecting again", extra={"error": error})
            await asyncio.sleep(RECONNECT_SECONDS)


async def _serve_once(context: RunnerContext, settings: RunnerSettings, stop_event: threading.Event) -> None:
    application = queue_application(context, settings.database_url)
    async with application.open_async():
        workers = [
            _worker(application, context, settings, [QUEUE_NAME, SMALL_QUEUE_NAME], settings.runner_concurrency),
            _worker(application, context, settings, [SMALL_QUEUE_NAME], SMALL_PLACES),
            _worker(application, context, settings, [BACKGROUND_QUEUE_NAME], BACKGROUND_PLACES),
        ]
        running = [asyncio.create_task(worker.run()) for worker in workers]
        stopped = asyncio.create_task(
            asyncio.to_thread(_wait_for, stop_event, lambda: any(task.done() for task in running))
        )
        await asyncio.wait({*running, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for worker in workers:
            worker.stop()
        await _ended(running)
        await stopped
        for task in running:
            task.result()


def _worker(
    application: procrastinate.App, context: RunnerContext, settings: RunnerSettings, queues: list[str], places: int
) -> Worker:
    """One of procrastinate's workers: as many messages of these queues at once as it has places."""
    return Worker(
        application,
        queues=queues,
        name=context.runner,
        concurrency=places,
        fetch_job_polling_interval=POLL_SECONDS,
        abort_job_polling_interval=3600.0,
        update_heartbeat_interval=settings.heartbeat_seconds,
        stalled_worker_timeout=settings.stalled_seconds,
        delete_jobs="always",
        install_signal_handlers=False,
    )


async def _ended(running: list[asyncio.Task[None]]) -> None:
    """Wait until workers that were told to stop have finished what they began.

    They cancel their side tasks once. Before Python 3.12 asyncio.wait_for, which psycopg's waiting rests on, can lose
    a cancellation that comes together with what is waited for (python/cpython#86296); such a task would run for ever.
    """
    while (await asyncio.wait(running, timeout=STOPPING_SECONDS))[1]:
        for task in asyncio.all_tasks():
            if task.get_name() in SIDE_TASKS:
                task.cancel()


def _wait_for(stop_event: threading.Event, ended: Callable[[], bool]) -> None:
    while not stop_event.wait(0.1) and not ended():
        pass


def _watch(context: RunnerContext, settings: RunnerSettings, stop_event: threading.Event) -> None:
    """Sweep from the start on: what a predecessor left behind is found at once."""
    rounds = 0
    while True:
        try:
            sweep(context)
            if rounds % PURGE_EVERY == 0:
                purge_deleted(context)
                sweep_background(context)
            if rounds % REPORT_EVERY == 0:
                report_stuck(context)
            if rounds % ORPHANS_EVERY == 0:
                delete_orphans(context)
        except (DBAPIError, SQLAlchemyError) as error:
            log.warning("sweep not done", extra={"error": type(error).__name__})
        rounds += 1
        if stop_event.wait(settings.sweep_seconds):
            return


if __name__ == "__main__":
    main()
