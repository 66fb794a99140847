"""Files that travel between registers."""
