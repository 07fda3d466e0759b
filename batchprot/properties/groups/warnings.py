"""The row of notes, and the sentence for each code that can stand in it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from batchprot.properties.property import Kind, Preset, Property

NOTE_SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "no_residues": "Nothing is left to analyse.",
        "only_ambiguous": "Every letter is ambiguous; nothing could be computed.",
        "outside_range": "The chain ends before the first residue of the chosen sub-range; nothing was computed.",
        "bad_letter": "The sequence holds something that is not a letter from A to Z; nothing was computed.",
        "initiator_met_removed": "The initiator methionine was left out, as requested.",
        "initiator_met_kept": "The sequence is only the initiator methionine, so it was kept.",
        "modified": "Has modifications: masses, formula, extinction at 280 nm, charge and pI are those of the modified "
        "chain; everything else is computed from the residues alone.",
        "mass_shift": "A mass shift says nothing of its elements: average mass, formula and absorbance are empty.",
        "pk_unknown": "How a modification changes the charge isn't known: pI and charge take its residue as if it were "
        "not modified.",
        "absorption_unknown": "A modified Trp or Tyr absorbs as an unmodified one here; how it absorbs isn't known.",
        "ambiguous": "Contains B, J, X or Z: masses, formula and absorbance are empty, means are over the other "
        "residues, and pI and charge count the other residues only.",
        "approximate_mass": "Contains B, J, X or Z: masses and absorbance use average residue masses; pI, charge, "
        "residue classes and the inclusion-body score share B and Z out among acid and amide. All are approximate.",
        "rare_residues": "Contains selenocysteine (U) or pyrrolysine (O): in the masses and the formula, but without "
        "pK, hydropathy or instability values. Selenocysteine is ionised at pH 7, so the true charge is about 1 lower "
        "for each U.",
        "no_trp": "No Trp: the computed extinction coefficient may be off by more than 10 %.",
        "no_uv": "No Trp, Tyr or Cys: the protein should not be visible at 280 nm.",
        "very_short": "Shorter than 10 residues: instability, half-life and other indices made for proteins mean "
        "little.",
        "nucleotide_like": "Almost all letters are A, C, G, T, N or U: this looks like a nucleotide sequence.",
        "no_isoelectric_point": "The options leave no acidic or no basic groups: there is no isoelectric point.",
        "pi_outside_range": "The isoelectric point lies below pH 0 or above pH 14: the nearer end is given.",
        "pi_spread_outside_range": "By some pKa sets the isoelectric point lies below pH 0 or above pH 14: the spread "
        "gives the nearer end.",
        "final_stop_removed": "One * at the end was removed when reading.",
        "digits_ignored": "Digits in the sequence were left out when reading.",
        "lower_case": "Lower-case letters were read as capitals.",
        "comments_skipped": "Comment lines were left out when reading.",
        "gaps_dropped": "The alignment gaps were left out when reading, as requested.",
        "notation_read": "The notation of its modifications was read as ProForma, as requested.",
        "ctrl_z_removed": "The end-of-file mark of old DOS programs was removed when reading.",
        "pir_title": "A title line below the header, as in PIR files, was read as the description.",
        "pir_notes_skipped": "Lines after the *, as in PIR files, were left out when reading.",
        "header_cut": "The header was too long: only its beginning is kept.",
        "header_not_utf8": "The header is not UTF-8 and was read as Windows-1252.",
        "unnamed": "The record had no name and was numbered by its position.",
    }
)
"""Every code of the notes column with the sentence that is shown for it."""

VERY_SHORT: Final = 10
"""Chains below this many residues are noted as very short."""

NOTES: Final = Property(
    key="notes",
    label="Notes",
    short="Notes",
    unit="",
    group="Warnings",
    kind=Kind.TEXT,
    decimals=0,
    summary="What to keep in mind about this protein's numbers, as codes separated by semicolons.",
    formula="; ".join(f"{code}: {sentence}" for code, sentence in NOTE_SENTENCES.items()),
    reference="",
    doi="",
    caveat="An empty cell doesn't guarantee reliability; only issues visible in the sequence are flagged.",
    preset=Preset.BASIC,
    range="codes or empty",
)
