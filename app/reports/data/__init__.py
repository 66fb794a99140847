"""Frozen inputs of the papers; queries fill them, builders read them."""
