"""Use cases around a person: accounts, sessions, one-time links, the audit record."""
