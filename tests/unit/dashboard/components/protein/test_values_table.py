"""The values of one protein."""


def test_the_prediction_of_emboss_is_one_row_in_words():
    from batchprot.properties.table import BY_KEY
    from dashboard.components.protein.values_table import other_values, shown

    values = {"inclusion_body_wording": "improbability", "inclusion_body_probability": 0.5651}
    assert shown(BY_KEY["inclusion_body_wording"], values) == "unlikely, p = 0.565"
    assert shown(BY_KEY["inclusion_body_wording"], values | {"inclusion_body_wording": "probability"}).startswith(
        "likely"
    )
    said = str(other_values(values, {}, 7.0))
    assert "Inclusion-body prediction (EMBOSS)" in said
    assert "number as EMBOSS prints it" not in said
    assert "Half-life (N-end rule, Met removed), mammalian" in said
    assert "qualifier" not in said
