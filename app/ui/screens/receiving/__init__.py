"""Files that came, looked at and taken in."""
