"""The register on disk: engine, unit of work, migrations, backups."""
