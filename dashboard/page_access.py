"""Which paths are pages, and which of them a reader may open."""

import re
from collections.abc import Callable, Sequence
from uuid import UUID

from dashboard.components.shared.frame import PUBLIC_PAGES
from dashboard.reader import PageReader
from jobs.errors import JobNotFound
from jobs.services import JobServices
from results.jobs import get_job

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_ORDINAL = re.compile(r"[1-9][0-9]{0,8}")


def is_public(path: str) -> bool:
    """Tell whether a path is a page that is open without signing in.

    >>> is_public("/methods"), is_public("/methods/"), is_public("/jobs")
    (True, True, False)
    """
    return path.rstrip("/") in PUBLIC_PAGES


def job_id_from(text: str | None) -> UUID | None:
    """Read an analysis id in the spelling that our links use; None for anything else."""
    return UUID(text) if text and _UUID.fullmatch(text) else None


def page_opener(
    templates: Sequence[str], services: JobServices, current_reader: Callable[[], PageReader]
) -> Callable[[str], bool]:
    """Return a function that tells whether a path is a page that the reader may open.

    The answer is the same for an unknown path, a malformed or unknown id, and another person's analysis.
    """
    patterns = [_pattern(template) for template in templates]

    def may_open(path: str) -> bool:
        for pattern in patterns:
            if found := pattern.fullmatch(path.rstrip("/") or "/"):
                return may_show(found.groupdict(), services, current_reader)
        return False

    return may_open


def may_show(variables: dict[str, str], services: JobServices, current_reader: Callable[[], PageReader]) -> bool:
    """Tell whether a page's path variables name something that the reader may open.

    The holder of a share link may open the pages of that link and no others.
    """
    reader = current_reader()
    if variables.get("token") != (reader.shared.token if reader.shared else None):
        return False
    ordinal = variables.get("ordinal")
    if ordinal is not None and not _ORDINAL.fullmatch(ordinal):
        return False
    if reader.shared is None and "job_id" not in variables:
        return True
    job_id = reader.shared.job_id if reader.shared else job_id_from(variables["job_id"])
    if job_id is None:
        return False
    try:
        job = get_job(services, reader.access, job_id)
    except JobNotFound:
        return False
    return ordinal is None or int(ordinal) <= job.records


def _pattern(template: str) -> re.Pattern[str]:
    literal_and_names = re.split(r"<(\w+)>", template)
    parts = [
        f"(?P<{part}>[^/]+)" if odd else re.escape(part)
        for odd, part in ((index % 2, part) for index, part in enumerate(literal_and_names))
    ]
    return re.compile("".join(parts))
