"""How the table of what is special was made, as terms and what they are."""

from results.special.found import DRAWS, FEWEST, LEVEL, Special

_EFFECT = (
    "Cliff's delta (1993, doi:10.1037/0033-2909.114.3.494): pairs in which the selected protein has the larger value, "
    "less those in which it has the smaller, out of all pairs; its 95 % interval is the one of comparisons"
)
_EXPECTED = (
    "the mean delta of {draws:,} random lists of as many proteins from each group of about {alike} of similar length "
    "({how}); length itself is compared with lists of any length"
)
_P = "(1 + lists that differ at least as much from the expected delta) / {lists:,}, two-sided"
_CORRECTED = (
    "step-down procedure of the largest statistic over {tested} properties, with the same lists, which keeps the "
    "correlation between properties (Westfall and Young 1993, Resampling-Based Multiple Testing); up to {level:g} is "
    "called special"
)
_LEFT_OUT = (
    "properties that the selection asks for; half-lives, which may be lower bounds; EMBOSS's inclusion-body number, "
    "which means two things; values that fewer than {fewest} proteins of a side have"
)
_CAUTION = (
    "homologous proteins are not independent observations, and with them p is too small; whatever a selection was made "
    "by is special in it for that reason"
)


def method(found: Special) -> list[tuple[str, str]]:
    """Terms and what they are."""
    how = (
        "each was drawn"
        if found.is_drawn
        else "for lists this long, the exact mean and covariance of all of them are used"
    )
    return [
        ("Compared", f"{found.selected:,} selected proteins with the {found.rest:,} others of the analysis"),
        ("Effect", _EFFECT),
        ("Expected", _EXPECTED.format(draws=DRAWS, alike=found.alike, how=how)),
        ("p", _P.format(lists=DRAWS + 1)),
        ("Corrected p", _CORRECTED.format(tested=found.tested, level=LEVEL)),
        ("Left out", _LEFT_OUT.format(fewest=FEWEST)),
        ("Caution", _CAUTION),
    ]
