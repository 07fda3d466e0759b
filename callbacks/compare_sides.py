"""The sides of the page that compares: what they are called, what to know of them, what else may be chosen."""

from collections.abc import Sequence
from uuid import UUID

from batchprot.properties.options import describe
from callbacks.explorer_selection import described
from dashboard.components.compare import sides as components
from dashboard.components.shared import numbers
from jobs.errors import JobNotFound
from jobs.services import JobServices
from models.states import JobState
from results import jobs as listing
from results.compare.sides import MOST_SIDES, Asked, Side, read_address, write_address
from results.compare.table import side_name
from results.queries import query
from results.selection import address
from results.selection.model import InvalidSelection
from results.sharing.saved_selections import list_selections

FEWEST = 2
_OFFERED = 200


def detail(side: Side) -> str:
    """What a side is, below its name."""
    chosen = described(side.selection, side.job.options.ph)
    if side.is_complement:
        chosen = f"all but {chosen}"
    return f"{side.job.title}, {chosen}" if side.name else chosen


def address_of(asked: Sequence[Asked]) -> str:
    """The page that compares these."""
    return f"/compare?{write_address(asked)}" if asked else "/compare"


def notes(sides: Sequence[Side]) -> list[str]:
    """What to know of the analyses before reading the numbers."""
    found = []
    for name, kinds in (
        ("engine versions", {side.job.engine_version for side in sides}),
        ("options", {", ".join(describe(side.job.options)) or "the default options" for side in sides}),
    ):
        if len(kinds) > 1:
            listed = "; ".join(sorted(kinds))
            found.append(f"These analyses have different {name} ({listed}), so some differences may be due to that.")
    return found


def choices(services: JobServices, user_id: UUID, asked: Sequence[Asked]) -> list[components.Choice]:
    """Finished analyses and saved selections, those that are sides now first."""
    jobs = [job for job in listing.list_jobs(services, user_id) if job.state == JobState.SUCCEEDED]
    found = [(job.id, job.title, numbers.of(job.done, "protein")) for job in jobs]
    found += [(one.id, one.name, f"of {one.job_title}") for one in list_selections(services, user_id)]
    chosen = [one.id for one in asked if not one.query]
    found.sort(key=lambda one: one[0] not in chosen)
    return [components.Choice(str(id_), name, words, id_ in chosen) for id_, name, words in found[:_OFFERED]]


def chosen_address(query_string: str, checked: Sequence[str]) -> tuple[str, str, bool]:
    """The page that compares what is checked, why it can't be compared if so, and whether it can.

    Sides that only the address knows have no box, and stay; the others keep their order, and new ones follow.
    """
    try:
        asked = read_address(query_string)
        wanted = [UUID(one) for one in checked]
    except (InvalidSelection, JobNotFound, ValueError):
        return "/compare", "", False
    kept = [one for one in asked if one.query or one.id in wanted]
    known = {one.id for one in kept if not one.query}
    kept += [Asked(one) for one in wanted if one not in known]
    if len(kept) > MOST_SIDES:
        return address_of(asked), f"At most {MOST_SIDES} can be compared.", False
    if len(kept) < FEWEST:
        return address_of(kept), "Check at least two." if not kept else "Check one more.", False
    return address_of(kept), "", True


def card(services: JobServices, user_id: UUID, sides: Sequence[Side], place: int) -> components.Card:
    """A side as its card shows it."""
    side, asked = sides[place], [one.asked for one in sides]
    size = side.job.done if side.is_finished else 0
    if not side.is_everything:
        chosen = query.count(services, user_id, side.job.id, side.selection)
        size = side.job.done + side.job.rejected - chosen if side.is_complement else chosen
    without = address_of(asked[:place] + asked[place + 1 :])
    suffix = "" if side.is_everything or side.is_complement else f"?{address.write(side.selection)}"
    return components.Card(side_name(side), detail(side), numbers.count(size), f"/jobs/{side.job.id}{suffix}", without)


def common_ph(sides: Sequence[Side]) -> float | None:
    """The pH of the charge, if all sides have the same."""
    found = {side.job.options.ph for side in sides}
    return found.pop() if len(found) == 1 else None


def summary(sides: Sequence[Side]) -> str:
    """Comparing 2 selections of one analysis; comparing 3 analyses."""
    analyses = {side.job.id for side in sides}
    if len(analyses) == 1:
        return f"Comparing {len(sides)} selections of {sides[0].job.title}"
    if len(analyses) == len(sides) and all(side.is_everything for side in sides):
        return f"Comparing {len(sides)} analyses"
    return f"Comparing {len(sides)} sides from {len(analyses)} analyses"
