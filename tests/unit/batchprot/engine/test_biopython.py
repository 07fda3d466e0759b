import pytest
from Bio.Data import IUPACData
from Bio.SeqUtils import IsoelectricPoint, ProtParamData

from batchprot.engine import biopython


@pytest.mark.parametrize("theirs", [IUPACData, IsoelectricPoint, ProtParamData], ids=lambda module: module.__name__)
def test_the_copied_tables_are_those_that_biopython_ships(theirs):
    ours = vars(getattr(biopython, theirs.__name__.rpartition(".")[2]))
    tables = {name: table for name, table in ours.items() if not name.startswith("_")}
    assert tables
    assert {name: getattr(theirs, name) for name in tables} == tables
