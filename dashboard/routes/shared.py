"""The downloads of a shared analysis: the same views under the path of its link."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from dashboard.reader import SHARED, current_reader
from dashboard.services import WebServices

OF_THE_OWNER, OF_A_LINK = "/jobs/<job_id>", f"{SHARED}<token>"
ENDPOINT = "shared_"
VIEWS = (
    "downloads.selected",
    "downloads.printed",
    "downloads.rejected",
    "exports.progress",
    "exports.file",
    "plot_data.data",
    "live.codes",
    "live.rows",
    "figures.caption",
    "figures.of_protein",
    "special.table",
)
"""What a link gives; another download is given once it is written here."""


def install(server: Flask, _services: WebServices) -> None:
    """Add the views of VIEWS, which must be installed, under the path of a link."""
    rules = [rule for rule in server.url_map.iter_rules() if rule.endpoint in VIEWS]
    for rule in rules:
        path = rule.rule.replace(OF_THE_OWNER, OF_A_LINK)
        server.add_url_rule(path, ENDPOINT + rule.endpoint, _by_link(server.view_functions[rule.endpoint]))


def _by_link(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view of the analysis that the link opens; the guard has opened it."""

    def show(token: str, **variables: str) -> object:
        shared = current_reader().shared
        if shared is None or shared.token != token:
            msg = "the guard opens links before views"
            raise RuntimeError(msg)
        return view(job_id=str(shared.job_id), **variables)

    return show
