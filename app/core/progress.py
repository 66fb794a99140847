"""How long work tells how far it is, and learns that it was stopped."""

from typing import Protocol


class Progress(Protocol):
    """Receives steps of long work; ``report`` raises ``Cancelled`` when the person stopped it."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say that ``done`` of ``total`` steps are behind us (total 0: unknown)."""
        ...


class NullProgress:
    """Hears nothing, stops nothing."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Ignore the step."""
