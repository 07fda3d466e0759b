"""A drag at a million proteins as a strip of pictures.

python -m benchmarks.live_strip --data DIR [--size N] FILE.png

DIR is one that `make live ARGS="--data DIR"` keeps its analyses in.
"""

import argparse
import base64
import os
import time
from pathlib import Path

from benchmarks import live, redraw

PLACES = (0.36, 0.44, 0.52, 0.6, 0.7)
CLIP = {"x": 0, "y": 100, "width": 1440, "height": 450, "scale": 0.5}
_ACROSS = 3
_POINTER = """const [key, type, share] = arguments;
const strip = document.querySelector(`.bp-hist[data-key="${key}"]`), box = strip.getBoundingClientRect();
strip.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0, buttons: 1,
  clientX: box.left + share * box.width, clientY: box.top + 10 }));"""
_JOINED = """const [pictures, across, done] = arguments;
Promise.all(pictures.map((one) => { const image = new Image(); image.src = `data:image/png;base64,${one}`;
  return image.decode().then(() => image); })).then((images) => {
  const [{ width, height }, canvas] = [images[0], document.createElement("canvas")];
  [canvas.width, canvas.height] = [across * (width + 8) - 8, Math.ceil(images.length / across) * (height + 8) - 8];
  const pen = canvas.getContext("2d");
  const at = (place) => [(place % across) * (width + 8), Math.floor(place / across) * (height + 8)];
  images.forEach((image, place) => pen.drawImage(image, ...at(place)));
  done(canvas.toDataURL("image/png").split(",")[1]);
});"""


def pictures(brusher: live.Brusher, key: str = "gravy") -> list[str]:
    """The page before a drag, at each of PLACES, and after the server's answer."""

    def pointer(kind: str, share: float) -> None:
        brusher.driver.execute_script(_POINTER, key, kind, share)

    def picture() -> str:
        return str(brusher.driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": CLIP})["data"])

    pointer("pointerover", 0.3)
    time.sleep(2)
    pointer("pointerdown", 0.3)
    taken = []
    for place in PLACES:
        pointer("pointermove", place)
        time.sleep(0.3)
        taken.append(picture())
    pointer("pointerup", PLACES[-1])
    time.sleep(6)
    return [*taken, picture()]


def main() -> None:
    """Take the pictures and write them as one."""
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    parser = argparse.ArgumentParser(description="A drag as a strip of pictures.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    with live.site(asked.data) as (site, server):
        brusher = live.Brusher(site, server)
        try:
            brusher.sign_in(redraw.EMAIL, redraw.PASSWORD, new=False)
            brusher.driver.set_script_timeout(120)
            brusher.open(live.analyses(asked.data, [asked.size])[asked.size])
            taken = pictures(brusher)
            brusher.driver.get("about:blank")
            asked.file.write_bytes(base64.b64decode(brusher.driver.execute_async_script(_JOINED, taken, _ACROSS)))
        finally:
            brusher.driver.quit()


if __name__ == "__main__":
    main()
