"""Forms of a heading and of a standing sentence with its fields."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QSpinBox, QWidget

from app.core.errors import InvalidField
from app.core.text import exact_key, fold, join_words, search_words
from app.services.queries.wording_fields import Field, longest_words, phrase_name, unknown_fields
from app.services.queries.wording_preview import Preview
from app.services.wording import HeadingRow, PhraseRow
from app.ui.tone import Tone
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.previewed_form import PreviewedForm
from app.ui.widgets.search_box import SearchBox

_SINCE = "Văn bản soạn từ hôm nay dùng lời mới; văn bản của các ngày trước giữ lời cũ."


class HeadingForm(PreviewedForm):
    """Gives a ``HeadingRow``."""

    def __init__(
        self,
        parent: QWidget | None,
        heading: HeadingRow,
        fields: Sequence[Field],
        preview: Preview | None = None,
        why: str = "",
    ) -> None:
        super().__init__(parent, "Sửa đề mục", name="heading_form", preview=preview, why=why)
        self._heading = heading
        self._known = {field.name for field in fields}
        self.number = QLineEdit(heading.number)
        self.heading_title = QLineEdit(heading.title)
        self.level = QSpinBox()
        self.level.setRange(1, 3)
        self.level.setValue(heading.level)
        self.empty_sentence = QPlainTextEdit(heading.empty_sentence)
        self.empty_sentence.setTabChangesFocus(True)
        self.empty_sentence.setMinimumHeight(self.fontMetrics().height() * 4)
        self.add_field("number", "Số", self.number)
        self.add_field("title", "Đề mục", self.heading_title)
        self.add_field("level", "Cấp", self.level)
        self.add_field(
            "empty_sentence",
            "Khi không phát sinh",
            self.empty_sentence,
            hint="Câu in dưới đề mục khi đơn vị ghi không phát sinh.",
        )
        self.add_row(plain_label(_SINCE, "soft", wraps=True))
        for signal in (self.number.textChanged, self.heading_title.textChanged, self.level.valueChanged):
            self.watch(signal)

    def words_to_find(self) -> str:
        """Return the heading as the paper prints it."""
        title = longest_words(self._heading.title)
        return title.upper() if self._heading.level == 1 else title

    def read_value(self) -> HeadingRow:
        """Return the heading; a field that does not exist is refused."""
        title = self.heading_title.text()
        if unknown := unknown_fields(title, self._known):
            raise InvalidField("title", f"Không có trường {join_words(unknown)}.", hint="Bỏ trường đó.")
        return replace(
            self._heading,
            number=self.number.text(),
            title=title,
            level=self.level.value(),
            empty_sentence=self.empty_sentence.toPlainText(),
        )


class PhraseForm(PreviewedForm):
    """Gives the text of a sentence; warns of fields that do not exist, and inserts those that do."""

    def __init__(
        self,
        parent: QWidget | None,
        phrase: PhraseRow,
        fields: Sequence[Field],
        preview: Preview | None = None,
        why: str = "",
    ) -> None:
        title = f"Sửa câu mẫu: {phrase_name(phrase.key, phrase.usual)}"
        super().__init__(parent, title, name="phrase_form", preview=preview, why=why)
        self._phrase = phrase
        self._listed = tuple(fields)
        self._known = {field.name for field in fields}
        line = self.fontMetrics().height()
        self.words = QPlainTextEdit(phrase.text)
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(line * 5)
        self.box = SearchBox("Tìm trường")
        self.list = QListWidget()
        self.list.setObjectName("field_list")
        self.list.setAccessibleName("Danh sách trường")
        self.list.setMinimumHeight(line * 6)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.usual_button = push_button("Về câu gốc", self._usual, name="usual_phrase_button")
        self.usual_button.setToolTip(phrase.usual)
        self.add_field("text", "Lời văn", self.words)
        self.add_row(self.usual_button)  # beside the words, in sight also where the form scrolls
        self.add_row(plain_label("Để trống thì bỏ câu này. " + _SINCE, "soft", wraps=True))
        self.add_field("field_search", "Trường", self.box, hint="Enter hoặc bấm đúp để chèn vào chỗ con trỏ.")
        self.add_row(self.list)
        self.watch(self.words.textChanged)
        self.words.textChanged.connect(self._warn)
        self.box.searched.connect(self._search)
        self.box.left_down.connect(self.list.setFocus)
        self.list.itemActivated.connect(self._insert)
        self._search("")
        self._warn()

    def words_to_find(self) -> str:
        """Return the longest part of the sentence without fields."""
        return longest_words(self._phrase.text)

    def _usual(self) -> None:
        self.words.selectAll()
        self.words.insertPlainText(self._phrase.usual)  # can be taken back with Ctrl+Z
        self.words.setFocus()

    def read_value(self) -> str:
        """Return the text; a field that does not exist is only warned of: the paper shows it."""
        return self.words.toPlainText()

    def _warn(self) -> None:
        self.usual_button.setEnabled(self.words.toPlainText() != self._phrase.usual)
        unknown = unknown_fields(self.words.toPlainText(), self._known)
        if unknown:
            names = join_words(f"{{{name}}}" for name in unknown)
            self.banner.say(
                f"Không có trường {names}: văn bản sẽ in [?…?] ở chỗ đó. Chọn trường trong danh sách.",
                Tone.WARNING,
            )
        else:
            self.banner.hide()

    def _search(self, query: str) -> None:
        words = search_words(query)
        self.list.clear()
        for field in self._listed:
            line = f"{{{field.name}}}  {field.meaning}"
            if all(word in (exact_key(line) if exact else fold(line)) for word, exact in words):
                item = QListWidgetItem(line, self.list)
                item.setData(Qt.ItemDataRole.UserRole, field.name)
                item.setToolTip(field.meaning)

    def _insert(self, item: QListWidgetItem) -> None:
        self.words.insertPlainText(f"{{{item.data(Qt.ItemDataRole.UserRole)}}}")
        self.words.setFocus()
