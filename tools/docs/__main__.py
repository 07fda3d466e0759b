"""`python -m tools.docs [--check]`: write the generated documents, or say which are stale."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from tools.docs import properties_page, recipes, validation_page
from tools.docs.api_document import API_JSON, api_document
from tools.docs.data import METHODS_JSON, ROOT, VALIDATION_JSON, Content, NotAtHandError, Sources, content

DOCUMENTS: dict[Path, Callable[[Content], str]] = {
    Path("docs/properties.md"): properties_page.write,
    Path("docs/validation.md"): validation_page.write,
    METHODS_JSON: lambda content: _json(content.methods),
    VALIDATION_JSON: lambda content: _json(content.validation),
    API_JSON: lambda _content: _json(api_document()),
    Path("deploy/recipes/bioconda/meta.yaml"): lambda _: recipes.bioconda(),
    Path("deploy/recipes/galaxy/batchprot.xml"): lambda _: recipes.galaxy(),
    Path("deploy/recipes/nf-core/batchprot/analyze/main.nf"): lambda _: recipes.nf_core(),
    Path("deploy/recipes/nf-core/batchprot/analyze/environment.yml"): lambda _: recipes.nf_core_environment(),
    Path("deploy/recipes/nf-core/batchprot/analyze/meta.yml"): lambda _: recipes.nf_core_meta(),
}
_DATA = ROOT.parent / "shared" / "data"


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def documents(sources: Sources, root: Path = ROOT) -> dict[Path, str]:
    """Path, relative to the root, and text of every generated document."""
    made = content(sources, root)
    return {path: write(made) for path, write in DOCUMENTS.items()}


def stale(made: dict[Path, str], root: Path = ROOT) -> list[Path]:
    """The documents whose committed text is another one."""
    return [
        path for path, text in made.items() if not (root / path).exists() or (root / path).read_text("utf-8") != text
    ]


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a document is stale.")
@click.option("--golden", type=click.Path(path_type=Path), default=_DATA / "golden", help="Folder of Expasy reports.")
@click.option(
    "--proteome",
    type=click.Path(path_type=Path),
    default=_DATA / "proteomes" / "yeast_UP000002311.fasta.gz",
    help="Yeast proteome, FASTA, gzip.",
)
@click.option(
    "--measured", type=click.Path(path_type=Path), default=_DATA / "pi", help="Folder of measured isoelectric points."
)
def main(*, check: bool, golden: Path, proteome: Path, measured: Path) -> None:
    """Write the generated documents of the methods and the validation."""
    try:
        made = documents(Sources(golden, proteome, measured))
    except NotAtHandError as error:
        raise click.ClickException(str(error)) from None
    changed = stale(made)
    if check and changed:
        names = ", ".join(str(path) for path in changed)
        raise click.ClickException(f"{names} no longer fit the code. Run `make docs` and commit them.")
    for path in changed:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(made[path], "utf-8")
        click.echo(f"wrote {path}")


if __name__ == "__main__":
    main()
