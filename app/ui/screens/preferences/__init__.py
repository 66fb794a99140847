"""Tùy chọn: what this person prefers on this machine."""
