"""Checks the prose of the project: one word for one thing, and idiomatic English.

`python -m tools.prose` prints every place with what to write instead, and fails if there is one. The rules have two
scopes: `everywhere` (pages, documents, docstrings and comments) and `pages` (only what a user reads: the sentences in
pages, messages and documents). Text in backticks and identifiers are not prose; NAMES are the words that no identifier
of Python, no id and no parameter of an address may have.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SKIPPED = ("tests/", "benchmarks/", "CHANGELOG.md", "dashboard/plotly.min.js", "tools/prose.py")
"""Libraries, old versions of the changelog, tests, and benchmarks, which do measure."""


_NOT_PROSE = re.compile(r"`[^`]*`|\{[^}]*\}|<[^>]*>")
"""Code in documents, values in f-strings and templates, tags."""


class Rule(NamedTuple):
    """A pattern, what to write instead, and whether it holds only for text that a user reads."""

    pattern: re.Pattern[str]
    instead: str
    pages_only: bool = False


class Text(NamedTuple):
    """A line of prose with its place."""

    path: str
    line: int
    words: str
    for_users: bool


class Fault(NamedTuple):
    """A place where a text breaks a rule."""

    path: str
    line: int
    words: str
    instead: str


def _rule(pattern: str, instead: str, *, pages_only: bool = False) -> Rule:
    # Names such as bp-pick, .pick and explorer-picked are not words of a sentence.
    return Rule(re.compile(rf"(?<![-.\w])(?:{pattern})(?![-\w=({{])", re.IGNORECASE), instead, pages_only)


RULES = (
    _rule(r"apart by", "separated by"),
    _rule(r"as they came", "original, unchanged"),
    _rule(r"by itself|by themselves", "automatically, alone"),
    _rule(r"taken back", "revoked"),
    _rule(r"takes? away", "removes"),
    _rule(r"stands? (?:beside|below|above|under)", "is next to, below, above"),
    _rule(r"is there twice", "occurs twice"),
    _rule(r"whoever|whomever", "the person who, anyone who"),
    _rule(r"anew", "again"),
    _rule(r"nobody (?:answers|wants|asks|waits|needs|knows|called|calls)", "what happens, without a person in it"),
    _rule(r"at work", "running"),
    _rule(r"signs? of life", "heartbeat"),
    _rule(r"doorbells?|rings? (?:for|again|at once|it)", "message; notifies, wakes"),
    _rule(r"so many", "the number of"),
    _rule(r"told apart", "distinguished"),
    _rule(r"comes? along", "is included"),
    _rule(r"looks? whether", "check whether"),
    _rule(r"of a (?:family|kind) to", "with which to"),
    _rule(r"last words", "the end of the log"),
    _rule(r"how you are called", "display name"),
    _rule(r"take (?:a|the) condition away", "remove a filter"),
    _rule(r"pick|picks|picked|picking|unpick", "check, checked (rows), select (proteins)", pages_only=True),
    _rule(r"(?:whole|in the|in this|of the|this) batch(?:es)?", "analysis, all proteins", pages_only=True),
    _rule(r"(?:proteins?|records?|sequences?|was|were|not|nothing) (?:not )?measured", "calculated", pages_only=True),
    _rule(r"visitors?", "reader", pages_only=True),
    _rule(r"findings?", "warning, reason", pages_only=True),
    _rule(r"cut into (?:pieces|parts|blocks)|pieces? of (?:a|the) file", "split into chunks", pages_only=True),
    _rule(r"anybody|unusual (?:records?|proteins?)", "the reader; rejected or warned records", pages_only=True),
)


NAMES = {
    "picked": "checked",
    "piece": "chunk",
    "pieces": "chunks",
    "measured": "calculated",
    "unusual": "noted",
    "visitor": "reader",
    "visitors": "readers",
}
NAMES_OF_PAGES = {"batch": "all, overall", "entries": "records"}
"""The same where results are read and shown; the engine computes batches."""
_FORMER_NAMES = {"dashboard/components/explorer/view.py": {"picked"}}
"""Names that are read in old addresses and old rows."""
_NAMED = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")
_ID = re.compile(r"""["'][a-z0-9]+(?:[-_][a-z0-9]+)*["']""")


def texts(path: str, content: str) -> Iterator[Text]:
    """Yield the prose of a file."""
    if path.endswith(".py"):
        yield from _python(path, content)
    elif path.endswith((".md", ".html")):
        yield from _each_line(path, 1, content, for_users=True)
    elif path.endswith(".js"):
        yield from _each_line(path, 1, content, for_users=False)


def faults(prose: Iterator[Text]) -> Iterator[Fault]:
    """Yield every place where a text breaks a rule."""
    for text in prose:
        plain = _NOT_PROSE.sub(" ", text.words)
        for rule in RULES:
            if rule.pages_only and not text.for_users:
                continue
            for match in rule.pattern.finditer(plain):
                yield Fault(text.path, text.line, match[0], rule.instead)


def wrong_names(path: str, content: str) -> Iterator[Fault]:
    """Yield every identifier, id and key of a file of Python that has a word of NAMES."""
    of_pages = NAMES_OF_PAGES if path.startswith(("dashboard/", "callbacks/", "results/")) else {}
    words = {name: word for name, word in (NAMES | of_pages).items() if name not in _FORMER_NAMES.get(path, ())}
    for token in tokenize.generate_tokens(io.StringIO(content).readline):
        if token.type == tokenize.NAME or (token.type == tokenize.STRING and _ID.fullmatch(token.string)):
            for word in sorted({word.lower() for word in _NAMED.findall(token.string)} & words.keys()):
                yield Fault(path, token.start[0], token.string, words[word])


def main() -> None:
    """Check every file that git knows."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [path for path in listed.split() if path.endswith((".py", ".md", ".html", ".js"))]
    checked = (path for path in paths if not path.startswith(SKIPPED) and (ROOT / path).exists())
    found: list[Fault] = []
    for path in checked:
        content = (ROOT / path).read_text(encoding="utf-8")
        found += faults(texts(path, content))
        found += wrong_names(path, content) if path.endswith(".py") and not path.startswith("tools/") else ()
    for each in found:
        sys.stdout.write(f"{each.path}:{each.line}: “{each.words}”: write {each.instead}\n")
    sys.exit(1 if found else 0)


def _python(path: str, content: str) -> Iterator[Text]:
    """Docstrings and comments, for developers; other strings with a space in them, for users."""
    docstrings = {
        node.body[0].value.lineno
        for node in ast.walk(ast.parse(content))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    for token in tokenize.generate_tokens(io.StringIO(content).readline):
        if token.type == tokenize.COMMENT:
            yield Text(path, token.start[0], token.string, for_users=False)
        elif token.type == tokenize.STRING or tokenize.tok_name[token.type] == "FSTRING_MIDDLE":
            documents = token.string.startswith(('"""', 'r"""')) or token.start[0] in docstrings
            if documents or " " in token.string.strip():
                yield from _each_line(path, token.start[0], token.string, for_users=not documents)


def _each_line(path: str, first: int, words: str, *, for_users: bool) -> Iterator[Text]:
    for number, line in enumerate(words.splitlines(), first):
        yield Text(path, number, line, for_users)


if __name__ == "__main__":
    main()
