"""Rules of the work in plain Python: no Qt, no database, no file formats, no clock of its own."""
