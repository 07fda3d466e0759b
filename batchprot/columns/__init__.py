"""Tables that people bring: read, understood and matched to records, with a report before anything is kept."""
