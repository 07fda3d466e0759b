"""Ids for generated tests."""

import pytest
from _pytest.nodeid import coerce_node_id
from schemathesis.pytest.plugin import SchemathesisFunction


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each call's test an id of its own: under pytest-xdist, of tests with one id one is run."""
    for item in items:
        if isinstance(item, SchemathesisFunction):
            item._id = coerce_node_id(f"{item.parent.nodeid}::{item.name}")
    assert len({item.nodeid for item in items}) == len(items), "two tests have one id"
