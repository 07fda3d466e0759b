"""The example files against what UniProt prints of each entry.

Length, mass (Da) and CRC64 are retyped from the SQ lines of the UniProtKB flat files of these entries
(https://www.uniprot.org, CC BY 4.0), as they stand in the test data of Biopython.
"""

import gzip
import io
from pathlib import Path

import pytest

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import accession_of, read_records, title_of
from batchprot.reading.inspection import inspect
from cli.demo import PROTEOME

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
FRAGMENT_WITH_UNKNOWN_RESIDUES = "P35707"

# file, accession, entry, length, mass, CRC64
ENTRIES = [
    ("flavodoxins", "P0A3E0", "FLAV_ANASO", 170, 18964, "069E8DEBA9E33302"),
    ("flavodoxins", "O67866", "FLAV_AQUAE", 185, 20444, "7C138666D5B89281"),
    ("flavodoxins", "P23001", "FLAV_AZOCH", 180, 19524, "A19BE720B93F551D"),
    ("flavodoxins", "P00324", "FLAV_AZOVI", 180, 19663, "8B1B43F23AB5E8B4"),
    ("flavodoxins", "O34737", "FLAV_BACSU", 158, 17793, "FECE71BF6E552D3F"),
    ("flavodoxins", "P14070", "FLAV_CHOCR", 173, 18871, "EF1F3A3554CA4166"),
    ("flavodoxins", "P00322", "FLAV_CLOBE", 138, 15332, "98BE3746EC000FF1"),
    ("flavodoxins", "P18855", "FLAV_CLOSA", 160, 17763, "6153F8A1F0BCDC8D"),
    ("flavodoxins", "P26492", "FLAV_DESDE", 148, 15694, "1CE35B4B79817459"),
    ("flavodoxins", "Q01095", "FLAV_DESGI", 146, 15470, "95D9E73B1FCF1403"),
    ("flavodoxins", "P18086", "FLAV_DESAD", 146, 15812, "BDE3651310E1F780"),
    ("flavodoxins", "P00323", "FLAV_DESVH", 148, 15823, "E07630E7047ABD3F"),
    ("flavodoxins", "P71165", "FLAV_DESVM", 148, 15630, "9D321268C4089DF1"),
    ("flavodoxins", "P61951", "FLAV_ECO57", 176, 19737, "8878DA1A8EAA55BD"),
    ("flavodoxins", "P28579", "FLAV_ENTAG", 177, 19581, "3D54F95F7EC60B41"),
    ("flavodoxins", "P44562", "FLAV_HAEIN", 174, 19627, "5E95E895F04BF3F8"),
    ("flavodoxins", "O25776", "FLAV_HELPY", 164, 17492, "EBAD44D97964608C"),
    ("flavodoxins", "O07026", "FLAV_KLEPN", 176, 19765, "C40E5F80287D3636"),
    ("flavodoxins", "P00321", "FLAV_MEGEL", 137, 14550, "86BD744412D6F869"),
    ("flavodoxins", "P35707", "FLAV_NOSSM", 35, 3820, "B6EEB5CA7A45DDA6"),
    ("flavodoxins", "P52967", "FLAV_RHOCB", 182, 19848, "955F326BBF27213E"),
    ("flavodoxins", "P10340", "FLAV_SYNE7", 170, 18778, "7291AEF23DCA0345"),
    ("flavodoxins", "P31158", "FLAV_SYNP2", 170, 18479, "FFBB605F69E701BA"),
    ("flavodoxins", "P27319", "FLAV_SYNY3", 170, 18822, "B2937F347796BBD9"),
    ("flavodoxins", "O83895", "FLAV_TREPA", 146, 15793, "398A7D7C8530F2CE"),
    ("flavodoxins", "O52659", "FLAV_TRIEI", 171, 18742, "677F643438653126"),
    ("pax", "P15863", "PAX1_HUMAN", 534, 55499, "6B06A2AD302FDEEA"),
    ("pax", "Q02962", "PAX2_HUMAN", 417, 44706, "7EA24F9EB8C843F8"),
    ("pax", "P23760", "PAX3_HUMAN", 479, 52968, "8AFCA674E3ACB4FE"),
    ("pax", "O43316", "PAX4_HUMAN", 350, 37833, "2C2343AF16AEAAAC"),
    ("pax", "Q02548", "PAX5_HUMAN", 391, 42149, "DB37E6EACD9F993A"),
    ("pax", "P26367", "PAX6_HUMAN", 422, 46683, "C33CDD2C1B13C397"),
    ("pax", "P23759", "PAX7_HUMAN", 520, 56896, "3B0F8CC99D65699C"),
    ("pax", "P55771", "PAX9_HUMAN", 341, 36310, "F5E6B0BC991E7C1D"),
    ("panel", "P69905", "HBA_HUMAN", 142, 15258, "15E13666573BBBAE"),
    ("panel", "P68871", "HBB_HUMAN", 147, 15998, "A31F6D621C6556A1"),
    ("panel", "P08100", "OPSD_HUMAN", 348, 38893, "6F4F6FCBA34265B2"),
    ("panel", "P00533", "EGFR_HUMAN", 1210, 134277, "D8A2A50B4EFB6ED2"),
    ("panel", "P03023", "LACI_ECOLI", 360, 38590, "347A8DEE92D736CB"),
    ("panel", "P02920", "LACY_ECOLI", 417, 46503, "24A8062F628CDA32"),
    ("panel", "P00722", "BGAL_ECOLI", 1024, 116483, "9D295EF4CEF90B08"),
    ("panel", "P07464", "THGA_ECOLI", 203, 22799, "31C7FEA0B0150D70"),
    ("panel", "P03069", "GCN4_YEAST", 281, 31310, "2ED1B8E35D509578"),
    ("panel", "P29972", "AQP1_HUMAN", 269, 28526, "BA204D82FB26352E"),
    ("panel", "P00750", "TPA_HUMAN", 562, 62917, "B7EC9B1A5E3FDC4D"),
    ("panel", "P01100", "FOS_HUMAN", 380, 40695, "9E3B2969347C90C8"),
    ("panel", "P08758", "ANXA5_HUMAN", 320, 35937, "45E14E3964BA4D1A"),
    ("panel", "P09919", "CSF3_HUMAN", 207, 22293, "421F635ECC776996"),
    ("panel", "P01563", "IFNA2_HUMAN", 188, 21550, "101DD21D394CBF97"),
    ("panel", "P06994", "MDH_ECOLI", 312, 32337, "17741A3B5AD068BA"),
    ("panel", "P62258", "1433E_HUMAN", 255, 29174, "07817CCBD1F75B26"),
    ("panel", "P01189", "COLI_HUMAN", 267, 29424, "B927323474A67536"),
    ("panel", "P01011", "AACT_HUMAN", 423, 47651, "B002F946C86A8951"),
    ("panel", "P49023", "PAXI_HUMAN", 591, 64505, "ABF6C0BE5939623F"),
]


@pytest.mark.parametrize("name", ["flavodoxins", "pax", "panel"])
def test_an_example_holds_exactly_its_entries_in_order(name: str) -> None:
    records = read_records((EXAMPLES / f"{name}.fasta").read_bytes())
    expected = [(f"sp|{accession}|{entry}", entry) for file, accession, entry, *_ in ENTRIES if file == name]
    assert [(record.identifier, record.name) for record in records] == expected
    assert all(title_of(record.description) and not record.reason and not record.notes for record in records)


@pytest.mark.parametrize("name", ["flavodoxins", "pax", "panel"])
def test_each_sequence_has_the_checksum_and_the_mass_that_uniprot_prints(name: str) -> None:
    records = read_records((EXAMPLES / f"{name}.fasta").read_bytes())
    found = analyze([record.sequence for record in records], AnalysisOptions(ambiguous="average"))
    by_accession = {accession: rest for _, accession, _, *rest in ENTRIES}
    for place, record in enumerate(records):
        accession = accession_of(record.identifier)
        length, mass, checksum = by_accession[accession]
        assert (len(record.sequence), found["crc64"][place]) == (length, checksum)
        if accession != FRAGMENT_WITH_UNKNOWN_RESIDUES:
            assert found["molecular_weight_da"][place] == pytest.approx(mass, abs=0.5001)


def test_the_messy_example_shows_every_problem() -> None:
    data = (EXAMPLES / "messy.fasta").read_bytes()
    records = read_records(data)
    assert len(records) == 49
    assert {record.reason_code for record in records} == {
        "",
        "bad_letter",
        "empty",
        "gap",
        "inner_header",
        "inner_stop",
        "no_standard_residue",
    }
    assert {note for record in records for note in record.notes.split(";")} == {
        "",
        "comments_skipped",
        "digits_ignored",
        "final_stop_removed",
        "header_cut",
        "header_not_utf8",
        "lower_case",
        "pir_title",
        "unnamed",
    }
    inspection = inspect(io.BytesIO(data))
    assert (inspection.records, inspection.ready, inspection.warned, inspection.rejected) == (49, 32, 6, 11)
    assert inspection.line_ending == "mixed"


def test_the_proteome_is_whole_and_clean() -> None:
    records = read_records(gzip.decompress((EXAMPLES / PROTEOME).read_bytes()))
    assert len(records) == 6077
    assert not any(record.reason for record in records)
    assert len({accession_of(record.identifier) for record in records}) == 6077
    assert {record.organism for record in records} == {"Saccharomyces cerevisiae (strain ATCC 204508 / S288c)"}
