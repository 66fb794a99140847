"""Fixtures over the practice register."""

from tests.ui.practice_register import inline, live, practice

__all__ = ["inline", "live", "practice"]
