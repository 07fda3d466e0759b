"""Biopython's tables of residue values, imported without a warning that is wrong here.

Biopython takes any `pyproject.toml` in site-packages for its own source tree; dash-bootstrap-components installs one.
"""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="You may be importing Biopython from inside the source tree")
    from Bio.SeqUtils import ProtParamData

__all__ = ["ProtParamData"]
