"""The form of files: which formats, which folder, and where asked whose papers."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from app.core.errors import InvalidField
from app.ui.forms import FormDialog
from app.ui.paper_files import ExportFields
from app.ui.widgets.check_list import Choice
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.unit_picker import UnitPicker

FORMATS = (("docx", "Word (.docx)"), ("pdf", "PDF"), ("xlsx", "Excel (.xlsx)"))


class ExportForm(FormDialog):
    """Gives ``ExportFields``; with more than one unit to choose from it asks for units too."""

    def __init__(
        self,
        parent: QWidget | None,
        heading: str,
        known: ExportFields,
        ask_folder: Callable[[], Path | None],
        units: Sequence[Choice] = (),
    ) -> None:
        super().__init__(parent, "Xuất văn bản", verb="Xuất", name="export_form")
        self._known = known
        self._ask_folder = ask_folder
        self.boxes: dict[str, QCheckBox] = {}
        formats, row = _bare_row()
        for extension, words in FORMATS:
            box = self.boxes[extension] = QCheckBox(words)
            box.setObjectName(f"{extension}_box")
            box.setChecked(extension in known.formats)
            row.addWidget(box)
        row.addStretch(1)
        formats.setFocusProxy(self.boxes["docx"])
        self.folder = QLineEdit(str(known.folder))
        place, line = _bare_row()
        line.addWidget(self.folder, 1)
        line.addWidget(push_button("Chọn…", self._choose_folder, name="folder_button"))
        place.setFocusProxy(self.folder)
        self.picker: UnitPicker | None = None
        self.add_row(plain_label(heading, "strong", wraps=True))
        self.add_field("formats", "Dạng tệp", formats)
        self.add_field("folder", "Thư mục", place, hint="Thư mục này được nhớ cho lần sau.")
        if len(units) > 1:
            self.picker = UnitPicker(units)
            self.picker.set_ticked(known.unit_ids)
            self.picker.setMinimumHeight(self.fontMetrics().height() * 11)
            self.add_field("unit_ids", "Đơn vị", self.picker)

    def read_value(self) -> ExportFields:
        """Return what to write and where."""
        formats = tuple(extension for extension, box in self.boxes.items() if box.isChecked())
        if not formats:
            raise InvalidField("formats", "Chưa chọn dạng tệp nào.", hint="Chọn Word, PDF hoặc Excel.")
        folder = self.folder.text().strip()
        if not folder:
            raise InvalidField("folder", "Chưa chọn thư mục.")
        unit_ids = self._known.unit_ids if self.picker is None else self.picker.ticked
        if self.picker is not None and not unit_ids:
            raise InvalidField("unit_ids", "Chưa chọn đơn vị nào.", hint="Tích ít nhất một đơn vị.")
        return ExportFields(formats=formats, folder=Path(folder), unit_ids=unit_ids)

    def _choose_folder(self) -> None:
        if folder := self._ask_folder():
            self.folder.setText(str(folder))


def _bare_row() -> tuple[QWidget, QHBoxLayout]:
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    return widget, row
