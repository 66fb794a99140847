"""Kỳ báo cáo (S10): who has sent what and when, unit by unit, month by month."""
