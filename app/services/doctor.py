"""Whether a register can be trusted: its file, its journal, its attachments, its numbers, its machine."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import Clock, local_day, local_time
from app.core.errors import AppError
from app.core.text import format_date, format_number
from app.models import (
    Assignment,
    Attachment,
    Audit,
    Base,
    EvidenceLink,
    ExpectedReport,
    Figure,
    PlanRow,
    Score,
)
from app.services.audit import first_broken_link
from app.services.context import Services
from app.services.dump import state_digest
from app.services.queries.cycles import cycle_status
from app.services.queries.periods import list_periods
from app.services.queries.tasks import TaskFilter, count_states, list_assignments
from app.storage.integrity import dangling_keys, file_faults, schema_of
from app.system.secrets import Secrets

_LEAST_FREE = 100 * 1024 * 1024
_FIRST_SANE_DAY = datetime(2024, 1, 1, tzinfo=UTC)
_LAST_SANE_YEAR = 2100
_SUBJECTS: dict[str, type[Base]] = {
    "assignment": Assignment,
    "figure": Figure,
    "score": Score,
    "plan_row": PlanRow,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its stable name, whether it passed, one Vietnamese sentence."""

    name: str
    ok: bool
    message: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All checks of a register and its state digest, None where it could not be read."""

    checks: tuple[Check, ...]
    digest: str | None

    @property
    def ok(self) -> bool:
        """Whether every check passed."""
        return all(check.ok for check in self.checks)


def cannot_open(error: AppError) -> Diagnosis:
    """Return the diagnosis of a register that does not even open."""
    return Diagnosis((Check("open", False, error.sentence()),), None)


def check_register(services: Services, secrets: Secrets) -> Diagnosis:
    """Run every check; one that cannot be carried out counts as failed and stops no other."""
    uow, paths = services.uow, services.paths
    checks = [Check("open", True, "Mở được sổ.")]

    def run(name: str, look: Callable[[], Check]) -> None:
        try:
            checks.append(look())
        except AppError as error:
            checks.append(Check(name, False, error.sentence()))

    def reading(look: Callable[[Session], Check]) -> Callable[[], Check]:
        def read() -> Check:
            with uow.read() as session:
                return look(session)

        return read

    run("integrity", lambda: _integrity(file_faults(uow)))
    run("foreign_keys", lambda: _foreign_keys(dangling_keys(uow)))
    run("schema", lambda: _schema(*schema_of(uow)))
    run("journal", reading(_journal))
    run("attachments", reading(lambda session: _attachments(session, paths.attachments)))
    run("links", reading(_links))
    run("results", reading(lambda session: _results(session, services.clock)))
    run("clock", reading(lambda session: _clock(session, services.clock)))
    run("disk", lambda: _disk(paths.data))
    run("vault", lambda: _vault(secrets))
    digest: str | None = None
    try:
        with uow.read() as session:
            digest = state_digest(session)
    except AppError as error:
        checks.append(Check("digest", False, error.sentence()))
    return Diagnosis(tuple(checks), digest)


def _integrity(faults: tuple[str, ...]) -> Check:
    if not faults:
        return Check("integrity", True, "Tệp sổ nguyên vẹn.")
    return Check(
        "integrity", False, f"Tệp sổ bị hỏng ở {len(faults)} chỗ; hãy khôi phục bản sao lưu gần nhất."
    )


def _foreign_keys(dangling: tuple[tuple[str, str, int], ...]) -> Check:
    if not dangling:
        return Check("foreign_keys", True, "Mọi liên kết giữa các bản ghi đều đúng.")
    words = "; ".join(f"{table} → {parent}: {count}" for table, parent, count in dangling)
    return Check("foreign_keys", False, f"Có liên kết trỏ tới bản ghi không còn: {words}.")


def _schema(found: int, known: int) -> Check:
    return Check("schema", found == known, f"Lược đồ {found}; chương trình này dùng lược đồ {known}.")


def _journal(session: Session) -> Check:
    broken = first_broken_link(session)
    if broken is None:
        count = session.scalar(select(func.count()).select_from(Audit)) or 0
        return Check("journal", True, f"Nhật ký {format_number(count)} dòng, không bị sửa.")
    return Check("journal", False, f"Nhật ký bị sửa từ dòng {broken}.")


def _attachments(session: Session, folder: Path) -> Check:
    digests = session.scalars(select(Attachment.sha256).order_by(Attachment.sha256)).all()
    missing = [digest for digest in digests if not (folder / digest).is_file()]
    altered = [digest for digest in digests if digest not in missing and _sha256(folder / digest) != digest]
    if not missing and not altered:
        return Check("attachments", True, f"{len(digests)} tệp đính kèm còn đủ và nguyên vẹn.")
    return Check(
        "attachments",
        False,
        f"Tệp đính kèm: thiếu {len(missing)}, bị thay đổi {len(altered)}, trên {len(digests)}.",
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _links(session: Session) -> Check:
    """Count proofs of things that are gone: these links are no foreign keys."""
    lost = 0
    for kind, model in _SUBJECTS.items():
        known = select(model.id)  # type: ignore[attr-defined]
        lost += (
            session.scalar(
                select(func.count())
                .select_from(EvidenceLink)
                .where(EvidenceLink.subject_kind == kind, EvidenceLink.subject_id.not_in(known))
            )
            or 0
        )
    return Check("links", lost == 0, f"{lost} minh chứng gắn với bản ghi không còn.")


def _results(session: Session, clock: Clock) -> Check:
    """Hold the numbers people publish against the rows behind them."""
    today = clock.today()
    wrong: list[str] = []
    counted = select(ExpectedReport.period_id, func.count()).group_by(ExpectedReport.period_id)
    expected = {row[0]: row[1] for row in session.execute(counted)}
    for period in list_periods(session):
        results = cycle_status(session, period=period, as_of=today).results
        if sum(results.values()) != expected.get(period.id, 0):
            wrong.append(f"kỳ {period.month.short}")
    wanted = TaskFilter(as_of=today)
    if count_states(session, wanted).total != len(list_assignments(session, wanted)):
        wrong.append("danh sách nhiệm vụ")
    if wrong:
        return Check("results", False, f"Số cộng không khớp: {', '.join(wrong)}.")
    return Check("results", True, "Các số đếm khớp với danh sách.")


def _clock(session: Session, clock: Clock) -> Check:
    now = clock.now()
    last = session.scalar(select(func.max(Audit.at)))
    shown = f"{format_date(local_time(now).date())} {local_time(now):%H:%M}"
    if last is not None and local_day(now) < local_day(last):  # hours of a practice day come again
        return Check(
            "clock",
            False,
            f"Đồng hồ máy ({shown}) chậm hơn lần ghi cuối ({format_date(local_time(last).date())}).",
        )
    sane = now >= _FIRST_SANE_DAY and now.year <= _LAST_SANE_YEAR
    return Check("clock", sane, f"Đồng hồ máy: {shown}.")


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    return Check("disk", free >= _LEAST_FREE, f"Ổ đĩa còn trống {format_number(free // (1024 * 1024))} MB.")


def _vault(secrets: Secrets) -> Check:
    """Say whether there is a vault; having none is information, not a fault."""
    if secrets.is_secure():
        return Check("vault", True, "Kho mật khẩu của hệ thống dùng được.")
    return Check("vault", True, "Máy không có kho mật khẩu của hệ thống; tính năng cần mật khẩu được tắt.")
