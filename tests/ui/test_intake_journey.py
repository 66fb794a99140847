"""A whole way: a file is dropped, decided by keys, entered, refused the second time, taken back."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from app.__main__ import main
from app.core.statuses import Role
from app.models import (
    Assignment,
    Clause,
    ClauseAddressee,
    Directive,
    DirectiveLink,
    Task,
    Unit,
    UnitAlias,
    UnitGroup,
)
from app.services.presets import find_preset, load_preset
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import resources_folder
from app.ui.errors import CrashReports, FaultDesk
from app.ui.frame.module import Module
from app.ui.jobs import JobRunner
from app.ui.main_window import MainWindow
from app.ui.screens.directives.view import make as make_directives
from app.ui.screens.intake.view import make as make_intake
from tests.register import clock_at, register_path, template
from tests.ui.fakes import ScriptedDialogs, make_services

__all__ = ["register_path", "template"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
CONTROL = Qt.KeyboardModifier.ControlModifier
DAY = clock_at(2024, 1, 15)
WHEN = "15/01/2024"

# Wrapped as a scan is, no number and no day; clause 5 binds two of the three classes that are addressed.
TEXT = """ỦY BAN NHÂN DÂN
HUYỆN QUỲ HỢP
Số:        /UBND-NV
V/v sửa những chỗ còn yếu
trong việc ghi sổ năm 2023

Quỳ Hợp, ngày      tháng 01 năm 2024

Kính gửi:
- Trưởng các phòng, ban chuyên môn UBND huyện;
- Thủ trưởng các đơn vị sự nghiệp trực thuộc huyện;
- Chủ tịch UBND các xã, thị trấn.

Thực hiện Công văn số 15/UBND-KSTT ngày 09/01/2024 của UBND tỉnh, UBND huyện yêu cầu các cơ quan,
đơn vị thực hiện các nội dung sau:

1. Rà soát sổ theo dõi hồ sơ, ghi đủ các cột còn để trống.

2. Phân công người đọc lại sổ cuối ngày; hoàn thành trước ngày 01/3/2024.

3. Không để hồ sơ quá ngày hẹn mà không có phiếu xin lỗi.

4. Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư páp kiểm tra việc ghi sổ trong Quý I/2024.

5. Trưởng các phòng, ban chuyên môn UBND huyện, Chủ tịch UBND các xã, thị trấn:
- Xây dựng kế hoạch sửa chữa, gửi về UBND huyện (qua Phòng Nội vụ) chậm nhất ngày 31/01/2024.
- Hằng tháng, báo cáo kết quả về UBND huyện chậm nhất ngày 12.

Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.

Nơi nhận:
- Như trên;
- Lưu: VT, NV.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Văn Mẫu
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "cong-van-ghi-so.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def district(register_path: Path) -> Path:
    """Return the register of a district of 2024, nothing in it but the preset."""
    with UnitOfWork(register_path) as uow, uow.write() as session:
        preset = find_preset(resources_folder(), "quy-hop-2024")
        load_preset(session, preset=preset, role=Role.HUB, clock=DAY)
    return register_path


@pytest.fixture
def window(district, qtbot, look, tmp_path, bus) -> Iterator[Any]:
    uow, dialogs = UnitOfWork(district), ScriptedDialogs()
    faults = FaultDesk(dialogs, CrashReports(tmp_path, DAY))
    runner = JobRunner(uow, bus, faults)
    modules = (
        Module("directives", "Văn bản chỉ đạo", "directives", make_directives),
        Module("intake", "Bóc tách", "import", make_intake, parent="directives"),
    )
    services = make_services(tmp_path, uow, DAY)
    window = MainWindow(services, modules, runner=runner, faults=faults, dialogs=dialogs, bus=bus, look=look)
    window.answers, window.runner = dialogs.answers, runner
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    yield window
    window.close()


def drop(window, path: Path) -> None:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path))])
    place, left, copy = window.rect().center(), Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    plain = Qt.KeyboardModifier.NoModifier
    window.dragEnterEvent(QDragEnterEvent(place, copy, held, left, plain))
    window.dropEvent(QDropEvent(QPointF(place), copy, held, left, plain))


def entered(path: Path) -> dict[str, Any]:
    """Return what a register holds of its directives, told without keys."""
    with UnitOfWork(path) as uow, uow.read() as session:
        units = {unit.id: unit.code for unit in session.scalars(select(Unit))}
        groups = {group.id: group.name for group in session.scalars(select(UnitGroup))}
        clauses = {clause.id: clause for clause in session.scalars(select(Clause))}
        tasks = {task.id: task for task in session.scalars(select(Task))}
        return {
            "directives": [
                (d.kind, d.number, d.issuer, d.subject, d.addressees, d.signer_name, d.text, d.state)
                for d in session.scalars(select(Directive))
            ],
            "links": sorted((ln.to_number, ln.relation) for ln in session.scalars(select(DirectiveLink))),
            "clauses": sorted((c.position, c.number, c.text, c.span_start) for c in clauses.values()),
            "bound": sorted(
                (clauses[a.clause_id].position, groups.get(a.group_id, ""), units.get(a.unit_id, ""))
                for a in session.scalars(select(ClauseAddressee))
            ),
            "tasks": [
                (t.section, t.kind, t.content, t.due_text, t.due_on, t.due_operator, t.recurrence)
                for t in sorted(tasks.values(), key=lambda t: t.sort_order)
            ],
            "given": sorted(
                (tasks[a.task_id].sort_order, units[a.unit_id], a.role, str(a.current_due_on), a.assigned_on)
                for a in session.scalars(select(Assignment))
            ),
            "names": sorted(session.scalars(select(UnitAlias.alias).where(UnitAlias.alias.like("%páp%")))),
        }


def test_from_a_dropped_file_to_tasks_with_units_and_days_and_back(window, qtbot, paper, district):
    drop(window, paper)
    intake = window.current_screen
    qtbot.waitUntil(lambda: bool(intake.page.cards.cards.cards))
    cards = intake.page.cards
    qtbot.waitUntil(cards.hasFocus)
    assert [card.section for card in cards.cards.cards] == ["1", "2", "3", "4", "5", "5"]
    assert intake.page.summary.text().startswith("6 đề xuất:")
    notes = intake.page.notes_words.text()
    assert "Thực hiện văn bản số 15/UBND-KSTT ngày 09/01/2024: chưa có trong sổ" in notes
    assert "Kính gửi rộng hơn phần giao việc: " in notes

    assert intake.page.doubt.question == "“các cơ quan, đơn vị” là"
    assert intake.page.doubt.answers[0] == "39 đơn vị có tên ở Kính gửi (70%)"
    qtbot.keyClick(cards, Qt.Key.Key_1)
    assert not intake.page.doubt.isVisible()

    cards.go_to(5)  # clause 5: 13 offices and 21 communes, none of the five that are addressed too
    assert intake.page.facts.value("Nơi nhận").startswith("34 đơn vị. Kính gửi rộng hơn: ")
    cards.go_to(4)
    assert intake.page.doubt.question == "“Phòng Tư páp” là"
    qtbot.keyClick(cards, Qt.Key.Key_1)
    assert not intake.page.doubt.isVisible()
    cards.selectAll()
    qtbot.keyClick(cards, Qt.Key.Key_Return)
    qtbot.keyClick(cards, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: window.current_module == "directives")
    directives = window.current_screen
    qtbot.waitUntil(lambda: directives.presenter.page is not None)
    qtbot.waitUntil(lambda: not window.runner.is_busy)
    assert len(directives.pane.tasks.model.rows) == 6

    drop(window, paper)
    qtbot.waitUntil(lambda: "đã có trong sổ" in intake.banner.text)
    cards.setFocus()
    qtbot.keyClick(cards, Qt.Key.Key_Return)
    window.answers.append(True)
    qtbot.keyClick(cards, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "đã có trong sổ" in intake.banner.text)
    qtbot.waitUntil(lambda: not window.runner.is_busy)
    assert window.current_module == "intake"

    window.answers.append(True)
    intake.presenter.close()
    window.open("directives")
    directives.pair.open_list()
    qtbot.waitUntil(lambda: directives.table.isVisible())
    window.activateWindow()
    directives.table.view.setFocus()
    qtbot.waitUntil(directives.table.view.hasFocus)
    qtbot.keyClick(directives.table.view, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(directives.table.model.rows) == 0)
    qtbot.keyClick(directives.table.view, Qt.Key.Key_Y, CONTROL)
    qtbot.waitUntil(lambda: len(directives.table.model.rows) == 1)
    qtbot.waitUntil(lambda: not window.runner.is_busy)
    window.close()
    found = entered(district)
    assert found["names"] == ["Phòng Tư páp"]
    assert [len([g for g in found["given"] if g[0] == n]) for n in range(1, 7)] == [39, 39, 39, 2, 34, 34]
    assert {due for order, _, _, due, _ in found["given"] if order == 5} == {"2024-01-31"}
    assert [task[6] for task in found["tasks"]][-1] == "monthly:12"


def test_the_command_line_enters_the_same_as_the_window(window, qtbot, paper, district, tmp_path):
    other = tmp_path / "lenh"
    other.mkdir()
    (other / district.name).write_bytes(district.read_bytes())
    assert main(["--data", str(other), "intake", str(paper), "--accept", "--as-of", WHEN]) == 0

    drop(window, paper)
    intake = window.current_screen
    qtbot.waitUntil(lambda: bool(intake.page.cards.cards.cards))
    intake.page.cards.selectAll()
    intake.page.cards.setFocus()
    qtbot.keyClick(intake.page.cards, Qt.Key.Key_Return)
    qtbot.keyClick(intake.page.cards, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: window.current_module == "directives")
    qtbot.waitUntil(lambda: not window.runner.is_busy)
    window.close()
    assert entered(district) == entered(other / district.name)


def scanned() -> bytes:
    """Return a PDF of a picture only."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "problem", "hint"),
    [
        ("cu.doc", OLE, "dạng Word cũ (.doc)", "Lưu thành, dạng .docx"),
        ("quet.pdf", scanned(), "bản quét", "nhận dạng chữ"),
        ("khoa.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu", "Bỏ mật khẩu"),
        ("mat.txt", ("MẬT\n" + TEXT).encode(), "dấu chỉ độ mật", "quy định riêng"),
        ("toi-mat.txt", ("TỐI MẬT\n" + TEXT).encode(), "dấu chỉ độ mật", "quy định riêng"),
        ("tuyet-mat.txt", ("TUYỆT MẬT\n" + TEXT).encode(), "dấu chỉ độ mật", "quy định riêng"),
        ("trong.txt", b" \n", "trống", "Kiểm tra lại"),
    ],
)
def test_what_must_not_be_read_is_told_and_nothing_is_kept(
    window, qtbot, district, tmp_path, name: str, content: bytes, problem: str, hint: str
):
    path = tmp_path / name
    path.write_bytes(content)
    drop(window, path)
    start = window.current_screen.start
    qtbot.waitUntil(lambda: problem in start.problem.text())
    assert hint in start.hint.text()
    assert "Chưa có gì được lưu." in start.hint.text()
    assert not start.stop_button.isVisible()
    qtbot.waitUntil(lambda: not window.runner.is_busy)
    window.close()
    assert entered(district)["directives"] == []
    kept = [file for file in tmp_path.rglob("*") if file.is_file() and "MẬT".encode() in file.read_bytes()]
    assert kept in ([], [path])
