"""Notations of modified peptides and their ProForma."""

import pytest

from batchprot.reading.proforma.notation import to_proforma
from batchprot.reading.proforma.parse import parse

KNOWN = {
    "M(ox)PEPTIDE": "M[Oxidation]PEPTIDE",
    "_(ac)PEPM(ox)IDE_": "[Acetyl]-PEPM[Oxidation]IDE",
    "PEPT(ph)IDE": "PEPT[Phospho]IDE",
    "PEPpSIDEpTK": "PEPS[Phospho]IDET[Phospho]K",
    "DLoMHEpSK": "DLM[Oxidation]HES[Phospho]K",
    "n[43]PEPC[160]K": "[Acetyl]-PEPC[Carbamidomethyl]K",
    "n[230]PEPK[357]": "[TMT6plex]-PEPK[TMT6plex]",
    "M[147]PEPS[167]T[181]Y[243]": "M[Oxidation]PEPS[Phospho]T[Phospho]Y[Phospho]",
    "n[42.0106]PEPM[15.9949]S[79.9663]": "[Acetyl]-PEPM[Oxidation]S[Phospho]",
    "K.PEPTIDER.A": "PEPTIDER",
    "-.M(+15.99)PEP.K": "M[Oxidation]PEP",
    "K.PEPT[+79.97]IDER.A": "PEPT[Phospho]IDER",
    "Ac-DEVD-NH2": "[Acetyl]-DEVD-[Amidated]",
    "H-PEPTIDE-OH": "PEPTIDE",
    "PEPM(Oxidation (M))K": "PEPM[Oxidation]K",
    "_AAAC[Carbamidomethyl (C)]M[Oxidation (M)]K_": "AAAC[Carbamidomethyl]M[Oxidation]K",
    "[Acetyl (Protein N-term)]MSTC": "[Acetyl]-MSTC",
    "AAAC(UniMod:4)K": "AAAC[Carbamidomethyl]K",
    "PEPM+15.995K": "PEPM[Oxidation]K",
    "pGlu-HP-NH2": "E[Glu->pyro-Glu]HP-[Amidated]",
    "pEHP": "E[Glu->pyro-Glu]HP",
    "PEP(+123.456)K": "PEP[+123.456]K",
}


@pytest.mark.parametrize(("written", "meant"), KNOWN.items())
def test_a_known_notation_has_its_proforma(written: str, meant: str) -> None:
    assert to_proforma(written) == meant
    parse(meant)


@pytest.mark.parametrize(
    "text",
    [
        "PEPTIDE",
        "MK.VL",
        "MK--VL",
        "Z-DEVD-FMK",
        "GPT(1)",
        "(gl)QPEP",
        "K[170]AA",
        "PEPm",
        "one two.",
        "MK*V",
        "",
        "M((",
    ],
)
def test_what_means_nothing_or_two_things_is_not_converted(text: str) -> None:
    assert to_proforma(text) is None
