"""Which column of a workbook is what, where its headings do not say so."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.errors import InvalidField
from app.core.text import shorten
from app.ui.forms import FormDialog
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from app.intake.tables import ColumnSample, Field


class ColumnsForm(FormDialog):
    """Gives the letter of each field's column; what is needed is marked, and refused where it is missing."""

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        fields: "Sequence[Field]",
        samples: "Sequence[ColumnSample]",
        chosen: Mapping[str, object],
        *,
        reason: str = "",
    ) -> None:
        super().__init__(parent, f"Chọn cột của “{name}”", verb="Đọc thử", name="columns_form")
        self._needed = [field for field in fields if field.required]
        told = reason or "Chỉ rõ cột nào là gì; lần sau tệp cùng mẫu được đọc như thế."
        self.add_row(plain_label(told, wraps=True))
        self.boxes: dict[str, ChoiceBox] = {}
        for field in sorted(fields, key=lambda field: not field.required):
            box = self.boxes[field.key] = ChoiceBox(letters=20)
            box.addItem("(không có)", "")
            for sample in samples:
                box.addItem(f"{sample.letter}: {shorten(' · '.join(sample.words), 60)}", sample.letter)
            box.setCurrentIndex(max(0, box.findData(chosen.get(field.key, ""))))
            self.add_field(field.key, f"{field.title} *" if field.required else field.title, box)

    def read_value(self) -> dict[str, object]:
        """Return field → letter of what was chosen."""
        columns: dict[str, object] = {key: box.currentData() for key, box in self.boxes.items()}
        for field in self._needed:
            if not columns[field.key]:
                raise InvalidField(field.key, f"Chưa chọn cột “{field.title}”.")
        taken: dict[object, str] = {}
        for key, letter in columns.items():
            if letter and letter in taken:
                raise InvalidField(key, f"Cột {letter} đã chọn cho mục khác.")
            taken[letter] = key
        return {key: letter for key, letter in columns.items() if letter}
