from dashboard.figures import titration

PH = [0.0, 7.0, 14.0]
CURVES = {"expasy": [5.0, 1.0, -4.0], "Rodwell": [6.0, 2.0, -3.0]}
POINTS = {"expasy": 9.8, "Rodwell": 10.84, "odd": None}


def test_the_band_spans_all_sets():
    low, high, line, *_ = titration.figure(PH, CURVES, POINTS, chosen="expasy", mode="light")["data"]
    assert low["y"] == [5.0, 1.0, -4.0]
    assert high["y"] == [6.0, 2.0, -3.0]
    assert line["y"] == CURVES["expasy"]


def test_each_set_has_its_tick_and_the_chosen_one_its_dot():
    *_, ticks, dot = titration.figure(PH, CURVES, POINTS, chosen="expasy", mode="dark")["data"]
    assert ticks["text"] == ["expasy", "Rodwell"]
    assert dot["x"] == [9.8]


def test_words():
    assert titration.spread(POINTS) == "pI 9.80 to 10.84 over 2 pKa sets"
    assert titration.extremes(POINTS).startswith(
        "pI ranges from 9.80 (Expasy (Bjellqvist 1993, 1994)) to 10.84 (Rodwell 1982"
    )
    assert titration.spread({"expasy": None}).startswith("no pI")
