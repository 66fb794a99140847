"""Rules, periods of a year and days: decisions over a real register, forms, the screen."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog

from app.core.periods import Month
from app.core.statuses import DuePolicy, Frequency, PeriodState
from app.core.working_days import DayException
from app.services.cycles import RuleFields, save_rule, set_expected
from app.services.queries.clause_reporters import Standing
from app.services.queries.cycle_words import dated_words, due_words, proof_of, window_words
from app.services.submissions import Receipt, receive_report
from app.ui.screens.rules.columns import bands_of
from app.ui.screens.rules.presenter import ExpectedFields, PastedDays, RulesPresenter
from app.ui.screens.rules.view import make
from app.ui.widgets.year_strip import YearStrip
from tests.builders import make_unit
from tests.ui.fakes import RecordingReply
from tests.ui.screens.live import live_ui
from tests.ui.screens.march import MORNING

TODAY = MORNING.today()


class FakeView:
    """Keeps what it was shown and asked."""

    def __init__(self):
        self.data = self.proof = self.asked = self.save = self.samples = None

    def show_setup(self, data, proof):
        self.data, self.proof = data, proof

    def show_duties(self, duties):
        self.duties = duties

    def ask_rule(self, rule, choices, save, samples):
        self.asked, self.save, self.samples = (rule, choices), save, samples

    def ask_expected(self, title, units, ticked, save, whole_year):
        self.asked, self.save, self.whole_year = (title, units, ticked), save, whole_year

    def ask_day(self, day, save):
        self.asked, self.save = day, save

    def ask_days(self, save):
        self.save = save


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def rules(view, ui, march):
    presenter = RulesPresenter(view, ui)
    ui.bus.subscribe(lambda changes, initiator: presenter.refresh())
    presenter.refresh()
    return presenter


def keep(view, value):
    reply = RecordingReply()
    view.save(value, reply)
    return reply


def test_every_day_of_the_year_is_counted_once(rules, view):
    sound, words = view.proof
    assert sound
    assert words == ("12 kỳ, 366 ngày từ 12/12/2023 đến hết 11/12/2024: mọi ngày được đếm đúng một lần.")


def test_a_lost_day_is_named(rules, view):
    periods = [line.period for line in view.data.periods]
    sound, words = proof_of(periods[:2] + periods[3:])
    assert not sound
    assert "29 ngày không được đếm (12/02/2024, 13/02/2024, 14/02/2024…)" in words
    sound, words = proof_of([*periods, periods[4]])
    assert not sound
    assert "30 ngày được đếm hai lần" in words


def test_a_rule_is_made_with_sample_months(rules, view):
    rules.add_rule_clicked()
    rule, choices = view.asked
    assert rule.name == ""
    assert [clause.directive for clause in choices.clauses] == ["15/UBND-NV"]
    told = []
    wanted = RuleFields(name="", start_day=15, due_day=15, policy=DuePolicy.TARGET)
    view.samples(wanted, lambda *words: told.extend(words))
    lines, twice, changes = told
    assert lines[0] == ("Tháng 3/2024: 15/02 → hết 14/3, hạn 15/3 thứ Sáu; làm việc trước 15/3, sau 15/3")
    assert (twice, changes) == ("", [])
    assert lines[2].startswith("Tháng 5/2024: 15/4 → hết 14/5, hạn 15/5 thứ Tư")
    assert keep(view, RuleFields(name=" ")).refused[0].field == "name"
    assert keep(view, RuleFields(name="Báo cáo quý", frequency=Frequency.QUARTERLY)).accepted
    assert view.data.rule_id in {r.id for r in view.data.rules if r.name == "Báo cáo quý"}
    assert view.data.periods == ()
    rules.make_year_clicked()
    assert [line.period.month.month for line in view.data.periods] == [3, 6, 9, 12]


def test_a_rule_is_changed_and_keeps_what_the_form_does_not_show(rules, view):
    (rule,) = view.data.rules
    rules.edit_rule_clicked(rule)
    fields, _ = view.asked
    assert fields.clause_id == rule.clause_id
    assert keep(view, RuleFields(name="Báo cáo CCHC", clause_id=rule.clause_id)).accepted
    assert [r.name for r in view.data.rules] == ["Báo cáo CCHC"]


def test_expected_units_are_chosen_for_one_period_or_the_open_year(rules, view, march):
    with march.uow.write() as session:
        added = make_unit(session, "CE")
    march_line = view.data.periods[2]
    rules.expected_clicked(march_line)
    title, units, ticked = view.asked
    assert title == "Đơn vị phải báo cáo tháng 3/2024"
    assert set(ticked) == set(march.units)
    assert len(units) == 4
    assert keep(view, ExpectedFields(unit_ids=(*march.units, added))).accepted
    assert [line.expected for line in view.data.periods][:4] == [3, 3, 4, 3]
    assert keep(view, ExpectedFields(unit_ids=(*march.units, added), whole_year=True)).accepted
    assert {line.expected for line in view.data.periods} == {4}


def test_who_answers_a_clause_is_told_with_those_the_list_forgot(rules, view, ui, march):
    receipt = Receipt(received_at=MORNING.now())
    with march.uow.write() as session:
        receive_report(session, expected_id=march.expected[0], receipt=receipt, clock=MORNING)
        added = make_unit(session, "CE")
        set_expected(session, period_id=march.period_id, unit_ids=(*march.units[:2], added), clock=MORNING)
    ui.navigator.period = Month(2024, 3)
    rules.refresh()
    (duty,) = view.duties
    told = {line.unit_id: (line.standing, line.is_bound) for line in duty.lines}
    assert told == {
        march.units[0]: (Standing.ANSWERED, True),
        march.units[1]: (Standing.OWING, True),
        march.units[2]: (Standing.UNLISTED, True),
        added: (Standing.OWING, False),
    }
    assert duty.sentence.endswith("tháng 3/2024: 4 đơn vị, đã nộp 1, chưa nộp 2, chưa vào danh sách 1.")
    lines = {line.unit_id: line for line in duty.lines}
    rules.reporter_opened(lines[march.units[0]])
    assert ui.navigator.opened[-1] == ("cycles", {"period": "2024-03"})
    rules.reporter_opened(lines[march.units[2]])  # on no list: ask who reports
    assert view.asked[0] == "Đơn vị phải báo cáo tháng 3/2024"


def test_laying_out_a_year_tells_who_reports_and_where_nobody_does_asks(rules, view, ui, march):
    with march.uow.write() as session:
        save_rule(session, fields=RuleFields(name="Không ai"), clock=MORNING)
    rules.refresh()
    rule = next(r for r in view.data.rules if r.name == "Không ai")
    rules.choose(rule_id=rule.id)
    rules.make_year_clicked()
    assert ui.navigator.told[-1] == "Năm 2024 có 12 kỳ báo cáo, chưa có đơn vị nào phải báo cáo."
    rules.expect_first_clicked()
    assert view.whole_year
    assert keep(view, ExpectedFields(unit_ids=tuple(march.units), whole_year=True)).accepted
    rules.make_year_clicked()
    assert ui.navigator.told[-1] == "Năm 2024 có 12 kỳ báo cáo, mỗi kỳ 3 đơn vị phải báo cáo."


def test_a_day_off_needs_its_document(rules, view, ui):
    rules.add_day_clicked()
    day = date(2024, 4, 12)
    assert keep(view, DayException(day, True, "Nghỉ", "")).refused[0].field == "source"
    ui.dialogs.answers.append(False)  # lay April out anew?
    assert keep(view, DayException(day, True, "Nghỉ", "Thông báo 1")).accepted
    assert view.data.days == (DayException(day, True, "Nghỉ", "Thông báo 1"),)
    rules.edit_day_clicked(view.data.days[0])
    assert view.asked == view.data.days[0]


def test_how_rules_are_said(rules, view):
    (rule,) = view.data.rules
    assert window_words(12, 12) == "12 → hết 11"
    assert window_words(1, 5) == "1 → hết tháng"
    assert due_words(rule) == "ngày 12 hằng tháng"
    assert dated_words(date(2024, 1, 1), date(2024, 12, 31)) == "năm 2024"
    assert dated_words(None, None) == "không giới hạn"


def test_a_rule_allows_more_extensions_and_names_its_receiver(rules, view, march):
    (rule,) = view.data.rules
    rules.edit_rule_clicked(rule)
    known, choices = view.asked
    receiver = choices.receivers[0][0]
    assert known.max_extensions == 1
    assert keep(view, replace(known, max_extensions=3, receiver_unit_id=receiver)).accepted
    (changed,) = view.data.rules
    assert (changed.max_extensions, changed.receiver_unit_id) == (3, receiver)
    rules.edit_rule_clicked(changed)
    assert keep(view, replace(known, max_extensions=10)).refused[0].field == "max_extensions"


@pytest.fixture
def screen(qtbot, look, march, tmp_path, faults):
    with live_ui(march.uow, tmp_path, faults, MORNING) as ui:
        screen = make(ui)
        screen.resize(1000, 600)
        qtbot.addWidget(screen)
        screen.show()
        qtbot.waitUntil(lambda: screen.presenter.data is not None)
        yield screen
        screen.dispose()


def test_next_year_is_laid_out_with_its_proof(qtbot, screen):
    screen.tabs.setCurrentIndex(1)
    screen.year.setCurrentIndex(screen.year.findData(2025))
    screen.year.activated.emit(screen.year.currentIndex())
    qtbot.waitUntil(lambda: screen.presenter.data.year == 2025)
    assert screen.periods.empty.sentence == "Chưa lập kỳ báo cáo của năm 2025."
    screen.make_button.click()
    qtbot.waitUntil(lambda: len(screen.periods.model.all_rows) == 12)
    assert screen.expected_button.isEnabled()
    assert screen.periods.text().rows[0][:3] == ("Tháng 1/2025", "12/12/2024 đến hết 11/01/2025", "31")


def test_each_page_has_its_own_actions(qtbot, screen):
    screen._edit.trigger()
    qtbot.waitUntil(lambda: screen.findChild(QDialog, "rule_form") is not None)
    form = screen.findChild(QDialog, "rule_form")
    qtbot.waitUntil(lambda: form.months[0].text() != "")
    form.reject()
    screen.tabs.setCurrentIndex(1)
    screen._edit.trigger()
    qtbot.waitUntil(lambda: screen.findChild(QDialog, "expected_form") is not None)
    screen.findChild(QDialog, "expected_form").reject()
    screen.tabs.setCurrentIndex(2)
    assert screen._add.text() == "Thêm ngày"
    assert not screen._edit.isEnabled()
    screen._add.trigger()
    form = screen.findChild(QDialog, "day_form")
    form.day.set_value(date(2024, 4, 12))
    form.source.setText("Thông báo 1")
    screen.ui.dialogs.answers.append(False)  # lay April out anew?
    form.submit()
    qtbot.waitUntil(lambda: len(screen.days.model.all_rows) == 1)
    qtbot.waitUntil(lambda: not screen.ui.dialogs.answers)


def test_a_rule_is_opened_by_its_place(qtbot, screen):
    screen.open_place({"rule_id": screen.presenter.data.rules[0].id})
    assert screen.rules.current_row() is not None


def test_both_ends_are_warned_of_with_the_days_that_count_twice(rules, view, ui):
    (rule,) = view.data.rules
    rules.edit_rule_clicked(rule)
    told = []
    view.samples(RuleFields(name="x", both_ends=True), lambda *words: told.extend(words))
    assert told[1].startswith("Đếm hai lần: 12/3/2024, 12/4/2024")
    ui.dialogs.answers.append(True)
    assert keep(view, RuleFields(name="Báo cáo", both_ends=True, clause_id=rule.clause_id)).accepted
    sound, words = view.proof
    assert not sound
    assert "ngày được đếm hai lần" in words


def test_a_rule_changed_in_mid_year_shows_the_months_and_lays_them_out_anew(rules, view, ui):
    (rule,) = view.data.rules
    rules.edit_rule_clicked(rule)
    told = []
    wanted = RuleFields(name="Báo cáo", start_day=15, due_day=15, clause_id=rule.clause_id)
    view.samples(wanted, lambda *words: told.extend(words))
    assert told[2][0] == (
        "Tháng 4/2024: 12/3 → hết 11/4 thành 12/3 → hết 14/4, hạn 15/4/2024 "
        "(kỳ nối, để không mất và không lặp ngày nào)"
    )
    assert len(told[2]) == 9  # April to December; what is over stays
    ui.dialogs.answers.append(True)
    assert keep(view, wanted).accepted
    assert ui.dialogs.asked == [
        "9 kỳ từ tháng 4/2024 đã lập theo cách tính cũ và chưa có báo cáo. Lập lại theo cách tính mới?"
    ]
    assert view.proof[0], view.proof[1]
    assert [line.period.last_day.day for line in view.data.periods[2:5]] == [11, 14, 14]


def test_a_changed_rule_leaves_the_periods_alone_when_the_person_says_no(rules, view, ui):
    (rule,) = view.data.rules
    before = [line.period for line in view.data.periods]
    rules.edit_rule_clicked(rule)
    ui.dialogs.answers.append(False)
    keep(view, RuleFields(name=rule.name, start_day=15, due_day=15, clause_id=rule.clause_id))
    assert [line.period for line in view.data.periods] == before


def test_next_year_is_laid_out_closed_and_opened_month_by_month(rules, view, ui):
    rules.next_year_clicked()
    assert view.data.year == 2025
    assert {line.period.state for line in view.data.periods} == {PeriodState.PLANNED}
    for state in (PeriodState.OPEN, PeriodState.LOCKED, PeriodState.OPEN):
        rules.state_clicked(view.data.periods[0])
        assert view.data.periods[0].period.state is state
    assert ui.navigator.told[-3:] == [
        "Đã mở kỳ tháng 1/2025.",
        "Đã khóa kỳ tháng 1/2025.",
        "Đã mở khóa ba ngày kỳ tháng 1/2025.",
    ]


def test_days_are_pasted_as_they_stand_in_a_sheet_and_taken_away(rules, view, ui):
    rules.paste_days_clicked()
    bad = keep(view, PastedDays(text="31/02/2024\tnghỉ\tx\n12/4/2024\tchơi\tx", source="TB 1"))
    assert [finding.row for finding in bad.refused[0].findings] == [1, 2]
    text = "Ngày\tLoại\tLý do\n12/4/2024\tNghỉ\tNghỉ bù\n13/4/2024\tLàm bù\t\tTB 2\n"
    ui.dialogs.answers.append(True)  # the due day of April moves: lay it out anew
    assert keep(view, PastedDays(text=text, source="TB 1")).accepted
    days = {d.day: (d.is_off, d.source) for d in view.data.days}
    assert days == {date(2024, 4, 12): (True, "TB 1"), date(2024, 4, 13): (False, "TB 2")}
    assert view.data.periods[3].period.due.lenient == date(2024, 4, 13)
    rules.remove_day_clicked(next(d for d in view.data.days if d.is_off))
    assert len(view.data.days) == 1
    ui.dialogs.answers.append(False)
    ui.navigator.actions[-1]()  # Hoàn tác
    assert len(view.data.days) == 2


def test_the_strip_shows_every_period_and_names_the_day_under_the_pointer(qtbot, rules, view):
    strip = YearStrip()
    qtbot.addWidget(strip)
    strip.resize(366 * 3, 60)
    strip.show_bands(bands_of(view.data.periods), [date(2024, 3, 12)], view.proof[1])
    strip.show()
    assert strip.accessibleName() == view.proof[1]
    assert strip.band_at(strip.width() / 2).label in "5678"
    assert strip.band_at(1).words.startswith("Tháng 1/2024: 12/12/2023 đến hết 11/01/2024; hạn 12/01/2024")
    assert not strip.grab().isNull()


def test_two_rules_that_ask_the_same_are_named(rules, view):
    assert view.data.doubles == ()
    rules.add_rule_clicked()
    keep(view, RuleFields(name="Báo cáo thứ hai"))
    assert set(view.data.doubles) == {"Báo cáo tháng", "Báo cáo thứ hai"}
