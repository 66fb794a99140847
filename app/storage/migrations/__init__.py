"""The schema's history; HEAD is compared at start without importing Alembic."""

HEAD = "0007"
