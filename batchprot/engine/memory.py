"""Keep the memory that numpy frees, instead of giving it back and asking for it again a millisecond later."""

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Names of glibc's malloc.h; see mallopt(3)."""

KEPT_BYTES = 64 * 1024 * 1024


def keep_freed_memory() -> bool:
    """Tell glibc's allocator to keep up to 64 MB of freed memory; False where there is no such setting.

    The engine makes and drops arrays of a few hundred kilobytes. By default each is mapped, cleared page by page at
    first touch, and unmapped: a third of the time of a whole analysis went there.
    """
    if sys.platform != "linux":
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(M_MMAP_THRESHOLD, KEPT_BYTES // 2) and mallopt(M_TRIM_THRESHOLD, KEPT_BYTES))
