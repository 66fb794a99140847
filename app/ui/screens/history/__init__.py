"""Nhật ký, hoàn tác, thùng rác (S27)."""
