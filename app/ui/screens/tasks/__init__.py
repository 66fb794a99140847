"""Sổ nhiệm vụ (S07) and the whole life of one task (S08)."""
