"""Where our scripts, styles and pictures are found: their address holds a digest of all of them.

A new version has new addresses, so browsers and CloudFront may keep every file for good, and a page that was open
during a deployment still finds the scripts that it began with.
"""

import hashlib
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
DIGEST_LENGTH = 12


@cache
def assets_path() -> str:
    """The folder of every asset's address: `assets/` and the digest, without a slash at either end."""
    digest = hashlib.sha256()
    for path in sorted(ASSETS.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(ASSETS).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return f"assets/{digest.hexdigest()[:DIGEST_LENGTH]}"


def asset_address(name: str) -> str:
    """The address of one asset, from the top of the site: `/assets/0123456789ab/theme.css`."""
    return f"/{assets_path()}/{name}"
