"""What the processes keep in memory of large analyses: whole columns, the longest unused going first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

import numpy as np
from numpy.typing import NDArray

MOST_BYTES = 128 * 1024 * 1024
"""Of all columns together: those that the explorer shows of one analysis of a million proteins."""

Column = NDArray[np.generic]


class Columns:
    """Arrays by name, of a bounded size together, shared by the threads of one process.

    A name says everything about its array: what is kept never changes. Several threads that ask for what isn't there
    wait for the one that makes it.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._lock = most, Lock()
        self._known: OrderedDict[Hashable, Column] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def get(self, name: Hashable, make: Callable[[], Column]) -> Column:
        """The array of this name, made now if it isn't there."""
        found = self._recall(name)
        if found is not None:
            return found
        with self._lock:
            making = self._making.setdefault(name, Lock())
        with making:
            found = self._recall(name)
            if found is None:
                found = make()
                self.keep(name, found)
        return found

    def keep(self, name: Hashable, column: Column) -> None:
        """Keep an array, which nobody may change from now on."""
        column.flags.writeable = False
        with self._lock:
            self._known[name] = column
            self._known.move_to_end(name)
            self._making.pop(name, None)
            while len(self._known) > 1 and sum(one.nbytes for one in self._known.values()) > self._most:
                self._known.popitem(last=False)

    def has(self, name: Hashable) -> bool:
        """Whether this array is there."""
        return self._recall(name) is not None

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()

    def _recall(self, name: Hashable) -> Column | None:
        with self._lock:
            found = self._known.get(name)
            if found is not None:
                self._known.move_to_end(name)
            return found


SHARED = Columns()
"""Of this process. Names begin with the number of the analysis, which the caller has opened for its reader."""
