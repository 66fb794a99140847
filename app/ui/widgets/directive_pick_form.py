"""Choose a directive of the register by its number or words, and what one does to the other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from app.core.errors import InvalidField
from app.core.statuses import DirectiveRelation
from app.core.text import exact_key, fold, format_date, search_words
from app.ui.forms import FormDialog
from app.ui.widgets.directive_choice import PickedDirective
from app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from app.services.queries.directives import DirectiveRow

_KEY = Qt.ItemDataRole.UserRole


class DirectivePickForm(FormDialog):
    """Gives a ``PickedDirective``; ``relations`` are offered with their words."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        rows: "Sequence[DirectiveRow]",
        *,
        verb: str,
        relations: Sequence[tuple[DirectiveRelation, str]] = (),
    ) -> None:
        super().__init__(parent, title, verb=verb, name="directive_pick_form")
        self.relation = QComboBox()
        for relation, words in relations:
            self.relation.addItem(words, relation)
        if relations:
            self.add_field("relation", "Quan hệ", self.relation)
        self.box = SearchBox("Tìm theo số, trích yếu")
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setObjectName("directive_choices")
        self.list.setAccessibleName("Văn bản")
        self._texts: list[tuple[str, str]] = []
        for row in rows:
            day = f" ngày {format_date(row.issued_on)}" if row.issued_on else ""
            words = f"{row.label}{day}\n{row.subject}"
            item = QListWidgetItem(words)
            item.setData(_KEY, row.id)
            item.setToolTip(words)
            self.list.addItem(item)
            self._texts.append((fold(words), exact_key(words)))
        letters = self.fontMetrics().averageCharWidth()
        self.list.setMinimumSize(letters * 52, self.fontMetrics().height() * 11)
        self.add_row(self.box)
        self.add_field("directive", "Văn bản", self.list)
        self.box.searched.connect(self._search)
        self.box.left_down.connect(self.list.setFocus)
        self.list.itemDoubleClicked.connect(lambda _: self.submit())
        if rows:
            self.list.setCurrentRow(0)
        self.box.setFocus()

    def _search(self, query: str) -> None:
        words = search_words(query)
        shown = []
        for place, (plain, exact) in enumerate(self._texts):
            fits = all(word in (exact if matters else plain) for word, matters in words)
            self.list.setRowHidden(place, not fits)
            if fits:
                shown.append(place)
        if shown and self.list.currentRow() not in shown:
            self.list.setCurrentRow(shown[0])

    def read_value(self) -> PickedDirective:
        """Return the choice."""
        item = self.list.currentItem()
        if item is None or item.isHidden():
            raise InvalidField("directive", "Chưa chọn văn bản nào.", hint="Ghi vào sổ văn bản đó trước.")
        relation = self.relation.currentData()
        return PickedDirective(
            str(item.data(_KEY)), DirectiveRelation(relation) if relation else DirectiveRelation.REPLACES
        )
