"""A commune's month in pictures: its tally book, its figures, its words."""

from typing import Any

from tools.screenshots.stage import Stage, each, each_dialog

_TALLIES = """01/3/2024\tCD16\t2\tTrang thông tin điện tử
04/3/2024\tCD10\t1\tTự kiểm tra Bộ phận Một cửa
05/3/2024\tCD16\t1\tĐài truyền thanh
06/3/2024\tVB10\t12\tTổ công nghệ số xóm Mẫu
07/3/2024\tTC02\t3\t
11/3/2024\tVB10\t-2\tGhi trùng
07/3/2024\tCD99\t1\t"""


def tallies(stage: Stage, screen: Any, name: str) -> None:
    """Paste a few lines of a fortnight, look at them, keep them."""
    from datetime import date

    from app.services.tallies import add_tallies
    from app.services.tally_block import read_block
    from tools.screenshots.stage import CLOCK

    screen.presenter.step_month(-1)
    stage.settle()
    each_dialog(stage, f"{name}-block", lambda: screen.presenter.pasted(_TALLIES))
    book = screen.presenter.book
    lines = read_block(_TALLIES, book.indicators, date(2024, 3, 11))
    rows = [line.fields for line in lines if line.fields is not None]
    screen.ui.jobs.write(
        lambda session, job: add_tallies(session, unit_id=book.unit_id, rows=rows, clock=CLOCK), title=""
    )
    stage.settle()
    screen.table.view.selectRow(0)
    each(stage, f"{name}-filled")
    each_dialog(stage, f"{name}-form", screen._edit.trigger)


def reports(stage: Stage, screen: Any, name: str) -> None:
    """A commune's March: a figure that cannot be true, words with a figure in them and a month left over."""
    from decimal import Decimal

    from app.core.periods import Month
    from app.services.reviews import comment_on
    from app.services.tallies import TallyFields, add_tallies
    from app.ui.screens.reports.columns import NOW
    from tools.screenshots.stage import CLOCK

    unit = next(u for u in screen.presenter.desk.units if u.name.startswith("Xã"))
    screen.presenter.choose(unit_id=unit.id, month=Month(2024, 3))
    stage.settle()
    key, day = screen.presenter.desk.report.expected_id, CLOCK.today()

    def fill(session: Any, job: object) -> Any:
        comment_on(session, expected_id=key, subject="CD01", text="Xem lại số văn bản", clock=CLOCK)
        rows = [TallyFields(indicator_code="CD16", on_date=day.replace(day=5), amount=Decimal(4))]
        return add_tallies(session, unit_id=unit.id, rows=rows, clock=CLOCK)

    screen.ui.jobs.write(fill, title="")
    stage.settle()
    screen.presenter.cell_typed("CD05", NOW, "9")
    screen.presenter.cell_typed("CD10", NOW, "nhiều")
    stage.settle()
    screen.grid.jump("CD05", NOW)
    each(stage, f"{name}-figures")
    block = [["Mã", "Số liệu"], ["CD01", "19,630"], ["CD02", "40"], ["CD04", "32,3%"], ["CD10", "ba"]]
    each_dialog(stage, f"{name}-paste", lambda: screen.presenter.cells_pasted("CD01", NOW, block))
    screen.presenter.figures.typed("CD10", "2")
    screen.presenter.words_written(
        "direction.documents", "Báo cáo kết quả tháng 2/2024: ban hành {CD01}; UNBD xã đã họp giao ban."
    )
    stage.settle()
    screen.tabs.setCurrentIndex(1)
    screen.outline.choose("direction.documents")
    each(stage, f"{name}-words")
    screen.tabs.setCurrentIndex(0)
    screen.presenter.choose(month=screen.presenter.desk.month.plus(1))
    stage.settle()
    screen.grid.jump("HS01", NOW)
    each(stage, f"{name}-opening")
    each_dialog(stage, f"{name}-adjust", lambda: screen.presenter.figures.adjust_clicked("HS01"))
