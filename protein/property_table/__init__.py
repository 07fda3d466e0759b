"""The literal rows of the property table, by group. `protein.properties` puts them in order."""
