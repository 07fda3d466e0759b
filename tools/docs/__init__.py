"""Documents made by running the code: `python -m tools.docs` writes them, with `--check` it finds stale ones.

Written are `docs/properties.md`, `docs/validation.md`, and the data of the pages /methods and /validation under
`dashboard/data/`, which the web tier reads because it may import neither the engine nor numpy. They follow from the
property table, the engine, the installed Biopython, and `tests/reference/published_values.csv`: values retyped from
their published sources, each with its source. Sequences there are UniProt's (CC BY 4.0) or short peptides and a test
protein printed in the documentation that the value comes from.

Three things are not on every machine: a folder of recorded Expasy reports (`--golden`, with the sequences of eight
proteins that are not ours to pass on), a yeast proteome (`--proteome`), and EMBOSS. What depends on them is computed
where they are and taken over from the committed files where they are not. It is only taken over from the same version
of the engine: any number that changes raises that version, and the documents then have to be made again where
everything is at hand. So `--check` runs everywhere, and everywhere it recomputes what can be computed there.
"""

import batchprot.engine.biopython  # noqa: F401 - imports Biopython first, without its mistaken warning
