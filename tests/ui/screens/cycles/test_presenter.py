"""Decisions of the board of periods, over a real register."""

from datetime import date, timedelta

import pytest

from app.core.clock import at_office
from app.core.periods import Month
from app.core.statuses import Channel, PeriodState, ReportResult, ReportState
from app.exchange.seal import check_sign
from app.services import submissions
from app.services.cycles import lock_period
from app.services.submissions import Receipt, receive_report, reopen_report, return_report
from app.ui.board_actions import Action, CodeFields, GrantFields, actions_for, subject_of
from app.ui.screens.cycles.columns import (
    board_columns,
    board_rows,
    rates_words,
    report_pairs,
    results_of,
)
from app.ui.screens.cycles.presenter import CyclesPresenter
from app.ui.tone import Look
from tests.register import clock_at
from tests.ui.fakes import RecordingReply, make_ui
from tests.ui.screens.march import MORNING

SIGNS = "7K3M92QDXY2"
HEARD = SIGNS + check_sign(SIGNS)


class FakeView:
    """Keeps what it was shown; forms are filled by the test."""

    def __init__(self):
        self.data = self.report = self.period = self.empty = self.save = None
        self.start, self.subject, self.actions = "", "", frozenset()

    def show_problem(self, error):
        self.problem = error

    def clear_code(self):
        self.cleared = True

    def show_board(self, data, start):
        self.data, self.start, self.empty = data, start or self.start, None

    def show_empty(self, sentence, verb, action):
        self.empty = (sentence, verb, action)

    def show_selection(self, data, report, period):
        self.report, self.period = report, period

    def show_actions(self, actions):
        self.actions = actions

    def _ask(self, subject, save):
        self.subject, self.save = subject, save

    ask_receipt = ask_code = ask_extension = ask_reopening = _ask


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def board(view, ui):
    presenter = CyclesPresenter(view, ui)
    ui.bus.subscribe(lambda changes, initiator: presenter.refresh())
    presenter.refresh()
    return presenter


def receipt(day=11):
    return Receipt(received_at=at_office(date(2024, 3, day), 8), channel=Channel.EMAIL)


def receive(march, place, day=11):
    with march.uow.write() as session:
        receive_report(session, expected_id=march.expected[place], receipt=receipt(day), clock=MORNING)


def test_the_board_shows_the_year_of_the_monthly_rule(board, view, march):
    assert [period.month.month for period in view.data.periods] == list(range(1, 13))
    assert view.data.reports_of(march.period_id)[0].verdict.result is ReportResult.MISSING
    assert view.data.period(view.start).month == Month(2024, 4)  # the next one to come


def test_the_board_follows_the_period_of_the_top_bar_once(board, view, ui):
    ui.navigator.period = Month(2024, 2)
    board.refresh()
    assert view.data.period(view.start).month == Month(2024, 2)
    board.choose(year=2023)
    assert view.data.year == 2023
    assert view.empty[1] == "Lập kỳ của năm 2023"


def test_an_empty_year_is_laid_out_by_its_button(board, view, ui):
    board.choose(year=2025)
    view.empty[2]()
    assert len(view.data.periods) == 12
    assert view.empty is None
    assert ui.navigator.told[-1:] == ["Đã lập 12 kỳ báo cáo của năm 2025."]


def test_a_register_without_rules_leads_to_them(register_uow, tmp_path, view):
    with register_uow as uow:
        ui = make_ui(tmp_path, uow=uow, clock=MORNING)
        CyclesPresenter(view, ui).refresh()
        view.empty[2]()
    assert view.empty[0] == "Sổ chưa có chế độ báo cáo nào."
    assert ui.navigator.opened == [("rules", {"rule_id": ""})]


def test_the_same_receipt_is_kept_for_several_units(board, view, ui, march):
    board.choose_cells(march.expected[:2], march.period_id)
    board.receive_clicked()
    assert view.subject == "Xã CB và Xã CC, tháng 3/2024"
    reply = RecordingReply()
    view.save(receipt(), reply)
    assert reply.accepted
    states = [report.state for report in view.data.reports_of(march.period_id)]
    assert states == [ReportState.RECEIVED, ReportState.RECEIVED, ReportState.NOT_STARTED]
    assert ui.navigator.told[-1:] == ["Đã ghi nhận báo cáo: Xã CB và Xã CC, tháng 3/2024."]


def test_a_refused_receipt_names_the_unit_and_keeps_none(board, view, march):
    board.choose_cells(march.expected, march.period_id)
    board.receive_clicked()
    reply = RecordingReply()
    view.save(receipt(day=20), reply)  # in the future
    (error,) = reply.refused
    assert error.field == "received_at"
    assert error.message.startswith("Xã CB: ")
    assert {r.state for r in view.data.reports_of(march.period_id)} == {ReportState.NOT_STARTED}


def test_a_report_goes_its_way_on_the_board(board, view, ui, march):
    key = march.expected[0]
    board.choose_cells([key], march.period_id)
    board.code_clicked()
    view.save(CodeFields(code=HEARD, noted_at=at_office(date(2024, 3, 12), 16)), RecordingReply())
    assert view.report.verdict.result is ReportResult.ON_TIME
    board.receive_clicked()
    view.save(receipt(13), RecordingReply())
    ui.dialogs.answers.append("Thiếu phụ lục")
    board.return_clicked()
    assert view.report.state is ReportState.RETURNED
    board.receive_clicked()
    view.save(receipt(13), RecordingReply())
    board.accept_clicked()
    assert view.report.state is ReportState.ACCEPTED
    assert view.report.verdict.result is ReportResult.ON_TIME


def test_a_unit_is_excused_with_a_reason(board, view, ui, march):
    board.choose_cells(march.expected[1:2], march.period_id)
    ui.dialogs.answers.append(None)
    board.excuse_clicked()
    assert view.report.verdict.result is ReportResult.MISSING
    ui.dialogs.answers.append("Mới thành lập")
    board.excuse_clicked()
    assert view.report.verdict.result is ReportResult.EXCUSED
    assert Action.EXCUSE not in view.actions


def test_a_later_day_is_granted_before_the_due_day(board, view, march):
    april = view.data.periods[3].id
    key = view.data.reports_of(april)[0].expected_id
    board.choose_cells([key], april)
    assert Action.EXTEND in view.actions
    board.extend_clicked()
    view.save(GrantFields(day=date(2024, 4, 20), reason="Bão lũ"), RecordingReply())
    assert view.report.extended_to == date(2024, 4, 20)
    assert Action.EXTEND not in view.actions


def test_a_period_is_locked_opened_again_and_opened_for_one_unit(board, view, ui, march):
    board.choose_cells(march.expected[:1], march.period_id)
    board.lock_clicked()
    assert view.period.state is PeriodState.LOCKED
    assert view.actions == {Action.UNLOCK, Action.REOPEN}
    board.receive_clicked()
    assert view.subject == ""
    board.reopen_clicked()
    view.save(GrantFields(day=date(2024, 3, 15), reason="Nộp bù"), RecordingReply())
    assert Action.RECEIVE in view.actions
    next(action for action in ui.navigator.actions if action)()  # "Hoàn tác"
    assert view.period.state is PeriodState.OPEN


def test_the_board_of_an_earlier_day_knows_nothing_later(board, view, march):
    receive(march, 0)
    board.set_day(date(2024, 3, 10))
    march_reports = view.data.reports_of(march.period_id)
    assert {report.verdict.result for report in march_reports} == {ReportResult.NOT_DUE}
    board.set_day(None)
    assert view.data.reports_of(march.period_id)[0].verdict.result is ReportResult.ON_TIME


@pytest.mark.parametrize(
    ("prepare", "wanted", "unwanted"),
    [
        (lambda s, k: None, {Action.RECEIVE, Action.NOTE_CODE, Action.EXCUSE}, {Action.ACCEPT}),
        (
            lambda s, k: receive_report(s, expected_id=k, receipt=receipt(), clock=MORNING),
            {Action.RECEIVE, Action.ACCEPT, Action.RETURN},
            {Action.EXCUSE, Action.EXTEND},
        ),
    ],
)
def test_what_may_be_done_follows_the_state(board, view, march, prepare, wanted, unwanted):
    with march.uow.write() as session:
        prepare(session, march.expected[0])
    board.refresh()
    report = view.data.reports_of(march.period_id)[0]
    found = actions_for([report], view.data.periods, view.data.period(march.period_id), board.today)
    assert wanted <= found
    assert not unwanted & found


def test_nothing_is_done_to_a_locked_period_unless_it_was_reopened(board, view, march):
    receive(march, 0)
    with march.uow.write() as session:
        lock_period(session, period_id=march.period_id, clock=MORNING)
        until = MORNING.today() + timedelta(days=1)
        reopen_report(session, expected_id=march.expected[0], until=until, reason="Sửa", clock=MORNING)
    board.refresh()
    one, other, _ = view.data.reports_of(march.period_id)
    period = view.data.period(march.period_id)
    periods, today = view.data.periods, board.today
    assert Action.RETURN in actions_for([one], periods, period, today)
    assert actions_for([one, other], periods, period, today) == {Action.UNLOCK, Action.REOPEN}


def test_many_units_are_counted_not_named(board, view, march):
    reports = view.data.reports_of(march.period_id)
    assert subject_of(reports, view.data.periods) == "3 đơn vị, tháng 3/2024"


def test_the_results_of_a_month_add_up_to_the_expected_number(board, view, march):
    receive(march, 0)
    receive(march, 1, day=13)
    board.refresh()
    reports = view.data.reports_of(march.period_id)
    told = [(shown.word, number) for shown, number in results_of(reports)]
    assert told == [("Đúng hạn", 1), ("Muộn", 1), ("Chưa nộp", 1)]
    assert sum(number for _, number in told) == len(reports)
    columns = board_columns(view.data.periods, view.data.reports)
    assert columns[2].note == "2/3 đã nhận"
    assert "đúng hạn 1 + muộn 1 + chưa nộp 1 = 3 phải báo cáo" in columns[2].tooltip
    rows = board_rows(view.data.periods, view.data.reports)
    assert [row.cells[2].word for row in rows] == ["Đúng hạn", "Muộn 1 ngày", "Chưa nộp"]
    assert rows[0].cells[3].is_quiet


def test_the_story_of_a_cell_tells_every_version(board, view, march):
    receive(march, 0)
    with march.uow.write() as session:
        return_report(session, expected_id=march.expected[0], reason="Thiếu biểu", clock=MORNING)
    board.refresh()
    report = view.data.reports_of(march.period_id)[0]
    pairs = report_pairs(report, view.data.period(march.period_id))
    told = {label: value for label, value in pairs if not isinstance(value, Look)}
    assert told["Vì sao"] == "Đúng hạn: nhận 11/3/2024, hạn 12/3/2024."
    assert told["Số liệu từ"] == "12/02/2024 đến hết 11/3/2024"
    assert told["Đã nhận"] == "11/3/2024 lúc 08:00"
    assert told["Nhận qua"] == "Thư điện tử"
    assert told["Lý do trả lại"] == "Thiếu biểu"
    assert board_rows(view.data.periods, view.data.reports)[0].cells[2].mark == "status-returned"


def test_a_report_done_before_its_period_is_over_is_marked_until_it_is_decided(board, view, march):
    receive(march, 0, day=10)
    receive(march, 1, day=11)  # the last day of the window: nothing to say
    board.refresh()
    early, usual = view.data.reports_of(march.period_id)[:2]
    period = view.data.period(march.period_id)
    told = {label: value for label, value in report_pairs(early, period) if not isinstance(value, Look)}
    assert told["Lưu ý"].startswith("Báo cáo xong ngày 10/3/2024, trước khi hết kỳ số liệu (11/3/2024)")
    assert "Lưu ý" not in dict(report_pairs(usual, period))
    marks = [row.cells[2].mark for row in board_rows(view.data.periods, view.data.reports)]
    assert marks[:2] == ["warning", "status-received"]
    with march.uow.write() as session:
        return_report(session, expected_id=march.expected[0], reason="Chờ hết kỳ", clock=MORNING)
    board.refresh()
    again = view.data.reports_of(march.period_id)[0]
    assert "Lưu ý" not in dict(report_pairs(again, period))


def test_a_pasted_message_finds_unit_and_code_by_itself(board, view, ui, march):
    board.hear(f"Xã CB báo mã {HEARD} kỳ 3/2024")
    assert view.cleared
    assert ui.navigator.told[-1].endswith("của Xã CB, tháng 3/2024.")
    (report,) = [r for r in view.data.reports_of(march.period_id) if r.expected_id == march.expected[0]]
    assert report.state is ReportState.CODE_NOTED


def test_a_misheard_code_is_refused_and_nothing_is_noted(board, view, march):
    wrong = HEARD[:-1] + ("0" if HEARD[-1] != "0" else "1")
    board.choose_cells(march.expected[:1], march.period_id)
    board.hear(wrong)
    assert "nghe hoặc gõ nhầm ít nhất một ký tự" in view.problem.message
    assert view.report.state is ReportState.NOT_STARTED


def test_a_bare_code_is_that_of_the_chosen_cell(board, view, ui, march):
    board.choose_cells(march.expected[1:2], march.period_id)
    board.hear(HEARD)
    assert view.report.state is ReportState.CODE_NOTED
    assert "của Xã CC" in ui.navigator.told[-1]


def test_months_past_their_day_are_locked_once_and_told(board, view, ui):
    assert ui.navigator.told == ["Kỳ tháng 1/2024 và tháng 2/2024 đã quá ngày khóa nên được khóa."]
    board.refresh()
    assert len(ui.navigator.told) == 1
    states = [period.state for period in view.data.periods]
    assert states[:3] == [PeriodState.LOCKED, PeriodState.LOCKED, PeriodState.OPEN]


def test_an_extension_shows_both_rates(board, view, march):
    with march.uow.write() as session:
        for key in march.expected:
            submissions.extend_report(
                session, expected_id=key, to_date=date(2024, 3, 20), reason="x", clock=clock_at(2024, 3, 8)
            )
    for place in range(2):
        receive(march, place, day=13)
    receive(march, 2, day=11)
    board.refresh()
    words = rates_words(view.data.reports_of(march.period_id))
    assert words == "đúng hạn 100% (theo hạn gốc 33,33%)"
