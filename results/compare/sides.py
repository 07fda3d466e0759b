"""What is compared: whole analyses, saved selections, and selections that only the address holds.

The address: `jobs` names the sides by the id of an analysis or of a saved selection, separated by commas; `s1`, `s2`
and so on is what is selected of the first, second ... analysis, with "!" in front for all but that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_

from jobs.errors import JobNotFound
from jobs.services import JobServices
from models.states import JobState
from results.jobs import JobSummary, get_jobs
from results.selection import address
from results.selection.columns import Source, source
from results.selection.model import InvalidSelection, Selection
from results.selection.sql import condition, keys_of
from results.sharing.saved_selections import list_selections

MOST_SIDES = 6
ORGANISM = "organism"
LONGEST_ADDRESS = 100_000
_OF_MEASUREMENTS = "gravy"
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A side as the address has it."""

    id: UUID
    query: str = ""

    @property
    def is_complement(self) -> bool:
        """Whether all but the selection is meant."""
        return self.query.startswith("!")

    def check(self) -> None:
        """See that there is such a selection.

        Raises:
            InvalidSelection: the query is none.
        """
        _ = self.selection

    @property
    def selection(self) -> Selection:
        """The selection, or what it leaves out.

        Raises:
            InvalidSelection: the query is none.
        """
        return address.read_known(self.query.removeprefix("!"))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a part of an analysis. `name` is that of a saved selection, if it is one."""

    asked: Asked
    job: JobSummary
    selection: Selection = field(default_factory=Selection)
    is_complement: bool = False
    name: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether there is something to compare: an analysis that has ended well."""
        return self.job.state == JobState.SUCCEEDED

    @property
    def is_everything(self) -> bool:
        """Whether this is a whole analysis."""
        return self.selection.is_everything and not self.is_complement

    @property
    def value(self) -> str | None:
        """The value of a category that alone makes this side; None when it is made otherwise."""
        asked = [one for one in (self.selection.organisms, *self.selection.values.values()) if one]
        rest = replace(self.selection, organisms=frozenset(), values={}, sort=())
        if len(asked) != 1 or len(asked[0]) != 1 or not rest.is_everything or self.is_complement:
            return None
        return next(iter(asked[0]))

    def source(self, keys: Sequence[str]) -> Source:
        """The tables that hold these keys and what the selection asks; without rejected records.

        Rejected records have no row of measurements, so that one key of these leaves them out.
        """
        return source({*keys, *keys_of(self.selection), _OF_MEASUREMENTS}, only_calculated=True)

    def condition(self, tables: Source) -> ColumnElement[bool]:
        """Which rows of these tables are on this side."""
        chosen = condition(self.selection, tables.ordinal)
        return and_(tables.of(self.job.id), not_(chosen) if self.is_complement else chosen)


def read_address(query: str) -> list[Asked]:
    """The sides of an address, at most MOST_SIDES.

    Raises:
        InvalidSelection: an id or a selection is none, or there are too many sides.
    """
    if len(query) > LONGEST_ADDRESS:
        raise InvalidSelection("This address is too long. Save the selections and compare those.")
    try:
        said = dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=50))
    except ValueError:
        raise InvalidSelection("This address can't be read.") from None
    ids = [part for part in said.get("jobs", "").split(",") if part]
    if len(ids) > MOST_SIDES:
        raise InvalidSelection(f"At most {MOST_SIDES} analyses or selections can be compared at once.")
    if not all(_UUID.fullmatch(part) for part in ids):
        raise JobNotFound
    asked = [Asked(UUID(part), said.get(f"s{place}", "")) for place, part in enumerate(ids, start=1)]
    for one in asked:
        one.check()
    return asked


def write_address(asked: Sequence[Asked]) -> str:
    """The address of these sides."""
    pairs = [("jobs", ",".join(str(one.id) for one in asked))]
    pairs += [(f"s{place}", one.query) for place, one in enumerate(asked, start=1) if one.query]
    return urlencode(pairs, safe=",") if asked else ""


def by_category(job_id: UUID, key: str, values: Sequence[str]) -> str:
    """The address that compares the first values of a category of one analysis with each other."""

    def only(value: str) -> Selection:
        chosen = frozenset([value])
        return Selection(organisms=chosen) if key == ORGANISM else Selection(values={key: chosen})

    return write_address([Asked(job_id, address.write(only(value))) for value in values[:MOST_SIDES]])


def find_sides(services: JobServices, user_id: UUID, asked: Sequence[Asked]) -> list[Side]:
    """The sides themselves.

    Raises:
        JobNotFound: one is neither an analysis nor a saved selection of this person.
        InvalidSelection: a saved selection can't be read any more, or a column in a selection is gone.
    """
    saved = {one.id: one for one in list_selections(services, user_id)} if asked else {}
    of_jobs = {saved[one.id].job_id if one.id in saved else one.id for one in asked}
    jobs = get_jobs(services, user_id, of_jobs)
    sides = []
    for one in asked:
        if (kept := saved.get(one.id)) is not None:
            job = jobs[kept.job_id]
            sides.append(Side(one, job, job.own_columns.checked(address.read(kept.selection)), name=kept.name))
        else:
            job = jobs[one.id]
            sides.append(Side(one, job, job.own_columns.checked(one.selection), one.is_complement))
    return sides
