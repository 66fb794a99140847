"""Decisions of reports, over the sample register."""

from pathlib import Path

import pytest

from app.core.errors import RuleViolation
from app.core.periods import Month
from app.core.statuses import Role
from app.models import Register
from app.services.cycles import lock_period
from app.services.queries import report_desk
from app.services.queries.periods import find_period
from app.services.queries.report_desk import CONSOLIDATED, LEADER, MONTHLY, PLAN, REMINDER, RESULTS
from app.ui import paper_files
from app.ui.paper_files import ExportFields
from app.ui.screens.reports import presenter as module
from app.ui.screens.reports.presenter import Action, ReportsPresenter
from tests.builders import make_unit
from tests.register import TODAY
from tests.ui.fakes import RecordingReply, make_ui
from tests.ui.screens.reports.fake_view import reports as reports
from tests.ui.screens.reports.fake_view import view as view

MARCH = Month(2024, 3)


def test_the_last_closed_month_is_chosen(reports, view):
    assert (view.desk.kind, view.desk.month) == (MONTHLY, MARCH)
    assert view.actions == {Action.EXPORT, Action.PRINT}
    headings = [line.heading for line in view.lines if line.heading]
    assert headings[:2] == ["I. Công tác chỉ đạo, điều hành", "1. Cải cách thể chế"]


def test_the_report_follows_the_period_of_the_top_bar(reports, view, ui):
    ui.navigator.period = Month(2024, 2)
    reports.refresh()
    assert view.desk.month == Month(2024, 2)


def test_a_reporter_finds_its_own_report(view, ui, sample):
    reports = ReportsPresenter(view, ui)
    reports.refresh()
    own = view.desk.units[5].id
    with sample.write() as session:
        register = session.query(Register).one()
        register.role, register.own_unit_id = Role.REPORTER, own
    ReportsPresenter(view, ui).refresh()
    assert view.desk.unit_id == own


def test_only_the_own_report_goes_to_the_gate(reports, view, ui, sample):
    assert Action.SEAL not in view.actions  # the hub looks at a unit's report
    with sample.write() as session:
        session.query(Register).one().own_unit_id = view.desk.unit_id
    reports.refresh()
    assert Action.SEAL in view.actions
    reports.seal_clicked()
    assert ui.navigator.opened[-1] == ("sealing", {"report": view.desk.report.expected_id})


def test_a_locked_period_cannot_be_typed_into(reports, view, ui, sample):
    with sample.write() as session:
        period = find_period(session, name=str(MARCH), as_of=ui.services.clock.today())
        lock_period(session, period_id=period.id, clock=ui.services.clock)
    reports.refresh()
    assert not any(line.open_columns for line in view.lines)


def test_words_are_written_and_nothing_is_said(reports, view, ui):
    reports.words_written("direction.initiatives", "Lập nhóm hỗ trợ ở từng xóm.")
    line = next(line for line in view.outline if line.key == "direction.initiatives")
    assert (line.text, line.note) == ("Lập nhóm hỗ trợ ở từng xóm.", "Đã viết")
    reports.nothing_clicked("direction.initiatives")
    line = next(line for line in view.outline if line.key == "direction.initiatives")
    assert line.text == ""
    assert line.note == "Không phát sinh, văn bản in: “Trong kỳ chưa có sáng kiến, cách làm mới.”"
    reports.words_written("assessment.limits", "")
    line = next(line for line in view.outline if line.key == "assessment.limits")
    assert line.note == "Mục bắt buộc, còn trống: viết, hoặc bấm “Không phát sinh”"
    groups = [line for line in view.outline if not line.can_write]
    assert [line.key for line in groups] == ["direction", "fields", "assessment"]


@pytest.mark.parametrize("kind", [MONTHLY, PLAN, CONSOLIDATED, LEADER, RESULTS])
def test_each_kind_of_paper_can_be_looked_at(reports, view, kind):
    reports.choose(kind=kind)
    reports.load_paper(then_print=True)
    content, title = view.paper
    assert content.startswith(b"%PDF")
    assert title.endswith(".pdf")
    assert view.printed == 1


def test_a_paper_that_cannot_be_made_says_why(reports, view, monkeypatch):
    monkeypatch.setattr(module, "collect_paper", refuse)
    reports.load_paper()
    assert view.paper is None
    assert view.trouble.message == "Chưa có mẫu đầu văn bản."


def refuse(session, request):
    raise RuleViolation("Chưa có mẫu đầu văn bản.", hint="Thêm trong Danh mục.")


def test_an_older_paper_does_not_cover_a_newer_one(reports, view, ui, monkeypatch):
    late = []
    monkeypatch.setattr(
        type(ui.jobs), "compute", lambda self, work, done, failed, **_: late.append((work, done))
    )
    reports.load_paper()
    reports.choose(month=Month(2024, 2))
    reports.load_paper()
    for work, done in (late[1], late[0]):
        done(work(None))
    assert "2024-02" in view.paper[1]


def test_papers_of_several_units_are_written_and_the_folder_opened(reports, view, ui, tmp_path, monkeypatch):
    reports.export_clicked()
    kind, known, units = view.asked
    assert kind == "Báo cáo tháng của đơn vị"
    assert known.folder == ui.services.paths.documents
    assert known.formats == ("docx", "pdf")
    folder = tmp_path / "gửi đi"
    chosen = tuple(unit.id for unit in units[:2])
    reply = RecordingReply()
    view.save(ExportFields(formats=("docx",), folder=folder, unit_ids=chosen), reply)
    assert reply.accepted
    assert len(list(folder.glob("bao-cao-thang_2024-03_*.docx"))) == 2
    assert ui.navigator.told == [f"Đã xuất 2 tệp vào {folder}."]
    opened = []
    monkeypatch.setattr(paper_files, "open_path", opened.append)
    ui.navigator.actions[0]()
    assert opened == [folder]
    reports.export_clicked()  # folder and formats are remembered
    assert (view.asked[1].folder, view.asked[1].formats) == (folder, ("docx",))


def test_one_unit_without_a_letterhead_does_not_stop_the_others(reports, view, ui, tmp_path, monkeypatch):
    real, broken = report_desk.collect_paper, view.desk.units[0].id
    monkeypatch.setattr(
        report_desk,
        "collect_paper",
        lambda session, request: (refuse if request.unit_id == broken else real)(session, request),
    )
    reports.export_clicked()
    ids = tuple(unit.id for unit in view.desk.units[:2])
    view.save(ExportFields(formats=("docx",), folder=Path(tmp_path), unit_ids=ids), RecordingReply())
    ((title, findings),) = ui.dialogs.shown
    assert title == "1 văn bản chưa xuất được."
    assert findings[0].column == view.desk.units[0].name
    assert len(list(tmp_path.glob("*.docx"))) == 1


def test_the_next_unit_is_one_key_away(reports, view):
    keys = [unit.id for unit in view.desk.units]
    place = keys.index(view.desk.unit_id)
    reports.step_unit(1)
    assert view.desk.unit_id == keys[place + 1]
    reports.step_unit(-1)
    assert view.desk.unit_id == keys[place]


def test_a_place_names_what_is_wanted(reports, view, ui):
    reports.open_place({"kind": PLAN, "year": "2024"})
    assert (view.desk.kind, view.desk.year, view.desk.report) == (PLAN, 2024, None)
    reports.wording_clicked()
    assert ui.navigator.opened == [("wording", {"kind": PLAN})]


def test_a_register_without_periods_leads_to_the_rules(register_uow, tmp_path, view):
    with register_uow as uow:
        with uow.write() as session:
            own = make_unit(session)
            register = Register(
                role=Role.HUB, own_unit_id=own, preset="", created_at=TODAY.now(), settings={}
            )
            session.add(register)
        ui = make_ui(tmp_path / "fresh", uow=uow, clock=TODAY)
        ReportsPresenter(view, ui).refresh()
    assert view.actions == frozenset()
    view.empty[2]()
    assert ui.navigator.opened == [("rules", {})]


def test_letters_to_units_that_owe_are_offered_only_for_those(reports, view):
    reports.choose(kind=REMINDER)
    owing = [unit.name for unit in view.desk.units]
    assert "Phòng Y tế" in owing
    assert len(owing) == 4
    reports.load_paper()
    assert view.paper[1].startswith("don-doc_2024-03")
    reports.choose(month=Month(2024, 6))
    assert view.empty[0].startswith("Không đơn vị nào phải đôn đốc")
    assert view.actions == frozenset()


def test_a_register_that_only_reports_has_no_papers_of_the_hub(view, ui, sample):
    with sample.write() as session:
        session.query(Register).one().role = Role.REPORTER
    reports = ReportsPresenter(view, ui)
    reports.open_place({"kind": CONSOLIDATED})
    assert view.desk.kinds == (MONTHLY, PLAN)
    assert view.desk.kind == MONTHLY
