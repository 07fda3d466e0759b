"""What the explorer shows of an analysis when it is opened, before anybody chooses anything."""

FILTERS = (
    "molecular_weight_da",
    "isoelectric_point",
    "gravy",
    "instability_index",
    "aliphatic_index",
    "charge_at_ph",
    "aromaticity",
)
"""Properties whose histograms are shown as filters, and that are correlated."""
FILTER_BINS = 40
ACROSS, UP = "isoelectric_point", "molecular_weight_da"
"""The axes of the scatter."""
DISTRIBUTION, DISTRIBUTION_BINS = "charge_at_ph", 90
LOGARITHMIC = frozenset({"molecular_weight_da", "monoisotopic_mass_da", "length", "atoms"})
"""Properties that are drawn on logarithmic axes."""
