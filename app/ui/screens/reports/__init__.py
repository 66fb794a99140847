"""Báo cáo: figures and words of a report, the paper as it will be, its files, its standing words."""
