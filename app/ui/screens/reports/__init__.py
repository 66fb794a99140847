"""Báo cáo (S12, S13, S24): figures and words of a report, the paper as it will be, its files."""
