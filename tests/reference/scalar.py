"""A plain scalar reference: one protein, one residue at a time, from the published definitions.

Nothing here is shared with the engine: constants are retyped, sums are Python's, the isoelectric point is found by
bisection. Slow and simple on purpose.
"""

import itertools
import math
import re
from collections.abc import Callable

from Bio.SeqUtils import CheckSum
from Bio.SeqUtils.ProtParamData import DIWV, Flex, es, kd

STANDARD = "ACDEFGHIKLMNPQRSTVWY"
AMBIGUOUS = "BJXZ"


def _table(text: str) -> dict[str, float]:
    return {entry.split()[0]: float(entry.split()[1]) for entry in text.split(",")}


AVERAGE = _table(
    "A 71.0788, R 156.1875, N 114.1038, D 115.0886, C 103.1388, Q 128.1307, E 129.1155, G 57.0519, H 137.1411, "
    "I 113.1594, L 113.1594, K 128.1741, M 131.1926, F 147.1766, P 97.1167, S 87.0782, T 101.1051, W 186.2132, "
    "Y 163.1760, V 99.1326, U 150.0388, O 237.3018"
)
MONOISOTOPIC = _table(
    "A 71.03711, R 156.10111, N 114.04293, D 115.02694, C 103.00919, Q 128.05858, E 129.04259, G 57.02146, "
    "H 137.05891, I 113.08406, L 113.08406, K 128.09496, M 131.04049, F 147.06841, P 97.05276, S 87.03203, "
    "T 101.04768, W 186.07931, Y 163.06333, V 99.06841, U 150.953636, O 237.147727"
)
AVERAGED = _table("B 114.5962, Z 128.6231, J 113.1594, X 118.8860")
SIDE_CHAINS = _table("K 10.0, R 12.0, H 5.98, D 4.05, E 4.45, C 9.0, Y 10.0")
N_TERMINUS = _table("A 7.59, M 7.00, S 6.93, P 8.36, T 6.82, V 7.44, E 7.70")
BOMAN = _table(
    "L -4.92, I -4.92, V -4.04, F -2.98, M -2.35, W -2.33, A -1.81, C -1.28, G -0.94, Y 0.14, T 2.57, S 3.40, H 4.66, "
    "Q 5.54, K 5.55, N 6.64, E 6.81, D 8.72, R 14.92, P 0"
)
SIDE_CHAIN_FORMULAS = {
    # Side chains alone; to each comes the backbone -NH-CH-CO-, in Pro without the hydrogen on N.
    "G": "H1", "A": "C1H3", "V": "C3H7", "L": "C4H9", "I": "C4H9", "P": "C3H6", "F": "C7H7", "Y": "C7H7O1",
    "W": "C9H8N1", "S": "C1H3O1", "T": "C2H5O1", "C": "C1H3S1", "M": "C3H7S1", "N": "C2H4N1O1", "Q": "C3H6N1O1",
    "D": "C2H3O2", "E": "C3H5O2", "K": "C4H10N1", "R": "C4H10N3", "H": "C4H5N2", "U": "C1H3Se1", "O": "C10H17N2O1",
}  # fmt: skip
HALF_LIVES = {
    # Mammalian reticulocytes, yeast, E. coli; "m" for minutes, "?" for unknown.
    "A": "4.4 >20 >10", "R": "1 2m 2m", "N": "1.4 3m >10", "D": "1.1 3m >10", "C": "1.2 >20 >10", "Q": "0.8 10m >10",
    "E": "1 30m >10", "G": "30 >20 >10", "H": "3.5 10m >10", "I": "20 30m >10", "L": "5.5 3m 2m", "K": "1.3 3m 2m",
    "M": "30 >20 >10", "F": "1.1 3m 2m", "P": ">20 >20 ?", "S": "1.9 >20 >10", "T": "7.2 >20 >10", "W": "2.8 3m 2m",
    "Y": "2.8 10m 2m", "V": "100 >20 >10",
}  # fmt: skip


def _elements(formula: str) -> dict[str, int]:
    found: dict[str, int] = {}
    name = number = ""
    for letter in formula + "X":
        if letter.isdigit():
            number += letter
        elif letter.islower():
            name += letter
        else:
            if name:
                found[name] = found.get(name, 0) + int(number or 1)
            name, number = letter, ""
    return found


def formula(sequence: str) -> dict[str, int]:
    total = {"C": 0, "H": 2, "N": 0, "O": 1, "S": 0, "Se": 0}
    for letter in sequence:
        for element, number in _elements(SIDE_CHAIN_FORMULAS[letter]).items():
            total[element] += number
        total["C"] += 2
        total["H"] += 2 - (letter == "P")
        total["N"] += 1
        total["O"] += 1
    return total


def charge(sequence: str, ph: float) -> float:
    n_terminus = N_TERMINUS.get(sequence[0], 7.5)
    plus = 1 / (1 + 10 ** (ph - n_terminus))
    minus = 1 / (1 + 10 ** (3.55 - ph))
    for letter in sequence:
        if letter in "KRH":
            plus += 1 / (1 + 10 ** (ph - SIDE_CHAINS[letter]))
        elif letter in "DECY":
            minus += 1 / (1 + 10 ** (SIDE_CHAINS[letter] - ph))
    return plus - minus


def isoelectric_point(sequence: str, charge_at: Callable[[str, float], float] = charge) -> float:
    low, high = 0.0, 14.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if charge_at(sequence, middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def instability(sequence: str) -> float | None:
    weights = []
    for first, second in itertools.pairwise(sequence):
        if first in STANDARD and second in STANDARD:
            weights.append({"KQ": 24.68, "FY": 33.60}.get(first + second, DIWV[first][second]))
    return 10 * (len(sequence) - 1) / len(sequence) * math.fsum(weights) / len(weights) if weights else None


def known(sequence: str) -> int:
    return sum(letter not in AMBIGUOUS for letter in sequence)


def mean(sequence: str, table: dict[str, float]) -> float:
    return math.fsum(table.get(letter, 0.0) for letter in sequence) / known(sequence)


def share(sequence: str, letters: str) -> float:
    return sum(letter in letters for letter in sequence) / known(sequence)


def moment(sequence: str) -> float | None:
    best = None
    for start in range(len(sequence) - 10):
        x = math.fsum(es.get(sequence[start + i], 0) * math.cos(math.radians(100 * i)) for i in range(11))
        y = math.fsum(es.get(sequence[start + i], 0) * math.sin(math.radians(100 * i)) for i in range(11))
        best = max(best or 0.0, math.hypot(x, y) / 11)
    return best


def flexibility(sequence: str) -> float | None:
    weights = [0.25, 0.4375, 0.625, 0.8125, 1, 0.8125, 0.625, 0.4375, 0.25]
    total = divisor = 0.0
    for start in range(len(sequence) - 8):
        for weight, letter in zip(weights, sequence[start : start + 9], strict=True):
            if letter in Flex:
                total += weight * Flex[letter]
                divisor += weight
    return total / divisor if divisor else None


def soluble(score: float) -> float:
    if abs(score) > 3.52:
        predicted = 0.4934 + 0.276**2 / (4 * 0.0392)  # the top of the parabola
    else:
        predicted = max(0.5, 0.4934 + 0.276 * abs(score) - 0.0392 * score**2)
    return predicted if score < 0 else 1 - predicted


def half_life(letter: str, system: int) -> tuple[float | None, str]:
    text = HALF_LIVES[letter].split()[system] if letter in HALF_LIVES else "?"
    if text == "?":
        return None, ""
    sign, hours = (">", text[1:]) if text.startswith(">") else ("", text)
    return (int(hours[:-1]) / 60 if hours.endswith("m") else float(hours)), sign


SOLUBILITY = _table(
    "A 0.8356471476582918, C 0.5208088354857734, E 0.9876987431418378, D 0.9079044671339564, G 0.7997168496420723, "
    "F 0.5849790194237692, I 0.6784124413866582, H 0.8947913996466419, K 0.9267104557513497, M 0.6296623675420369, "
    "L 0.6554221515081433, N 0.8597433107431216, Q 0.789434648348208, P 0.8235328714705341, S 0.7440908318492778, "
    "R 0.7712466317693457, T 0.8096922697856334, W 0.6374678690957594, V 0.7357837119163659, Y 0.6112801822947587"
)
VOLUMES = _table(
    "A .74, R .70, N .62, D .60, C .63, Q .67, E .66, G .64, H .67, I .90, L .90, K .82, M .75, F .77, P .76, S .63, "
    "T .70, W .74, Y .71, V .86"
)
INCREMENTS = _table(
    "P .165, A .167, S .170, T .172, V .172, L .173, G .175, I .179, K .181, E .183, Q .186, N .192, D .197, M .204, "
    "R .206, C .206, H .219, Y .240, F .244, W .277"
)
COSTS = _table(
    "A 11.7, C 24.7, D 12.7, E 15.3, F 52, G 11.7, H 38.3, I 32.3, K 30.3, L 27.3, M 34.3, N 14.7, P 20.3, Q 16.3, "
    "R 27.3, S 11.7, T 18.7, V 23.3, W 74.3, Y 50"
)
AT_214 = _table(
    "P 2675, H 5125, F 5200, Y 5375, W 29050, M 980, R 102, N 136, Q 142, C 225, G 21, A 32, S 34, K 41, T 41, V 43, "
    "I 45, L 45, D 58, E 78"
)
AT_205 = _table("W 20400, F 8600, Y 6080, H 5200, M 1830, R 1350, C 690, N 400, Q 400")
STICKINESS = _table(
    "A 0.730, R 0, N 0.432, D 0.378, C 0.595, Q 0.514, E 0.459, G 0.649, H 0.514, I 0.973, L 0.973, K 0.514, M 0.838, "
    "F 1, P 1, S 0.595, T 0.676, W 0.946, Y 0.865, V 0.892"
)


def windows(sequence: str) -> tuple[float | None, int | None, int | None]:
    """Largest mean hydropathy of 19 residues, the residue in its middle, and stretches at 1.6 or more."""
    sums = [round(sum(10 * kd.get(letter, 0) for letter in sequence[at : at + 19])) for at in range(len(sequence) - 18)]
    if not sums:
        return None, None, None
    covered = {at + place for at, total in enumerate(sums) if total >= 304 for place in range(19)}
    stretches = sum(place - 1 not in covered for place in covered)
    # Two stretches that touch are two: the second window begins where the first ended.
    return max(sums) / 190, sums.index(max(sums)) + 10, stretches + _touching(sums)


def _touching(sums: list[int]) -> int:
    high = [at for at, total in enumerate(sums) if total >= 304]
    return sum(second - first == 19 for first, second in itertools.pairwise(high))


def _charges(sequence: str) -> list[int]:
    return [(letter in "KR") - (letter in "DE") for letter in sequence]


def pairs(sequence: str) -> tuple[float, float]:
    """Sums over pairs of residues of charges times root distance, and of hydropathies over distance."""
    q, h = _charges(sequence), [STICKINESS.get(letter, 0.0) for letter in sequence]
    both = list(itertools.combinations(range(len(sequence)), 2))
    return (
        math.fsum(q[i] * q[j] * math.sqrt(j - i) for i, j in both),
        math.fsum((h[i] + h[j]) / (j - i) for i, j in both),
    )


def beyond(sequence: str) -> dict[str, object]:
    """What Expasy and EMBOSS don't print."""
    n, k = len(sequence), known(sequence)
    standard = [letter for letter in sequence if letter in STANDARD]
    plain = len(standard) == n
    total = math.fsum(AVERAGE[letter] for letter in standard)
    bonds, pairs_of_cys = n - 1, sequence.count("C") // 2
    tyr, trp = sequence.count("Y"), sequence.count("W")
    swi = math.fsum(SOLUBILITY[letter] for letter in standard) / len(standard) if standard else None
    shares = [sequence.count(letter) / k for letter in set(sequence) - set(AMBIGUOUS)]
    tryptic = [peptide for peptide in re.split(r"(?<=[KR])(?!P)", sequence) if peptide]
    largest, centre, segments = windows(sequence)
    tenths = [round(10 * kd.get(letter, 0)) for letter in sequence]
    decoration, hydropathy = pairs(sequence)
    net = sum(_charges(sequence)) / k
    return {
        "solubility_weighted_index": swi,
        "swi_soluble_probability": 1 / (1 + math.exp(-(81.0581 * swi - 62.7775))) if swi else None,
        "hydropathy_window_max": largest,
        "hydropathy_window_centre": centre,
        "hydropathy_segments": segments,
        "hydrophobic_n_terminus_flag": None
        if n < 11
        else int(any(sum(tenths[at : at + 11]) >= 220 for at in range(min(n, 30) - 10))),
        "hydrophobic_segment_flag": None
        if n < 19
        else int(any(sum(tenths[at : at + 19]) >= 304 for at in range(30, n - 18))),
        "charge_ph_5": charge(sequence, 5),
        "charge_ph_6": charge(sequence, 6),
        "charge_ph_7_4": charge(sequence, 7.4),
        "charge_ph_8": charge(sequence, 8),
        "extinction_denatured_reduced": 1280 * tyr + 5690 * trp,
        "extinction_denatured_cystines": 1280 * tyr + 5690 * trp + 120 * pairs_of_cys,
        "extinction_disulfides": 1490 * tyr + 5500 * trp,
        "extinction_214": 923 * bonds
        + sum(AT_214.get(letter, 0) for letter in sequence)
        - 2645 * sequence.startswith("P"),
        "extinction_205": 2780 * bonds + sum(AT_205.get(letter, 0) for letter in sequence),
        "partial_specific_volume_ml_g": math.fsum(AVERAGE[letter] * VOLUMES[letter] for letter in standard) / total
        if plain
        else None,
        "refractive_increment_ml_g": math.fsum(AVERAGE[letter] * INCREMENTS[letter] for letter in standard) / total
        if plain
        else None,
        "hydrodynamic_radius_native_a": 4.75 * n**0.29,
        "hydrodynamic_radius_denatured_a": 2.21 * n**0.57,
        "fold_index": 2.785 * (mean(sequence, kd) + 4.5) / 9 - abs(net) - 1.151,
        "sequence_charge_decoration": decoration / n if k == n else None,
        "sequence_hydropathy_decoration": hydropathy / n if plain else None,
        "sequence_entropy_bits": -math.fsum(share * math.log2(share) for share in shares),
        "n_glycosylation_sequons": len(re.findall(r"(?=N[^PBJXZ][ST])", sequence)),
        "ng_sites": sequence.count("NG"),
        "ns_sites": sequence.count("NS"),
        "dg_sites": sequence.count("DG"),
        "dp_sites": sequence.count("DP"),
        "odd_cysteines": sequence.count("C") % 2,
        "tryptic_peptides": len(tryptic),
        "ibaq_peptides": sum(6 <= len(peptide) <= 30 for peptide in tryptic),
        "synthesis_cost": math.fsum(COSTS[letter] for letter in standard) / len(standard) if standard else None,
        "charged_less_polar": 100 * (share(sequence, "DEKR") - share(sequence, "NQST")),
        "ivywrel_fraction": share(sequence, "IVYWREL"),
    }


def properties(sequence: str) -> dict[str, object]:
    """Everything of a protein with Expasy's constants and default options, by key of the property table."""
    n, k = len(sequence), known(sequence)
    count = {letter: sequence.count(letter) for letter in STANDARD}
    ambiguous = n - k
    mass = None if ambiguous else math.fsum(AVERAGE[letter] for letter in sequence) + 18.01524
    mono = None if ambiguous else math.fsum(MONOISOTOPIC[letter] for letter in sequence) + 18.01056
    atoms = None if ambiguous else formula(sequence)
    reduced = 1490 * count["Y"] + 5500 * count["W"]
    cystines = reduced + 125 * (count["C"] // 2)
    negative, positive = count["D"] + count["E"], count["R"] + count["K"]
    mole_percent = {letter: 100 * number / k for letter, number in count.items()}
    score = 15.43 * share(sequence, "NGPS") - 29.56 * abs((positive - negative) / k - 0.03) - 1.71
    printed = 0.4934 + 0.276 * abs(score) - 0.0392 * score**2
    following = sequence[1] if sequence[0] == "M" and n > 1 else ""
    values: dict[str, object] = {
        "length": n,
        "ambiguous_residues": ambiguous,
        "molecular_weight_da": mass,
        "monoisotopic_mass_da": mono,
        "isoelectric_point": isoelectric_point(sequence),
        "charge_at_ph": charge(sequence, 7.0),
        "instability_index": instability(sequence),
        "aliphatic_index": mole_percent["A"] + 2.9 * mole_percent["V"] + 3.9 * (mole_percent["I"] + mole_percent["L"]),
        "gravy": mean(sequence, kd),
        "aromaticity": share(sequence, "FWY"),
        "extinction_reduced": reduced,
        "extinction_cystines": cystines,
        "absorbance_reduced": reduced / mass if mass else None,
        "absorbance_cystines": cystines / mass if mass else None,
        "negative_residues": negative,
        "positive_residues": positive,
        "helix_fraction": share(sequence, "EMALK"),
        "turn_fraction": share(sequence, "NPGSD"),
        "sheet_fraction": share(sequence, "VIYFWLT"),
        "formula": "".join(f"{element}{number}" for element, number in atoms.items() if number) if atoms else "",
        "atoms": sum(atoms.values()) if atoms else None,
        "residue_counts": [count[letter] for letter in STANDARD],
        "crc64": CheckSum.crc64(sequence).removeprefix("CRC-"),
        "tiny_fraction": share(sequence, "ACGST"),
        "small_fraction": share(sequence, "ACDGNPSTV"),
        "aliphatic_fraction": share(sequence, "AILV"),
        "aromatic_fraction": share(sequence, "FHWY"),
        "non_polar_fraction": share(sequence, "ACFGILMPVWY"),
        "polar_fraction": share(sequence, "DEHKNQRST"),
        "charged_fraction": share(sequence, "DEHKR"),
        "basic_fraction": share(sequence, "HKR"),
        "acidic_fraction": share(sequence, "DE"),
        "boman_index": mean(sequence, BOMAN),
        "charged_residue_fraction": share(sequence, "DEKR"),
        "net_charge_per_residue": (positive - negative) / k,
        "inclusion_body_score": score,
        "inclusion_body_probability": printed if printed >= 0 else None,
        "inclusion_body_wording": "probability" if score < 0 else "improbability",
        "soluble_probability": soluble(score),
        "hydrophobic_moment_max": moment(sequence),
        "flexibility_mean": flexibility(sequence),
        "half_life_next_residue": following,
    }
    for place, system in enumerate(("mammalian", "yeast", "ecoli")):
        for prefix, letter in (("half_life", sequence[0]), ("half_life_next", following)):
            hours, sign = half_life(letter, place)
            values[f"{prefix}_{system}_h"] = hours
            values[f"{prefix}_{system}_h_qualifier"] = sign
    return values | beyond(sequence)
