"""Everything follows while a range moves, and what is shown at rest is the server's answer."""

import random
import re

import pytest

from batchprot.reading.alphabet import STANDARD

PROTEINS = 300
BUILT = """
const [key, done] = arguments;
const strip = document.querySelector(`.bp-hist[data-key=${key}]`);
document.addEventListener("bp-live", ({ detail }) => detail.what === "index" && done(true), { once: true });
const come = () => strip.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
setInterval(come, 100);
"""
COUNT = "return document.getElementById('explorer-count').dataset.live || ''"
LAYERS = "return [...document.querySelectorAll('.bp-live-layer')].map((one) => one.closest('[id^=explorer]').id)"


@pytest.fixture(scope="module")
def proteome(tmp_path_factory):
    """A file of proteins of random sequences."""
    chance = random.Random(3)
    path = tmp_path_factory.mktemp("live") / "random.fasta"
    lines = [
        f">sp|X{n}|NAME{n} Protein {n} OS={chance.choice(('Mus musculus', 'Homo sapiens'))}\n" for n in range(PROTEINS)
    ]
    path.write_text(
        "".join(line + "M" + "".join(chance.choices(STANDARD, k=chance.randint(20, 300))) + "\n" for line in lines)
    )
    return path


def number(words):
    return int(re.sub(r"\D", "", words.split(" of ")[0]))


class Drag:
    """A range that is being moved on a small histogram."""

    def __init__(self, person, key):
        self.person, strip = person, f".bp-hist[data-key={key}]"
        person.wait(f"{strip} svg")
        person.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", person.find(strip))
        self.box = person.driver.execute_script(
            "return arguments[0].getBoundingClientRect().toJSON()", person.find(strip)
        )

    def mouse(self, kind, share):
        y = self.box["top"] + self.box["height"] / 2
        self.person.mouse(kind, self.box["left"] + share * self.box["width"], y)

    def press(self, share):
        self.mouse("mouseMoved", share)
        self.mouse("mousePressed", share)

    def move(self, share):
        event = {"type": "mouseMoved", "buttons": 1, "button": "left"}
        x, y = self.box["left"] + share * self.box["width"], self.box["top"] + self.box["height"] / 2
        self.person.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event | {"x": x, "y": y})

    def release(self, share):
        self.mouse("mouseReleased", share)


def live_count(person):
    return person.driver.execute_script(COUNT)


def test_count_boxes_and_plots_follow_and_the_answer_agrees(person, proteome):
    person.analyse(proteome)
    assert person.driver.execute_async_script(BUILT, "gravy")
    drag = Drag(person, "gravy")
    drag.press(0.3)
    counts = []
    for share in (0.4, 0.5, 0.6, 0.7):
        drag.move(share)
        person.until(lambda: live_count(person) and live_count(person) not in counts)
        counts.append(live_count(person))
    assert [int(count) for count in counts] == sorted(map(int, counts))
    assert sorted(person.driver.execute_script(LAYERS)) == ["explorer-histogram", "explorer-scatter"]
    boxes = [one.get_attribute("data-live") for one in person.all("#explorer-organism .n")]
    assert sum(number(words) for words in boxes) == int(counts[-1])
    # The table and the download are those of before, until the range is let go of.
    assert number(person.text("#download-csv").removeprefix("Download ")) == PROTEINS
    drag.release(0.7)
    person.until(lambda: not live_count(person))
    assert number(person.text("#explorer-count")) == int(counts[-1])
    person.says("#download-csv", f"Download {counts[-1]}")
    person.until(lambda: not person.driver.execute_script(LAYERS))
    assert not person.all("[data-live]")


def test_a_second_range_counts_within_the_first_and_within_a_search(person, proteome):
    person.analyse(proteome)
    place = person.driver.current_url.removeprefix(person.site).partition("?")[0]
    person.go(f"{place}?q=musculus&r.isoelectric_point=..7")
    person.until(lambda: "of 300" in person.text("#explorer-count"))
    selected = number(person.text("#explorer-count"))
    assert person.driver.execute_async_script(BUILT, "gravy")
    drag = Drag(person, "gravy")
    drag.press(0.0)
    drag.move(0.97)
    person.until(lambda: live_count(person))
    assert 0 < int(live_count(person)) <= selected
    drag.move(0.4)
    person.until(lambda: live_count(person) and int(live_count(person)) < selected)
    counted = int(live_count(person))
    drag.release(0.4)
    person.until(lambda: not live_count(person))
    assert number(person.text("#explorer-count")) == counted


HUES = """
const canvas = document.querySelector("#explorer-scatter .bp-live-layer");
const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
const found = new Set();
for (let at = 0; at < data.length; at += 4) {
  if (data[at + 3] > 150) found.add([0, 1, 2].map((part) => data[at + part] >> 4).join());
}
return [...found];
"""


def test_points_keep_their_colours_while_a_range_moves(person, proteome):
    person.analyse(proteome)
    place = person.driver.current_url.removeprefix(person.site).partition("?")[0]
    for colour, least in (("gravy", 8), ("organism", 2)):
        person.go(f"{place}?colour={colour}")
        person.until(person.has_settled)
        assert person.driver.execute_async_script(BUILT, "isoelectric_point")
        drag = Drag(person, "isoelectric_point")
        drag.press(0.0)
        drag.move(0.9)
        person.until(lambda: live_count(person))
        person.until(lambda: "explorer-scatter" in person.driver.execute_script(LAYERS))
        hues = person.driver.execute_script(HUES)
        assert len(hues) >= least, hues
        drag.release(0.9)
        person.until(lambda: not live_count(person))
    assert person.complaints() == []


def test_without_the_codes_a_range_is_applied_when_it_is_let_go_of(person, proteome):
    place = person.analyse(proteome)
    person.driver.execute_cdp_cmd("Network.enable", {})
    person.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/codes/*"]})
    person.go(place)
    drag = Drag(person, "gravy")
    drag.press(0.3)
    drag.move(0.6)
    assert not live_count(person)
    drag.release(0.6)
    person.says("#explorer-count", "of 300 selected")
    person.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    person.complaints()  # the requests that were blocked


def test_a_drag_that_changes_nothing_leaves_nothing_behind(person, proteome):
    person.analyse(proteome)
    assert person.driver.execute_async_script(BUILT, "gravy")
    drag = Drag(person, "gravy")
    drag.press(0.0)
    drag.move(0.5)
    person.until(lambda: live_count(person))
    drag.move(1.0)
    person.until(lambda: live_count(person) == "300")
    drag.release(1.0)
    person.until(lambda: not live_count(person))
    assert person.driver.execute_script(LAYERS) == []
    assert person.text("#explorer-count") == "300 proteins"
