"""Duyệt báo cáo (S18): only the cells and sentences that need eyes, one key each."""
