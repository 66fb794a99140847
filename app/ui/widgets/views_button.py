"""The button "Cách xem": named filters and columns of one list, kept, chosen, renamed, deleted."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from app.core.text import fold, one_line
from app.ui.context import UiContext
from app.ui.widgets.labels import bare

if TYPE_CHECKING:
    from app.services.saved_views import NamedView


class Viewed(Protocol):
    """A list that can say how it is looked at, and be looked at so again; both fit for JSON."""

    def seen_as(self) -> Mapping[str, object]:
        """Return filters and columns as they are now."""
        ...

    def see_as(self, view: Mapping[str, object]) -> None:
        """Take filters and columns; what cannot be used any more is passed over."""
        ...


class ViewsButton(QPushButton):
    """Reads the names when it is pressed; ``name`` says whose views these are."""

    def __init__(self, ui: UiContext, viewed: Viewed, name: str, parent: QWidget | None = None) -> None:
        super().__init__("Cách xem", parent)
        self.setObjectName("views_button")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip("Lưu bộ lọc và cột đang thấy thành một cách xem có tên, chọn lại cách xem đã lưu")
        self._ui, self._viewed, self._name = ui, viewed, name
        self.clicked.connect(bare(self._read))

    def _read(self) -> None:
        name = self._name

        def read(session: object, job: object) -> "tuple[NamedView, ...]":
            from app.services.saved_views import list_views

            return list_views(session, name)  # type: ignore[arg-type]

        self._ui.jobs.read(read, self.open_menu)

    def open_menu(self, views: "Sequence[NamedView]") -> QMenu:
        """Open the menu: the views by name, then what can be done with them."""
        menu = QMenu(self)
        menu.setObjectName("views_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for view in views:
            chosen = menu.addAction(view.name.replace("&", "&&"))
            chosen.triggered.connect(lambda _, v=view: self._see(v))
        menu.addSeparator()
        menu.addAction("Lưu cách xem…").triggered.connect(lambda: self._save(views))
        for words, act in (("Đổi tên…", self._rename), ("Xóa…", self._delete)):
            action = menu.addAction(words)
            action.setEnabled(bool(views))
            action.triggered.connect(lambda _, run=act: run(views))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        return menu

    def _see(self, view: "NamedView") -> None:
        self._viewed.see_as(view.definition)
        self._ui.navigator.tell(f"Đang xem theo “{view.name}”.")

    def _save(self, views: "Sequence[NamedView]") -> None:
        name = self._ui.dialogs.ask_text("Lưu cách xem", "Tên cách xem", verb="Lưu")
        if name is None:
            return
        taken = [view for view in views if fold(view.name) == fold(one_line(name))]
        if taken and not self._ui.dialogs.confirm(
            f"Đã có cách xem “{taken[0].name}”.", verb="Thay", detail="Bộ lọc, cột đã lưu sẽ được thay."
        ):
            return
        from app.services.saved_views import save_view

        screen, definition = self._name, self._viewed.seen_as()
        self._ui.jobs.write(
            lambda session, job: save_view(session, screen=screen, name=name, definition=definition),
            lambda view: self._ui.navigator.tell(f"Đã lưu cách xem “{view.name}”."),
            title="Đang lưu cách xem",
        )

    def _rename(self, views: "Sequence[NamedView]") -> None:
        view = self._chosen(views, "Đổi tên cách xem", "Đổi tên")
        if view is None:
            return
        name = self._ui.dialogs.ask_text("Đổi tên cách xem", "Tên mới", verb="Đổi tên", value=view.name)
        if name is not None:
            from app.services.saved_views import rename_view

            self._ui.jobs.write(
                lambda session, job: rename_view(session, view_id=view.id, name=name),
                title="Đang đổi tên cách xem",
            )

    def _delete(self, views: "Sequence[NamedView]") -> None:
        view = self._chosen(views, "Xóa cách xem", "Xóa")
        if view is None:
            return
        from app.services.saved_views import delete_view

        self._ui.jobs.write(
            lambda session, job: delete_view(session, view_id=view.id),
            lambda _: self._ui.navigator.tell(f"Đã xóa cách xem “{view.name}”."),
            title="Đang xóa cách xem",
        )

    def _chosen(self, views: "Sequence[NamedView]", title: str, verb: str) -> "NamedView | None":
        choices = [(view.id, view.name) for view in views]
        chosen = self._ui.dialogs.ask_choice(title, "Cách xem", choices, verb=verb)
        return next((view for view in views if view.id == chosen), None)
