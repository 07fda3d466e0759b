// Options of `batchprot analyze` that may stand in ext.args:
//   -o, --output: Where to write: a name that ends in .csv, .csv.gz, .csv.zst, .tsv, .tsv.gz, .tsv.zst, .jsonl, .jsonl.gz, .jsonl.zst, .parquet, .xlsx, with the methods beside it in NAME.methods.txt; or a folder, which gets part-00001.parquet. Default: CSV to standard output.
//   --columns: Which columns.
//   --sequences: Add a column with the sequences that were read; a workbook has them.
//   --constants: Whose constants.
//   --ambiguous: What to do with B, J, X and Z: leave them out, use average masses, or reject the record.
//   --ph: pH of the net charge.
//   --pka-set: pKa set of pI and charge.
//   --disulfides: Disulfide bonds of each protein, for pI, charge and extinction_disulfides; masses don't change.
//   --n-terminus-blocked: The amino terminus carries no charge; masses don't change.
//   --c-terminus-blocked: The carboxyl terminus carries no charge; masses don't change.
//   --remove-initiator-met: Leave out Met as the first residue.
//   --first-residue: First residue to analyse.
//   --last-residue: Last residue to analyse; default: the last residue.
//   --reading: Input format: FASTA; one sequence over all lines; one sequence per line; a table of name and sequence; an alignment without its gaps. Detected if omitted.
//   --gaps: Gaps of aligned FASTA; drop removes them.
//   --translate: Translate nucleotide records of GenBank or EMBL files in frame 1, by this genetic code of NCBI.
//   -t, --threads, --processes: How many cores to use, each by a process of its own; default: all.
//   --shard: Take share i of n of all records, as 3/20; a folder as output takes the parts of all machines.
//   --columns-from: Add the columns of a table: CSV, TSV or Excel. The column that names most of the records is its key: by accession, identifier, entry name, gene or name. What was matched is said on standard error.
//   --table-key: The column of TABLE that names the records.
//   --table-match: What the names in that column are.
//   --table-sheet: The sheet of TABLE; default: the first with anything.
//   --table-column: A column of TABLE to add, once for each; default: all of them, or the first 50.
//   --strict: Exit with 1 when any record is rejected.
//   --multiqc: Also write a NAME_mqc.json for MultiQC.
//   -q, --quiet: Say nothing on standard error but errors.
process BATCHPROT_ANALYZE {
    tag "$meta.id"
    label 'process_medium'

    conda "${moduleDir}/environment.yml"
    container "${ workflow.containerEngine == 'singularity' && !task.ext.singularity_pull_docker_container
        ? 'docker://batchprot-server:0.2.0' : 'batchprot-server:0.2.0' }"

    input:
    tuple val(meta), path(fasta)

    output:
    tuple val(meta), path("*.${suffix}"), emit: table
    tuple val(meta), path("*.methods.txt"), emit: methods
    path "*_mqc.json"                     , emit: multiqc
    path "versions.yml"                   , emit: versions

    when:
    task.ext.when == null || task.ext.when

    script:
    def args = task.ext.args ?: ''
    prefix   = task.ext.prefix ?: "${meta.id}"
    suffix   = task.ext.suffix ?: 'parquet'
    """
    batchprot analyze $fasta $args \\
        --threads $task.cpus \\
        --multiqc ${prefix}_mqc.json \\
        -o ${prefix}.${suffix}

    cat <<-END_VERSIONS > versions.yml
    "${task.process}":
        batchprot: \$(batchprot --version | sed 's/.* //')
    END_VERSIONS
    """

    stub:
    prefix = task.ext.prefix ?: "${meta.id}"
    suffix = task.ext.suffix ?: 'parquet'
    """
    touch ${prefix}.${suffix} ${prefix}.methods.txt ${prefix}_mqc.json versions.yml
    """
}
