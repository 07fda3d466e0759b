from batchprot.command.chunks import limits_of


def test_chunks_suit_the_file_and_the_processes() -> None:
    kib = 1024
    sizes = {(10 * kib, 2): 256, (4000 * kib, 2): 500, (4000 * kib, 1): 1000, (10**9, 2): 2048, (10**9, 64): 2048}
    assert {given: limits_of(*given).span_bytes // kib for given in sizes} == sizes
