"""Tổng hợp (S17): totals with their makers, every number opened down to unit, version and cell."""
