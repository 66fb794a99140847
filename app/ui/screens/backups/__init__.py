"""Sao lưu, khôi phục, bàn giao."""
