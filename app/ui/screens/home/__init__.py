"""Bàn làm việc (S03): what to do now, the year at a glance, what was done last."""
