"""The forms of rules, expected units and days give frozen values."""

from datetime import date

import pytest

from app.core.errors import InvalidField
from app.core.statuses import DuePolicy, Frequency, ReportSubject
from app.core.working_days import DayException
from app.services.cycles import RuleFields
from app.services.queries.office_days import RuleChoices
from app.services.queries.units import UnitRow
from app.ui.screens.rules.dialogs import DayForm, ExpectedForm, RuleForm
from app.ui.screens.rules.presenter import ExpectedFields
from tests.ui.screens.march import MORNING

TODAY = MORNING.today()


def test_the_form_of_a_rule_gives_what_is_typed(qtbot, look):
    asked = []
    form = RuleForm(
        None,
        RuleFields(name=""),
        RuleChoices(receivers=(("u1", "Sở thử"),), tasks=(("t1", "Báo cáo tháng"),)),
        lambda rule, show: (
            asked.append((rule.start_day, rule.due_day, rule.policy)),
            show(["Tháng 3"], "Đếm hai lần: 12/3" if rule.both_ends else "", ["a", "b", "c", "d", "e"]),
        ),
        today=TODAY,
    )
    qtbot.addWidget(form)
    form.submit()
    assert form.problem("name").startswith("Chưa ghi tên")
    form.rule_name.setText("Kế hoạch năm")
    form.start_day.setValue(15)
    assert asked[-1] == (15, 12, DuePolicy.LEGAL)
    assert form.window_line.text() == "15 → hết 14"
    assert form.months[0].text() == "Tháng 3"
    assert form.changes.text() == "5 kỳ đã lập sẽ đổi theo:\na\nb\nc\n… và 2 kỳ khác."
    assert form.twice.isHidden()
    form.both_ends.setCurrentIndex(1)
    assert form.twice.text() == "Đếm hai lần: 12/3"
    form.both_ends.setCurrentIndex(0)
    assert not form.due_month.isEnabled()
    form.frequency.setCurrentIndex(form.frequency.findData(Frequency.YEARLY))
    form.subject.setCurrentIndex(form.subject.findData(ReportSubject.IMPROVEMENT_PLAN))
    form.due_month.setValue(1)
    form.due_day.setValue(31)
    form.valid_from.set_value(date(2024, 1, 1))
    form.extensions.setValue(2)
    form.receiver.setCurrentIndex(1)
    form.task.setCurrentIndex(1)
    assert form.read_value() == RuleFields(
        name="Kế hoạch năm",
        max_extensions=2,
        receiver_unit_id="u1",
        task_id="t1",
        subject=ReportSubject.IMPROVEMENT_PLAN,
        frequency=Frequency.YEARLY,
        start_day=15,
        due_day=31,
        due_month=1,
        valid_from=date(2024, 1, 1),
    )
    form.valid_to.set_value(date(2023, 1, 1))
    with pytest.raises(InvalidField, match="trước ngày có hiệu lực"):
        form.read_value()


def test_a_tie_that_is_no_longer_offered_is_kept(qtbot, look):
    rule = RuleFields(name="Báo cáo", receiver_unit_id="gone", task_id="over", clause_id="lost")
    form = RuleForm(None, rule, RuleChoices(), lambda rule, show: None, today=TODAY)
    qtbot.addWidget(form)
    assert form.read_value() == rule


def unit_row(key, group):
    return UnitRow(key, key, f"Xã {key}", key, "xa", None, 1, None, None, "", "", "", False, (group,))


def test_the_form_of_expected_units_gives_those_ticked(qtbot, look):
    form = ExpectedForm(None, "Đơn vị", [unit_row("a", "Xã"), unit_row("b", "Xã")], ["b"])
    qtbot.addWidget(form)
    form.whole_year.setChecked(True)
    assert form.read_value() == ExpectedFields(unit_ids=("b",), whole_year=True)


def test_the_form_of_a_day_gives_what_is_typed(qtbot, look):
    form = DayForm(None, None, today=TODAY)
    qtbot.addWidget(form)
    form.submit()
    assert form.problem("day").startswith("Chưa ghi ngày.")
    form.day.set_value(date(2024, 5, 4))
    form.is_off.setCurrentIndex(1)
    form.source.setText("Thông báo 2")
    assert form.read_value() == DayException(date(2024, 5, 4), False, "", "Thông báo 2")
