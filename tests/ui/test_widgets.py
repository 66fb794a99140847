"""The small widgets, the themes, the icons."""

import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget

from app.core.statuses import WORDS, TaskState
from app.system.paths import resources_folder
from app.ui.icons import has_icon, icon
from app.ui.theme import DARK, LIGHT
from app.ui.tone import Tone
from app.ui.tone import look as look_of
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.banner import Banner
from app.ui.widgets.check_list import Choice
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.status_chip import StatusChip
from app.ui.widgets.unit_picker import UnitPicker

UNITS = (
    Choice("h", "Phòng Nội vụ", "Phòng chuyên môn"),
    Choice("t", "Phòng Tư pháp", "Phòng chuyên môn"),
    Choice("a", "UBND xã Châu Quang", "Xã, thị trấn"),
    Choice("b", "UBND xã Đồng Hợp", "Xã, thị trấn"),
)


def luminance(colour):
    parts = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(ink, ground):
    dark, light = sorted((luminance(ink), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_of_ink_and_ground_can_be_read(theme):
    grounds = ("window", "surface", "raised", "stripe", "hover")
    pairs = [(getattr(theme, ink), getattr(theme, g)) for ink in ("ink", "ink_soft") for g in grounds]
    pairs += [(theme.accent, getattr(theme, g)) for g in ("window", "surface", "raised")]
    pairs += [
        (theme.accent_ink, theme.accent),
        (theme.selection_ink, theme.selection),
        (theme.ink, theme.accent_soft),
        (theme.rail_ink, theme.rail),
        (theme.rail_ink_soft, theme.rail),
        (theme.rail_ink, theme.rail_chosen),
    ]
    pairs += [(ink, ground) for ink, ground, _ in theme.tones.values()]
    pairs += [(theme.ink_of(Tone.BAD), g) for g in (theme.window, theme.surface)]
    weak = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_fields_are_seen(theme):
    assert contrast(theme.line_strong, theme.surface) >= 3


@pytest.mark.parametrize("status", list(WORDS))
def test_every_status_has_a_word_an_icon_that_exists_and_a_tone(status):
    looked = look_of(status)
    assert looked.word == WORDS[status]
    assert has_icon(looked.icon)


def test_every_icon_can_be_drawn_in_one_ink(look):
    folder = resources_folder() / "icons"
    for path in folder.glob("*.svg"):
        image = icon(path.stem).pixmap(QSize(24, 24)).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), path.name
        if not re.match(r"app|check-|down-|up-", path.stem):
            assert set(re.findall(r"#\w+", path.read_text("utf-8"))) == {"#000000"}, path.name


def test_an_icon_follows_the_theme(look):
    def strongest():
        image = icon("stop", "ink_soft").pixmap(QSize(24, 24)).toImage()
        return max((image.pixelColor(x, 12) for x in range(24)), key=lambda colour: colour.alpha()).name()

    light = strongest()
    look.set_theme("dark")
    assert strongest() != light


def test_fonts_step_through_the_presets(look, qapp):
    seen = []
    for direction in (1, 1, -1, -1, -1, 0):
        look.step(direction)
        seen.append((look.points, qapp.font().pointSizeF()))
    assert [points for points, _ in seen] == [18, 18, 14, 11, 11, 14]
    assert all(points == size for points, size in seen)


def test_a_banner_says_one_thing_with_one_button(qtbot, look):
    banner, pressed = Banner(), []
    qtbot.addWidget(banner)
    assert banner.text == ""
    banner.say("<b>Kỳ đã khóa</b>", Tone.WARNING, verb="Mở khóa", action=lambda: pressed.append(1))
    banner.show()
    assert banner.text == "<b>Kỳ đã khóa</b>"
    assert banner.findChild(QLabel, "banner_text").textFormat() == Qt.TextFormat.PlainText
    qtbot.mouseClick(banner.findChild(QWidget, "banner_button"), Qt.MouseButton.LeftButton)
    assert pressed == [1]
    qtbot.mouseClick(banner.findChild(QWidget, "close_button"), Qt.MouseButton.LeftButton)
    assert banner.text == ""


def test_units_are_ticked_by_group_and_found_without_accents(qtbot, look):
    picker = UnitPicker(UNITS)
    qtbot.addWidget(picker)
    picker.resize(400, 400)
    picker.show()
    heading = picker.model.index(3, 0)
    assert heading.data() == "Xã, thị trấn  (0/2)"
    picker.model.toggle(heading)
    assert picker.ticked == ("a", "b")
    assert picker.count.text() == "Đã chọn 2/4 đơn vị"
    picker.box.setText("chau quang")
    picker.box.flush()
    assert [choice.key for choice in picker.model.shown] == ["a"]
    qtbot.mouseClick(picker.findChild(QWidget, "none_button"), Qt.MouseButton.LeftButton)
    assert picker.ticked == ("b",)  # only what the search shows
    picker.box.setText("châu lộc")
    picker.box.flush()
    assert "Không thấy" in picker.count.text()


def test_space_and_a_click_turn_a_line_over(qtbot, look):
    picker = UnitPicker(UNITS)
    qtbot.addWidget(picker)
    picker.resize(400, 400)
    picker.show()
    line = picker.model.index(1, 0)
    qtbot.mouseClick(
        picker.list.viewport(), Qt.MouseButton.LeftButton, pos=picker.list.visualRect(line).center()
    )
    assert picker.ticked == ("h",)
    assert picker.model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    assert picker.ticked == ()


def test_a_chip_fits_its_word(qtbot, look):
    chip = StatusChip(TaskState.OPEN_OVERDUE)
    qtbot.addWidget(chip)
    assert chip.sizeHint().width() > chip.fontMetrics().horizontalAdvance("Đang quá hạn")
    assert chip.accessibleName() == "Đang quá hạn"
    chip.show()
    chip.set_status(None)
    assert chip.sizeHint().width() == 0


def test_details_show_what_there_is(qtbot, look):
    pane = DetailPane()
    qtbot.addWidget(pane)
    pane.show_pairs([("", "Nhiệm vụ"), ("Hạn", "12/3/2024"), ("Ghi chú", ""), ("Tình trạng", StatusChip())])
    assert pane.value("Hạn") == "12/3/2024"
    assert "Ghi chú" not in [label.text() for label in pane.findChildren(QLabel)]


def test_actions_lose_their_words_from_the_right(qtbot, look):
    owner = QWidget()
    qtbot.addWidget(owner)
    bar, ran = ActionBar(owner), []
    bar.add("Thêm", lambda: ran.append("add"), mark="add", name="add", keys="Ctrl+N", primary=True)
    bar.add("Gia hạn thêm", lambda: ran.append("extend"), mark="calendar", name="extend")
    bar.add("Đôn đốc các đơn vị", lambda: ran.append("remind"), mark="send", name="remind")
    words = Qt.ToolButtonStyle.ToolButtonTextBesideIcon

    def with_words(width):
        bar.resize(width, 40)
        bar.fit()
        return [button.toolButtonStyle() == words for button in bar._buttons]

    assert with_words(1000) == [True, True, True]
    assert with_words(380) == [True, True, False]
    assert with_words(60) == [True, False, False]
    assert bar._buttons[0].toolTip() == "Thêm (Ctrl+N)"
    bar._buttons[2].click()
    assert ran == ["remind"]


def test_the_mark_of_a_banner_follows_the_theme(qtbot, look):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("Sổ thực hành.")
    light = banner._mark.pixmap().toImage()
    look.set_theme("dark")
    qtbot.waitUntil(lambda: banner._mark.pixmap().toImage() != light)


def test_a_small_line_is_drawn_from_two_values_on(qtbot, look):
    from app.ui.tables.column import Column
    from app.ui.tables.model import RowsModel
    from app.ui.tables.view import RowsView

    columns = (Column(title="Các kỳ", text=str, line=lambda row: row, width=8),)
    pictures = []
    for row in ((), (3.0,), (3.0, 3.0), (1.0, 9.0, 4.0)):
        view = RowsView(RowsModel(columns, str))
        qtbot.addWidget(view)
        view.resize(300, 120)
        view.rows_model.set_rows([row])
        pictures.append(view.viewport().grab(view.visualRect(view.model().index(0, 0))).toImage())
    nothing, one, flat, bent = pictures
    assert nothing == one
    assert flat not in (nothing, bent)
    assert bent != nothing


def test_words_too_long_for_a_box_end_in_an_ellipsis(qtbot, look):
    from app.ui.widgets.choice_box import ChoiceBox

    box = ChoiceBox(letters=8)
    qtbot.addWidget(box)
    box.addItems(["Báo cáo kết quả công tác cải cách hành chính", "Báo cáo kết quả công tác cải cách hành"])
    box.resize(160, box.sizeHint().height())
    long = box.grab().toImage()
    box.setCurrentIndex(1)
    assert box.grab().toImage() == long  # both end in the same ellipsis, at the same word
    box.resize(900, box.height())
    wide = box.grab().toImage()
    box.setCurrentIndex(0)
    assert box.grab().toImage() != wide
