"""A list of words with boxes to tick, in groups where there are groups, searched without accents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QWidget

from app.core.text import exact_key, fold, search_words

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tick: its key, its words, the group it stands under, a note at its right."""

    key: str
    title: str
    group: str = ""
    note: str = ""


class CheckListModel(QAbstractListModel):
    """Choices under their groups' headings; ticking a heading ticks all of it that is shown."""

    ticked_changed = Signal()

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._texts: dict[str, tuple[str, str]] = {}
        self._ticked: set[str] = set()
        self._lines: list[str | Choice] = []
        self._members: dict[str, list[Choice]] = {}
        self._query = ""
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace the choices; ticks of keys that remain stay."""
        self._choices = tuple(choices)
        self._texts = {
            c.key: (fold(f"{c.title}\n{c.group}"), exact_key(f"{c.title}\n{c.group}")) for c in choices
        }
        self._ticked &= set(self._texts)
        self._rebuild()

    def set_query(self, query: str) -> None:
        """Show only choices with every word of the query, in their own title or their group's."""
        self._query = query
        self._rebuild()

    @property
    def shown(self) -> Sequence[Choice]:
        """The choices that the query leaves."""
        return [line for line in self._lines if isinstance(line, Choice)]

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ticked keys in the order of the choices."""
        return tuple(choice.key for choice in self._choices if choice.key in self._ticked)

    @property
    def total(self) -> int:
        """How many choices there are."""
        return len(self._choices)

    def tick(self, keys: Iterable[str], *, on: bool = True) -> None:
        """Tick or untick some keys."""
        known = set(keys) & set(self._texts)
        self._ticked = self._ticked | known if on else self._ticked - known
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))
        self.ticked_changed.emit()

    def set_ticked(self, keys: Iterable[str]) -> None:
        """Tick these and no others."""
        self._ticked = set()
        self.tick(keys)

    def toggle(self, index: Index) -> None:
        """Turn one line over; a heading ticks all its shown members unless all are ticked."""
        line = self._lines[index.row()]
        members = [line.key] if isinstance(line, Choice) else [c.key for c in self._members[line]]
        self.tick(members, on=not set(members) <= self._ticked)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count lines: headings and shown choices."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line can be ticked."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick through the view."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid():
            self.toggle(index)
            return True
        return False

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words and the tick of a line."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        is_choice = isinstance(line, Choice)
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(line, Choice):
                return f"{line.title}  ({line.note})" if line.note else line.title
            keys = [choice.key for choice in self._members[line]]
            return f"{line}  ({sum(key in self._ticked for key in keys)}/{len(keys)})"
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._state(line)
        if role == Qt.ItemDataRole.FontRole and not is_choice:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _state(self, line: str | Choice) -> Qt.CheckState:
        if isinstance(line, Choice):
            return Qt.CheckState.Checked if line.key in self._ticked else Qt.CheckState.Unchecked
        count = sum(choice.key in self._ticked for choice in self._members[line])
        if count == 0:
            return Qt.CheckState.Unchecked
        whole = count == len(self._members[line])
        return Qt.CheckState.Checked if whole else Qt.CheckState.PartiallyChecked

    def _rebuild(self) -> None:
        words = search_words(self._query)
        self.beginResetModel()
        self._members = {}
        for choice in self._choices:
            plain, exact = self._texts[choice.key]
            if all(word in (exact if matters else plain) for word, matters in words):
                self._members.setdefault(choice.group, []).append(choice)
        self._lines = []
        for group, members in self._members.items():
            self._lines += [group, *members] if group else members
        self.endResetModel()


class CheckListView(QListView):
    """Shows a ``CheckListModel``; Space or a click anywhere in a line turns it over."""

    def __init__(self, model: CheckListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("check_list")
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def keyboardSearch(self, search: str) -> None:
        """Leave letters alone: the search box is for them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the current line over with Space."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Turn over the line under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._toggle(index)
        else:
            super().mouseReleaseEvent(event)

    def _toggle(self, index: QModelIndex) -> None:
        model = self.model()
        assert isinstance(model, CheckListModel)
        model.toggle(index)
