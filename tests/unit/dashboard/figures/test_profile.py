from dashboard.figures import profile


def draw(**options):
    return profile.figure([2, 3, 4], [-1.0, 2.0, None], length=5, scale="kyte_doolittle", mode="light", **options)


def test_only_the_positive_part_is_filled():
    fill, line = draw()["data"]
    assert fill["y"] == [0.0, 2.0, None]
    assert line["y"] == [-1.0, 2.0, None]


def test_the_axis_is_the_whole_chain():
    assert draw()["layout"]["xaxis"]["range"] == [1, 5]


def test_the_membrane_threshold_is_drawn_when_it_applies():
    assert not draw()["layout"]["shapes"]
    drawn = draw(threshold=profile.MEMBRANE_THRESHOLD)["layout"]
    assert drawn["shapes"][0]["y0"] == 1.6
    assert "1.6" in drawn["annotations"][0]["text"]
