// BatchProt with Nextflow. Not run by our tests: Nextflow can't be installed where they run.
//   nextflow run deploy/scale/main.nf --input proteome.fasta --shards 20 --outdir results
params.input = null
params.shards = 20
params.options = ''
params.outdir = 'results'

process SHARD {
    cpus 1
    memory '1 GB'
    errorStrategy 'retry'
    maxRetries 2
    container 'batchprot-server'

    input:
    tuple val(number), path(fasta)

    output:
    path 'parts/part-*', emit: parts

    script:
    """
    batchprot analyze ${fasta} ${params.options} --threads ${task.cpus} --shard ${number}/${params.shards} -o parts/
    """
}

process MERGE {
    publishDir params.outdir, mode: 'copy'

    input:
    path 'parts/*'

    output:
    path 'all.parquet'

    script:
    """
    batchprot merge parts -o all.parquet
    """
}

workflow {
    numbers = channel.of(1..params.shards)
    SHARD(numbers.combine(channel.fromPath(params.input)))
    MERGE(SHARD.out.parts.collect())
}
