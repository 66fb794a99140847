"""Trang lãnh đạo (S25): one sheet, the numbers behind its chart, and work by field, by unit, by month."""
