"""Sổ văn bản chỉ đạo (S04) with assignment by clause and in bulk (S06)."""
