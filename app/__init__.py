"""Sổ CCHC: the register of administrative-reform work of one office."""

__version__ = "0.1.0"
