"""The forms about how documents hang together, for every screen that opens them."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.statuses import DirectiveRelation
from app.intake.source import Conversion
from app.ui.context import FormReply
from app.ui.intake_desk import SignedCopy
from app.ui.succession_desk import Fates, Succession
from app.ui.widgets.directive_choice import PickedDirective

if TYPE_CHECKING:
    from app.services.queries.directives import DirectiveRow


class ChainForms:
    """Mixed into a screen: it satisfies the views of the desks by its shape."""

    def ask_conversion(self, conversion: Conversion, take: Callable[[bool, FormReply], object]) -> None:
        """Show words in an old code beside what they are in Unicode."""
        from app.ui.widgets.conversion_form import ConversionForm

        form = ConversionForm(self._window(), conversion)
        form.rejected.connect(self.conversion_refused)
        form.ask(take)

    def conversion_refused(self) -> None:
        """Hear that neither form of the words was taken."""

    def ask_signed_copy(self, copy: SignedCopy, take: Callable[[Iterable[str], FormReply], object]) -> None:
        """Show what a signed copy changes."""
        from app.ui.widgets.signed_copy_form import SignedCopyForm

        SignedCopyForm(self._window(), copy).ask(take)

    def ask_fates(self, succession: Succession, save: Callable[[Fates, FormReply], object]) -> None:
        """List the open tasks of a directive that ends."""
        from app.ui.widgets.succession_form import SuccessionForm

        SuccessionForm(self._window(), succession).ask(save)

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
        from app.ui.widgets.directive_pick_form import DirectivePickForm

        DirectivePickForm(self._window(), title, rows, verb=verb, relations=relations).ask(save)

    def _window(self) -> QWidget:
        assert isinstance(self, QWidget)
        return self
