"""Văn bản (S24): the office's papers from draft to withdrawal, at true size, held against the rules."""
