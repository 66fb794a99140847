"""What becomes of a reviewed document: read from outside, written into the register, joined with a copy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.changes import Changes, Done
from app.core.text import format_number, join_words
from app.intake.proposals import DirectiveHead, Reading
from app.services.intake.lookup import Relations, copy_words, difference_words
from app.services.intake.review import Decision, Review, reviewed
from app.ui.context import FileKind, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.intake.copies import KnownCopy
    from app.services.intake.entering import Accepted

KINDS = (FileKind("Văn bản", ("docx", "pdf", "txt")), FileKind("Mọi tệp", ("*",)))
PASTED = "van-ban-dan-vao.txt"


@dataclass(frozen=True, slots=True)
class HeadDraft:
    """The letterhead in its form, with the day the document came in."""

    head: DirectiveHead
    received_on: date | None


def reader_of(path: Path) -> Callable[[object], Reading]:
    """Return the work that reads a file in a worker process."""

    def work(_: object) -> Reading:
        from app.services.intake.files import read_directive_file

        return read_directive_file(path)

    return work


def reader_of_text(text: str) -> Callable[[object], Reading]:
    """Return the work that reads pasted text in a worker process."""

    def work(_: object) -> Reading:
        from app.services.intake.files import read_directive_bytes

        return read_directive_bytes(text.encode(errors="replace"), PASTED)

    return work


class IntakeDesk:
    """Asks what must be asked, writes in one transaction, shows where the document went."""

    def __init__(self, ui: UiContext, cleared: Callable[[], object]) -> None:
        self._ui = ui
        self._cleared = cleared

    def register(
        self, reading: Reading, review: Review, received_on: date | None, relations: Relations
    ) -> None:
        """Write a document with its accepted tasks, then open it."""
        if not self._may_register(review):
            return
        chosen, clock = reviewed(reading, review), self._ui.services.clock

        def write(session: "Session", _: object) -> "Done[Accepted]":
            from app.services.intake.entering import accept_reading
            from app.services.intake.parties import remember_party

            changes = Changes()
            for name, given in review.answers.items():
                if given.unit_id or given.group_id:
                    changes |= remember_party(
                        session, name=name, unit_id=given.unit_id, group_id=given.group_id
                    ).changes
            done = accept_reading(session, reading=chosen, clock=clock, received_on=received_on)
            return Done(done.value, done.changes | changes)

        def written(accepted: "Accepted") -> None:
            self._cleared()
            self._ui.navigator.open("directives", directive_id=accepted.directive_id)
            self._tell(accepted, relations)

        self._ui.jobs.write(write, written, title="Đang ghi văn bản vào sổ")

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
        navigator.tell(f"Đã ghi văn bản và {format_number(len(accepted.task_ids))} nhiệm vụ vào sổ.")
        if relations.replaced is not None and relations.replaced[2]:
            old_id, name, left = relations.replaced
            navigator.warn(
                f"Văn bản vừa ghi thay thế văn bản {name} còn {format_number(left)} nhiệm vụ chưa xong. "
                "Mở văn bản cũ để hủy hoặc giữ từng nhiệm vụ.",
                verb="Mở văn bản cũ",
                action=lambda: navigator.open("directives", directive_id=old_id),
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

    def tell_copy(
        self,
        copy: "KnownCopy | None",
        reading: Reading,
        offer: Callable[[str, str, Callable[[], object]], object],
    ) -> None:
        """Tell that the register has a document already, with the button that helps."""
        if copy is None:
            return
        if copy.is_signed_later:
            offer(copy_words(copy), "Ghép bản chính thức…", lambda: self.settle_copy(copy, reading))
        else:
            offer(copy_words(copy), "Mở văn bản đang có", lambda: self.open_copy(copy))

    def open_copy(self, copy: "KnownCopy") -> None:
        """Show the directive that is in the register already."""
        self._ui.navigator.open("directives", directive_id=copy.directive_id)

    def settle_copy(self, copy: "KnownCopy", reading: Reading) -> None:
        """Ask what becomes of a signed copy that came later."""
        choice = self._ui.dialogs.ask_choice(
            "Bản chính thức đến sau",
            copy_words(copy),
            (
                ("attach", "Ghép: ghi số, ngày, nguyên văn của bản này; nhiệm vụ giữ nguyên"),
                ("show", f"Xem {format_number(len(copy.differences))} chỗ khác nhau"),
                ("open", "Mở văn bản đang có"),
            ),
            verb="Làm",
        )
        if choice == "attach":
            self._attach(copy, reading)
        elif choice == "show":
            self._ui.dialogs.show_text("Chỗ khác nhau giữa hai bản", difference_words(copy))
        elif choice == "open":
            self.open_copy(copy)

    def _attach(self, copy: "KnownCopy", reading: Reading) -> None:
        clock = self._ui.services.clock

        def write(session: "Session", _: object) -> "Done[str]":
            from app.services.intake.entering import attach_signed_copy

            done = attach_signed_copy(session, directive_id=copy.directive_id, reading=reading, clock=clock)
            return Done(str(done.value), done.changes)

        def written(directive_id: str) -> None:
            self._cleared()
            self._ui.navigator.open("directives", directive_id=directive_id)
            self._ui.navigator.tell("Đã ghép bản chính thức; nhiệm vụ giữ nguyên.")

        self._ui.jobs.write(write, written, title="Đang ghép bản chính thức")
