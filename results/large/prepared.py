"""The first look at a large analysis, made once it is finished: its page then finds answers, and codes to brush.

What is kept are answers to the questions of callbacks/explorer*.py about everything, with the choices of first_look.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from jobs.background import BackgroundWork
from jobs.errors import JobNotFound
from jobs.services import JobServices
from results import first_look
from results.access import OpenJob, reading
from results.compare.results import keys_of_preset
from results.large import columns, selected
from results.large.memory import SHARED
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
AT_ONCE = 8_000_000
"""Numbers that are read in one pass: 64 MB."""
Progress = Callable[[int, int | None], None]
Step = Callable[[OpenJob], object]


def prepare(services: JobServices, work: BackgroundWork, progress: Progress) -> dict[str, Any]:
    """What the runner does. Each step is kept before the next begins, for those who open the page meanwhile."""
    if work.job_id is None:
        raise JobNotFound

    def do(step: Step) -> Any:  # noqa: ANN401 - what the step gives
        with reading(services, work.user_id, work.job_id or "", seconds=SECONDS) as job:
            found = step(job)
        SHARED.clear()  # the runner has no further use for them
        return found

    names = do(_answers)
    steps = [*do(_columns), *(partial(codes.kept_codes, name=name) for name in names)]
    for number, step in enumerate(steps, start=1):
        do(step)
        progress(number, len(steps))
    return {"steps": len(steps)}


def _answers(job: OpenJob) -> list[str]:
    """Make the answers; the names of the codes that belong to them."""
    summaries.summary_of(job, Selection(), _filters(), _distribution())
    scatters.scatter_of(job, _plot(), most=scatters.MOST_POINTS)
    composition_of(job, Selection(), spread=False)
    return selected.names_of(job, (_filters(), _distribution()), _plot())


def _columns(job: OpenJob) -> list[Step]:
    """How the columns are read, a few at once."""
    step = max(1, AT_ONCE // max(1, job.records))
    parts = [SHOWN[start : start + step] for start in range(0, len(SHOWN), step)]
    return [*(partial(columns.prepare, keys=part) for part in parts), columns.residues, columns.identities]


def _filters() -> Histograms:
    return Histograms({key: key in first_look.LOGARITHMIC for key in first_look.FILTERS}, first_look.FILTER_BINS)


def _distribution() -> Histograms:
    key = first_look.DISTRIBUTION
    return Histograms({key: key in first_look.LOGARITHMIC}, first_look.DISTRIBUTION_BINS, medians=True)


def _plot() -> densities.Plot:
    x, y = (densities.Axis(key, key in first_look.LOGARITHMIC) for key in (first_look.ACROSS, first_look.UP))
    return densities.Plot(x, y, Selection())
