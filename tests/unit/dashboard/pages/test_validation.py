from dashboard import generated
from dashboard.pages import validation


def rows_of(layout):
    return [
        part
        for part in layout._traverse()
        if type(part).__name__ == "Tr" and type(part.children[0]).__name__ == "Td" and len(part.children) == 7
    ]


def test_every_value_is_shown():
    assert len(rows_of(validation.layout())) == len(generated.validation()["comparisons"])


def test_one_property_can_be_asked_for():
    expected = [row for row in generated.validation()["comparisons"] if row["key"] == "gravy"]
    assert len(rows_of(validation.layout(property="gravy"))) == len(expected) > 0


def test_an_unknown_property_shows_all_and_one_without_values_says_so():
    assert len(rows_of(validation.layout(property="no_such"))) == len(rows_of(validation.layout()))
    layout = validation.layout(property="crc64")
    assert rows_of(layout) == []
    assert any("No published values" in str(getattr(part, "children", "")) for part in layout._traverse())


def test_a_value_that_differs_is_marked_and_explained(monkeypatch):
    row = {
        "source": "a book",
        "protein": "p",
        "key": "gravy",
        "published": "-0.5",
        "ours": "-0.4",
        "biopython": "",
        "difference": "+0.10",
        "tolerance": "0.001",
        "agrees": False,
        "note": "",
    }
    monkeypatch.setattr(
        validation.generated,
        "validation",
        lambda: {
            "engine": "1",
            "biopython": "2",
            "comparisons": [row],
            "emboss": [],
            "experiment": {
                "introduction": "",
                "head": [],
                "tables": [],
                "predicted": {
                    "words": "",
                    "head": ["Peptides"],
                    "rows": [],
                    "learning": [{"fitted_to": 10, "rmsd": 0.24}, {"fitted_to": 100, "rmsd": 0.22}],
                    "residuals": {"width": 0.5, "predicted": [1, 4, 2, 0]},
                },
            },
        },
    )
    layout = validation.layout()
    said = [part.children for part in layout._traverse() if type(part).__name__ == "Li"]
    assert said == ["p, gravy: published -0.5, here -0.4. Not explained."]
    cells = rows_of(layout)[0].children
    assert cells[2].children == "\N{MINUS SIGN}0.5"
    assert cells[6].children.children[1] == "no"


def test_links_within_the_page_meet_their_sections():
    layout = validation.layout()
    targets = {f"#{part.id}" for part in layout._traverse() if getattr(part, "id", None)}
    links = [part.href for part in layout._traverse() if str(getattr(part, "href", "")).startswith("#")]
    assert links
    assert set(links) <= targets


def test_the_learning_curve_and_the_residuals_are_drawn():
    found = generated.validation()["experiment"]["predicted"]
    layout = validation.layout(property="isoelectric_point_predicted")
    curve, bars = (
        next(part for part in layout._traverse() if getattr(part, "className", "") == name)
        for name in ("bp-curve", "bp-bars")
    )
    lefts = [float(dot.style["left"].rstrip("%")) for dot in curve.children[:-1]]
    bottoms = [float(dot.style["bottom"].rstrip("%")) for dot in curve.children[:-1]]
    assert lefts == sorted(lefts)
    assert bottoms == sorted(bottoms, reverse=True)
    assert 0 <= min(lefts + bottoms) < max(lefts + bottoms) <= 100
    heights = [bar.style["height"] for bar in bars.children]
    assert len(heights) == len(found["residuals"]["predicted"])
    assert heights.index("100.0%") == len(heights) // 2 - 1
