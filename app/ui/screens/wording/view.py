"""Two lists of one kind of paper: its headings, its standing sentences."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.services.queries.wording_fields import KIND_TITLES, Field
from app.services.queries.wording_preview import Preview
from app.services.wording import HeadingRow, PhraseRow
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.wording.columns import HEADING_COLUMNS, PHRASE_COLUMNS
from app.ui.screens.wording.dialogs import HeadingForm, PhraseForm
from app.ui.screens.wording.presenter import Save, WordingData, WordingPresenter
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.widgets.labels import plain_label


class WordingScreen(ScreenBase):
    """Satisfies ``WordingView``."""

    watches = Changes(documents=True, settings=True)
    presenter: WordingPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Đề cương và câu mẫu")
        self.presenter = WordingPresenter(self, self.ui)
        self.headings = RowsTable(RowsModel(HEADING_COLUMNS, lambda h: h.key), name="headings", noun="đề mục")
        self.phrases = RowsTable(RowsModel(PHRASE_COLUMNS, lambda p: p.key), name="phrases", noun="câu")
        self.kind = QComboBox()
        self.kind.setObjectName("kind_box")
        self.kind.setAccessibleName("Loại văn bản")
        for key, words in KIND_TITLES.items():
            self.kind.addItem(words, key)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.headings, "Đề cương")
        self.tabs.addTab(self.phrases, "Câu mẫu")
        self.set_content(self._lay_out())
        self._add_actions()
        self._connect()
        self._fit()

    def show_wording(self, data: WordingData) -> None:
        """Show the words of one kind of paper."""
        self.kind.setCurrentIndex(self.kind.findData(data.kind))
        self.tabs.setTabVisible(0, bool(data.headings))
        self.headings.set_rows(data.headings)
        self.phrases.set_rows(data.phrases)
        for table, keys in (
            (self.headings, [row.key for row in data.headings]),
            (self.phrases, [row.key for row in data.phrases]),
        ):
            if keys and table.current_row() is None:
                table.select_row(keys[0])
        self._fit()

    def ask_heading(
        self, heading: HeadingRow, fields: Sequence[Field], save: Save, preview: Preview | None, why: str
    ) -> None:
        """Ask for a ``HeadingRow`` beside the paper."""
        HeadingForm(self, heading, fields, preview, why).ask(save)

    def ask_phrase(
        self, phrase: PhraseRow, fields: Sequence[Field], save: Save, preview: Preview | None, why: str
    ) -> None:
        """Ask for the text of a sentence beside the paper."""
        PhraseForm(self, phrase, fields, preview, why).ask(save)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to the words of a kind: ``kind="monthly-report"``."""
        self.presenter.open_place(place)

    def _lay_out(self) -> QWidget:
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(plain_label("Loại văn bản", "soft"))
        choices.addWidget(self.kind)
        choices.addStretch(1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(choices)
        column.addWidget(self.tabs, 1)
        content.setFocusProxy(self.headings)
        return content

    def _add_actions(self) -> None:
        self._edit = self.add_action(
            "Sửa", self._edit_clicked, mark="edit", name="edit", keys="F2", primary=True
        )
        self._usual = self.add_action("Trả về lời mặc định", self._usual_clicked, mark="undo", name="usual")

    def _connect(self) -> None:
        self.kind.activated.connect(lambda _: self.presenter.choose(str(self.kind.currentData())))
        self.headings.activated.connect(self.presenter.edit_heading_clicked)
        self.phrases.activated.connect(self.presenter.edit_phrase_clicked)
        self.headings.selection_changed.connect(self._fit)
        self.phrases.selection_changed.connect(self._fit)
        self.tabs.currentChanged.connect(lambda _: self._fit())

    def _fit(self) -> None:
        on_phrases = self.tabs.currentWidget() is self.phrases
        phrase = self.phrases.current_row()
        table = self.phrases if on_phrases else self.headings
        self._edit.setEnabled(table.current_row() is not None)
        self._usual.setEnabled(on_phrases and phrase is not None and phrase.text != phrase.usual)

    def _edit_clicked(self) -> None:
        if self.tabs.currentWidget() is self.phrases:
            self.presenter.edit_phrase_clicked(self.phrases.current_row())
        else:
            self.presenter.edit_heading_clicked(self.headings.current_row())

    def _usual_clicked(self) -> None:
        self.presenter.usual_clicked(self.phrases.current_row())


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return WordingScreen(ui)
