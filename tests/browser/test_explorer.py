"""One selection behind everything: brushed, drawn, typed, searched; in the address; back and forward."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from selenium.webdriver.common.keys import Keys

from results.selection import address

REDRAW = """
const made = { edges: [-2, -1, 0, 1], counts: [1, 2, 3], selected: [1, 1, 1], chosen: [-1, 0], decimals: 3 };
window.dash_clientside.brush.draw({ gravy: made });
"""
BRUSHES = """
return [...document.querySelectorAll(".bp-hist[data-key=gravy] .brush")]
  .map(({ style }) => [style.visibility, parseFloat(style.width)]);
"""


@pytest.fixture
def explorer(visitor, opened, examples):
    """The explorer of 26 flavodoxins."""
    opened(examples / "flavodoxins.fasta")
    visitor.wait("#explorer-scatter canvas")
    visitor.wait(".bp-hist[data-key=gravy] .pick")
    return visitor


def selected(person):
    words = person.text("#explorer-count").split()
    return int(words[0].replace(",", ""))


def brush(person, key, start, end):
    strip = person.find(f".bp-hist[data-key={key}]")
    width = strip.size["width"]
    person.drag(strip, (round((start - 0.5) * width), 0), (round((end - start) * width), 0))


def test_brushing_narrows_everything(explorer):
    brush(explorer, "gravy", 0.1, 0.5)
    explorer.until(lambda: "selected" in explorer.text("#explorer-count"))
    few = selected(explorer)
    assert 0 < few < 26
    explorer.says("#explorer-grid-count", f"{few} row")
    explorer.says("#explorer-scatter-note", f"{few} selected")
    explorer.says("#explorer-chips", "GRAVY")
    explorer.until(lambda: f"Download {few}" in explorer.text("#download-csv"))
    assert "r.gravy=" in explorer.find("#download-csv").get_attribute("href")
    explorer.click(".bp-hist[data-key=gravy]")
    explorer.says("#explorer-count", "26 proteins")


def test_points_are_drawn_by_webgl_as_finely_as_the_screen_shows_them(explorer):
    brush(explorer, "gravy", 0.1, 0.6)
    explorer.until(lambda: "r.gravy=" in explorer.driver.current_url and explorer.has_settled())
    drawn = explorer.driver.execute_script("""
      const graph = document.querySelector("#explorer-scatter .js-plotly-plot");
      const finer = [...graph.querySelectorAll("canvas")].map((one) => one.width / one.offsetWidth);
      const refused = Boolean(graph.querySelector(".no-webgl"));
      return [graph._fullData[0].type, refused, graph._context.plotGlPixelRatio, window.devicePixelRatio, finer];
    """)
    kind, refused, ratio, screen, finer = drawn
    assert (kind, refused, ratio) == ("scattergl", False, screen)
    assert finer
    assert all(abs(one - screen) < 0.01 for one in finer)


def test_a_server_that_does_not_answer_is_said_and_the_next_brush_counts(explorer):
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    explorer.driver.execute_cdp_cmd("Network.enable", {})
    explorer.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": True, **network})
    brush(explorer, "gravy", 0.1, 0.6)
    explorer.says(".bp-lost", "Connection lost. Your last change wasn't applied.")
    explorer.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": False, **network})
    explorer.until(lambda: "selected" in explorer.text("#explorer-count"))  # asked again as soon as it is back
    explorer.until(lambda: not explorer.all(".bp-lost"))
    explorer.driver.get_log("browser")  # what the browser itself says of a network that is gone
    brush(explorer, "isoelectric_point", 0.1, 0.9)
    explorer.says("#explorer-chips", "pI")


def test_an_answer_that_comes_while_one_drags_takes_nothing_away(explorer):
    brush(explorer, "gravy", 0.1, 0.8)
    explorer.until(lambda: "r.gravy=" in explorer.driver.current_url and explorer.has_settled())
    before = explorer.driver.current_url
    strip = explorer.find(".bp-hist[data-key=gravy]")
    box = strip.rect
    at = [box["x"] + share * box["width"] for share in (0.3, 0.4, 0.6)]
    middle = box["y"] + box["height"] / 2
    for kind, x in zip(("mouseMoved", "mousePressed", "mouseMoved"), (at[0], at[0], at[2]), strict=True):
        explorer.mouse(kind, x, middle)
    explorer.driver.execute_script(REDRAW)
    shown = explorer.driver.execute_script(BRUSHES)
    assert [hidden for hidden, _width in shown] == ["hidden", ""]
    assert shown[1][1] == pytest.approx(30, abs=2)
    explorer.mouse("mouseReleased", at[2], middle)
    explorer.until(lambda: explorer.driver.current_url != before and explorer.has_settled())
    text = explorer.driver.execute_script("return new URL(location).searchParams.get('r.gravy')")
    assert address.write(address.read(f"r.gravy={text}")) == f"r.gravy={text}"
    explorer.until(lambda: [hidden for hidden, _ in explorer.driver.execute_script(BRUSHES)] == [""])


def test_a_lasso_selects_and_is_drawn_again_after_a_reload(explorer):
    plot = explorer.find("#explorer-scatter .nsewdrag")
    explorer.drag(plot, (-350, -140), (340, 0), (0, 280), (-340, 0), (0, -270))
    explorer.until(lambda: "selected" in explorer.text("#explorer-count"))
    few = selected(explorer)
    assert 0 < few < 26
    assert "in=" in explorer.driver.current_url
    explorer.driver.refresh()
    explorer.says("#explorer-count", f"{few} of 26 selected")
    explorer.wait("#explorer-scatter .shapelayer path")


def test_back_and_forward_go_through_selections(explorer):
    explorer.fill("#explorer-text", "flavodoxin")
    explorer.until(lambda: "q=flavodoxin" in explorer.driver.current_url)
    some = explorer.text("#explorer-count")
    brush(explorer, "isoelectric_point", 0.0, 0.4)
    explorer.until(lambda: "r.isoelectric_point" in explorer.driver.current_url)
    explorer.driver.back()
    explorer.until(lambda: explorer.all("#explorer-count") and explorer.text("#explorer-count") == some)
    assert explorer.find("#explorer-text").get_attribute("value") == "flavodoxin"
    explorer.driver.forward()
    explorer.wait(".bp-f.on")
    explorer.says("#explorer-chips", "pI")


def test_typed_bounds_keep_the_keyboard_where_it_is(explorer):
    field = explorer.find("[id*='explorer-bound'][id*='gravy'][id*='min']")
    field.send_keys("-0.3", Keys.TAB)
    explorer.says("#explorer-chips", "GRAVY at least")
    explorer.until(explorer.has_settled)
    assert "max" in explorer.driver.switch_to.active_element.get_attribute("id")
    explorer.click("#explorer-clear")
    explorer.says("#explorer-count", "26 proteins")


def test_an_address_that_makes_no_sense_selects_everything_and_says_so(explorer):
    path = explorer.driver.current_url.partition("?")[0].removeprefix(explorer.site)
    explorer.go(f"{path}?r.gravy=a..b&x=__proto__&cols=%3Cscript%3E")
    explorer.says("#app-toast-text", "a filter we don't understand")  # first: it goes away by itself
    explorer.says("#explorer-count", "26 proteins")


def test_axes_that_are_not_known_leave_the_selection_and_are_said(explorer):
    path = explorer.driver.current_url.partition("?")[0].removeprefix(explorer.site)
    explorer.go(f"{path}?q=FLAV_CLOBE&x=__proto__&colour=%3Cb%3E")
    explorer.says("#app-toast-text", "as usual")
    explorer.says("#explorer-count", "1 of 26 selected")


def test_a_selection_of_nothing_draws_nothing_and_breaks_nothing(explorer):
    explorer.fill("#explorer-text", "no protein is called this")
    explorer.says("#explorer-count", "0 of 26 selected")
    explorer.says("#explorer-scatter-note", "Nothing is selected")
    explorer.says("#explorer-composition", "no composition")
    explorer.says("#explorer-histogram", "nothing is selected")
    explorer.click("#explorer-panel-correlation")
    explorer.says("#explorer-correlation", "Too few proteins")
    explorer.until(explorer.has_settled)


def figure(person, path):
    script = "return document.querySelector('#explorer-scatter .js-plotly-plot')" + path
    return person.driver.execute_script(script)


def test_colour_and_logarithmic_axes_are_in_the_address_and_come_back(explorer):
    explorer.find("#explorer-colour [value=gravy]").click()
    explorer.says("#explorer-scatter-note", "GRAVY ≤")
    explorer.find("label[for=explorer-x-log]").click()
    explorer.until(lambda: figure(explorer, "._fullLayout.xaxis.type") == "log")
    assert "colour=gravy" in explorer.driver.current_url
    assert "xlog=1" in explorer.driver.current_url
    assert "ylog" not in explorer.driver.current_url  # as the property has it
    explorer.driver.refresh()
    explorer.wait("#explorer-scatter canvas")
    explorer.until(lambda: figure(explorer, "._fullLayout.xaxis.type") == "log")
    explorer.says("#explorer-scatter-note", "GRAVY ≤")
    # Another property has the axis that is best for it.
    explorer.find("#explorer-x [value=gravy]").click()
    explorer.until(lambda: figure(explorer, "._fullLayout.xaxis.type") == "linear")
    assert "xlog" not in explorer.driver.current_url


def test_categories_have_symbols_that_the_security_policy_lets_draw(person, examples):
    person.analyse(examples / "panel.fasta")
    person.wait("#explorer-scatter canvas")
    person.until(lambda: figure(person, "?._fullData?.length"))
    person.find("#explorer-colour [value=organism]").click()
    person.until(lambda: "square" in figure(person, "?._fullData?.map((one) => one.marker?.symbol) || []"))
    person.until(person.has_settled)


def test_organisms_are_boxes_with_counts_and_come_back(person, examples):
    path = person.analyse(examples / "panel.fasta")
    person.wait("#explorer-organism .form-check")
    boxes = len(person.all("#explorer-organism .form-check"))
    everything = person.text("#explorer-count")
    person.click("#explorer-organism .form-check:first-child input")
    person.until(lambda: "selected" in person.text("#explorer-count"))
    few = person.text("#explorer-count")
    others = [name.get_attribute("title") for name in person.all("#explorer-organism .text-truncate")][1:]
    person.until(lambda: parse_qs(urlsplit(person.driver.current_url).query) == {"organism": sorted(others)})
    assert person.text("#explorer-organism .form-check:first-child .n").startswith("0 of ")
    person.driver.refresh()
    person.says("#explorer-count", few)
    person.until(lambda: len(person.all("#explorer-organism input:checked")) == boxes - 1)
    assert not person.find("#explorer-organism .form-check:first-child input").is_selected()
    # The only one of them that is ticked, unticked as well: no box ticked would select everything.
    name = person.find("#explorer-organism .form-check:first-child .text-truncate").get_attribute("title")
    person.go(f"{path}?{urlencode({'organism': name})}")
    person.until(lambda: len(person.all("#explorer-organism input:checked")) == 1)
    person.click("#explorer-organism .form-check:first-child input")
    person.says("#explorer-count", everything)
    person.until(lambda: len(person.all("#explorer-organism input:checked")) == boxes)


def test_a_cell_of_the_correlation_sets_the_axes_of_the_scatter(explorer):
    explorer.click("#explorer-panel-correlation")
    explorer.says("#explorer-correlation-note", "Spearman")
    explorer.until(lambda: "panel=correlation" in explorer.driver.current_url)
    explorer.until(lambda: explorer.all("#explorer-correlation .nsewdrag"))
    first_cell = """
      const plot = document.querySelector('#explorer-correlation .js-plotly-plot'), box = plot.getBoundingClientRect();
      const {xaxis, yaxis} = plot._fullLayout;
      return [box.left + xaxis._offset + xaxis.c2p(0), box.top + yaxis._offset + yaxis.c2p(1)].map(Math.round);"""
    explorer.until(explorer.has_settled)
    explorer.press(
        lambda: explorer.driver.execute_script(first_cell),
        lambda: explorer.find("#explorer-y").get_attribute("value") == "gravy",
    )
    assert explorer.find("#explorer-x").get_attribute("value") == "molecular_weight_da"
    explorer.until(lambda: figure(explorer, "._fullLayout.xaxis.type") == "log")


def save_by_keyboard(person, form):
    person.find(".bp-x-scatter [data-figure-save=scatter]").send_keys(Keys.ENTER)
    person.until(lambda: person.find("#figure-preview").get_attribute("src"))
    person.find("#figure-format").send_keys(form)
    person.find("#figure-save").send_keys(Keys.ENTER)


def test_each_plot_is_saved_as_svg_and_png_and_its_data_as_csv(explorer):
    brush(explorer, "gravy", 0.1, 0.5)
    explorer.until(lambda: "r.gravy" in explorer.driver.current_url)
    explorer.until(explorer.has_settled)
    explorer.driver.execute_script("""
      window.saved = [];
      HTMLAnchorElement.prototype.click = function () {
        window.saved.push(this.download);
      };
      window.blobs = [];
      const create = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob) => {
        blob.text().then((text) => window.blobs.push([blob.type, text.slice(0, 4), text.length]));
        return create(blob);
      };
    """)
    save_by_keyboard(explorer, "SVG")
    explorer.until(lambda: len(explorer.driver.execute_script("return window.saved")) == 1)
    assert re.search(r"/jobs/[^/]+/plots/scatter\.csv\?r\.gravy=", explorer.find("#figure-data").get_attribute("href"))
    explorer.find(".modal.show").send_keys(Keys.ESCAPE)
    explorer.until(lambda: not explorer.all(".modal.show"))
    save_by_keyboard(explorer, "PNG")
    explorer.until(lambda: len(explorer.driver.execute_script("return window.saved")) == 2)
    explorer.until(lambda: explorer.driver.execute_script("return window.blobs.at(-1)[0]") == "image/png")
    blobs = explorer.driver.execute_script("return window.blobs")
    assert blobs[0][:2] == ["image/svg+xml", "<svg"]
    assert min(blobs[0][2], blobs[-1][2]) > 5_000
    names = explorer.driver.execute_script("return window.saved")
    assert re.fullmatch(r"flavodoxins-scatter-\d{4}-\d\d-\d\d\.svg", names[0])


def first_point(person):
    place = """
      const plot = document.querySelector('#explorer-scatter .js-plotly-plot');
      const {xaxis, yaxis} = plot._fullLayout, layer = plot._fullData[1], box = plot.getBoundingClientRect();
      const [x, y] = [xaxis._offset + xaxis.d2p(layer.x[0]), yaxis._offset + yaxis.d2p(layer.y[0])];
      return [Math.round(box.left + x), Math.round(box.top + y)];"""
    return person.driver.execute_script(place)


def hover_first_point(person):
    person.until(lambda: figure(person, "?._fullData?.[1]?.x?.length"))

    def is_named():
        x, y = first_point(person)
        for left in (x - 5, x):
            person.mouse("mouseMoved", left, y)
        return person.text("#explorer-hover")

    person.until(is_named)


def test_hovering_names_the_protein_and_a_click_opens_it(explorer):
    hover_first_point(explorer)
    name = explorer.text("#explorer-hover strong")
    explorer.press(lambda: first_point(explorer), lambda: explorer.all("#beside-panel h2"))
    explorer.says("#beside-panel h2", name)


def test_hostile_names_are_shown_as_they_are(person, tmp_path):
    hostile = tmp_path / "hostile.fasta"
    hostile.write_text(
        ">=cmd|'/c'!A1 <img src=x onerror=document.title='owned'>\nMKTAYIAKQRQISFVKSHFSRQ\n"
        ">**bold**[x](javascript:alert(1)) {{7*7}} \u202egnp.exe OS=<b>Yeast</b> OX=1\nMSSNAQVKTPLPPAPAPKKE\n"
        f">long {'x' * 10_000} OS={'y' * 10_000} OX=1\nMSSNAQVKTPLPPAPAPKKEWWYYR\n",
        encoding="utf-8",
    )
    person.analyse(hostile, "<b>Title</b>")
    person.says("#job-heading", "<b>Title</b>")
    person.says("#explorer-grid", "<img src=x onerror=document.title='owned'>")
    hover_first_point(person)
    assert "<img src=x onerror" in person.text("#explorer-hover")
    person.find("#explorer-colour [value=organism]").click()
    person.says("#explorer-scatter-note", "<b>Yeast</b>")
    assert max(len(line) for line in person.text("#explorer-scatter-note").splitlines()) < 60
    assert person.overflow() <= 0
    person.click("#explorer-grid a.bp-go")
    person.wait("#beside-panel h2")
    person.says("#beside-panel", "<img src=x")
    assert person.driver.title != "owned"


def test_warned_and_rejected_records_have_their_reasons(person, examples):
    person.analyse(examples / "messy.fasta")
    person.click("#job-tab-records")
    person.wait("#records-table")
    assert len(person.all("#records-table tbody tr")) > 3
    assert all(row.text.strip() for row in person.all("#records-table tbody tr td:last-child"))
    rejected = next(row for row in person.all("#records-table tbody tr") if "Rejected" in row.text)
    rejected.find_element("css selector", "a").click()
    person.says("main", "Why it was rejected")
    assert not person.all("#protein-titration")


def test_identical_sequences_are_boxes_with_counts_and_come_back(person, tmp_path):
    path = tmp_path / "twins.fasta"
    path.write_text(
        ">a\nMKTAYIAKQRQISFVKSHFSRQ\n>b\nMSSNAQVKTPLPPAPAPKKE\n>c\nMKTAYIAKQRQISFVKSHFSRQ\n>d\nMKVLAAGIVGLC\n"
    )
    person.analyse(path)
    person.says("#explorer-identical", "Duplicated\n2")
    person.click("#explorer-identical .form-check:last-child input")
    person.says("#explorer-count", "2 of 4 selected")
    person.says("#explorer-chips", "duplicated")
    person.until(lambda: "identical=yes" in person.driver.current_url)
    person.driver.refresh()
    person.says("#explorer-count", "2 of 4 selected")
    assert len(person.all("#explorer-identical input:checked")) == 1
    person.click("#explorer-identical .form-check:first-child input")  # no box ticked would select everything
    person.says("#explorer-count", "4 proteins")
    person.until(lambda: len(person.all("#explorer-identical input:checked")) == 2)
