"""Where a person may be sent after signing in: to a path of ours and nowhere else."""

import re
import urllib.parse

LONGEST = 2_000
# Printable ASCII, no backslash (browsers read it as a slash), no second slash at the start (another host).
_LOCAL_PATH = re.compile(r"/(?!/)[\x21-\x5b\x5d-\x7e]*", re.ASCII)
_SIGN_IN_PAGES = ("/sign-in", "/sign-up", "/sign-out")


def local_path(wanted: str | None) -> str:
    """Return `wanted` when it is a path of this application, and "/" otherwise.

    A path that only becomes another host's address after decoding is refused too, because something
    between us and the browser may decode once more. The sign-in pages themselves lead nowhere.
    """
    if not wanted or len(wanted) > LONGEST:
        return "/"
    path = re.split(r"[?#]", wanted, maxsplit=1)[0]
    for spelling in (wanted, urllib.parse.unquote(path), urllib.parse.unquote(urllib.parse.unquote(path))):
        if not _LOCAL_PATH.fullmatch(spelling):
            return "/"
    if path.startswith(_SIGN_IN_PAGES) or "/.." in urllib.parse.unquote(path) or "//" in path:
        return "/"
    return wanted
