"""The visits to the directives and to the desk that reads them in."""

from typing import Any

from tools.screenshots.stage import Stage, each, each_dialog

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


def intake(stage: Stage, screen: Any, name: str) -> None:
    """Read a directive of our own wording, decide a little, ask about names, meet a file that is refused."""
    screen.open_place({"text": _DIRECTIVE})
    stage.wait_for(lambda: bool(screen.page.cards.cards.cards))
    stage.settle()
    screen.presenter.accept([1, 2])
    screen.presenter.drop([3])
    each(stage, f"{name}-review")
    screen.page.cards.go_to(6)
    each(stage, f"{name}-question")
    each_dialog(stage, f"{name}-proposal-form", lambda: screen.presenter.edit(4))
    each_dialog(stage, f"{name}-party-form", lambda: screen.presenter.ask_parties(4))
    each_dialog(stage, f"{name}-head-form", screen.presenter.edit_head)
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
    each_dialog(stage, f"{name}-signed-copy-form", lambda: screen.ask_signed_copy(copy, lambda *_: None))
    screen.presenter.undo()
    screen.presenter.undo()
    old = Conversion(
        "TCVN3",
        "ñy ban nh©n d©n huyÖn yªu cÇu c¸c phßng, ban:",
        "ủy ban nhân dân huyện yêu cầu các phòng, ban:",
    )
    each_dialog(stage, f"{name}-conversion-form", lambda: screen.ask_conversion(old, lambda *_: None))
    screen.open_place({"text": f"MẬT\n{_DIRECTIVE}"})
    stage.wait_for(screen.start.hint.isVisible)
    each(stage, f"{name}-refused")


def directives(stage: Stage, screen: Any, name: str) -> None:
    """Open a directive page by page, its matrix, and the forms about its successor and its links."""
    rows = screen.table.model.all_rows
    screen.open_directive(rows[-1].id)
    stage.wait_for(lambda: screen.presenter.page is not None and bool(screen.presenter.page.tasks))
    for page, part in (("text", "text"), ("clauses", "clauses"), ("tasks", "tasks"), ("facts", "facts")):
        screen.pane.pages.setCurrentWidget(getattr(screen.pane, page))
        screen.pane.clauses.view.selectRow(1)
        screen.pane.tasks.view.selectRow(1)
        stage.settle()
        each(stage, f"{name}-{part}")
    screen.pane.tasks.view.selectAll()
    each_dialog(stage, f"{name}-matrix", screen._assign_many)
    each_dialog(stage, f"{name}-successor-form", screen.presenter.replace_by)
    from app.core.statuses import DirectiveRelation

    desk = screen.presenter._chains._succession
    ids = {"old_id": rows[-1].id, "new_id": rows[0].id}
    each_dialog(stage, f"{name}-fates-form", lambda: desk.open(**ids, relation=DirectiveRelation.REPLACES))
