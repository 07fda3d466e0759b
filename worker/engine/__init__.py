"""The engine: properties of many protein sequences at once, as numpy arrays."""

import warnings

# Biopython takes any pyproject.toml in site-packages for its own source tree and says so to every user of the command
# line; dash-bootstrap-components installs one. Imported here first, before any module of the engine needs it.
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="You may be importing Biopython from inside the source tree")
    import Bio  # noqa: F401
