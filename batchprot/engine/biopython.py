"""The parts of Biopython that the engine uses, imported without its mistaken warning.

Importing them takes half as long as importing numpy: modules that every analysis needs import them only where they are
used.
"""

import warnings

# Biopython takes any pyproject.toml in site-packages for its own source tree and says so to every user of the command
# line; dash-bootstrap-components installs one.
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="You may be importing Biopython from inside the source tree")
    from Bio.Data import IUPACData
    from Bio.SeqUtils import IsoelectricPoint, ProtParamData

__all__ = ["IUPACData", "IsoelectricPoint", "ProtParamData"]
