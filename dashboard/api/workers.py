"""Answers of the worker within a request: what it can't give now, and what it refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

from batchprot.refusal import Refusal
from jobs.pipeline.worker_errors import WorkerError, WorkerRefused, WorkerTooLarge


@contextmanager
def asked_of_worker() -> Iterator[None]:
    """Turn what goes wrong with the worker into refusals.

    Raises:
        Refusal: 422 for what the worker refuses, 413 for what is too large, 503 for everything else.
    """
    try:
        yield
    except WorkerRefused as error:
        raise Refusal(error.detail, code=error.code, status=422) from error
    except WorkerTooLarge as error:
        raise Refusal("These are too many residues for one request.", code="too_large", status=413) from error
    except WorkerError as error:
        words = "The compute service is unavailable. Try again in a few seconds."
        raise Refusal(words, code="worker_unavailable", status=503) from error
