"""Kế hoạch khắc phục (S20-S22): scores, lost points, the measures that answer them."""
