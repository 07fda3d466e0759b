"""PDF of a figure or of the report, typeset by Typst: one library in one wheel, with nothing else to install.

Fonts are those in dashboard/fonts: the same metrics as Arial, everywhere the same.
"""

from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
FONT = "Liberation Sans"
_FIGURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image("figure.svg")
"""


class NotTypeset(ValueError):  # noqa: N818 - it is the document that isn't typeset
    """What was given can't be made a PDF."""


@cache
def _fonts() -> Any:  # noqa: ANN401 - of a library that is loaded when it is needed
    import typst  # only when somebody asks for a PDF

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def document(source: bytes, files: dict[str, bytes]) -> bytes:
    """A Typst document as PDF; `files` are what it names, and it can reach nothing else.

    Raises:
        NotTypeset: there is an error in it.
    """
    import typst

    try:
        made: bytes = typst.compile(_named(source, files), font_paths=_fonts(), pdf_standards="1.7")
    except (typst.TypstError, RuntimeError, ValueError) as error:
        raise NotTypeset(str(error)) from error
    return made


def _named(source: bytes, files: dict[str, bytes]) -> Any:  # noqa: ANN401 - its hints forget that it takes several files
    return {"main.typ": source, **files}


def figure(svg: bytes) -> bytes:
    """An SVG as a PDF of its size; its words stay text.

    Raises:
        NotTypeset: it is no SVG.
    """
    # The figure names the font that drawing programs know; here is the one with the same metrics.
    return document(_FIGURE, {"figure.svg": svg.replace(b"Arial", FONT.encode())})
