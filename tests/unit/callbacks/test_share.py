import datetime as dt

import pytest

from callbacks.share import ending, link_address
from jobs.errors import JobRefused


@pytest.mark.parametrize(
    ("ends", "last_day", "until"),
    [
        ("never", None, None),
        ("never", "2030-01-01", None),
        ("7", None, dt.timedelta(days=7)),
        ("30", "", dt.timedelta(days=30)),
        ("date", "2030-02-28", dt.date(2030, 2, 28)),
    ],
)
def test_a_link_ends_as_chosen(ends, last_day, until):
    assert ending(ends, last_day) == until


@pytest.mark.parametrize("last_day", [None, "", "soon", "2030-02-30", "9999999-01-01"])
def test_a_day_that_is_none_is_asked_for_again(last_day):
    with pytest.raises(JobRefused, match="last day"):
        ending("date", last_day)


@pytest.mark.parametrize(
    ("ends", "last_day"), [("date", "9999-12-31"), ("99999999999999999999", ""), ("99999", ""), ("date", "2100-01-01")]
)
def test_a_day_too_far_away_is_asked_for_again(ends, last_day):
    with pytest.raises(JobRefused, match="last day"):
        ending(ends, last_day)


def test_a_link_carries_the_selection_and_the_view_on_this_host():
    href = "https://batchprot.example/jobs/1?old=1#x"
    assert (
        link_address(href, "/jobs/1?q=kinase&x=length", "T") == "https://batchprot.example/shared/T?q=kinase&x=length"
    )
    assert link_address(href, "/jobs/1", "T") == "https://batchprot.example/shared/T"
    assert link_address(href, None, "T") == "https://batchprot.example/shared/T?old=1"
