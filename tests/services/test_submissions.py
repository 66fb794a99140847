"""Reports that come in: received, code noted, returned, accepted, excused, extended, reopened."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import OFFICE_ZONE, Clock
from app.core.errors import AppError, InvalidField, NotFound, RuleViolation
from app.core.figures import FigureValue
from app.core.statuses import ReportState
from app.exchange.seal import check_sign
from app.models import Assignment, ExpectedReport, Narrative, ReportingRule, Submission
from app.services import submissions
from app.services.cycles import lock_period
from app.services.figures import entered_figures, read_figures, set_figures, set_narrative
from app.services.packages.codes import note_code
from app.services.packages.store import PackageStore
from app.services.submissions import Receipt
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_heading, make_march, make_plan_rule, make_unit
from tests.register import TODAY, clock_at, journal_of, nothing_written

_SIGNS = "AB3D7K9QXY2"
HEARD = _SIGNS + check_sign(_SIGNS)
NOON_12 = datetime(2024, 3, 12, 12, tzinfo=OFFICE_ZONE)
AFTER = clock_at(2024, 3, 13)


@pytest.fixture
def march(register: UnitOfWork) -> tuple[str, str]:
    """Return the keys of March 2024 and of one unit's expected report in it."""
    with register.write() as session:
        period_id, (expected_id,) = make_march(session, make_unit(session))
        make_heading(session)
    return period_id, expected_id


def do(
    register: UnitOfWork,
    use_case: Callable[..., object],
    expected_id: str,
    clock: Clock = AFTER,
    **more: object,
) -> None:
    with register.write() as session:
        use_case(session, expected_id=expected_id, clock=clock, **more)


def hear(register: UnitOfWork, expected_id: str, code: str = HEARD, noted_at: datetime = NOON_12) -> None:
    store = PackageStore(register.path.parent / "dinh-kem")
    do(register, note_code, expected_id, code=code, noted_at=noted_at, store=store)


def receive(register: UnitOfWork, expected_id: str, clock: Clock = AFTER, **fields: object) -> None:
    receipt = Receipt(**({"received_at": NOON_12} | fields))  # type: ignore[arg-type]
    do(register, submissions.receive_report, expected_id, clock, receipt=receipt)


def type_in(session: Session, expected_id: str, **typed: int) -> None:
    read = read_figures(session, expected_id, typed)
    set_figures(session, expected_id=expected_id, figures=read, clock=AFTER)


def state(register: UnitOfWork, expected_id: str) -> ReportState:
    with register.read() as session:
        return session.get_one(ExpectedReport, expected_id).state


def test_a_received_report_keeps_its_own_day_its_number_and_the_moment_it_came(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    with journal_of(register) as actions:
        receive(register, march[1], signed_on=date(2024, 3, 11), document_number=" 12/BC-UBND ")
    assert actions == ["report.receive"]
    with register.read() as session:
        version = session.scalars(select(Submission)).one()
        assert (version.version, version.signed_on, version.document_number) == (
            1,
            date(2024, 3, 11),
            "12/BC-UBND",
        )
        assert version.received_at == NOON_12
    assert state(register, march[1]) is ReportState.RECEIVED


def test_each_receipt_is_a_version_of_its_own(register: UnitOfWork, march: tuple[str, str]) -> None:
    for _ in range(3):
        receive(register, march[1])
    assert register.rows("SELECT version FROM submission ORDER BY version") == [(1,), (2,), (3,)]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"received_at": datetime(2024, 3, 13, 9, 1, tzinfo=OFFICE_ZONE)}, "received_at", "ở tương lai"),
        ({"signed_on": date(2024, 3, 13)}, "signed_on", "Ngày ký 13/3/2024 sau ngày nhận 12/3/2024"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(
    register: UnitOfWork, march: tuple[str, str], fields: dict[str, object], field: str, words: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField, match=words) as refused:
        receive(register, march[1], **fields)
    assert refused.value.field == field


def test_a_report_signed_and_received_late_in_the_evening_is_of_one_day(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    receive(
        register,
        march[1],
        signed_on=date(2024, 3, 12),
        received_at=datetime(2024, 3, 12, 23, 59, tzinfo=OFFICE_ZONE),
    )


def test_a_seal_code_vouches_before_the_file_comes(register: UnitOfWork, march: tuple[str, str]) -> None:
    with journal_of(register) as actions:
        hear(register, march[1], f" ab3d 7k9q\nxy2{HEARD[-1].lower()} ")
    assert actions == ["report.code"]
    assert state(register, march[1]) is ReportState.CODE_NOTED
    assert register.rows("SELECT seal_code, received_at FROM submission") == [(HEARD, None)]
    receive(register, march[1], received_at=datetime(2024, 3, 13, 8, tzinfo=OFFICE_ZONE))
    assert state(register, march[1]) is ReportState.RECEIVED


@pytest.mark.parametrize(
    ("code", "noted_at", "field"),
    [
        ("  ", NOON_12, "seal_code"),
        ("AB3D 7K9Q XY2" + ("0" if HEARD[-1] != "0" else "1"), NOON_12, "seal_code"),
        (HEARD, datetime(2024, 3, 14, tzinfo=OFFICE_ZONE), "noted_at"),
    ],
)
def test_a_seal_code_that_cannot_be_is_refused(
    register: UnitOfWork, march: tuple[str, str], code: str, noted_at: datetime, field: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField) as refused:
        hear(register, march[1], code, noted_at)
    assert refused.value.field == field


def test_a_code_is_not_noted_for_a_report_that_is_already_here(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    receive(register, march[1])
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="“Đã nhận”, không chuyển sang “Đã báo mã”"),
    ):
        hear(register, march[1])


def test_a_returned_report_comes_again_and_is_accepted(register: UnitOfWork, march: tuple[str, str]) -> None:
    receive(register, march[1])
    with pytest.raises(InvalidField, match="Chưa ghi lý do trả lại"):
        do(register, submissions.return_report, march[1], reason=" ")
    with journal_of(register) as actions:
        do(register, submissions.return_report, march[1], reason="Thiếu biểu 2")
        receive(register, march[1])
        do(register, submissions.accept_report, march[1])
    assert actions == ["report.returned", "report.receive", "report.accepted"]
    with register.read() as session:
        versions = session.scalars(select(Submission).order_by(Submission.version)).all()
        assert [v.state for v in versions] == [ReportState.RETURNED, ReportState.ACCEPTED]
        assert (versions[0].reason, versions[0].decided_by) == ("Thiếu biểu 2", register.actor)
        assert session.get_one(ExpectedReport, march[1]).accepted_version == 2


@pytest.mark.parametrize("use_case", [submissions.accept_report, submissions.return_report])
def test_nothing_is_decided_about_a_report_that_has_not_come(
    register: UnitOfWork, march: tuple[str, str], use_case: Callable[..., object]
) -> None:
    more = {"reason": "x"} if use_case is submissions.return_report else {}
    with nothing_written(register), pytest.raises(RuleViolation, match="chưa nộp báo cáo kỳ này"):
        do(register, use_case, march[1], **more)


def test_a_report_whose_code_alone_is_known_cannot_be_accepted(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    hear(register, march[1])
    with nothing_written(register), pytest.raises(RuleViolation, match="không chuyển sang “Đã chấp nhận”"):
        do(register, submissions.accept_report, march[1])


def test_accepted_figures_and_words_are_frozen_while_the_draft_goes_on(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    with register.write() as session:
        type_in(session, march[1], HS01=10, HS02=4)
        set_narrative(session, expected_id=march[1], heading_key="direction", text="Bản nộp", clock=AFTER)
    receive(register, march[1])
    do(register, submissions.accept_report, march[1])
    with register.write() as session:
        type_in(session, march[1], HS01=99)
        set_narrative(session, expected_id=march[1], heading_key="direction", text="Bản sửa", clock=AFTER)
    with register.read() as session:

        def of(version: int) -> dict[str, FigureValue]:
            return entered_figures(session, march[1], version)

        assert {code: figure.value for code, figure in of(1).items()} == {"HS01": 10, "HS02": 4}
        assert {code: figure.value for code, figure in of(0).items()} == {"HS01": 99, "HS02": 4}
        words = {n.version: n.text for n in session.scalars(select(Narrative))}
        assert words == {0: "Bản sửa", 1: "Bản nộp"}


def test_a_correction_is_a_new_version_and_the_accepted_one_stays(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    for value in (10, 20):
        with register.write() as session:
            type_in(session, march[1], HS01=value)
        receive(register, march[1])
        do(register, submissions.accept_report, march[1])
    with register.read() as session:
        assert session.get_one(ExpectedReport, march[1]).accepted_version == 2
        frozen = {v: entered_figures(session, march[1], v)["HS01"].value for v in (1, 2)}
        assert frozen == {1: 10, 2: 20}


def test_receiving_the_plan_asked_for_once_finishes_its_task(register: UnitOfWork) -> None:
    with register.write() as session:
        expected_id, assignment_id = make_plan_rule(session, make_unit(session))
    with journal_of(register) as actions:
        receive(register, expected_id)
    assert actions == ["report.receive", "assignment.progress"]
    with register.read() as session:
        finished = session.get_one(Assignment, assignment_id)
        assert (finished.done_on, finished.progress) == (date(2024, 3, 12), 100)
    receive(register, expected_id)  # a second copy changes nothing about that
    with register.read() as session:
        assert session.get_one(Assignment, assignment_id).done_on == date(2024, 3, 12)


def test_a_plan_received_before_its_task_was_entered_is_done_on_the_day_of_entry(
    register: UnitOfWork,
) -> None:
    with register.write() as session:
        expected_id, assignment_id = make_plan_rule(session, make_unit(session))
    receive(register, expected_id, received_at=datetime(2024, 1, 30, 8, tzinfo=OFFICE_ZONE))
    with register.read() as session:
        assert session.get_one(Assignment, assignment_id).done_on == date(2024, 3, 5)


def test_an_excused_unit_stays_in_the_list_with_the_reason(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    with nothing_written(register), pytest.raises(InvalidField, match="lý do miễn"):
        do(register, submissions.excuse_report, march[1], reason="")
    with journal_of(register) as actions:
        do(register, submissions.excuse_report, march[1], reason="Lũ quét")
    assert actions == ["report.excuse"]
    assert register.rows(
        "SELECT excused_on, excuse_reason FROM expected_report WHERE id = :id", {"id": march[1]}
    ) == [("2024-03-13", "Lũ quét")]


def test_a_report_is_extended_once_before_its_day_is_over(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    def extend(clock: Clock, to: date, reason: str = "Mất điện") -> None:
        do(register, submissions.extend_report, march[1], clock, to_date=to, reason=reason)

    for clock, to, reason, words in (
        (TODAY, date(2024, 3, 20), " ", "Chưa ghi lý do gia hạn"),
        (TODAY, date(2024, 3, 12), "x", "Hạn mới phải sau hạn 12/3/2024"),
        (AFTER, date(2024, 3, 20), "x", "Hạn 12/3/2024 đã qua"),
    ):
        with nothing_written(register), pytest.raises(AppError, match=words):
            extend(clock, to, reason)
    with journal_of(register) as actions:
        extend(clock_at(2024, 3, 12), date(2024, 3, 20))
    assert actions == ["report.extend"]
    with nothing_written(register), pytest.raises(RuleViolation, match="đã được gia hạn một lần"):
        extend(TODAY, date(2024, 3, 25))


@pytest.mark.parametrize(
    ("most", "granted", "words"), [(0, 0, "không cho gia hạn"), (1, 1, "một lần"), (2, 2, "gia hạn 2 lần")]
)
def test_the_rule_says_how_often_a_report_is_extended(
    register: UnitOfWork, march: tuple[str, str], most: int, granted: int, words: str
) -> None:
    with register.write() as session:
        for rule in session.scalars(select(ReportingRule)):
            rule.max_extensions = most

    def extend(day: int) -> None:
        do(register, submissions.extend_report, march[1], TODAY, to_date=date(2024, 3, day), reason="x")

    for time in range(granted):
        extend(20 + time)
    with nothing_written(register), pytest.raises(RuleViolation, match=words):
        extend(28)


def test_a_locked_period_refuses_every_change_of_a_report(
    register: UnitOfWork, march: tuple[str, str]
) -> None:
    receive(register, march[1])
    with register.write() as session:
        lock_period(session, period_id=march[0], clock=AFTER)
    refused: list[Callable[[], None]] = [
        lambda: receive(register, march[1]),
        lambda: do(register, submissions.return_report, march[1], reason="x"),
        lambda: do(register, submissions.accept_report, march[1]),
        lambda: do(register, submissions.excuse_report, march[1], reason="x"),
        lambda: hear(register, march[1]),
        lambda: do(
            register, submissions.extend_report, march[1], TODAY, to_date=date(2024, 3, 20), reason="x"
        ),
    ]
    for attempt in refused:
        with nothing_written(register), pytest.raises(RuleViolation, match="đã khóa") as error:
            attempt()
        assert error.value.code == "E-KY-01"


def test_a_locked_period_is_reopened_for_one_unit_until_a_day(register: UnitOfWork) -> None:
    with register.write() as session:
        period_id, (of_a, of_b) = make_march(session, make_unit(session, "A"), make_unit(session, "B"))
        lock_period(session, period_id=period_id, clock=AFTER)
    for until, reason, words in (
        (date(2024, 3, 16), "", "Chưa ghi lý do"),
        (date(2024, 3, 12), "x", "từ hôm nay"),
    ):
        with nothing_written(register), pytest.raises(InvalidField, match=words):
            do(register, submissions.reopen_report, of_a, until=until, reason=reason)
    with journal_of(register) as actions:
        do(register, submissions.reopen_report, of_a, until=date(2024, 3, 16), reason="Sai biểu")
    assert actions == ["report.reopen"]
    receive(register, of_a, clock_at(2024, 3, 16, 23, 59))
    with nothing_written(register), pytest.raises(RuleViolation, match="đã khóa"):
        receive(register, of_b)
    with nothing_written(register), pytest.raises(RuleViolation, match="đã khóa"):
        receive(register, of_a, clock_at(2024, 3, 17, 0, 0))


def test_only_expected_reports_are_received(register: UnitOfWork, march: tuple[str, str]) -> None:
    with nothing_written(register), pytest.raises(NotFound, match="không thuộc danh sách phải báo cáo"):
        receive(register, "none")
    with register.read() as session, pytest.raises(NotFound):
        submissions.find_expected(session, period_id=march[0], unit_id="none")
