"""Thư đi: every mail, what became of it, what a person has to decide."""
