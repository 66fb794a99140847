"""Packages: sealed files that leave and come. Making them, taking them in, keys, codes, receipts."""
