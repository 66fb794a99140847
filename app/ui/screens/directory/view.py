"""The directory: six lists in tabs, one bar of actions."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QTabWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.core.text import format_date
from app.services.queries.catalogue import CatalogueLine, CatalogueView
from app.services.queries.directory import Directory, GroupLine
from app.services.queries.units import LetterheadRow, PersonRow, SignerRow, UnitRow
from app.ui.context import FormReply, UiContext
from app.ui.excel_import import ExcelImport, save_template
from app.ui.screen import ScreenBase
from app.ui.screens.directory.columns import GROUPS, INDICATORS, LETTERHEADS, PEOPLE, SIGNERS, UNITS
from app.ui.screens.directory.dialogs import (
    CatalogueForm,
    GroupForm,
    HeadingSketch,
    LastDayForm,
    LetterheadForm,
    PersonForm,
    SignerForm,
    UnitForm,
)
from app.ui.screens.directory.presenter import TAB_WORDS, Action, DirectoryPresenter, Save, Tab
from app.ui.tables.column import Column
from app.ui.tables.model import RowsModel
from app.ui.tables.output import export_table, print_table
from app.ui.tables.table import RowsTable
from app.ui.widgets.labels import plain_label

_TABLES: dict[Tab, tuple[tuple[Column[Any], ...], str, str]] = {
    Tab.UNITS: (UNITS, "units", "đơn vị"),
    Tab.GROUPS: (GROUPS, "groups", "nhóm"),
    Tab.PEOPLE: (PEOPLE, "people", "người"),
    Tab.SIGNERS: (SIGNERS, "signers", "người ký"),
    Tab.LETTERHEADS: (LETTERHEADS, "letterheads", "mẫu"),
    Tab.INDICATORS: (INDICATORS, "indicators", "dòng"),
}
_EMPTY = {
    Tab.UNITS: ("Chưa có đơn vị nào.", "Thêm đơn vị"),
    Tab.GROUPS: ("Chưa có nhóm đơn vị nào.", "Thêm nhóm"),
    Tab.PEOPLE: ("Chưa có ai trong danh sách.", "Thêm người"),
    Tab.SIGNERS: ("Chưa có người ký nào.", "Thêm người ký"),
    Tab.LETTERHEADS: ("Chưa có mẫu đầu văn bản nào.", "Thêm mẫu"),
    Tab.INDICATORS: ("Sổ chưa có danh mục chỉ tiêu: lập sổ từ một bộ mẫu.", ""),
}


def _key(row: Any) -> str:
    key: str = row.code if isinstance(row, CatalogueLine) else row.id
    return key


class DirectoryScreen(ScreenBase):
    """Units, groups, people, signers, letterheads, indicators."""

    watches = Changes(units=True, cycles=True)

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Danh mục")
        self.presenter: DirectoryPresenter = DirectoryPresenter(self, self.ui)
        self.tables: dict[Tab, RowsTable] = {}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for tab, (columns, name, noun) in _TABLES.items():
            table = RowsTable(RowsModel(columns, _key), name=name, noun=noun)
            sentence, verb = _EMPTY[tab]
            table.set_empty(sentence, verb, self.presenter.add_clicked)
            table.activated.connect(lambda _: self.presenter.edit_clicked())
            table.selection_changed.connect(self._tell_selection)
            self.tables[tab] = table
        self.sketch = HeadingSketch()
        self.sketch.hide()
        self.version = plain_label("", "soft", wraps=True)
        self._add_tabs()
        self.set_content(self.tabs)
        self._actions: dict[Action, QAction] = {}
        self._add_actions()
        self.tabs.currentChanged.connect(lambda _: self._tell_selection())

    def _add_tabs(self) -> None:
        self.retired = QCheckBox("Cả đơn vị đã ngừng")
        self.retired.setObjectName("retired_box")
        self.retired.toggled.connect(self.presenter.retired_toggled)
        self.tables[Tab.UNITS].add_filter(self.retired)
        for tab, table in self.tables.items():
            page: QWidget = table
            if tab in (Tab.LETTERHEADS, Tab.INDICATORS):
                page = QWidget()
                column = QVBoxLayout(page)
                column.setContentsMargins(0, 0, 0, 0)
                column.addWidget(table, 1)
                column.addWidget(self.sketch if tab is Tab.LETTERHEADS else self.version)
            self.tabs.addTab(page, TAB_WORDS[tab])

    def _add_actions(self) -> None:
        presenter = self.presenter
        self._add(Action.ADD, "Thêm", presenter.add_clicked, "add", "add", "Ctrl+N", primary=True)
        self._add(Action.EDIT, "Sửa", presenter.edit_clicked, "edit", "edit", "F2")
        self._add(Action.RETIRE, "Ngừng hiệu lực", presenter.retire_clicked, "status-cancelled", "retire", "")
        self._add(Action.IMPORT, "Nhập từ Excel", self._import, "import", "import", "")
        self._add(Action.TEMPLATE, "Lấy biểu Excel", self._template, "documents", "template", "")
        self.add_action("In", self._print, mark="print", name="print", keys="Ctrl+P")
        self.add_action("Xuất Excel", self._export, mark="export", name="export", keys="Ctrl+E")

    def _add(
        self,
        action: Action,
        text: str,
        run: Callable[[], object],
        mark: str,
        name: str,
        keys: str,
        *,
        primary: bool = False,
    ) -> None:
        self._actions[action] = self.add_action(text, run, mark=mark, name=name, keys=keys, primary=primary)

    @property
    def tab(self) -> Tab:
        """The list that is shown."""
        return list(Tab)[self.tabs.currentIndex()]

    def show_directory(self, found: Directory) -> None:
        """Show every list."""
        self.tables[Tab.UNITS].set_rows(found.units)
        self.tables[Tab.GROUPS].set_rows(found.groups)
        self.tables[Tab.PEOPLE].set_rows(found.people)
        self.tables[Tab.SIGNERS].set_rows(found.signers)
        self.tables[Tab.LETTERHEADS].set_rows(found.letterheads)
        self.tables[Tab.INDICATORS].set_rows(found.catalogue.lines)
        self.version.setText(_version_words(found.catalogue))
        self._tell_selection()

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Show what can be done now."""
        for action, made in self._actions.items():
            made.setEnabled(action in actions)

    def ask_unit(self, row: UnitRow | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a unit."""
        UnitForm(self, row, units, self._today).ask(save)

    def ask_last_day(self, row: UnitRow, save: Save) -> None:
        """Ask for a unit's last day."""
        LastDayForm(self, row, self._today).ask(save)

    def ask_group(self, row: GroupLine | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a group."""
        GroupForm(self, row, units).ask(save)

    def ask_person(self, row: PersonRow | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a person."""
        PersonForm(self, row, units, self._near_unit(), self._today).ask(save)

    def ask_signer(self, row: SignerRow | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a signer."""
        SignerForm(self, row, units, self._near_unit(), self._today).ask(save)

    def ask_letterhead(self, row: LetterheadRow | None, units: Sequence[UnitRow], save: Save) -> None:
        """Ask for a letterhead."""
        LetterheadForm(self, row, units, self._near_unit(), self._today).ask(save)

    def select(self, tab: Tab, row_id: str) -> None:
        """Select a row, now or when it comes."""
        self.tables[tab].select_row(row_id)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Show a list, and a row of it."""
        tab = next((tab for tab, (_, name, _) in _TABLES.items() if name == place.get("list")), Tab.UNITS)
        self.tabs.setCurrentIndex(list(Tab).index(tab))
        if "id" in place:
            self.select(tab, place["id"])

    @property
    def _today(self) -> date:
        return self.ui.services.clock.today()

    def _near_unit(self) -> str | None:
        rows = self.tables[self.tab].selected_rows()
        return getattr(rows[0], "unit_id", None) if rows else None

    def _tell_selection(self) -> None:
        rows = self.tables[self.tab].selected_rows()
        heads = self.tables[Tab.LETTERHEADS].selected_rows()
        self.sketch.setVisible(len(heads) == 1)
        if len(heads) == 1:
            head = heads[0]
            self.sketch.show_heading(head.superior, head.issuer, head.symbol, head.place, self._today.year)
        self.presenter.selected(self.tab, rows)

    def _import(self) -> None:
        if self.tab is Tab.INDICATORS:
            CatalogueForm(self, self._today).ask(self._import_catalogue)
        else:
            ExcelImport(self, self.ui, "units").start()

    def _import_catalogue(self, since: date, reply: FormReply) -> None:
        reply.accept()
        ExcelImport(self, self.ui, "catalogue", valid_from=since).start()

    def _template(self) -> None:
        if self.tab is Tab.INDICATORS:
            save_template(self.ui, "catalogue", "Danh mục chỉ tiêu")
        else:
            save_template(self.ui, "units", "Biểu đơn vị")

    def _title(self) -> str:
        return f"Danh mục: {TAB_WORDS[self.tab].lower()}"

    def _print(self) -> None:
        print_table(self.tables[self.tab], self._title(), self.ui)

    def _export(self) -> None:
        export_table(self.tables[self.tab], self._title(), self.ui)


def _version_words(catalogue: CatalogueView) -> str:
    if not catalogue.lines:
        return ""
    since = f", có hiệu lực từ ngày {format_date(catalogue.valid_from)}" if catalogue.valid_from else ""
    advice = "Muốn sửa: Lấy biểu Excel, sửa trong đó, rồi Nhập từ Excel."
    return f"{catalogue.name}{since}. {advice}"


def make(ui: UiContext) -> ScreenBase:
    """Make the directory."""
    return DirectoryScreen(ui)
