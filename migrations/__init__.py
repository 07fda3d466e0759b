"""Schema migrations: Alembic for BatchProt's own tables, procrastinate's schema beside them."""
