"""The hub's review: what needs eyes, what stays away once seen, remarks that close themselves, two steps."""

from datetime import datetime

import pytest
from sqlalchemy import select, update

from app.core.clock import OFFICE_ZONE
from app.core.errors import InvalidField, RuleViolation
from app.core.figures import FigureValue
from app.core.statuses import FigureState
from app.models import ReportingRule, SubmissionComment
from app.services import reviews
from app.services.figures import read_figures, set_figures, set_narrative
from app.services.queries.periods import find_period
from app.services.queries.review_queue import Need, ReviewQueue, read_queue
from app.services.reviews import SeenItem
from app.services.submissions import Receipt, accept_report, receive_report, return_report
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_heading, make_march, make_units
from tests.register import clock_at, journal_of, nothing_written

CLOCK = clock_at(2024, 3, 13)
NOON_12 = datetime(2024, 3, 12, 12, tzinfo=OFFICE_ZONE)


@pytest.fixture
def march(register: UnitOfWork) -> tuple[str, ...]:
    """Return two expected reports of March; the first has come, with something to look at."""
    with register.write() as session:
        _, expected = make_march(session, *make_units(session, "A", "B"))
        make_heading(session)
        enter(register, expected[0], session, HS01="10", HS02="8", HS03="7")
        come(session, expected[0])
    return expected


def enter(register: UnitOfWork, key: str, session=None, explanations=None, **typed: str) -> None:
    def work(session) -> None:
        figures = read_figures(session, key, typed)
        set_figures(
            session,
            expected_id=key,
            figures=figures,
            clock=CLOCK,
            explanations=explanations,
            keep_blocked=True,
        )

    if session is not None:
        work(session)
    else:
        with register.write() as own:
            work(own)


def come(session, key: str) -> None:
    receive_report(session, expected_id=key, receipt=Receipt(received_at=NOON_12), clock=CLOCK)


def queue(register: UnitOfWork) -> ReviewQueue:
    with register.read() as session:
        period = find_period(session, name="2024-03", as_of=CLOCK.today())
        return read_queue(session, period=period, as_of=CLOCK.today())


def see_all(register: UnitOfWork) -> None:
    items = [SeenItem(i.key, i.expected_id, i.subject, i.message) for i in queue(register).items]
    with register.write() as session:
        reviews.mark_seen(session, items=items, clock=CLOCK)


def needs(register: UnitOfWork) -> list[tuple[str, Need]]:
    return [(item.subject, item.need) for item in queue(register).items if not item.is_seen]


def test_only_what_needs_eyes_of_reports_that_came_is_in_the_queue(
    register: UnitOfWork, march: tuple[str, ...]
) -> None:
    found = queue(register)
    assert [report.unit for report in found.reports] == ["Xã A"]
    assert needs(register) == [("HS02", Need.UNEXPLAINED)]  # HS03 <= HS02 / 2 does not hold
    assert found.remaining == 1
    assert found.ready == ()
    enter(register, march[0], HS02="11")  # more than came in: cannot be true
    assert needs(register)[0] == ("HS01", Need.BLOCK)


def test_an_explanation_is_an_item_of_its_own_until_it_is_seen(
    register: UnitOfWork, march: tuple[str, ...]
) -> None:
    enter(register, march[0], HS02="8", explanations={"HS02": "Hồ sơ dồn từ tháng trước sang"})
    assert needs(register) == [("HS02", Need.EXPLAINED)]
    assert queue(register).items[0].explanation == "Hồ sơ dồn từ tháng trước sang"
    see_all(register)
    assert needs(register) == []
    assert [report.unit for report in queue(register).ready] == ["Xã A"]


def test_what_was_seen_comes_back_when_the_number_or_the_explanation_changes(
    register: UnitOfWork, march: tuple[str, ...]
) -> None:
    see_all(register)
    assert queue(register).remaining == 0
    enter(register, march[0], HS03="8")
    assert needs(register) == [("HS02", Need.UNEXPLAINED)]
    enter(register, march[0], HS03="7")
    assert queue(register).remaining == 0  # what was seen before is known again


def test_marks_are_taken_back(register: UnitOfWork, march: tuple[str, ...]) -> None:
    key = queue(register).items[0].key
    with journal_of(register) as actions:
        see_all(register)
        see_all(register)
        with register.write() as session:
            reviews.unmark_seen(session, keys=[key, "none"], clock=CLOCK)
    assert actions == ["review.seen", "review.unsee"]
    assert queue(register).remaining == 1


def test_a_remark_closes_itself_when_its_cell_changes_and_opens_when_it_goes_back(
    register: UnitOfWork, march: tuple[str, ...]
) -> None:
    with register.write() as session:
        reviews.comment_on(session, expected_id=march[0], subject="HS03", text="Xem lại", clock=CLOCK)

    def is_open() -> bool:
        with register.read() as session:
            return session.scalars(select(SubmissionComment)).one().resolved_at is None

    assert is_open()
    enter(register, march[0], HS01="11")  # another cell
    assert is_open()
    enter(register, march[0], HS03="4")
    assert not is_open()
    enter(register, march[0], HS03="7")
    assert is_open()


def test_a_remark_on_words_closes_when_the_words_change(register: UnitOfWork, march: tuple[str, ...]) -> None:
    with register.write() as session:
        reviews.comment_on(session, expected_id=march[0], subject="direction", text="Thiếu", clock=CLOCK)
        set_narrative(
            session, expected_id=march[0], heading_key="direction", text="Đã ban hành.", clock=CLOCK
        )
        assert session.scalars(select(SubmissionComment)).one().resolved_at == CLOCK.now()


def test_a_remark_on_the_whole_report_closes_with_any_change(
    register: UnitOfWork, march: tuple[str, ...]
) -> None:
    with register.write() as session:
        reviews.comment_on(session, expected_id=march[0], subject="", text="Chờ hết kỳ", clock=CLOCK)
    enter(register, march[0], HS01="11")
    with register.read() as session:
        assert session.scalars(select(SubmissionComment)).one().resolved_at is not None


def test_remarks_that_cannot_be_are_refused(register: UnitOfWork, march: tuple[str, ...]) -> None:
    for key, text, error, words in (
        (march[0], "  ", InvalidField, "Chưa ghi nhận xét"),
        (march[1], "x", RuleViolation, "chưa nộp báo cáo"),
    ):
        with (
            nothing_written(register),
            pytest.raises(error, match=words),
            register.write() as session,
        ):
            reviews.comment_on(session, expected_id=key, subject="HS01", text=text, clock=CLOCK)


def test_a_returned_report_that_comes_again_tells_what_changed(
    register: UnitOfWork, march: tuple[str, ...]
) -> None:
    with register.write() as session:
        return_report(session, expected_id=march[0], reason="Sai số", clock=CLOCK)
    assert queue(register).reports == ()
    enter(register, march[0], HS03="4")
    with register.write() as session:
        come(session, march[0])
    (report,) = queue(register).reports
    assert report.version == 2
    assert [(c.subject, c.before, c.after) for c in report.changes] == [("HS03", "7", "4")]


def test_where_two_steps_are_asked_for_an_unchecked_report_is_not_accepted(
    register: UnitOfWork, march: tuple[str, ...]
) -> None:
    with register.write() as session:
        session.execute(update(ReportingRule).values(two_step=True))
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="chưa được kiểm tra"),
        register.write() as session,
    ):
        accept_report(session, expected_id=march[0], clock=CLOCK)
    with register.write() as session:
        reviews.check_report(session, expected_id=march[0], clock=CLOCK)
    assert queue(register).reports[0].checked_by == register.actor
    with register.write() as session:
        accept_report(session, expected_id=march[0], clock=CLOCK)
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="Chỉ kiểm tra được báo cáo đã nhận"),
        register.write() as session,
    ):
        reviews.check_report(session, expected_id=march[0], clock=CLOCK)


def test_contents_know_words_and_the_two_kinds_of_nothing(
    register: UnitOfWork, march: tuple[str, ...]
) -> None:
    with register.write() as session:
        set_narrative(
            session,
            expected_id=march[0],
            heading_key="direction",
            text="",
            clock=CLOCK,
            state=FigureState.NONE_ARISEN,
        )
        found = reviews.contents_of(session, march[0], 0)
    assert found["direction"] == (FigureState.NONE_ARISEN, "")
    assert found["HS03"] == FigureValue(FigureState.VALUE, found["HS03"].value)
