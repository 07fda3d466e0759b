"""No number of two real proteomes changes without a new engine version.

tests/contract/test_engine_version.py asks the same of made-up sequences anywhere; ten thousand real ones also meet what
is rare, as the two windows of a protein whose moments are all but equal.
"""

import hashlib

import orjson

from batchprot.engine.analyze import analyze, plain
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.version import ENGINE_VERSION

DIGESTS = {
    "1.0.2": "2d4d760f8110065eea253f39025dad1d721a832876e3b185a9289def45d02344",
    "1.1.0": "e46bd9663fe561eb4ce3ee36d33ca5a5a4388317d764d73f144623c2e77153b2",
    "1.2.0": "957f5accde81588e716654a5bed50e2773cb19865025e4ad013a9e9ea7f925bc",
    "1.3.0": "6c7b2aed23fffde9f58bf997e3c0ff44165e1fc82efad1e0bce2de335a5a6aa7",
    "1.4.0": "d7b2e708cb7e657f8136d4455f3b4ff30dc570b175e6d36f6f8e82e4598137fc",
    "1.5.0": "6ac455027ace7043605edb47e45c097a4b46d6d2998320115929e49218c21a22",
    "1.6.0": "46e88536d924f42fa2199904024bf012c546259970a8165a41e193c5feb67bcf",
}
"""By engine version; see tests/contract/test_engine_version.py for what to do when this fails."""


def test_the_numbers_of_both_proteomes_are_those_of_the_engine_version(proteomes):
    results = plain(analyze(proteomes, AnalysisOptions()))
    assert hashlib.sha256(orjson.dumps(results)).hexdigest() == DIGESTS.get(ENGINE_VERSION)
