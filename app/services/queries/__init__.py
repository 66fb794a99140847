"""Reads: frozen rows for screens, papers and the command line."""
