"""Where the pictures are taken: every module, and the places inside that look different."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.core.periods import Month
from app.services.imports.catalogue import CATALOGUE_FIELDS
from app.ui.main_window import MainWindow
from app.ui.modules import module_list
from tools.screenshots.assigning import directives, intake
from tools.screenshots.keeping import backups, history
from tools.screenshots.month import reports, tallies
from tools.screenshots.package_places import PLACES
from tools.screenshots.stage import Host, Stage
from tools.screenshots.stage import each as _each
from tools.screenshots.stage import each_dialog as _each_dialog


def take_all(stage: Stage, only: str = "") -> int:
    """Take every picture whose name contains ``only``; return how many there are."""
    if only in "00-setup":
        _set_up(stage)
    stage.open(stage.services)
    keys = [module.key for module in module_list(stage.look)]
    for number, key in enumerate(keys, 1):
        name = f"{number:02d}-{key}"
        if only not in name:
            continue
        window = stage.window  # a visit may have opened another register
        assert isinstance(window, MainWindow)
        window.open(key)
        stage.settle()
        _each(stage, name)
        visit = VISITS.get(key)
        if visit is not None:
            visit(stage, window.current_screen, name)
    return stage.count


def _set_up(stage: Stage) -> None:
    """Walk through the set-up of a folder that has no register yet."""
    stage.open(Host().describe(Path(stage.empty)))
    screen: Any = stage.program.window.screen_shown  # type: ignore[union-attr]
    stage.wait_for(lambda: bool(screen.preset.presets._buttons))
    from app.ui.screens.setup.presenter import Step

    for step in Step:
        _each(stage, f"00-setup-{step.value + 1}")
        if step is Step.PRESET:
            screen.preset.presets.picked.emit("quy-hop-2024")
        if step is Step.PEOPLE:
            screen.people.user.setText("Nguyễn Thị Lan")
            screen.people.changed.emit()
        if step is not Step.FOLDER:
            screen.next_button.click()
            stage.settle()


def _plans(stage: Stage, screen: Any, name: str) -> None:
    lost = next(row for row in screen.list.model.all_rows if row.deductions and row.plan_id)
    screen.presenter.open_unit(lost.unit_id)
    stage.settle()
    _each(stage, f"{name}-unit")
    screen.rows.view.selectRow(0)
    _each_dialog(stage, f"{name}-row-form", screen.presenter.edit_clicked)
    screen.tabs.setCurrentIndex(1)
    screen.card.view.selectRow(1)
    _each(stage, f"{name}-scores")
    _each_dialog(stage, f"{name}-score-form", screen.presenter.edit_clicked)


def _directory(stage: Stage, screen: Any, name: str) -> None:
    for place, (tab, table) in enumerate(screen.tables.items()):
        screen.tabs.setCurrentIndex(place)
        table.view.selectRow(2)
        stage.settle()
        part = tab.name.lower()
        if place:
            _each(stage, f"{name}-{part}")
        ask = screen.presenter.edit_clicked if tab.name != "INDICATORS" else screen._import
        _each_dialog(stage, f"{name}-{part}-form", ask)
    _catalogue_import(stage, screen, name)


def _catalogue_import(stage: Stage, screen: Any, name: str) -> None:
    """A catalogue that lost its last two lines and gained one, as the rehearsal shows it."""
    from app.services.exports import export_table
    from app.services.imports.templates import write_template
    from app.services.queries.catalogue import CatalogueLine
    from app.ui.excel_import import ExcelImport

    lines: list[CatalogueLine] = list(screen.tables[screen.tab].model.all_rows)
    changed = replace(lines[3], title=f"{lines[3].title} (đã rà soát)", printed="")
    kept = [*lines[:3], changed, *lines[4:-2], replace(lines[4], code="CD98", title="Chỉ tiêu mới")]
    rows = [tuple(getattr(line, field.key) or None for field in CATALOGUE_FIELDS) for line in kept]
    path = write_template("catalogue", stage.empty.parent / "danh-muc-chi-tieu.xlsx", rows)
    since = stage.services.clock.today() + timedelta(days=100)
    flow = ExcelImport(screen, screen.ui, "catalogue", valid_from=since)
    _each_dialog(stage, f"{name}-indicators-import", lambda: flow.try_file(path))
    strange = stage.empty.parent / "don-vi.xlsx"
    export_table("Đơn vị", ("Ký danh", "Gọi là", "Ghi"), [("X1", "Đơn vị thử", "")], strange)
    units = ExcelImport(screen, screen.ui, "units")
    _each_dialog(stage, f"{name}-columns-form", lambda: units.try_file(strange))


def _documents(stage: Stage, screen: Any, name: str) -> None:
    from app.services.documents import create_drafts, issue_document, mark_checked
    from app.services.papers import PaperRequest
    from tools.screenshots.stage import CLOCK

    def fill(session: Any, job: object) -> Any:
        day = CLOCK.today()
        for kind, period in (
            ("consolidated-report", "2024-03"),
            ("results-notice", "2024-03"),
            ("reminder", "2024-03"),
        ):
            request = PaperRequest(kind=kind, day=day, period=period)
            made = create_drafts(session, request=request, clock=CLOCK)
            if kind != "reminder":
                mark_checked(session, document_id=made.value[0], clock=CLOCK)
            if kind == "consolidated-report":
                issue_document(session, document_id=made.value[0], issued_on=day, clock=CLOCK)
        return made

    screen.ui.jobs.write(fill, title="Soạn")
    stage.settle()
    _each(stage, f"{name}-list")
    _each_dialog(stage, f"{name}-draft-form", screen.presenter.draft_clicked)
    lines = screen.list.model.all_rows
    checked = next(line for line in lines if line.row.state == "checked")
    screen.list.select_row(checked.id)
    _each_dialog(stage, f"{name}-issue-form", screen.presenter.issue_clicked)
    _each_dialog(stage, f"{name}-export-form", screen.presenter.export_clicked)
    screen.presenter.open(next(line for line in lines if line.row.state == "draft").id)
    stage.settle()
    screen.tabs.setCurrentIndex(3)
    _each(stage, f"{name}-form")
    screen.presenter.open(next(line for line in lines if line.row.number).id)
    stage.settle()
    screen.tabs.setCurrentIndex(0)
    _each(stage, f"{name}-page")
    screen.tabs.setCurrentIndex(1)
    _each(stage, f"{name}-rules")
    screen.tabs.setCurrentIndex(2)
    _each(stage, f"{name}-changed")
    others = [line for line in lines if line.row.number]
    _each_dialog(stage, f"{name}-replace-form", lambda: screen.ask_replace(others, lambda *_: None))
    screen.show_file_report("bao-cao-cu.docx", _faulty_report())
    stage.settle()
    _each(stage, f"{name}-file")


def _faulty_report() -> Any:
    """Return the verdicts on a paper with a few of the usual faults."""
    from io import BytesIO

    from docx import Document

    from app.reports.checking.checker import check_bytes

    word = Document()
    for text in ("ỦY BAN NHÂN DÂN XÃ MẪU", "Độc Lập – Tự Do – Hạnh Phúc", "Số: 5/BC-UBND", "BÁO CÁO"):
        word.add_paragraph(text)
    stream = BytesIO()
    word.save(stream)
    return check_bytes(stream.getvalue())


def _wording(stage: Stage, screen: Any, name: str) -> None:
    stage.wait_for(lambda: bool(screen.headings.model.rows))
    screen.presenter.choose("consolidated-report")
    stage.settle()
    screen.tabs.setCurrentIndex(1)
    screen.phrases.select_row("submission")
    _each(stage, f"{name}-sentences")

    def ask() -> None:
        screen.presenter.edit_phrase_clicked(screen.phrases.current_row())
        stage.settle()

    _each_dialog(stage, f"{name}-sentence-form", ask)


def _reminders(stage: Stage, screen: Any, name: str) -> None:
    """One unit in the words of Zalo, then of an SMS."""
    screen.table.view.selectRow(0)
    screen.pair.open_detail()
    stage.settle()
    _each(stage, f"{name}-unit")
    screen.channel.setCurrentIndex(1)
    screen.channel.activated.emit(1)
    _each(stage, f"{name}-sms")
    screen.pair.open_list()


def _outbox(stage: Stage, screen: Any, name: str) -> None:
    """A mail in each state."""
    from app.services.outbox import MailFields, note_refused, note_sent, note_unsure, queue_mail
    from app.services.queries.units import list_units
    from tools.screenshots.stage import CLOCK

    def fill(session: Any, job: object) -> Any:
        units = list_units(session, as_of=CLOCK.today())[:4]
        for place, unit in enumerate(units):
            mail = MailFields(
                address=f"xa{place}@example.vn",
                subject="Nhắc gửi báo cáo cải cách hành chính tháng 3 năm 2024",
                body=f"Kính gửi {unit.name}.\nĐề nghị đơn vị gửi báo cáo.",
                unit_id=unit.id,
            )
            done = queue_mail(session, mail=mail, clock=CLOCK)
            if place == 1:
                note_sent(session, mail_id=done.value, clock=CLOCK)
            if place == 2:
                refused = "Máy chủ thư từ chối: 550 không có hộp thư này."
                note_refused(session, mail_id=done.value, sentence=refused, clock=CLOCK)
            if place == 3:
                cut = "Đường truyền đứt ngay sau khi thư đã đi, máy chủ chưa kịp trả lời."
                note_unsure(session, mail_id=done.value, sentence=cut, clock=CLOCK)
        return done

    screen.ui.jobs.write(fill, title="Đưa thư vào")
    stage.settle()
    screen.table.view.selectRow(1)
    _each(stage, f"{name}-list")
    screen.pair.open_detail()
    _each(stage, f"{name}-mail")


def _totals(stage: Stage, screen: Any, name: str) -> None:
    """Open a rate down to its units; then the year so far."""
    screen.table.select_row("0:HS20")
    screen.presenter.explain("HS20")
    stage.settle()
    _each(stage, f"{name}-story", screen.pair.open_detail)
    screen.pair.open_list()
    screen.reach.setCurrentIndex(1)
    screen.reach.activated.emit(1)
    stage.settle()
    _each(stage, f"{name}-year")


def _rules(stage: Stage, screen: Any, name: str) -> None:
    screen.tabs.setCurrentIndex(1)
    _each(stage, f"{name}-periods")
    screen.tabs.setCurrentIndex(3)
    screen.ui.navigator.set_period(Month(2024, 3))
    stage.settle()
    _each(stage, f"{name}-clauses")
    screen.ui.navigator.set_period(Month(2024, 4))
    screen.tabs.setCurrentIndex(0)
    _each_dialog(
        stage, f"{name}-form", lambda: screen.presenter.edit_rule_clicked(screen.rules.current_row())
    )


def _review(stage: Stage, screen: Any, name: str) -> None:
    _each(stage, f"{name}-item", screen.pair.open_detail)
    screen.pair.open_list()


def _ranking(stage: Stage, screen: Any, name: str) -> None:
    """March, whose reports have come; then its method."""
    screen.ui.navigator.set_period(Month(2024, 3))
    stage.settle()
    screen.tables[-1].view.selectRow(0)
    _each(stage, f"{name}-march")
    _each_dialog(stage, f"{name}-method-form", screen.presenter.method_clicked)
    screen.ui.navigator.set_period(Month(2024, 4))


def _leader(stage: Stage, screen: Any, name: str) -> None:
    """The three dashboards."""
    for place, board in enumerate(("months", "fields", "units"), 1):
        screen.tabs.setCurrentIndex(place)
        _each(stage, f"{name}-{board}")
    screen.tabs.setCurrentIndex(0)


VISITS: dict[str, Callable[[Stage, Any, str], None]] = {
    "directives": directives,
    "history": history,
    "backups": backups,
    "plans": _plans,
    "reminders": _reminders,
    "ranking": _ranking,
    "leader": _leader,
    "outbox": _outbox,
    "documents": _documents,
    "wording": _wording,
    "directory": _directory,
    "intake": intake,
    "tallies": tallies,
    "review": _review,
    "rules": _rules,
    "totals": _totals,
    "reports": reports,
    **PLACES,
}
