"""Rows about half-lives by the N-end rule, for the first residue and for the one after it."""

from typing import Final

from batchprot.properties.property import Kind, Preset, Property

_CAVEAT: Final = (
    "Of a model protein with this residue at its end: modification, structure and localisation decide for a real one. "
    'A value marked ">" is a lower bound (">20" may be 21 or 2,000), so half-lives are left out of comparisons, '
    "correlations and histograms. "
)
_FIRST: Final = "Met is often cleaved off: see the values for the next residue."
_NEXT: Final = (
    "Filled in for every chain that begins with Met, also where the cell keeps it: Met is mostly kept before large "
    "residues."
)
_EUKARYOTES: Final = (
    " Acetylated Met, Ala, Val, Ser, Thr and Cys at the N-terminus are degradation signals of their own (Ac/N-end "
    "rule; Hwang C.-S., Shemorry A., Varshavsky A. (2010) Science 327, 973-977), which this table doesn't hold."
)

_SYSTEMS: Final = (
    (
        "mammalian",
        "mammalian reticulocytes, in vitro",
        (
            "Gonda D.K., Bachmair A., Wünning I., Tobias J.W., Lane W.S., Varshavsky A. (1989) Universality and "
            "structure of the N-end rule. Journal of Biological Chemistry 264, 16700-16712"
        ),
        "10.1016/S0021-9258(19)84762-2",
        "0.8 to 100",
        f" Measured in a lysate of reticulocytes, not in a living cell.{_EUKARYOTES}",
    ),
    (
        "yeast",
        "yeast, in vivo",
        (
            "Bachmair A., Finley D., Varshavsky A. (1986) In vivo half-life of a protein is a function of its "
            "amino-terminal residue. Science 234, 179-186"
        ),
        "10.1126/science.3018930",
        "0.033333 (2 min) to 20",
        _EUKARYOTES,
    ),
    (
        "ecoli",
        "Escherichia coli, in vivo",
        "Tobias J.W., Shrader T.E., Rocap G., Varshavsky A. (1991) The N-end rule in bacteria. Science 254, 1374-1377",
        "10.1126/science.1962196",
        "0.033333 (2 min) to 10",
        (
            " Unknown, and therefore empty, for Pro. For Lys this is the measured 2 min and for Gln above 10 h; "
            "Expasy's report prints 3 min and 10 hours there, unlike its own documentation. A study of E. coli's "
            "proteome found no relation between the N-terminal residue and the measured half-life (p = 0.99, n = 373; "
            "2024, doi:10.1038/s41467-024-49920-8). Formyl-Met at the N-terminus is a degradation signal of its own."
        ),
    ),
)


def _hours(prefix: str, rule: str, of: str, met: str, preset: Preset) -> tuple[Property, ...]:
    """Give the rows of the three systems, hours and qualifier each, for one residue of the chain."""
    rows: list[Property] = []
    for system, described, reference, doi, bounds, more in _SYSTEMS:
        rows += (
            Property(
                key=f"{prefix}_{system}_h",
                label=f"Half-life ({rule}), {described}",
                short=f"t½ {system}" if preset is Preset.ADVANCED else f"t½ next {system}",
                unit="h",
                group="Half-life",
                kind=Kind.NUMBER,
                decimals=2,
                summary=f"Estimated half-life in hours {of}, in {described}.",
                formula="Read from the table of the N-end rule; minutes as fractions of an hour.",
                reference=reference,
                doi=doi,
                caveat=_CAVEAT + met + more,
                preset=preset,
                range=bounds,
                reads_with=f"{prefix}_{system}_h_qualifier",
            ),
            Property(
                key=f"{prefix}_{system}_h_qualifier",
                label=f"Half-life ({rule}), {described}: qualifier",
                short="",
                unit="",
                group="Half-life",
                kind=Kind.TEXT,
                decimals=0,
                summary='">" when the half-life is longer than the number beside it, else empty.',
                formula="Read from the table of the N-end rule.",
                reference=reference,
                doi=doi,
                caveat='In a column of its own so that the hours stay numbers: filter on both, since "> 20" is not 20.',
                preset=preset,
                range="> or empty",
            ),
        )
    return tuple(rows)


FIRST_RESIDUE: Final = _hours("half_life", "N-end rule", "by the first residue", _FIRST, Preset.ADVANCED)

NEXT_RESIDUE: Final = (
    Property(
        key="half_life_next_residue",
        label="Residue after the initiator Met",
        short="Next residue",
        unit="",
        group="Half-life",
        kind=Kind.TEXT,
        decimals=0,
        summary="Second residue of a chain that begins with Met: the first one after the Met is cleaved off.",
        formula="Letter at position 2 when position 1 is Met, else empty.",
        reference="Hirel P.-H., Schmitter J.-M., Dessen P., Fayat G., Blanquet S. (1989) Extent of N-terminal "
        "methionine excision from Escherichia coli proteins is governed by the side-chain length of the penultimate "
        "amino acid. PNAS 86, 8247-8251",
        doi="10.1073/pnas.86.21.8247",
        caveat="Met is mostly removed before small residues (A, C, G, P, S, T, V) and kept before large ones.",
        preset=Preset.ALL,
        range="a letter or empty",
    ),
    *_hours("half_life_next", "N-end rule, Met removed", "by the residue after the initiator Met", _NEXT, Preset.ALL),
)
