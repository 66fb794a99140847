"""Tables as programs print them: a row framed by one drawing, rows whose words end like headings."""

import io

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from app.intake.files import read_directive, read_pasted
from app.intake.proposals import ProposedTask
from tests.intake_directives.as_pdf import _font

_WIDTHS = (40, 260, 160, 120)
_ROW = 40
HEADING = ("TT", "Giải pháp, nội dung công việc", "Chủ trì", "Thời gian hoàn thành")
ROWS = (
    ("1", "Đưa từng kết luận vào sổ nhiệm vụ có thời hạn", "Công chức Văn phòng", "30/9/2026"),
    ("2", "Lập danh mục văn bản phải rà soát", "Công chức Tư pháp", "28/6/2026"),
)


def _printed(canvas: Canvas, rows: tuple[tuple[str, ...], ...], top: float) -> None:
    """Draw each row as one path of four boxes, its words inside."""
    for place, row in enumerate(rows):
        bottom, left = top - (place + 1) * _ROW, 60.0
        frame = canvas.beginPath()
        for words, width in zip(row, _WIDTHS, strict=True):
            frame.rect(left, bottom, width, _ROW)
            canvas.drawString(left + 3, bottom + 15, words)
            left += width
        canvas.drawPath(frame)


def plan(*, framed: bool = True) -> tuple[ProposedTask, ...]:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=landscape(A4))
    canvas.setFont(_font(), 9)
    for place, line in enumerate(("KẾ HOẠCH", "Khắc phục tồn tại năm 2025", "II. NỘI DUNG")):
        canvas.drawString(60, 540 - 20 * place, line)
    if framed:
        _printed(canvas, (HEADING, *ROWS), 460)
    canvas.drawString(60, 300, "III. TỔ CHỨC THỰC HIỆN")
    canvas.drawString(60, 280, "1. Văn phòng theo dõi, đôn đốc việc thực hiện Kế hoạch này.")
    canvas.save()
    return read_directive(stream.getvalue(), "ke-hoach.pdf").tasks


def test_a_row_drawn_at_once_is_a_row_of_cells():
    found = [(task.content, task.assignees, str(task.deadline and task.deadline.day)) for task in plan()]
    assert found[:2] == [
        (row[1], (row[2],), f"2026-{day}") for row, day in zip(ROWS, ("09-30", "06-28"), strict=True)
    ]
    assert len(found) == 3
    assert len(plan(framed=False)) == 1


def test_a_row_whose_words_end_like_headings_is_no_heading():
    table = "\n".join("| " + " | ".join(row) + " |" for row in (HEADING, *ROWS))
    found = read_pasted(f"KẾ HOẠCH\nKhắc phục tồn tại\nII. NỘI DUNG\n{table}\n").tasks
    assert [task.content for task in found] == [row[1] for row in ROWS]


def test_how_many_there_are_is_no_task():
    text = (
        "KẾ HOẠCH\nKhắc phục tồn tại\nIV. NHIỆM VỤ, GIẢI PHÁP\n- Cải cách thể chế: 3 nhiệm vụ, giải pháp;\n"
        "- Cải cách thủ tục: rà soát 3 thủ tục, gửi kết quả trước ngày 20/5/2026.\n"
    )
    assert [task.content[:18] for task in read_pasted(text).tasks] == ["Cải cách thủ tục: "]


def test_rows_with_strokes_between_and_blank_lines_under_each():
    rows = (
        "TT | Nhiệm vụ, đề án, dự án | Cơ quan chủ trì thực hiện | Thời gian trình | Cấp trình",
        "I | Hoàn thiện thể chế | Hoàn thiện thể chế | Hoàn thiện thể chế | Hoàn thiện thể chế",
        "1 | Báo cáo tổng kết thí điểm | Phòng Tư pháp | 2026-2030 | UBND xã",
        "2 | Đề án nhà văn hóa | Phòng Văn hóa | Quý II/2026 | UBND xã",
    )
    told = "KẾ HOẠCH\nThực hiện nghị quyết\n\n" + "\n\n".join(rows) + "\n\nVăn phòng lưu hồ sơ.\n"
    found = read_pasted(told).tasks
    assert [(task.content, task.assignees, str(task.deadline and task.deadline.day)) for task in found] == [
        ("Báo cáo tổng kết thí điểm", ("Phòng Tư pháp",), "2030-12-31"),
        ("Đề án nhà văn hóa", ("Phòng Văn hóa",), "2026-06-30"),
    ]
