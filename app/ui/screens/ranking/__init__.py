"""Xếp hạng (S19): places by group with their parts, explained, frozen when published."""
