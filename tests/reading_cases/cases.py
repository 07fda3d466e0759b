"""One table of texts, how each is read, and what shows it: run through library, command and upload.

Sequences are haemoglobin alpha (P69905), ubiquitin (P0CG48) or made up.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from typing import NamedTuple

import xlsxwriter

HBA = (
    "MVLSPADKTNVKAAWGKVGAHAGEYGAEALERMFLSFPTTKTYFPHFDLSHGSAQVKGHGKKVADALTNAVAHVDDMPNALSALSDLHAHKLRVDPVNFK"
    "LLSHCLLVTLAAHLPAEFTPAVHASLDKFLASVSTVLTSKYR"
)
UBIQUITIN = "MQIFVKTLTGKTITLEVEPSDTIENVKAKIQDKEGIPPDQQRLIFAGKQLEDGRTLSDYNIQKESTLHLVLRLRGG"


class Case(NamedTuple):
    """A text and what must come of it: `verdict` is a reading, or the code of a refusal.

    `records` are the sequences, a reason's code in < > for a rejected one; of an open text, `records` is empty and
    `says` names the readings that settle it.
    """

    name: str
    data: bytes
    verdict: str
    says: str
    records: tuple[str, ...] = ()


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[place : place + width] for place in range(0, len(text), width))


def blocks(text: str, *, numbered: bool = False, ended: bool = False) -> str:
    lines = []
    for place in range(0, len(text), 60):
        line = text[place : place + 60]
        words = " ".join(line[at : at + 10] for at in range(0, len(line), 10))
        lines.append((f"{place + 1:9d} " if numbered else "") + words + (f" {place + len(line)}" if ended else ""))
    return "\n".join(lines)


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def tarred(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def case(name: str, text: str | bytes, verdict: str, says: str, *records: str) -> Case:
    return Case(name, text.encode() if isinstance(text, str) else text, verdict, says, records)


MUTANT = UBIQUITIN.replace("AGKQ", "AGRQ")
TWO = b">one\nMKVLAA\n>two\nMKLLAA\n"
BOTH = ("MKVLAA", "MKLLAA")
RULER = " ".join(f"{number:10d}" for number in range(10, 70, 10))

ONE_SEQUENCE = [
    case("ORIGIN block", blocks(HBA.lower(), numbered=True), "one", "numbers that grow", HBA),
    case("ORIGIN with its keywords", f"ORIGIN\n{blocks(HBA.lower(), numbered=True)}\n//\n", "one", "line ORIGIN", HBA),
    case("blocks of ten", blocks(HBA), "one", "blocks of ten", HBA),
    case("numbers at the line ends", blocks(HBA, ended=True), "one", "numbers that grow", HBA),
    case("ruler lines", "\n".join(f"{RULER}\n{line}" for line in blocks(HBA).split("\n")), "one", "ruler", HBA),
    case("wrapped at 60", wrapped(HBA, 60), "one", "as wrapped lines have", HBA),
    case("wrapped at 80", wrapped(HBA, 80), "one", "as wrapped lines have", HBA),
    case("wrapped at 60 with CR LF", wrapped(HBA, 60).replace("\n", "\r\n"), "one", "as wrapped lines have", HBA),
]
LISTS = [
    case("two variants of one length", f"{UBIQUITIN}\n{MUTANT}\n", "list", "resemble each other", UBIQUITIN, MUTANT),
    case(
        "variants of a usual width",
        f"{HBA[:60]}\n{HBA[:59]}W\n",
        "list",
        "resemble each other",
        HBA[:60],
        HBA[:59] + "W",
    ),
    case("peptides", "LENALGEAVLSR\nLEVYK\nDEVD\n", "list", "no headers", "LENALGEAVLSR", "LEVYK", "DEVD"),
    case(
        "peptides of one length",
        "SIINFEKLV\nGILGFVFTL\nNLVPMVATV\n",
        "list",
        "no headers",
        "SIINFEKLV",
        "GILGFVFTL",
        "NLVPMVATV",
    ),
    case("lower case", "mkvlaagklm\nmkvlaa\n", "list", "no headers", "MKVLAAGKLM", "MKVLAA"),
    case("one line", "MKVLAAGKLM", "list", "one line", "MKVLAAGKLM"),
    case("spaced letters", "M K V L A A G K\n", "list", "one line", "MKVLAAGK"),
    case("comments above a list", "# mine\nMKVLAA\nMKLLAAGK\n", "list", "no headers", "MKVLAA", "MKLLAAGK"),
    case("tabs at the ends", "MKVLAA\t\nMKLLAAGK\t\n", "list", "no headers", "MKVLAA", "MKLLAAGK"),
    case("stops at the ends", "MKVLAA*\nMKLLAAGK*\n", "list", "no headers", "MKVLAA", "MKLLAAGK"),
    case("ProForma", "PEPT[Phospho]IDEK\n[Acetyl]-MKLLAAGK\n", "list", "no headers", "PEPTIDEK", "MKLLAAGK"),
    case("fixed modification", "<[Carbamidomethyl]@C>MKCLAC\n", "list", "one line", "MKCLAC"),
    case("mass shifts", "M[+15.995]KVLAA\nPEPK[+57.02]R\n", "list", "no headers", "MKVLAA", "PEPKR"),
]
OPEN = [
    case("MaxQuant", "_PEPM(ox)IDEK_\n_(ac)MKLLAAGK_\n", "notation", "notation"),
    case("phosphosites", "PEPpSIDEK\nMKLLAApTK\nMKVLAA\n", "notation", "notation"),
    case("search engine", "K.PEPTIDER.A\nR.MKLLAAGK.L\n", "notation", "notation"),
    case("wrapped at 40", wrapped(HBA, 40), "open_reading", "one list"),
    case("all lines of 60", f"{HBA[:60]}\n{HBA[60:120]}\n", "open_reading", "one list"),
    case("two wrapped sequences", f"{wrapped(HBA, 60)}\n\n{wrapped(HBA[1:], 60)}\n", "open_reading", "list one"),
    case("two columns", "pep1 ACDEFGHIK\npep2 KLMNPQRST\n", "table", "table"),
    case("CSV of name and sequence", "id,sequence\na,MKVLAA\nb,MKLLAA\n", "table", "table"),
    case("comment above a table", "# by a tool\nid\tsequence\na\tMKVLAA\nb\tMKLLAA\n", "table", "table"),
    case(
        "table of UniProt",
        f'Entry\tEntry Name\tProtein names\tSequence\nP69905\tHBA_HUMAN\t"Alpha, ""globin"""\t{HBA}\n'
        f"P0CG48\tUBC_HUMAN\tUbiquitin\t{UBIQUITIN}\n",
        "table",
        "table",
    ),
    case("table with quoted cells", 'Name,Note,Sequence\na,"one, two",MKVLAA\nb,three,MKLLAA\n', "table", "table"),
    case("table with empty last cells", "Name\tSequence\tNote\na\tMKVLAA\t\nb\tMKLLAA\tx\n", "table", "table"),
    case("table with gaps", "Name;Sequence;Score\na;MKVLAA;1,5\nb;;2,5\nc;MKLLAA;3\n", "table", "table"),
    case(
        "workbook",
        workbook(("Name", "Sequence", "Score"), ("a", "MKVLAA", 1.5), ("b", "MKLLAA", 2)),
        "workbook",
        "table",
    ),
    case("numbered list", "1. MKVLAA\n2. MKLLAA\n", "table", "table"),
    case("heading", "Sequence\nLENALGEAVLSR\nLEVYK\n", "heading", "table"),
    case("HTML marks", "&gt;one\nMKVLAA\n", "other_mark", "fasta"),
    case("full-width marks", "\uff1eone\nMKVLAA\n", "other_mark", "fasta"),
    case("at signs", "@one first\nMKVLAAGKLM\n@two\nMKLLAAGKLM\n", "other_mark", "fasta"),
]
NOT_SEQUENCES = [
    case("server error", "Resource not found", "words", "Line 1 looks like words or a table"),
    case("sentence", "The quick brown fox jumps over the lazy dog.\n", "words", "The quick brown fox"),
    case("script", "#!/bin/bash\nset -e\nmake test\n", "words", "set -e"),
    case("Ensembl identifiers", "ENSP00000493376\nENSP00000409316\n", "identifiers", "Ensembl identifiers"),
    case("RefSeq accessions", "NP_000549.1\nXP_011521077.2\n", "identifiers", "RefSeq accessions"),
    case("UniParc identifiers", "UPI0000000001\nUPI00000000AB\n", "identifiers", "UniParc"),
    case("PDB identifiers", "1ABC\n4HHB\n2LYZ\n", "identifiers", "PDB identifiers"),
    case("entry names", "HBA_HUMAN\nHBB_HUMAN\n", "identifiers", "UniProt entry names"),
    case("gene symbols", "TP53\nEGFR\nKRAS\n", "identifiers", "gene symbols"),
    case("gene symbols without digits", "EGFR\nKRAS\nMYC\n", "identifiers", "gene symbols"),
    case("accessions with versions", "P69905.2\nP68871.2\n", "accessions", "UniProt accessions"),
    case("names without a mark", "alpha\nMKVLAAGKLM\ngamma\nMKLLAAGKLM\n", "words", "alpha"),
    case("English words", "alpha\nbeta\ngamma\ndelta\n", "not_sequences", "beta"),
    case("SMILES", "CC(C)C[C@H](N)C(=O)O\nNCC(=O)O\n", "not_sequences", "CC(C)C"),
    case("short SMILES", "CCO\nCCN\nCCOC\n", "not_sequences", "CCO"),
    case("spectra", "BEGIN IONS\nTITLE=scan 1\nEND IONS\n", "words", "BEGIN IONS"),
    case("identified peptides", "LVNELTEFAK High\nYLYEIAR Medium\n", "table", "Column 1 holds sequences"),
    case("a missing value", "null", "not_sequences", "null"),
    case("Title-case words", "Lysozyme\nInsulin\n", "not_sequences", "Lysozyme"),
    case("three-letter codes", "Met K V L A A Stop G K\n", "three_letter", "three-letter codes"),
    case("three-letter words", "MET ALA GLY LYS TRP\n", "three_letter", "three-letter codes"),
    case("Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", "git_lfs", "Git LFS"),
    case("AppleDouble", b"\0\x05\x16\x07\0\x02\0\0Mac OS X" + b"\0" * 90, "appledouble", "._"),
    case("padding", TWO + b"\0" * 4096, "nul_padded", "NUL bytes"),
    case("UTF-16", TWO.decode().encode("utf-16-le"), "encoding", "UTF-16"),
    case("numbers", "1.5\n2.5\n3.5\n", "not_sequences", "1.5"),
    case("MEGA", "#mega\n!Title t;\n#Human\nMKVLAA\n", "mega", "MEGA"),
]
IN_FASTA = [
    case("plain", TWO, "fasta", "begins with >", *BOTH),
    case("lower case", ">a\nmkvlaa\n", "fasta", "", "MKVLAA"),
    case("masked run", ">a\nMKVLAAgklmsswaGKLM\n", "fasta", "", "MKVLAAGKLMSSWAGKLM"),
    case("masked line", ">a\nMKVLAAGKLMSSWA\nmkvlaagklmsswa\nMKV\n", "fasta", "", "MKVLAAGKLMSSWA" * 2 + "MKV"),
    case("numbering", ">a\n  1 mkvlaa gklmss\n 13 mkv\n", "fasta", "", "MKVLAAGKLMSSMKV"),
    case("two equal lines", f">a\n{HBA[:60]}\n{HBA[60:120]}\n", "fasta", "", HBA[:120]),
    case("missing mark", ">a\nMKTWLDERGSAV\nsequence2\nMGKLNPSAF\n", "fasta", "", "<words>"),
    case("wrapped header", ">kinC kinase\nalpha type Homo sapiens\nMADVFPGNDS\n", "fasta", "", "<words>"),
    case("text behind", ">a\nMKVLAA\n\nThank you very much\n", "fasta", "", "<words>"),
    case("END behind", ">a\nMKVLAAGK\nEND\n", "fasta", "", "<words>"),
    case("END behind a short line", f">a\n{wrapped(UBIQUITIN, 60)}\nEND\n", "fasta", "", "<words>"),
    case("END as residues", f">a\n{HBA[:60]}\nEND\n>b\nMKV\n", "fasta", "", HBA[:60] + "END", "MKV"),
    case("STOP behind", f">a\n{wrapped(HBA, 60)}\nSTOP\n", "fasta", "", "<words>"),
    case("sentence with a point", ">a\nMKVLAA\nThese are all.\n", "fasta", "", "<words>"),
    case("capital words", ">a\nPROTEIN OF UNKNOWN FUNCTION\nMKVLAA\n", "fasta", "", "<words>"),
    case("name in lower case", ">a\nMKVLAAGK\nalpha\nMKLLAAGK\n", "fasta", "", "<words>"),
    case("capitalised name", ">a\nLysozyme\nMKVLAA\n", "fasta", "", "<words>"),
    case("topology", ">a\nMKWVTFISLLLLFSSAYSRGVF\nIIIIIMMMMMMMMMMMMOOOOO\n", "fasta", "", "<annotation>"),
    case(
        "wrapped topology",
        f">a\n{wrapped(UBIQUITIN, 60)}\n{wrapped('I' * 40 + 'M' * 36, 60)}\n",
        "fasta",
        "",
        "<annotation>",
    ),
    case("structure", f">a\n{UBIQUITIN}\n{'CHHHHEEEEC' * 7 + 'CCCCCC'}\n", "fasta", "", "<annotation>"),
    case("three-letter words", ">a\nMET ALA GLY LYS TRP CYS ASP\n", "fasta", "", "<three_letter>"),
    case("three-letter joined", ">a\nMetAlaGlyLysTrpCysAsp\n", "fasta", "", "<three_letter>"),
    case("three-letter capitals", ">a\nMETALAGLYLYSTRPCYSASP\n", "fasta", "", "<three_letter>"),
    case("a peptide of one code", ">a\nMET\n", "fasta", "", "MET"),
    case("ProForma in FASTA", ">a\nPEPT[Phos\npho]IDEK\n>b\npept[phospho]k\n", "fasta", "", "PEPTIDEK", "PEPTK"),
    case("unknown modification", ">a\nPEPT[Phosfo]IDEK\n", "fasta", "", "<proforma>"),
    case("wrong place", ">a\nPEG[Phospho]IDEK\n", "fasta", "", "<proforma>"),
    case("modification on X", ">a\nPEPX[+10]IDEK\n", "fasta", "", "<proforma>"),
    case("unbalanced bracket", ">a\nPEPT[Phospho\n", "fasta", "", "<proforma>"),
    case("labile", ">a\n{Glycan:Hex}PEPTIDE\n", "fasta", "", "<proforma>"),
    case("charge state", ">a\nPEPTIDEK/2\n", "fasta", "", "<proforma>"),
    case("oxidised", ">a\nPEPM(ox)IDEK\n", "fasta", "", "<notation>"),
    case("phosphoserine", ">a\nLGSPEEQTApSVLNK\n", "fasta", "", "<chemistry>"),
    case("acetyl", ">a\nacPEPTIDEK\n", "fasta", "", "<chemistry>"),
    case("amide", ">a\nMKVLAANH2\n", "fasta", "", "<chemistry>"),
    case("cyclic", ">a\ncRGDfK\n", "fasta", "", "<chemistry>"),
    case("digits inside", ">a\nMKV57LAA\n", "fasta", "", "<chemistry>"),
    case("flanking residues", ">a\nK.PEPTIDER.A\n", "fasta", "", "<flanked>"),
    case("flanked at the end", ">a\n-.MKWVTF.I\n", "fasta", "", "<flanked>"),
    case("point as stop", ">a\nMKTWLDERG.LDTQAG\n", "fasta", "", "<point_stop>"),
    case("end groups", ">a\nAc-DEVD-NH2\n", "fasta", "", "<end_groups>"),
    case("gaps", ">a\nMK--VLAA\n", "fasta", "", "<gap>"),
    case(
        "points in rows of one length",
        ">a\nMK.VLAA\n>b\nMKLVLAA\n>c\nMKIVLAS\n",
        "fasta",
        "",
        "<gap>",
        "MKLVLAA",
        "MKIVLAS",
    ),
    case(
        "a point among other lengths",
        ">a\nMK.VLAA\n>b\nMKLVLAAGK\n>c\nMKIV\n",
        "fasta",
        "",
        "<point_stop>",
        "MKLVLAAGK",
        "MKIV",
    ),
    case("a point in two of one length", ">a\nMK.VLAA\n>b\nMKLVLAA\n", "fasta", "", "<point_stop>", "MKLVLAA"),
    case("mark behind a stop", ">A1\nMKTW*>B1\nMGKL\n>B2\nMKV*\n", "fasta", "", "<inner_header>", "MKV"),
    case("sizes of vsearch", ">P1;size=12;\nMKVLAAGKLM\nCCCCC\n", "fasta", "", "MKVLAAGKLMCCCCC"),
    case("PIR", ">P1;CCHU\ncytochrome c - human\nGDVEKGKKIF*\nC;Species: man\n", "fasta", "", "GDVEKGKKIF"),
    case("old FASTA", ";HBA - human\n; a comment\nMVLSPADK\nTNVK*\n", "fasta", "in place of >", "MVLSPADKTNVK"),
    case("comments with semicolons", "; mine\n>a\n;c\nMKV\n", "fasta", "begins with >", "MKV"),
    case("byte order mark between", b"\xef\xbb\xbf>a\nMKVLAA\n\xef\xbb\xbf>b\nMKLLAA\n", "fasta", "", *BOTH),
    case("NUL between", b">a\nMKVLAA\n\0>b\nMKLLAA\n", "fasta", "", *BOTH),
]
PACKED = [
    case("gzip", gzip.compress(TWO), "fasta", "", *BOTH),
    case("bzip2", bz2.compress(TWO), "fasta", "", *BOTH),
    case("xz", lzma.compress(TWO), "fasta", "", *BOTH),
    case("zip", zipped(("a.fa", b">one\nMKVLAA"), ("b.fa", b">two\nMKLLAA")), "fasta", "", *BOTH),
    case(
        "tar", tarred(("a.fa", b">one\nMKVLAA"), ("._a.fa", b"\0\x05"), ("b.fa", b">two\nMKLLAA")), "fasta", "", *BOTH
    ),
    case("tar.gz", gzip.compress(tarred(("two.fasta", TWO))), "fasta", "", *BOTH),
    case("gzip in zip", zipped(("two.fasta.gz", gzip.compress(TWO))), "fasta", "", *BOTH),
    case("zip without FASTA", zipped(("a.txt", b"words"), ("b.txt", b"more")), "no_fasta_inside", "a.txt, b.txt"),
    case("spreadsheet", zipped(("[Content_Types].xml", b"<x/>")), "zip", "spreadsheet"),
]
CASES = [*ONE_SEQUENCE, *LISTS, *OPEN, *NOT_SEQUENCES, *IN_FASTA, *PACKED]
