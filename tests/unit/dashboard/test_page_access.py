import re
from uuid import UUID

import pytest

from dashboard.page_access import _pattern, job_id_from

ID = "0c8a7f7e-9d5e-4c6e-8a4e-0d7f6f3a1b2c"


def test_the_one_spelling_of_an_id_is_read():
    assert job_id_from(ID) == UUID(ID)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "none",
        "1",
        ID.upper(),
        ID.replace("-", ""),
        f"{{{ID}}}",
        f"urn:uuid:{ID}",
        f"{ID}\n",
        f" {ID}",
        f"{ID}x",
        ID[:-1],
        ID.replace("0", "\u0660"),
        "\0",
        "../" + ID,
    ],
)
def test_any_other_spelling_is_no_id(text):
    assert job_id_from(text) is None


@pytest.mark.parametrize(
    ("template", "path", "variables"),
    [
        ("/", "/", {}),
        ("/new", "/new", {}),
        ("/new", "/newer", None),
        ("/new", "/", None),
        ("/jobs/<job_id>", "/jobs/x", {"job_id": "x"}),
        ("/jobs/<job_id>", "/jobs/", None),
        ("/jobs/<job_id>", "/jobs/x/y", None),
        ("/jobs/<job_id>/proteins/<ordinal>", "/jobs/x/proteins/1", {"job_id": "x", "ordinal": "1"}),
        ("/a.b", "/axb", None),
    ],
)
def test_templates_match_whole_paths_only(template, path, variables):
    found = re.fullmatch(_pattern(template), path)
    assert (found.groupdict() if found else None) == variables
