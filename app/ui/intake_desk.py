"""What becomes of a reviewed document: written into the register, joined with a copy, taken back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Done
from app.core.text import format_number, join_words
from app.intake.proposals import DirectiveHead, Reading
from app.services.intake.relations import Relations, copy_words
from app.services.intake.review import Decision, Review, reviewed
from app.ui.context import FormReply, UiContext
from app.ui.succession_desk import SuccessionDesk, SuccessionView
from app.ui.undo_desk import UndoDesk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.intake.copies import Difference, KnownCopy
    from app.services.intake.entering import Accepted
    from app.services.intake.signed_copy import TaskChange


@dataclass(frozen=True, slots=True)
class HeadDraft:
    """The letterhead in its form, with the day the document came in."""

    head: DirectiveHead
    received_on: date | None


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A signed copy beside the draft it belongs to: where the words differ, what becomes of each task."""

    directive_id: str
    title: str
    differences: "Sequence[Difference]"
    changes: "Sequence[TaskChange]"


class SignedCopyView(Protocol):
    """The form of a signed copy."""

    def ask_signed_copy(self, copy: SignedCopy, take: Callable[[Iterable[str], FormReply], object]) -> None:
        """Show what differs; ``take`` hears the keys of the changes that are taken over."""
        ...


class IntakeView(SignedCopyView, SuccessionView, Protocol):
    """What the desk asks of the screen."""

    def offer(self, text: str, verb: str, action: Callable[[], object]) -> None:
        """Put a message with a button above the content."""
        ...


class SignedCopyDesk:
    """Joins a signed copy with the draft that was entered before it."""

    def __init__(self, view: SignedCopyView, ui: UiContext, attached: Callable[[str], object]) -> None:
        self._view = view
        self._ui = ui
        self._attached = attached

    def open(self, directive_id: str, reading: Reading) -> None:
        """Compare and ask."""

        def read(session: "Session", _: object) -> SignedCopy:
            from app.services.directives import get_directive
            from app.services.intake.copies import differences_of
            from app.services.intake.signed_copy import compare_tasks

            known = get_directive(session, directive_id)
            return SignedCopy(
                directive_id,
                known.subject,
                differences_of(known.text, reading.text),
                compare_tasks(session, directive_id=directive_id, reading=reading),
            )

        self._ui.jobs.read(read, lambda copy: self._ask(copy, reading))

    def _ask(self, copy: SignedCopy, reading: Reading) -> None:
        clock = self._ui.services.clock

        def take(keys: Iterable[str], reply: FormReply) -> None:
            taken = tuple(keys)

            def write(session: "Session", _: object) -> Done[str]:
                from app.services.intake.signed_copy import attach_signed_copy

                return attach_signed_copy(
                    session, directive_id=copy.directive_id, reading=reading, clock=clock, taken=taken
                )

            def written(step_id: str) -> None:
                reply.accept()
                self._attached(copy.directive_id)
                words = "Đã ghép bản chính thức; nhiệm vụ chuyển sang với đơn vị và tiến độ đã ghi."
                UndoDesk(self._ui).offer(words, step_id)

            self._ui.jobs.write(write, written, reply.refuse, title="Đang ghép bản chính thức")

        self._view.ask_signed_copy(copy, take)


class IntakeDesk:
    """Asks what must be asked, writes in one transaction, shows where the document went."""

    def __init__(self, view: IntakeView, ui: UiContext, cleared: Callable[[], object]) -> None:
        self._view = view
        self._ui = ui
        self._cleared = cleared
        self._undo = UndoDesk(ui)
        self._signed = SignedCopyDesk(view, ui, self._show_directive)
        self._succession = SuccessionDesk(view, ui)

    def register(
        self,
        reading: Reading,
        review: Review,
        received_on: date | None,
        relations: Relations,
        not_copy_of: str | None = None,
    ) -> None:
        """Write a document with its accepted tasks, then open it."""
        if not self._may_register(review):
            return
        chosen, clock = reviewed(reading, review), self._ui.services.clock

        def write(session: "Session", _: object) -> "Done[Accepted]":
            from app.services.intake.entering import accept_reading

            return accept_reading(
                session,
                reading=chosen,
                clock=clock,
                received_on=received_on,
                answers=review.answers,
                not_copy_of=not_copy_of,
            )

        def written(accepted: "Accepted") -> None:
            self._show_directive(accepted.directive_id)
            self._tell(accepted, relations)

        self._ui.jobs.write(write, written, title="Đang ghi văn bản vào sổ")

    def _show_directive(self, directive_id: str) -> None:
        self._cleared()
        self._ui.navigator.open("directives", directive_id=directive_id)

    def may_forget(self, verb: str) -> bool:
        """Ask before decisions are lost."""
        return self._ui.dialogs.confirm(
            "Lần bóc tách này chưa ghi vào sổ.",
            verb=verb,
            detail="Các quyết định đã chọn sẽ mất; tệp gốc không đổi.",
            dangerous=True,
        )

    def _may_register(self, review: Review) -> bool:
        taken, left = review.count(Decision.ACCEPTED), review.count(Decision.OPEN)
        if not taken:
            return self._ui.dialogs.confirm(
                "Chưa nhận nhiệm vụ nào.",
                verb="Chỉ ghi văn bản",
                detail="Văn bản vào sổ với nguyên văn; nhiệm vụ thêm sau ở Văn bản chỉ đạo.",
            )
        if not left:
            return True
        return self._ui.dialogs.confirm(
            f"Còn {format_number(left)} đề xuất chưa quyết.",
            verb="Ghi vào sổ",
            detail=f"Chỉ {format_number(taken)} nhiệm vụ đã nhận vào sổ; các đề xuất kia bị bỏ.",
        )

    def _tell(self, accepted: "Accepted", relations: Relations) -> None:
        navigator = self._ui.navigator
        count = format_number(len(accepted.task_ids))
        self._undo.offer(f"Đã ghi văn bản và {count} nhiệm vụ vào sổ.", accepted.step_id)
        ended = next((old for old in relations.ended if old.open_tasks), None)
        if ended is not None:
            old, new = ended.directive_id, accepted.directive_id
            navigator.warn(
                f"Văn bản vừa ghi thay cho văn bản {ended.name} còn {format_number(ended.open_tasks)} "
                "nhiệm vụ chưa xong: chọn kế thừa, đóng hay giữ từng nhiệm vụ.",
                verb="Chọn từng nhiệm vụ",
                action=lambda: self._succession.open(old_id=old, new_id=new),
            )
            return
        nobody = [*accepted.unknown, *(match.name for match in accepted.unsure)]
        if nobody:
            names = join_words([f"“{name}”" for name in nobody[:4]])
            more = f" và {len(nobody) - 4} tên nữa" if len(nobody) > 4 else ""
            navigator.warn(
                f"Chưa giao cho {names}{more} vì sổ chưa rõ là đơn vị nào. Giao ở trang Nhiệm vụ của văn bản."
            )
        elif accepted.late_days:
            navigator.warn(
                f"{format_number(len(accepted.late_days))} nhiệm vụ có ngày hạn trước ngày ban hành: "
                "sổ giữ lời văn, chưa ghi ngày."
            )

    def tell_copy(self, copy: "KnownCopy", reading: Reading, go_on: Callable[[], object]) -> None:
        """Tell that the register has a document already, with the button that helps."""
        offer = self._view.offer
        if copy.is_signed_later:
            offer(copy_words(copy), "Ghép bản chính thức…", lambda: self._settle(copy, reading, go_on))
        elif copy.reason == "alike":
            offer(copy_words(copy), "Xem, chọn…", lambda: self._settle(copy, reading, go_on))
        else:
            offer(copy_words(copy), "Mở văn bản đang có", lambda: self._open(copy))

    def _open(self, copy: "KnownCopy") -> None:
        self._ui.navigator.open("directives", directive_id=copy.directive_id)

    def _settle(self, copy: "KnownCopy", reading: Reading, go_on: Callable[[], object]) -> None:
        """Ask what becomes of a document that is nearly one of the register."""
        attach = (("attach", "Ghép: xem chỗ khác, chuyển nhiệm vụ sang bản này"),)
        choice = self._ui.dialogs.ask_choice(
            "Văn bản gần giống đã có trong sổ",
            copy_words(copy),
            (
                *(attach if copy.is_signed_later else ()),
                ("open", "Mở văn bản đang có"),
                ("new", "Là văn bản khác: cứ ghi vào sổ"),
            ),
            verb="Làm",
        )
        if choice == "attach":
            self._signed.open(copy.directive_id, reading)
        elif choice == "open":
            self._open(copy)
        elif choice == "new":
            go_on()
