"""Words from a file inside a figure: Plotly reads a part of HTML in every text, which names are not."""

_MEANT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def literal(words: str) -> str:
    """Words that Plotly shows as they are."""
    return "".join(_MEANT.get(letter, letter) for letter in words)
