"""The literal rows of the property table, by group. `batchprot.properties.table` puts them in order."""
