"""Where the pictures are taken: every module, and the places inside that look different."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.ui.main_window import MainWindow
from app.ui.modules import module_list
from tools.screenshots.month import reports, tallies
from tools.screenshots.package_places import PLACES
from tools.screenshots.stage import Host, Stage
from tools.screenshots.stage import each as _each
from tools.screenshots.stage import each_dialog as _each_dialog

_DIRECTIVE = """ỦY BAN NHÂN DÂN
HUYỆN QUỲ HỢP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 412/UBND-NV
V/v rà soát sổ tay công việc và bảng niêm yết năm 2024
Quỳ Hợp, ngày 11 tháng 3 năm 2024
Kính gửi:
- Trưởng các phòng, ban chuyên môn;
- Chủ tịch Ủy ban nhân dân các xã, thị trấn.
Thực hiện Kế hoạch số 57/KH-UBND ngày 19/01/2024 của Ủy ban nhân dân tỉnh, huyện yêu cầu:
1. Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp rà soát sổ tay công việc trước ngày 30/4/2024.
2. Phòng Tài chính - Kế hoạch bố trí kinh phí thay bảng niêm yết đã hỏng; hoàn thành trong Quý II/2024.
3. Văn phòng HĐND và UBND huyện công khai lịch tiếp công dân trên Trang thông tin điện tử.
4. Ủy ban nhân dân các xã, thị trấn:
a) Thay bảng niêm yết thủ tục hành chính tại Bộ phận Một cửa, hoàn thành chậm nhất ngày 31/5/2024.
b) Hằng tháng, gửi báo cáo kết quả về Phòng Nội vụ trước ngày 12.
5. Giao Phòng Tư páp rà soát mẫu văn bản hành chính, hoàn thành trước ngày 05/02/2024.
6. Yêu cầu thủ trưởng các cơ quan không tổ chức họp trong giờ tiếp công dân.
8. Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp rà soát sổ tay công việc trước ngày 30/4/2024.
Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.
Nơi nhận:
- Như trên;
- Lưu: VT, NV.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""


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
        _each_dialog(stage, f"{name}-{part}-form", screen.presenter.edit_clicked)


def _intake(stage: Stage, screen: Any, name: str) -> None:
    """Read a directive of our own wording, decide a little, ask about names, meet a file that is refused."""
    screen.open_place({"text": _DIRECTIVE})
    stage.wait_for(lambda: bool(screen.page.cards.cards.cards))
    stage.settle()
    screen.presenter.accept([1, 2])
    screen.presenter.drop([3])
    _each(stage, f"{name}-review")
    screen.page.cards.go_to(6)
    _each(stage, f"{name}-question")
    _each_dialog(stage, f"{name}-proposal-form", lambda: screen.presenter.edit(4))
    _each_dialog(stage, f"{name}-party-form", lambda: screen.presenter.ask_parties(4))
    _each_dialog(stage, f"{name}-head-form", screen.presenter.edit_head)
    from app.intake.source import Conversion
    from app.services.intake.copies import Difference
    from app.services.intake.signed_copy import Change, TaskChange
    from app.ui.intake_desk import SignedCopy

    reading = screen.presenter.reading
    changes = [
        TaskChange("a", Change.CHANGED, "1", reading.tasks[0], "1", "Rà soát sổ tay trước 15/4.", "", "", ""),
        TaskChange("b", Change.NEW, None, reading.tasks[1], "2", "", reading.tasks[1].content, "", ""),
        TaskChange("c", Change.GONE, "3", None, "3", "Treo băng rôn ở thôn.", "", "", ""),
    ]
    apart = [Difference(("Số:      /UBND-NV",), ("Số: 412/UBND-NV",))]
    copy = SignedCopy("x", reading.head.subject, apart, changes)
    _each_dialog(stage, f"{name}-signed-copy-form", lambda: screen.ask_signed_copy(copy, lambda *_: None))
    screen.presenter.undo()
    screen.presenter.undo()
    old = Conversion(
        "TCVN3",
        "ñy ban nh©n d©n huyÖn yªu cÇu c¸c phßng, ban:",
        "ủy ban nhân dân huyện yêu cầu các phòng, ban:",
    )
    _each_dialog(stage, f"{name}-conversion-form", lambda: screen.ask_conversion(old, lambda *_: None))
    screen.open_place({"text": f"MẬT\n{_DIRECTIVE}"})
    stage.wait_for(screen.start.hint.isVisible)
    _each(stage, f"{name}-refused")


def _directives(stage: Stage, screen: Any, name: str) -> None:
    """Open a directive page by page, its matrix, and the forms about its successor and its links."""
    rows = screen.table.model.all_rows
    screen.open_directive(rows[-1].id)
    stage.wait_for(lambda: screen.presenter.page is not None and bool(screen.presenter.page.tasks))
    for page, part in (("text", "text"), ("clauses", "clauses"), ("tasks", "tasks"), ("facts", "facts")):
        screen.pane.pages.setCurrentWidget(getattr(screen.pane, page))
        screen.pane.clauses.view.selectRow(1)
        screen.pane.tasks.view.selectRow(1)
        stage.settle()
        _each(stage, f"{name}-{part}")
    screen.pane.tasks.view.selectAll()
    _each_dialog(stage, f"{name}-matrix", screen._assign_many)
    _each_dialog(stage, f"{name}-successor-form", screen.presenter.replace_by)
    from app.core.statuses import DirectiveRelation

    desk = screen.presenter._chains._succession
    ids = {"old_id": rows[-1].id, "new_id": rows[0].id}
    _each_dialog(stage, f"{name}-fates-form", lambda: desk.open(**ids, relation=DirectiveRelation.REPLACES))


def _history(stage: Stage, screen: Any, name: str) -> None:
    """Do a little, take some of it back, throw something away; show each page."""
    from app.core.progress import NullProgress
    from app.services.bulk import do_each
    from app.services.directives import ClauseFields, remove_clause, save_clause
    from app.services.queries.directives import list_directives
    from app.services.tasks import cancel_task
    from tools.screenshots.stage import CLOCK

    def act(session: Any, job: object) -> Any:
        from app.services.queries.directive_tasks import list_directive_tasks

        row = list_directives(session, as_of=CLOCK.today())[-1]
        tasks = [task.id for task in list_directive_tasks(session, row.id, as_of=CLOCK.today())][:3]
        fields = ClauseFields(number="8", text="Treo băng rôn ở thôn.")
        clause = save_clause(session, directive_id=row.id, fields=fields, clock=CLOCK).value
        remove_clause(session, clause_id=clause, clock=CLOCK)
        return do_each(
            session,
            items=tasks,
            work=lambda s, task: cancel_task(s, task_id=task, reason="Văn bản mới đã thay", clock=CLOCK),
            title="Hủy 3 dòng",
            clock=CLOCK,
            progress=NullProgress(),
        )

    screen.ui.jobs.write(act, title="Làm")
    stage.settle()
    screen.presenter.span_chosen(_all_of(screen))
    stage.settle()
    screen.journal.view.selectRow(0)
    _each(stage, f"{name}-journal")
    screen.pair.open_detail()
    _each(stage, f"{name}-change")
    screen.pair.open_list()
    for page in ("steps", "trash"):
        screen.open_place({"page": page})
        getattr(screen, page).view.selectRow(0)
        _each(stage, f"{name}-{page}")


def _all_of(screen: Any) -> Any:
    return screen.span.itemData(screen.span.count() - 1)


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


def _backups(stage: Stage, screen: Any, name: str) -> None:
    from app.services.documents import create_drafts
    from app.services.papers import PaperRequest
    from tools.screenshots.stage import CLOCK

    request = PaperRequest(kind="handover", day=CLOCK.today())
    screen.presenter.back_up_clicked()
    stage.wait_for(lambda: len(screen.copies.model.rows) == 1)
    _each(stage, f"{name}-list")
    screen.ui.jobs.write(
        lambda session, job: create_drafts(session, request=request, clock=CLOCK), title="Soạn"
    )
    stage.settle()
    _each_dialog(
        stage, f"{name}-restore-form", lambda: screen.presenter.restore_clicked(screen.copies.current_row())
    )


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
    screen.tabs.setCurrentIndex(0)
    _each_dialog(
        stage, f"{name}-form", lambda: screen.presenter.edit_rule_clicked(screen.rules.current_row())
    )


def _review(stage: Stage, screen: Any, name: str) -> None:
    _each(stage, f"{name}-item", screen.pair.open_detail)
    screen.pair.open_list()


def _ranking(stage: Stage, screen: Any, name: str) -> None:
    """March, whose reports have come; then its method."""
    from app.core.periods import Month

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
    "directives": _directives,
    "history": _history,
    "backups": _backups,
    "plans": _plans,
    "reminders": _reminders,
    "ranking": _ranking,
    "leader": _leader,
    "outbox": _outbox,
    "documents": _documents,
    "wording": _wording,
    "directory": _directory,
    "intake": _intake,
    "tallies": tallies,
    "review": _review,
    "rules": _rules,
    "totals": _totals,
    "reports": reports,
    **PLACES,
}
