"""Questions: Vietnamese verbs on every button, plain values out. Nothing here waits for a person."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from app.core.errors import Finding
from app.ui import dialogs as module
from app.ui.context import FileKind
from app.ui.dialogs import QtDialogs
from app.ui.translation import VietnameseTranslator

WORD = FileKind("Văn bản Word", ("docx",))


@pytest.fixture
def press(qtbot, look, monkeypatch):
    """Answer the next dialog: fill it, press one of its buttons; keeps the words on all buttons."""
    words = []

    def script(name, fill=lambda dialog: None):
        def answer(dialog):
            dialog.show()
            words[:] = [b.text().replace("&", "") for b in dialog.findChildren(QPushButton) if b.text()]
            fill(dialog)
            qtbot.mouseClick(dialog.findChild(QWidget, name), Qt.MouseButton.LeftButton)
            assert not dialog.isVisible()
            result = dialog.result() == 1
            dialog.deleteLater()
            return result

        monkeypatch.setattr(module, "_answer", answer)
        return words

    return script


@pytest.mark.parametrize(("button", "answer"), [("confirm_button", True), ("cancel_button", False)])
def test_a_question_bears_its_verb(press, button, answer):
    words = press(button)
    assert QtDialogs().confirm("Hủy văn bản đã ban hành?", verb="Hủy văn bản", dangerous=True) is answer
    assert words == ["Hoãn", "Hủy văn bản"]


def test_enter_on_a_dangerous_question_means_no(press):
    defaults = []
    press("cancel_button", lambda d: defaults.append(d.findChild(QPushButton, "cancel_button").isDefault()))
    QtDialogs().confirm("Xóa hẳn?", verb="Xóa hẳn", dangerous=True)
    assert defaults == [True]


@pytest.mark.parametrize(("button", "answer"), [("retry_button", True), ("later_button", False)])
def test_a_refusal_of_the_machine_offers_again_and_later(press, button, answer):
    words = press(button)
    assert QtDialogs().ask_retry("Tệp đang mở.", "Đóng Word rồi thử lại.", "E-LOCK-02") is answer
    assert words == ["Để sau", "Thử lại"]


def test_a_reason_may_not_be_empty(press):
    def fill(dialog):
        assert not dialog.findChild(QPushButton, "confirm_button").isEnabled()
        dialog.findChild(QWidget, "text_edit").setPlainText("  Ghi sai số  ")

    press("confirm_button", fill)
    assert QtDialogs().ask_text("Thu hồi", "Lý do thu hồi:", verb="Thu hồi", lines=3) == "Ghi sai số"
    press("cancel_button", lambda d: None)
    assert QtDialogs().ask_text("Thu hồi", "Lý do thu hồi:", verb="Thu hồi") is None


def test_a_choice_gives_its_key(press):
    press("confirm_button", lambda d: d.findChild(QWidget, "choice_box").setCurrentIndex(1))
    assert QtDialogs().ask_choice("Mẫu", "Chọn mẫu:", [("a", "Một"), ("b", "Hai")], verb="Chọn") == "b"


def test_findings_can_be_read_and_copied(press, qtbot):
    def fill(dialog):
        qtbot.mouseClick(dialog.findChild(QWidget, "copy_button"), Qt.MouseButton.LeftButton)

    words = press("close_button", fill)
    QtDialogs().show_findings("Tệp có 1 lỗi.", [Finding(5, "Số liệu", "Phải là số.")])
    assert QGuiApplication.clipboard().text().splitlines()[1] == "5\tSố liệu\tPhải là số."
    assert {"Chép danh sách", "Đóng"} <= set(words)


def test_a_text_can_be_copied(press, qtbot):
    press(
        "close_button",
        lambda d: qtbot.mouseClick(d.findChild(QWidget, "copy_button"), Qt.MouseButton.LeftButton),
    )
    QtDialogs().show_text("Lời nhắc", "Kính gửi UBND xã")
    assert QGuiApplication.clipboard().text() == "Kính gửi UBND xã"


@pytest.fixture
def file_dialogs(look, monkeypatch):
    """Accept every file dialog with the files set in it."""
    seen = []

    def accept(dialog):
        seen.append(dialog)
        return 1

    monkeypatch.setattr(QFileDialog, "exec", accept)
    return seen


def test_files_are_asked_for_in_vietnamese(file_dialogs, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda self: [str(tmp_path / "a.docx")])
    dialogs = QtDialogs(lambda: str(tmp_path))
    assert dialogs.ask_open_file("Mở văn bản", [WORD]) == tmp_path / "a.docx"
    assert dialogs.ask_save_file("Cất văn bản", "a", [WORD]) == tmp_path / "a.docx"
    assert dialogs.ask_open_files("Mở văn bản", [WORD]) == (tmp_path / "a.docx",)
    assert dialogs.ask_folder("Chọn thư mục") == tmp_path / "a.docx"
    assert file_dialogs[0].nameFilters() == ["Văn bản Word (*.docx)"]
    assert [d.labelText(QFileDialog.DialogLabel.Accept) for d in file_dialogs] == ["Mở", "Cất", "Mở", "Chọn"]
    assert {d.labelText(QFileDialog.DialogLabel.Reject) for d in file_dialogs} == {"Hoãn"}
    assert file_dialogs[1].defaultSuffix() == "docx"


def test_a_file_dialog_put_off_gives_nothing(file_dialogs, monkeypatch):
    monkeypatch.setattr(QFileDialog, "exec", lambda self: 0)
    assert QtDialogs().ask_open_file("Mở", [WORD]) is None
    assert QtDialogs().ask_save_file("Cất", "a", [WORD]) is None


@pytest.mark.parametrize(
    ("context", "text", "words"),
    [
        ("QPlatformTheme", "Cancel", "Hoãn"),
        ("QLineEdit", "&Copy", "Chép"),
        ("QFileDialog", "New Folder", "Thư mục mới"),
    ],
)
def test_qt_itself_speaks_vietnamese(look, context, text, words):
    assert QCoreApplication.translate(context, text) == words


def test_what_is_not_in_the_table_stays_as_it_is(look):
    assert VietnameseTranslator().translate("QX", "Something new") is None
    assert QCoreApplication.translate("QX", "Something new") == "Something new"
