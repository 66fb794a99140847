"""A commune's month through the window, and the same by services: the same figures, the same bytes."""

import hashlib
import shutil
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from sqlalchemy import select

from app.core.clock import FixedClock, at_office
from app.core.periods import Month, Window
from app.core.statuses import FigureState, Role
from app.models import Figure, Register, Unit
from app.services.checks.report import check_report
from app.services.cycles import monthly_rule
from app.services.figures import entered_figures, read_figures, set_figures, set_narrative, start_report
from app.services.packages.report_content import refuse_unready
from app.services.papers import PaperRequest, collect_paper, paper_bytes
from app.services.queries.cycles import find_period
from app.services.queries.tallies import tally_sums
from app.services.submissions import find_expected
from app.services.tallies import TallyFields, add_tallies
from app.storage.unit_of_work import UnitOfWork
from app.ui.screens.reports.columns import EXPLANATION, NOW
from app.ui.screens.reports.view import make
from app.ui.screens.tallies.view import make as make_tallies
from tests.register import template as template
from tests.sample import sample as sample
from tests.sample import sample_template as sample_template
from tests.ui.screens.live import live_ui

CODE, PERIOD = "17038", "2024-04"
CLOCK = FixedClock(at_office(date(2024, 4, 12), 9))
TALLIES = (("CD16", "3"), ("CD16", "2"), ("CD10", "1"))
TYPED = {
    "HS02": "40", "HS05": "60", "HS09": "50", "HS10": "30", "HS11": "1", "HS14": "0", "HS23": "1",
    "VB04": "1.240", "VB06": "=1.200+30",
}  # fmt: skip
WORDS = {
    "direction.documents": "Trong kỳ đã tuyên truyền {CD16}; tiếp nhận {HS07}.",
    "assessment.limits": "Máy quét đã cũ, cần thay.",
}
REASON = "Đã trừ các nhiệm vụ ghi trùng từ tháng trước"


def own_office(uow):
    """Make the register one of a reporting commune; return its unit and its report of April."""
    with uow.write() as session:
        register = session.scalars(select(Register)).one()
        unit = session.scalars(select(Unit).where(Unit.code == CODE)).one()
        register.role, register.own_unit_id = Role.REPORTER, unit.id
        period = find_period(session, name=PERIOD, as_of=CLOCK.today(), rule_id=monthly_rule(session).id)
        return unit.id, find_expected(session, period_id=period.id, unit_id=unit.id).id


def outcome(uow, unit_id, expected_id):
    """Return the figures, the findings and the bytes of the paper."""
    with uow.read() as session:
        figures = {code: (f.state, f.value) for code, f in entered_figures(session, expected_id).items()}
        told = dict(
            session.execute(
                select(Figure.indicator_code, Figure.explanation).where(
                    Figure.expected_report_id == expected_id, Figure.version == 0, Figure.explanation != ""
                )
            ).all()
        )
        expected = find_expected(
            session,
            period_id=find_period(
                session, name=PERIOD, as_of=CLOCK.today(), rule_id=monthly_rule(session).id
            ).id,
            unit_id=unit_id,
        )
        findings = [(f.level, f.rule, f.message) for f in check_report(session, expected)]
        request = PaperRequest(kind="monthly-report", day=CLOCK.today(), unit_id=unit_id, period=PERIOD)
        paper = collect_paper(session, request)
    digests = {kind: hashlib.sha256(paper_bytes(paper, kind)).hexdigest() for kind in ("docx", "pdf", "xlsx")}
    return figures, told, findings, digests


def by_services(uow):
    """Do the month as the command line does, through the use cases."""
    unit_id, expected_id = own_office(uow)
    with uow.write() as session:
        start_report(session, expected_id=expected_id, clock=CLOCK)
        rows = [
            TallyFields(indicator_code=code, on_date=date(2024, 4, 5), amount=Decimal(amount))
            for code, amount in TALLIES
        ]
        add_tallies(session, unit_id=unit_id, rows=rows, clock=CLOCK)
        sums = tally_sums(session, unit_id=unit_id, window=Window(date(2024, 3, 12), date(2024, 4, 12)))
        typed = {code: str(amount) for code, amount in sums.items()} | TYPED
        opening = entered_figures(session, expected_id)["HS01"].value
        typed["HS13"] = str(int(opening) + 100 - 81)
        with_previous = read_figures(session, expected_id, typed | {"CD03": "0"})
        set_figures(
            session,
            expected_id=expected_id,
            figures=with_previous,
            explanations={"CD03": REASON},
            clock=CLOCK,
        )
        for key, text in WORDS.items():
            set_narrative(session, expected_id=expected_id, heading_key=key, text=text, clock=CLOCK)
        set_narrative(
            session, expected_id=expected_id, heading_key="next", text="", state=FigureState.NONE_ARISEN,
            clock=CLOCK,
        )  # fmt: skip
    return unit_id, expected_id


def type_in(qtbot, screen, code, text, column=NOW):
    screen.grid.jump(code, column)
    qtbot.keyClick(screen.grid, text[0])
    editor = screen.grid.indexWidget(screen.grid.currentIndex())
    if text[1:].isascii():
        qtbot.keyClicks(editor, text[1:])
    else:
        editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.grid.is_editing)


@pytest.fixture
def two(sample_template, tmp_path):
    """Return two copies of the sample register."""
    paths = [tmp_path / f"{name}.db" for name in ("cua-so", "lenh")]
    for path in paths:
        shutil.copyfile(sample_template, path)
    return [UnitOfWork(path, actor="Trần Thị Mẫu") for path in paths]


def test_a_month_by_window_and_by_services_gives_the_same(qtbot, look, two, tmp_path, faults):
    window, services = two
    with services as uow:
        unit_id, expected_id = by_services(uow)
        wanted = outcome(uow, unit_id, expected_id)
    with window as uow:
        assert own_office(uow) == (unit_id, expected_id)
    with live_ui(window, tmp_path / "office", faults, CLOCK) as ui:
        book = make_tallies(ui)
        qtbot.addWidget(book)
        book.show()
        qtbot.waitUntil(lambda: book.presenter.book is not None)
        book.presenter.step_month(-1)
        qtbot.waitUntil(lambda: book.presenter.book.month == Month(2024, 4))
        for number, (code, amount) in enumerate(TALLIES, 1):
            book.day.set_value(date(2024, 4, 5))
            book.indicator.setText(code)
            book.amount.setText(amount)
            qtbot.keyClick(book.amount, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda n=number: len(book.table.model.all_rows) == n)
        screen = make(ui)
        screen.resize(1100, 700)
        qtbot.addWidget(screen)
        screen.show()
        qtbot.waitUntil(lambda: screen.presenter.desk is not None)
        screen.presenter.choose(month=Month(2024, 4))

        def cell(code, column=NOW):
            entries = screen.grid.entries
            row = entries.row_of(code)
            return entries.lines[row].cells[column] if row >= 0 else ""

        qtbot.waitUntil(lambda: screen.presenter.desk.month == Month(2024, 4) and cell("HS01") != "")
        screen.presenter.figures.take_tallies()
        qtbot.waitUntil(lambda: cell("CD16") == "5")
        for code, text in TYPED.items():
            type_in(qtbot, screen, code, text)
        opening = int(cell("HS01").replace(".", ""))
        type_in(qtbot, screen, "HS13", str(opening + 100 - 81 + 3))  # a slip: three too many
        qtbot.waitUntil(lambda: any(f.level == "block" for f in screen.findings._findings))
        screen._check_clicked()
        assert "1 chặn" in screen.banner.text
        type_in(qtbot, screen, "HS13", str(opening + 100 - 81))
        qtbot.waitUntil(lambda: not any(f.level == "block" for f in screen.findings._findings))
        type_in(qtbot, screen, "CD03", "0")
        qtbot.waitUntil(lambda: any("lũy kế nhưng ít hơn" in f.message for f in screen.findings._findings))
        type_in(qtbot, screen, "CD03", REASON, EXPLANATION)
        qtbot.waitUntil(lambda: cell("CD03", EXPLANATION) == REASON)
        screen.tabs.setCurrentIndex(1)
        outline = screen.outline
        for key, text in WORDS.items():
            outline.choose(key)
            outline.edit.setPlainText(text)
            outline.edit.moveCursor(QTextCursor.MoveOperation.End)
            outline.keep()
            qtbot.waitUntil(lambda k=key, t=text: outline._lines[k].text == t)
        outline.choose("next")
        outline.list.setFocus()
        outline.nothing_button.click()
        qtbot.waitUntil(lambda: outline._lines["next"].note.startswith("Không phát sinh"))
        qtbot.waitUntil(lambda: not screen.ui.jobs._runner.is_busy)
        screen.dispose()
        book.dispose()
    with window as uow:
        assert outcome(uow, unit_id, expected_id) == wanted
        with uow.read() as session:
            period = find_period(session, name=PERIOD, as_of=CLOCK.today(), rule_id=monthly_rule(session).id)
            expected = find_expected(session, period_id=period.id, unit_id=unit_id)
            from app.services.packages.report_content import figure_lines

            lines = figure_lines(session, expected.id)
            refuse_unready(session, expected, period.catalogue_id, lines, CLOCK.today())  # ready to seal
