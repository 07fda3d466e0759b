"""Many sequences as one flat array: what every engine function works on."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Self, TypeVar, cast

import numpy as np
import numpy.typing as npt

from batchprot.reading import alphabet

T = TypeVar("T")

Codes = npt.NDArray[np.uint8]
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

LETTERS: Final = len(alphabet.LETTERS)
FIRST_LETTER: Final = ord("A")

BLOCK_RESIDUES: Final = 32 * 1024
"""Residues that are worked on at a time: what is made of them, eight bytes a residue, should stay in the cache."""


class Form(NamedTuple):
    """Everything of one modified chain that the engine computes with.

    `elements` and `average` are None with a mass shift, of which neither is known. `change` is how many groups more or
    fewer there are, in the order of `batchprot.engine.modified.GROUPS`. `names` are the modifications in alphabetical
    order.
    """

    elements: tuple[tuple[str, int], ...] | None
    average: float | None
    monoisotopic: float
    change: tuple[int, ...]
    phosphates: int
    is_known: bool
    first_changed: bool
    last_changed: bool
    cysteines: int
    absorbing: bool
    names: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Modified:
    """The modified chains of a batch.

    Attributes:
        rows: (m,) their places in the batch.
        forms: m of them.
        texts: their ProForma, whole as given.
    """

    rows: Integers
    forms: Sequence[Form]
    texts: Sequence[str]

    def add(self, values: Floats, of_each: Iterable[float | None]) -> Floats:
        """Give (n,) values with something added to those of modified chains, NaN where it is None."""
        changed = values.astype(np.float64)
        changed[self.rows] += np.array([np.nan if one is None else one for one in of_each], np.float64)
        return changed

    def where(self, of_each: Iterable[bool], count: int) -> Booleans:
        """Give (n,) whether something is true of a chain, which it is of modified ones only."""
        found = np.zeros(count, np.bool_)
        found[self.rows] = list(of_each)
        return found


@dataclass(frozen=True, slots=True)
class Block:
    """A run of whole proteins of a batch, small enough for the processor's cache."""

    proteins: slice
    codes: Codes
    """(residues,) of these proteins."""
    starts: Integers
    """(proteins,) where each begins within `codes`."""
    lengths: Integers
    """(proteins,)"""


class SequenceBatch:
    """Sequences of at least one letter each, letters A to Z only, as one array.

    Attributes:
        codes: (residues,) 0 for A to 25 for Z, all sequences one after the other.
        lengths: (n,) residues of each.
        offsets: (n + 1,) where each begins in `codes`; the last is the end.
        modified: what the modifications of some of them change; None where there are none.
    """

    modified: Modified | None = None

    def __init__(self, codes: Codes, lengths: Integers) -> None:
        self.codes = codes
        self.lengths = lengths
        self.offsets: Integers = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        self._remembered: dict[tuple[Hashable, ...], object] = {}

    @classmethod
    def of(cls, sequences: Sequence[bytes] | Sequence[str]) -> Self:
        """Build a batch from sequences that are known to be valid."""
        return cls(join(sequences), lengths_of(sequences))

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def first(self) -> Codes:
        """(n,) code of the first residue."""
        return self.codes[self.offsets[:-1]]

    @property
    def last(self) -> Codes:
        """(n,) code of the last residue."""
        return self.codes[self.offsets[1:] - 1]

    @cached_property
    def counts(self) -> Integers:
        """(n, 26) how often each letter occurs, alphabetically."""
        counts = np.empty((len(self), LETTERS), np.int64)
        for block in self.blocks():
            size = len(block.lengths)
            numbered = np.repeat(np.arange(0, size * LETTERS, LETTERS), block.lengths)
            numbered += block.codes
            counts[block.proteins] = np.bincount(numbered, minlength=size * LETTERS).reshape(size, LETTERS)
        return counts

    @cached_property
    def by_letter(self) -> Floats:
        """(26, n) the counts letter by letter, as floats: sums of whole numbers are exact, in any order of adding."""
        return np.ascontiguousarray(self.counts.T, np.float64)

    @cached_property
    def ambiguous(self) -> Floats:
        """(n,) number of B, J, X and Z."""
        return self.count(alphabet.AMBIGUOUS)

    @cached_property
    def known(self) -> Floats:
        """(n,) residues that are not ambiguous: what means are over."""
        return self.lengths - self.ambiguous

    def count(self, letters: str) -> Floats:
        """Give (n,) how many residues are among `letters`."""
        number: Floats = self.by_letter[[ord(letter) - FIRST_LETTER for letter in letters]].sum(axis=0)
        return number

    def total(self, table: Floats) -> Floats:
        """Give (n,) the sum of a (26,) table of whole numbers over each protein's residues, exactly."""
        sums: Floats = table @ self.by_letter
        return sums

    def blocks(self) -> Iterator[Block]:
        """Cut the batch between proteins into runs of about `BLOCK_RESIDUES`; a longer protein is a run of its own."""
        first = 0
        while first < len(self):
            reach = self.offsets[first] + BLOCK_RESIDUES
            last = max(first + 1, int(np.searchsorted(self.offsets, reach, side="right")) - 1)
            begin, end = self.offsets[first], self.offsets[last]
            yield Block(
                slice(first, last),
                self.codes[begin:end],
                self.offsets[first:last] - begin,
                self.lengths[first:last],
            )
            first = last

    def once(self, function: Callable[..., T], *args: Hashable) -> T:
        """Give `function(self, *args)`, computed at most once for this batch."""
        key = (function, *args)
        if key not in self._remembered:
            self._remembered[key] = function(self, *args)
        return cast("T", self._remembered[key])


def join(sequences: Sequence[bytes] | Sequence[str]) -> Codes:
    """Give (residues,) the codes of all letters; what is not A to Z becomes 26 or more."""
    if sequences and isinstance(sequences[0], str):
        letters = "".join(sequences).encode("latin-1", "replace")  # type: ignore[arg-type]
    else:
        letters = b"".join(sequences)  # type: ignore[arg-type]
    return np.frombuffer(letters, np.uint8) - np.uint8(FIRST_LETTER)


def lengths_of(sequences: Sequence[bytes] | Sequence[str]) -> Integers:
    """Give (n,) the number of letters of each sequence."""
    return np.fromiter(map(len, sequences), np.int64, len(sequences))
