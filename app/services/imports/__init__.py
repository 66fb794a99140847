"""Bringing in an office's own workbooks: the same use cases as the screens, row by row, all or nothing."""
