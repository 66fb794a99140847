"""One table model for every list."""
