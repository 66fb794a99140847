"""Sổ đếm nhanh (S11): dated counts jotted down the day they happen, summed by the program later."""
