"""Sealing: what it refuses, what it fixes, and that it stays off without a vault."""

from pathlib import Path

import pytest

from app.core.errors import AppError, RuleViolation, Unavailable
from app.exchange.documents import ReportDocument
from app.exchange.manifest import Kind
from app.exchange.package_file import read_package
from app.services.packages.sealing import ApprovalFacts, prepare_seal
from tests.offices import Office, expected_id, seal
from tests.register import clock_at

SEALED_ON = clock_at(2024, 3, 11)


@pytest.fixture
def joined(sealed: tuple[Office, Office]) -> tuple[Office, Office]:
    """Give a hub and a commune that has sealed its report of March."""
    return sealed


def test_a_sealed_report_lacks_nothing_and_has_an_approver(joined: tuple[Office, Office], march: str) -> None:
    commune = joined[1].at(SEALED_ON)
    april = expected_id(commune, "2024-04", commune.unit_id)
    with commune.uow.read() as session:
        with pytest.raises(RuleViolation, match="chưa có số liệu"):
            prepare_seal(session, expected_id=april, approval=ApprovalFacts(approved_by="A"), clock=SEALED_ON)
        with pytest.raises(AppError, match="người duyệt"):
            prepare_seal(session, expected_id=march, approval=ApprovalFacts(approved_by=" "), clock=SEALED_ON)


def test_a_replacement_needs_its_reason(joined: tuple[Office, Office], march: str, first: Path) -> None:
    with pytest.raises(AppError, match="lý do"):
        seal(joined[1].at(SEALED_ON), march)


def test_with_no_vault_the_feature_says_so_and_stays_off(joined: tuple[Office, Office], march: str) -> None:
    commune = joined[1]
    commune.secrets.works = False
    with pytest.raises(Unavailable, match="không giữ được khóa niêm phong"):
        seal(commune, march)


def test_a_lost_key_is_never_replaced_silently(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    commune = joined[1]
    commune.secrets.kept.clear()
    with pytest.raises(Unavailable, match="Không tìm thấy khóa niêm phong"):
        seal(commune.at(SEALED_ON), march, reason="x")


def test_the_report_says_who_approved_and_how(joined: tuple[Office, Office], first: Path) -> None:
    package = read_package(first.read_bytes())
    document = package.document(ReportDocument)
    assert document.approved_by == "Trần Văn Bình"
    assert {part.path for part in package.manifest.parts} == {
        "data/report.json",
        "readable/bao-cao.pdf",
        "readable/bao-cao.xlsx",
    }
    assert package.manifest.kind is Kind.REPORT
    assert package.size < 150_000
