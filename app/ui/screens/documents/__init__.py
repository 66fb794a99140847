"""Văn bản (S24): the office's papers from draft to withdrawal, seen at true size and held against the rules."""
