"""No number changes without a new engine version."""

import hashlib
import json
import random

from batchprot.engine.analyze import analyze, plain
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.version import ENGINE_VERSION

DIGESTS = {
    "1.0.0": "2e294e5b02aa3fa473c011ca6cb9bd0e8770d5930713eacf44f85a36fc66610d",
    "1.0.1": "2434b617642e07a7de847308d737502bfd14657f75c3bd4bc7d90e8c4bbd8c6e",
    "1.0.2": "2434b617642e07a7de847308d737502bfd14657f75c3bd4bc7d90e8c4bbd8c6e",
    "1.1.0": "60826823d91c309089488208d576996cc257dc538304d25bb08aa88f6d4c60de",
    "1.2.0": "b7835b3f0f3c2b543976a05f1bdd721590dcd7487a3780c1aed681c16dea14e8",
    "1.3.0": "19c5f573fd8450490bf683e70873abbe765ba472f4ad69bb7ada8460b640e40d",
    "1.4.0": "d04dab554a2b13957aefad8bea3e3e15075af92f0fbadd7af614034a2b7e896a",
    "1.5.0": "6e189460c775d029a17d5d325f56e29e03d4f03b2788b91e0b4e50668b25ccea",
    "1.6.0": "84fe68164ba724f52a09642d037062727e554e7fe2f0ee0d1b491b02eda6f33b",
}
"""Digest of everything the engine gives for the sequences and options below, by engine version.

When this test fails, a number has changed: raise ENGINE_VERSION, say in the change log which number and why, and add
a line here. Never change a line that is there.
"""

OPTIONS = (
    AnalysisOptions(),
    AnalysisOptions(constants="biopython"),
    AnalysisOptions(
        pka_set="IPC2-protein",
        ph=5.5,
        disulfides=1,
        n_terminus_blocked=True,
        c_terminus_blocked=True,
        ambiguous="average",
    ),
    AnalysisOptions(remove_initiator_met=True),
    AnalysisOptions(constants="biopython", pka_set="Grimsley", first_residue=4, last_residue=40, ambiguous="average"),
)
EXTREMES = ("", "X", "U", "O", "A", "M", "MA", "XMX", "D" * 3000, "R" * 3000, "W" * 11, "K" * 9, "ACGT" * 5, "A-C")


def sequences() -> list[str]:
    """Random proteins of all letters, the twenty most often, and the extremes."""
    chance = random.Random(2005)
    letters, weights = "ACDEFGHIKLMNPQRSTVWYUOBJXZ", [100] * 20 + [2, 2, 1, 1, 1, 1]
    return [
        *EXTREMES,
        *(
            "M" * (index % 2) + "".join(chance.choices(letters, weights, k=chance.randint(1, 300)))
            for index in range(400)
        ),
    ]


def digest() -> str:
    given = sequences()
    results = [plain(analyze(given, options)) for options in OPTIONS]
    return hashlib.sha256(json.dumps(results, allow_nan=False).encode()).hexdigest()


def test_the_numbers_are_those_of_the_engine_version():
    assert DIGESTS.get(ENGINE_VERSION) == digest()
