"""Icons: masks drawn in theme.css, so that an empty <i> is all they need."""

from dash import html


def icon(name: str, *, large: bool = False) -> html.I:
    """An icon that only decorates: the words beside it carry the meaning."""
    size = " bp-i-lg" if large else ""
    return html.I(className=f"bp-i bp-i-{name}{size}", **{"aria-hidden": "true"})
