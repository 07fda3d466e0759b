"""The report of an analysis as a document: one HTML file, or a PDF."""
