"""What can go wrong, in the words of its readers.

Every error carries a stable code, one Vietnamese sentence (what, where) and a hint (what to do).
Nothing here is a bug: whatever is not an ``AppError`` is.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class AppError(Exception):
    """An expected failure: ``message`` says what and where, ``hint`` what to do."""

    code = "E-APP"

    def __init__(self, message: str, *, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code

    def sentence(self) -> str:
        """Return message, hint and code as one line for a terminal or a log."""
        return f"{self.message} {self.hint} ({self.code})".replace("  ", " ")


class InvalidField(AppError):
    """One field of a form or a row is wrong; ``field`` is the name the screen knows it by."""

    code = "E-NHAP-01"

    def __init__(self, field: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.field = field


class RuleViolation(AppError):
    """A rule of the work says no; nothing was changed."""

    code = "E-QUYTAC-01"


class NotFound(AppError):
    """What was named does not exist in this register."""

    code = "E-KHONGCO-01"


class Unavailable(AppError):
    """The machine says no: locked, full, read-only, damaged, of a newer version. Nothing was changed."""

    code = "E-MAY-01"


class RegisterDamaged(Unavailable):
    """The register's file cannot be trusted; it is opened by nobody until restored."""

    code = "E-DB-02"


class RegisterTooNew(Unavailable):
    """The register was made by a newer program; this one must not touch it."""

    code = "E-VER-01"


class RegisterLocked(Unavailable):
    """Another window or command has the register open."""

    code = "E-LOCK-01"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of an input: where it stands (``row`` counts as the sheet does) and what is wrong."""

    row: int | None
    column: str | None
    message: str


class ImportRefused(AppError):
    """An input has faults; ``findings`` names every one, nothing was written."""

    code = "E-NHAP-02"

    def __init__(self, message: str, findings: Sequence[Finding], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.findings = tuple(findings)


class Cancelled(Exception):
    """The person stopped the work; it was rolled back."""
