"""The first look at a large analysis, made once it is finished: its page then finds answers, and codes to brush.

What is kept are answers to the questions of callbacks/explorer*.py about everything, with the choices of first_look.
"""

from collections.abc import Callable
from typing import Any

from jobs.background import BackgroundWork
from jobs.errors import JobNotFound
from jobs.services import JobServices
from results import first_look
from results.access import OpenJob, reading
from results.compare.results import keys_of_preset
from results.large import columns, selected
from results.live import codes
from results.queries import densities, scatters, summaries
from results.queries.compositions import composition_of
from results.queries.histograms import Histograms
from results.selection.model import Selection

SECONDS = 300
SHOWN = list(
    dict.fromkeys(
        [*first_look.FILTERS, first_look.DISTRIBUTION, first_look.ACROSS, first_look.UP, *keys_of_preset("basic")]
    )
)
"""Properties that the explorer shows at first, and a comparison."""
Progress = Callable[[int, int | None], None]


def prepare(services: JobServices, work: BackgroundWork, progress: Progress) -> dict[str, Any]:
    """What the runner does. Each step is kept before the next begins, for those who open the page meanwhile."""
    if work.job_id is None:
        raise JobNotFound
    for number, step in enumerate(STEPS, start=1):
        with reading(services, work.user_id, work.job_id, seconds=SECONDS) as job:
            step(job)
        progress(number, len(STEPS))
    return {"steps": len(STEPS)}


def _said(job: OpenJob) -> summaries.Summary:
    return summaries.summary_of(job, Selection(), _filters(), _distribution())


def _drawn(job: OpenJob) -> None:
    scatters.scatter_of(job, _plot(), most=scatters.MOST_POINTS)
    composition_of(job, Selection(), spread=False)


def _columns(job: OpenJob) -> None:
    columns.prepare(job, SHOWN)
    columns.residues(job)
    columns.identities(job)


def _codes(job: OpenJob) -> None:
    for name in selected.names_of(job, (_filters(), _distribution()), _plot()):
        codes.kept_codes(job, name)


STEPS: tuple[Callable[[OpenJob], object], ...] = (_said, _drawn, _columns, _codes)


def _filters() -> Histograms:
    return Histograms({key: key in first_look.LOGARITHMIC for key in first_look.FILTERS}, first_look.FILTER_BINS)


def _distribution() -> Histograms:
    key = first_look.DISTRIBUTION
    return Histograms({key: key in first_look.LOGARITHMIC}, first_look.DISTRIBUTION_BINS, medians=True)


def _plot() -> densities.Plot:
    x, y = (densities.Axis(key, key in first_look.LOGARITHMIC) for key in (first_look.ACROSS, first_look.UP))
    return densities.Plot(x, y, Selection())
