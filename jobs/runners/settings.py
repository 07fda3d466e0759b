"""The job runner's settings: read once by its entry point and passed down."""

import os
from dataclasses import dataclass
from pathlib import Path

from batchprot.reading.limits import DEFAULT_LIMITS, Limits
from runtime.settings import SettingsError

CHUNKS_AT_ONCE = min(3, max(2, os.cpu_count() or 2))
"""While one chunk is computed another is stored; more than there are cores only make small analyses wait."""


@dataclass(frozen=True, slots=True)
class RunnerSettings:
    """What the runner must be told.

    Attributes:
        database_url: where PostgreSQL is.
        worker_url: base address of the worker's HTTP interface.
        storage_dir: where uploaded files are kept.
        runner_concurrency: chunks worked on at once by this process.
        lease_seconds: a chunk whose runner sends no heartbeat for this long is taken over.
        sweep_seconds: how often what got stuck is looked for.
        undo_seconds: how long a deleted job can be restored before its rows go.
        limits: sizes of files, records and chunks.
        stage: `production` logs one JSON object per line instead of text.
    """

    database_url: str
    worker_url: str
    storage_dir: Path
    runner_concurrency: int = CHUNKS_AT_ONCE
    lease_seconds: float = 7.0
    sweep_seconds: float = 1.0
    undo_seconds: float = 30.0
    stage: str = "local"
    limits: Limits = DEFAULT_LIMITS

    def __post_init__(self) -> None:
        if self.runner_concurrency < 1:
            raise SettingsError("BATCHPROT_RUNNER_CONCURRENCY must be at least 1.")

    @property
    def json_logs(self) -> bool:
        """Whether to log JSON rather than text."""
        return self.stage == "production"

    @property
    def heartbeat_seconds(self) -> float:
        """The interval between heartbeats."""
        return self.lease_seconds / 3.5

    @property
    def stalled_seconds(self) -> float:
        """The time without a heartbeat after which a runner is considered dead."""
        return self.lease_seconds + 1
