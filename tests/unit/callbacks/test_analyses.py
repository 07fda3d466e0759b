import pytest

from callbacks.analyses import poll_interval


@pytest.mark.parametrize(
    ("age", "milliseconds"), [(0, 1000), (29, 1000), (31, 2000), (299, 2000), (301, 5000), (86_400, 5000)]
)
def test_the_older_a_job_the_rarer_it_is_asked_about(age, milliseconds):
    assert poll_interval(age) == milliseconds
