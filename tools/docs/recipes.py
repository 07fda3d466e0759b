"""Recipes for the places where people look for tools, made from the command's own options."""

import tomllib
from functools import cache
from html import escape
from typing import Any

import click

from batchprot import __version__
from batchprot.command.analyze import analyze
from tools.docs.data import ROOT

NOT_IN_GALAXY = frozenset({"output", "processes", "shard", "multiqc", "quiet", "strict", "table_column"})
"""What Galaxy decides itself: names of files, cores, and how failures are shown."""
FORMATS = (("csv", "CSV", "csv"), ("tsv", "tabular text", "tabular"), ("parquet", "Parquet", "parquet"))
FORMATS_MORE = (("xlsx", "Excel workbook", "xlsx"), ("jsonl", "JSON Lines", "txt"))

NF_CORE_OUTPUTS = (
    ("table", "*.${suffix}", "A row for each record, a column for each property", True),
    ("methods", "*.methods.txt", "How the numbers came about, with input, engine and every option", True),
    ("multiqc", "*_mqc.json", "Counts of each file for MultiQC", False),
    ("versions", "versions.yml", "The version of the command", False),
)
"""What the module gives: name, pattern, description, and whether the sample's map goes with it."""


@cache
def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project


def options() -> list[click.Option]:
    """The options of `batchprot analyze`, in the order of its help."""
    return [one for one in analyze.params if isinstance(one, click.Option)]


def _flag(option: click.Option) -> str:
    return max(option.opts[:2], key=len)


def bioconda() -> str:
    """`meta.yaml`, but for the address and the checksum of a release, which exist when it is published."""
    needs = [one.split(";")[0].strip().replace(">=", " >=") for one in _project()["dependencies"]]
    run = "\n".join(f"    - {one}" for one in ["python >=3.11", *sorted(needs)])
    return f"""{{% set name = "batchprot" %}}
{{% set version = "{__version__.split(".dev")[0]}" %}}

package:
  name: {{{{ name }}}}
  version: {{{{ version }}}}

source:
  url: SOURCE_URL  # of the release's source archive
  sha256: SHA256

build:
  noarch: python
  number: 0
  entry_points:
    - batchprot = batchprot.command.main:main
  script: {{{{ PYTHON }}}} -m pip install . --no-deps --no-build-isolation --no-cache-dir -vvv
  run_exports:
    - {{{{ pin_subpackage("batchprot", max_pin="x.x") }}}}

requirements:
  host:
    - python >=3.11
    - pip
    - setuptools >=80
  run:
{run}

test:
  imports:
    - batchprot
  commands:
    - batchprot --version
    - batchprot analyze --help

about:
  summary: {_project()["description"]}
  license: {_project()["license"]}
  license_family: APACHE
  license_file: LICENSE
"""


def galaxy() -> str:
    """The tool of Galaxy: every option that isn't Galaxy's own to choose."""
    shown = [one for one in options() if one.name not in NOT_IN_GALAXY]
    formats = FORMATS + FORMATS_MORE
    choices = "\n".join(f'            <option value="{key}">{label}</option>' for key, label, _ in formats)
    changes = "\n".join(
        f'                <when input="form" value="{key}" format="{kind}"/>' for key, _, kind in formats[1:]
    )
    version = __version__.split(".dev")[0]
    return f"""<tool id="batchprot_analyze" name="BatchProt" version="{version}+galaxy0" profile="23.0">
    <description>every ProtParam property of a whole proteome</description>
    <requirements>
        <requirement type="package" version="{version}">batchprot</requirement>
    </requirements>
    <version_command>batchprot --version</version_command>
    <command detect_errors="exit_code"><![CDATA[
ln -s '$fasta' '${{fasta.element_identifier}}.fasta' &&
batchprot analyze '${{fasta.element_identifier}}.fasta'
    --threads "\\${{GALAXY_SLOTS:-1}}"
{chr(10).join(map(_galaxy_argument, shown))}
    -o 'table.$form'
&& mv 'table.$form' '$table'
    ]]></command>
    <inputs>
        <param name="fasta" type="data" format="fasta,fasta.gz" label="Protein sequences"/>
        <param name="form" type="select" label="Write">
{choices}
        </param>
{chr(10).join(map(_galaxy_param, shown))}
    </inputs>
    <outputs>
        <data name="table" format="csv" label="${{tool.name}} on ${{on_string}}">
            <change_format>
{changes}
            </change_format>
        </data>
    </outputs>
    <tests>
        <test expect_num_outputs="1">
            <param name="fasta" value="two.fasta" ftype="fasta"/>
            <param name="columns" value="basic"/>
            <output name="table" ftype="csv">
                <assert_contents>
                    <has_line_matching expression="ordinal,identifier,name,description,.*"/>
                    <has_n_lines n="3"/>
                </assert_contents>
            </output>
        </test>
    </tests>
    <help><![CDATA[
{_project()["description"]}.

The table has a row for each record of the input, rejected ones with the reason, and a column for each property.
    ]]></help>
    <citations>
        <citation type="doi">10.1385/1-59259-890-0:571</citation>
    </citations>
</tool>
"""


def _galaxy_argument(option: click.Option) -> str:
    if option.is_flag:
        return f"    ${option.name}"
    if isinstance(option.type, click.Path):
        return f"    #if ${option.name}\n    {_flag(option)} '${option.name}'\n    #end if"
    if option.default in {None, ""} or option.name == "gaps":
        return f"    #if str(${option.name}) != ''\n    {_flag(option)} '${option.name}'\n    #end if"
    return f"    {_flag(option)} '${option.name}'"


def _galaxy_param(option: click.Option) -> str:
    about = f'label="{escape(_label(option))}" help="{escape(option.help or "")}"'
    named = f'        <param argument="{_flag(option)}" type='
    if option.is_flag:
        return f'{named}"boolean" truevalue="{_flag(option)}" falsevalue="" checked="false" {about}/>'
    if isinstance(option.type, click.Choice):
        optional = "" if option.default is not None else ' optional="true"'
        chosen = "\n".join(
            f'            <option value="{escape(str(one))}"{" selected=" + chr(34) + "true" + chr(34) if one == option.default else ""}>'  # noqa: E501
            f"{escape(str(one))}</option>"
            for one in option.type.choices
        )
        return f'{named}"select"{optional} {about}>\n{chosen}\n        </param>'
    if isinstance(option.type, click.Path):
        return f'{named}"data" format="csv,tabular,xlsx" optional="true" {about}/>'
    if option.type is click.STRING:
        return f'{named}"text" value="" {about}/>'
    kind = "float" if option.type is click.FLOAT else "integer"
    value = f'value="{option.default}"' if option.default is not None else 'optional="true"'
    return f'{named}"{kind}" {value} {about}/>'


def _label(option: click.Option) -> str:
    words = (option.name or "").replace("_", " ")
    return {"ph": "pH", "pka set": "pKa set"}.get(words, words.capitalize())


def nf_core() -> str:
    """The module's `main.nf`, in the style of nf-core: options go through `ext.args`."""
    version = __version__.split(".dev")[0]
    listed = "\n".join(f"//   {', '.join(one.opts)}: {' '.join((one.help or '').split())}" for one in options())
    return f"""// Options of `batchprot analyze` that may stand in ext.args:
{listed}
process BATCHPROT_ANALYZE {{
    tag "$meta.id"
    label 'process_medium'

    conda "${{moduleDir}}/environment.yml"
    container "${{ workflow.containerEngine == 'singularity' && !task.ext.singularity_pull_docker_container
        ? 'docker://batchprot-server:{version}' : 'batchprot-server:{version}' }}"

    input:
    tuple val(meta), path(fasta)

    output:
    tuple val(meta), path("*.${{suffix}}"), emit: table
    tuple val(meta), path("*.methods.txt"), emit: methods
    path "*_mqc.json"                     , emit: multiqc
    path "versions.yml"                   , emit: versions

    when:
    task.ext.when == null || task.ext.when

    script:
    def args = task.ext.args ?: ''
    prefix   = task.ext.prefix ?: "${{meta.id}}"
    suffix   = task.ext.suffix ?: 'parquet'
    \"\"\"
    batchprot analyze $fasta $args \\\\
        --threads $task.cpus \\\\
        --multiqc ${{prefix}}_mqc.json \\\\
        -o ${{prefix}}.${{suffix}}

    cat <<-END_VERSIONS > versions.yml
    "${{task.process}}":
        batchprot: \\$(batchprot --version | sed 's/.* //')
    END_VERSIONS
    \"\"\"

    stub:
    prefix = task.ext.prefix ?: "${{meta.id}}"
    suffix = task.ext.suffix ?: 'parquet'
    \"\"\"
    touch ${{prefix}}.${{suffix}} ${{prefix}}.methods.txt ${{prefix}}_mqc.json versions.yml
    \"\"\"
}}
"""


def nf_core_environment() -> str:
    """What conda installs for the module."""
    version = __version__.split(".dev")[0]
    return f"channels:\n  - conda-forge\n  - bioconda\ndependencies:\n  - bioconda::batchprot={version}\n"


def nf_core_meta() -> str:
    """The module's `meta.yml`: what it takes and gives, in the words of nf-core's schema."""
    project = _project()
    keywords = "\n".join(f"  - {word.lower()}" for word in project["keywords"])
    outputs = "\n".join(_nf_core_output(*one) for one in NF_CORE_OUTPUTS)
    return f"""name: batchprot_analyze
description: {project["description"]}
keywords:
{keywords}
tools:
  - batchprot:
      description: {project["description"]}
      documentation: batchprot analyze --help
      licence: ["{project["license"]}"]
      identifier: ""

input:
  - - meta:
        type: map
        description: Groovy Map containing sample information, e.g. `[ id:'proteome' ]`
    - fasta:
        type: file
        description: Protein sequences, plain or compressed
        pattern: "*.{{fasta,fa,faa,fasta.gz,fa.gz,faa.gz}}"

output:
{outputs}

authors:
  - {project["authors"][0]["name"]}
maintainers:
  - {project["authors"][0]["name"]}
"""


def _nf_core_output(name: str, pattern: str, described: str, with_meta: bool) -> str:
    if not with_meta:
        return f'  - {name}:\n      - "{pattern}":\n          type: file\n          description: {described}\n          pattern: "{pattern}"'  # noqa: E501
    return f"""  - {name}:
      - meta:
          type: map
          description: Groovy Map containing sample information, e.g. `[ id:'proteome' ]`
      - "{pattern}":
          type: file
          description: {described}
          pattern: "{pattern.replace("${suffix}", "{parquet,csv,tsv,jsonl,xlsx}")}\""""
