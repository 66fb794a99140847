"""Thiết lập lần đầu (S01): five steps from nothing to a register."""
