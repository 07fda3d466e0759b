"""The web application, as the browser talks to it."""

import pytest


@pytest.fixture
def visitor(visit, user):
    return visit(user)
