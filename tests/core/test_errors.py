"""What can go wrong is told with a code, a sentence and a hint."""

import pytest

from app.core import errors
from app.core.errors import AppError, Finding, ImportRefused, InvalidField, RegisterDamaged, Unavailable

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, AppError)]


def test_every_kind_of_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)


def test_a_sentence_holds_message_hint_and_code() -> None:
    assert AppError("Sai.", hint="Sửa lại.").sentence() == "Sai. Sửa lại. (E-APP)"
    assert AppError("Sai.").sentence() == "Sai. (E-APP)"


def test_a_code_can_be_more_precise_than_its_kind() -> None:
    assert Unavailable("Đầy.", code="E-DISK-01").code == "E-DISK-01"
    assert Unavailable("Hỏng.").code == "E-MAY-01"


def test_a_damaged_register_is_the_machines_fault() -> None:
    assert issubclass(RegisterDamaged, Unavailable)


def test_a_wrong_field_is_named() -> None:
    assert InvalidField("code", "Chưa ghi mã.").field == "code"


def test_a_refused_import_keeps_every_finding() -> None:
    refused = ImportRefused("Sai.", [Finding(3, "B", "Không phải số.")])
    assert refused.findings == (Finding(3, "B", "Không phải số."),)


def test_stopping_is_no_error() -> None:
    with pytest.raises(errors.Cancelled):
        raise errors.Cancelled
    assert not issubclass(errors.Cancelled, AppError)
