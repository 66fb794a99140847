"""What joins an open directive with others: its signed copy, the one that replaces it, further links."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Done
from app.core.statuses import DirectiveRelation
from app.ui.context import FormReply, UiContext
from app.ui.intake_desk import SignedCopyDesk, SignedCopyView
from app.ui.intake_reading import KINDS, ConversionView, ReadingDesk, reader_of
from app.ui.succession_desk import SuccessionDesk, SuccessionView
from app.ui.widgets.directive_choice import PickedDirective

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.queries.directives import DirectiveRow

RELATIONS = (
    (DirectiveRelation.CARRIES_OUT, "thực hiện văn bản:"),
    (DirectiveRelation.AMENDS, "sửa đổi, bổ sung văn bản:"),
    (DirectiveRelation.CITES, "dẫn chiếu văn bản:"),
)
ENDS = (
    (DirectiveRelation.REPLACES, "được thay thế bởi văn bản:"),
    (DirectiveRelation.REPEALS, "bị bãi bỏ bởi văn bản:"),
)


class ChainView(SignedCopyView, SuccessionView, ConversionView, Protocol):
    """The forms of the desk."""

    def ask_directive_choice(
        self,
        title: str,
        rows: "Sequence[DirectiveRow]",
        save: Callable[[PickedDirective, FormReply], object],
        *,
        verb: str,
        relations: Sequence[tuple[DirectiveRelation, str]] = (),
    ) -> None:
        """Ask for another directive of the register."""
        ...

    def show_problem_words(self, text: str) -> None:
        """Say above the content what could not be read."""
        ...


class ChainDesk:
    """Asks through the view, writes through the use cases."""

    def __init__(self, view: ChainView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._reading = ReadingDesk(view, ui)
        self._signed = SignedCopyDesk(view, ui, lambda _: None)
        self._succession = SuccessionDesk(view, ui)

    def attach_signed_copy(self, directive_id: str) -> None:
        """Read the signed copy of a directive without number and join the two."""
        path = self._ui.dialogs.ask_open_file("Mở bản chính thức", KINDS)
        if path is not None:
            self._reading.read(
                reader_of(path),
                path.name,
                lambda reading: self._signed.open(directive_id, reading),
                lambda error: self._view.show_problem_words(f"{error.message} {error.hint}".strip()),
            )

    def replace_by(self, directive_id: str) -> None:
        """Ask which directive takes another one's place, then what becomes of its open tasks."""

        def chosen(picked: PickedDirective, reply: FormReply) -> None:
            reply.accept()
            self._succession.open(old_id=directive_id, new_id=picked.directive_id, relation=picked.relation)

        self._with_others(
            directive_id,
            lambda rows: self._view.ask_directive_choice(
                "Văn bản này hết hiệu lực", rows, chosen, verb="Tiếp", relations=ENDS
            ),
        )

    def link(self, directive_id: str) -> None:
        """Note what a directive does to another one."""
        clock = self._ui.services.clock

        def chosen(picked: PickedDirective, reply: FormReply) -> None:
            def write(session: "Session", _: object) -> Done[str]:
                from app.services.directive_chains import link_directives

                done = link_directives(
                    session,
                    from_id=directive_id,
                    to_id=picked.directive_id,
                    relation=picked.relation,
                    clock=clock,
                )
                return Done(str(done.value), done.changes)

            self._ui.jobs.write(write, reply.accept, reply.refuse, title="Đang nối hai văn bản")

        self._with_others(
            directive_id,
            lambda rows: self._view.ask_directive_choice(
                "Văn bản này liên quan đến", rows, chosen, verb="Nối", relations=RELATIONS
            ),
        )

    def _with_others(self, directive_id: str, ask: "Callable[[Sequence[DirectiveRow]], object]") -> None:
        day = self._ui.services.clock.today()

        def read(session: "Session", _: object) -> "tuple[DirectiveRow, ...]":
            from app.services.queries.directives import list_directives

            return tuple(row for row in list_directives(session, as_of=day) if row.id != directive_id)

        self._ui.jobs.read(read, ask)
