"""How the memory of each service goes while people look: whether it is flat, or grows by and by."""

import statistics
import threading
import time
from collections.abc import Callable
from typing import Self

EVERY_SECONDS = 5.0
WARM_UP = 1 / 3
"""The share of a run that is left out: caches fill and threads are made at first."""
HALF_AN_HOUR = 1800.0

Sample = tuple[float, dict[str, float]]


class MemoryWatch:
    """Looks at the memory of each service from time to time, from a thread.

    Args:
        look: gives megabytes by service.
    """

    def __init__(self, look: Callable[[], dict[str, float]]) -> None:
        self._look = look
        self._samples: list[Sample] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        begun = time.monotonic()
        while not self._ended.wait(EVERY_SECONDS):
            self._samples.append((time.monotonic() - begun, self._look()))

    def summary(self) -> str:
        """For each service: at the beginning, at the end, at most, and how fast it grew after the warm-up."""
        return "; ".join(self._of(name) for name in self._samples[-1][1]) if self._samples else "too short"

    def _of(self, name: str) -> str:
        points = [(second, sizes[name]) for second, sizes in self._samples if name in sizes]
        sizes = [size for _, size in points]
        said = f"{name} {sizes[0]:.0f} to {sizes[-1]:.0f}, at most {max(sizes):.0f}"
        slope = slope_of(points[round(len(points) * WARM_UP) :])
        return said if slope is None else f"{said}, {slope * HALF_AN_HOUR:+.0f} in 30 minutes"


def slope_of(points: list[tuple[float, float]]) -> float | None:
    """Megabytes a second, by least squares; None for two points, which always lie on a line.

    >>> slope_of([(0, 100), (10, 110), (20, 120)])
    1.0
    """
    if len(points) < 3:
        return None
    return statistics.linear_regression([when for when, _ in points], [size for _, size in points]).slope
