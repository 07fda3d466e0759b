"""Compare random ProForma with pyteomics: `python tests/fuzz/fuzz_proforma.py [COUNT]`, default 100,000.

Masses must agree within 0.00001 Da, and damaged strings must be refused with a place inside them and nothing else.
"""

import random
import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from batchprot.engine.modified import form_of
from batchprot.reading.proforma.notation import to_proforma
from batchprot.reading.proforma.parse import ProFormaError, parse
from tests.made_up_proforma import shift_of, strings

SIGNS = "[]-<>@(){}?#|/+:;, ACDXx0.~\n"
TOLERANCE_DA = 1e-5


def check(text: str) -> float:
    """The difference of the masses in Da."""
    chain = parse(text)
    if parse(str(chain)) != chain:
        message = f"{text} is not read again as it was written"
        raise AssertionError(message)
    return abs(form_of(chain).monoisotopic - shift_of(text, chain.residues))


def damage(chance: random.Random, text: str) -> str:
    """The same with a sign more, less or another."""
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(SIGNS) * chance.randint(0, 2) + text[place + chance.randint(0, 2) :]


def main() -> None:
    """Compare, and say the largest difference."""
    warnings.simplefilter("ignore")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chance, largest, refused = random.Random(count), 0.0, 0
    for text in strings(seed=count, count=count):
        largest = max(largest, check(text))
        if largest > TOLERANCE_DA:
            sys.exit(f"{text} differs by {largest:g} Da")
        broken = damage(chance, text)
        to_proforma(broken)
        try:
            parse(broken)
        except ProFormaError as error:
            refused += 1
            if not 1 <= error.place <= len(broken) + 1:
                sys.exit(f"{broken!r} is refused at {error.place}")
    sys.stdout.write(
        f"{count:,} strings: at most {largest:.1e} Da from pyteomics; {refused:,} of as many damaged ones refused\n"
    )


if __name__ == "__main__":
    main()
