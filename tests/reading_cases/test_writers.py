"""FASTA as ten programs write it reads back as it was."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tests.reading_cases.test_library_and_command import outcome


def lines(text: str, width: int) -> list[str]:
    return [text[place : place + width] for place in range(0, len(text), width)]


def written(
    width: int, template: str = "{name} {title}", *, line_end: str = "\n", end: str = ""
) -> Callable[[list[tuple[str, str, str]]], str]:
    """How a program writes: its width of lines, its headers, its line ends, and what follows a sequence."""

    def write(entries: list[tuple[str, str, str]]) -> str:
        return "".join(
            line_end.join([f">{template.format(name=name, title=title)}", *lines(text, width)]) + end + line_end
            for name, title, text in entries
        )

    return write


WRITERS = {
    "UniProt": written(60, "sp|P12345|{name}_TEST {title} OS=Homo sapiens OX=9606 PE=1 SV=1"),
    "NCBI": written(80, "NP_000549.1 {title} [Homo sapiens] {name}"),
    "Ensembl": written(60, "ENSP{name} pep chromosome:GRCh38:1:1:99:1 {title}"),
    "Biopython": written(60),
    "Biopython, two lines": written(10**9),
    "seqkit": written(60, "{name}\t{title}"),
    "vsearch": written(80, "{name};size=12;"),
    "Prodigal, with stops": written(60, "{name}_1 # 2 # 181 # 1 # {title}", end="*"),
    "Windows": written(70, line_end="\r\n"),
    "EMBOSS": written(60, end="\n"),
}
RESIDUES = st.text("ACDEFGHIKLMNPQRSTVWYX", min_size=1, max_size=400).filter(lambda text: text.strip("X"))
WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
ENTRIES = st.lists(st.tuples(WORDS, WORDS, RESIDUES), min_size=1, max_size=8)


@given(st.sampled_from(sorted(WRITERS)), ENTRIES)
def test_what_a_program_writes_reads_back_identical(writer: str, entries: list[tuple[str, str, str]]) -> None:
    verdict, _, records = outcome(WRITERS[writer](entries).encode())
    assert (verdict, records) == ("fasta", tuple(text for _, _, text in entries))
