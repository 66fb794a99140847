"""Đôn đốc (S23): who is to be reminded of what, in which words, and the proof that it was done."""
