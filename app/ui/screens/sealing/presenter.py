"""Decisions of Kiểm tra và niêm phong: may it be sealed, then sealed off the window's thread, then sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Done
from app.core.errors import AppError
from app.core.statuses import ReportState, Role
from app.exchange.seal import grouped, qr_modules
from app.exchange.spoken import spoken
from app.services.packages.codes import message_of
from app.services.packages.keys import own_key, own_register
from app.services.packages.sealing import (
    ApprovalFacts,
    PreparedSeal,
    SealedFile,
    enter_seal,
    prepare_seal,
    seal_prepared,
)
from app.services.packages.store import PackageStore
from app.services.queries.sealing_gate import Gate, GateFinding, OwnReport, own_reports, read_gate
from app.ui.context import UiContext
from app.ui.screens.sealing.columns import NOTHING, sealed_words
from app.ui.send_desk import SendDesk
from app.ui.tone import Tone

if TYPE_CHECKING:
    from nacl.signing import SigningKey
    from sqlalchemy.orm import Session

_BEFORE = (ReportState.NOT_STARTED, ReportState.DRAFTING, ReportState.APPROVED, ReportState.RETURNED)


@dataclass(frozen=True, slots=True)
class SealPage:
    """What the page after sealing shows."""

    package_id: str
    title: str
    code: str
    spoken: str
    modules: tuple[tuple[bool, ...], ...]
    file_name: str
    message: str
    standing: str


class SealingView(Protocol):
    """What the presenter asks of the screen."""

    def show_reports(self, reports: Sequence[OwnReport], chosen: str) -> None:
        """Show which reports there are, and the one that is chosen."""

    def show_empty(self, sentence: str, verb: str, action: Callable[[], object]) -> None:
        """Say that there is nothing to seal, and offer where to go."""

    def show_gate(self, gate: Gate, *, is_replacement: bool) -> None:
        """Show the gate of one report."""

    def show_sealed(self, page: SealPage, *, may_replace: bool) -> None:
        """Show the code and the ways to send."""

    def show_problem_at(self, error: AppError) -> bool:
        """Show a refusal in the approval box."""

    def put_on_clipboard(self, text: str) -> None:
        """Copy a text."""

    def tell(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Say one thing above the gate."""


class SealingPresenter:
    """One report at a time."""

    def __init__(self, view: SealingView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self.sending = SendDesk(ui, view.tell)
        self._chosen = ""
        self._replaces = False
        self._gate: Gate | None = None
        self._page: SealPage | None = None

    def refresh(self) -> None:
        """Read the reports, and the gate of the one that is chosen."""
        services, chosen = self._ui.services, self._chosen
        store = PackageStore(services.paths.attachments)

        def read(session: "Session", job: object) -> tuple[Role, tuple[OwnReport, ...], Gate | None]:
            role = own_register(session).role
            reports = own_reports(session, today=services.clock.today())
            report = next((r for r in reports if r.expected_id == chosen), reports[0] if reports else None)
            if report is None:
                return role, reports, None
            gate = read_gate(session, report=report, store=store, clock=services.clock)
            return role, reports, gate

        self._ui.jobs.read(read, lambda found: self._show(*found))

    def open(self, expected_id: str) -> None:
        """Go to a report."""
        self._chosen, self._replaces = expected_id, False
        self.refresh()

    def _show(self, role: Role, reports: Sequence[OwnReport], gate: Gate | None) -> None:
        self._gate, self._page = gate, None
        if gate is None:
            sentence, verb, module = NOTHING[role]
            self._view.show_empty(sentence, verb, lambda: self._ui.navigator.open(module))
            return
        self._chosen = gate.report.expected_id
        self._view.show_reports(reports, self._chosen)
        is_sealed = gate.sealed is not None and gate.report.state not in _BEFORE
        if is_sealed and not self._replaces:
            self._show_sealed(gate)
            return
        self._view.show_gate(gate, is_replacement=gate.sealed is not None)
        if gate.clock_doubt:
            self._view.tell(gate.clock_doubt, Tone.WARNING)

    def _show_sealed(self, gate: Gate) -> None:
        version = gate.sealed
        assert version is not None
        code = version.seal_code.replace(" ", "")
        message = message_of(
            unit_code=gate.unit_code, period=gate.period, revision=version.revision, code=code
        )
        self._page = SealPage(
            version.package_id,
            gate.report.title,
            grouped(code),
            spoken(code),
            qr_modules(message),
            gate.file_name,
            message,
            sealed_words(version),
        )
        may_replace = gate.report.is_open and gate.report.state is not ReportState.LOCKED
        self._view.show_sealed(self._page, may_replace=may_replace)

    # --- the gate -------------------------------------------------------------------------------

    def jump(self, finding: GateFinding) -> None:
        """Go to where a finding is put right."""
        gate = self._gate
        if gate is None:
            return
        if gate.is_plan:
            self._ui.navigator.open("plans", year=gate.period[:4], unit_id=gate.unit_id)
            return
        page = "words" if finding.heading else "figures"
        place = {"kind": "monthly-report", "period": gate.period, "unit_id": gate.unit_id, "page": page}
        if finding.code:
            place["code"] = finding.code
        if finding.heading:
            place["heading"] = finding.heading
        self._ui.navigator.open("reports", **place)

    def replace_clicked(self) -> None:
        """Go on to a replacement: the gate again, with the cells that differ from what was sealed."""
        self._replaces = True
        self.refresh()

    def seal(self, approval: ApprovalFacts, reason: str) -> None:
        """Seal: read out, rendered and coded away from the register, entered; refused where it drifted."""
        gate, services = self._gate, self._ui.services
        if gate is None:
            return
        if gate.is_blocked:
            self._view.tell("Chưa niêm phong được: còn mục chặn hoặc chưa giải trình.", Tone.WARNING)
            return
        if gate.clock_doubt and not self._ui.dialogs.confirm(
            "Đồng hồ máy có thể sai.", verb="Vẫn niêm phong", detail=gate.clock_doubt
        ):
            return
        expected_id = gate.report.expected_id

        def prepare(uow: Any, job: object) -> "tuple[SigningKey, PreparedSeal]":
            with uow.write() as session:
                key = own_key(session, secrets=services.secrets, clock=services.clock)
            with uow.read() as session:
                return key, prepare_seal(
                    session, expected_id=expected_id, approval=approval, clock=services.clock, reason=reason
                )

        self._ui.jobs.maintain(
            prepare, lambda ready: self._render(*ready), self._view.show_problem_at, title="Đang kiểm tra"
        )

    def _render(self, key: "SigningKey", prepared: PreparedSeal) -> None:
        self._ui.jobs.compute(
            lambda job: seal_prepared(prepared, key),
            self._enter,
            self._view.show_problem_at,
            title="Đang niêm phong",
        )

    def _enter(self, sealed: SealedFile) -> None:
        services = self._ui.services
        store = PackageStore(services.paths.attachments)
        self._replaces = False

        def write(session: "Session", job: object) -> Done[Any]:
            return enter_seal(session, sealed=sealed, store=store, clock=services.clock)

        def done(made: Any) -> None:
            for warning in made.warnings:
                self._view.tell(warning, Tone.WARNING)

        self._ui.jobs.write(write, done, self._view.show_problem_at, title="Đang ghi niêm phong")

    # --- the page after sealing -----------------------------------------------------------------

    def draft_clicked(self) -> None:
        """Open a draft mail with the file."""
        if self._page is not None:
            self.sending.draft(self._page.package_id)

    def stick_clicked(self) -> None:
        """Copy to a stick, proved after writing."""
        if self._page is not None:
            self.sending.to_stick([self._page.package_id])

    def folder_clicked(self) -> None:
        """Show the file in its folder."""
        if self._page is not None:
            self.sending.to_own_folder([self._page.package_id])

    def message_clicked(self) -> None:
        """Copy the short text with the code."""
        if self._page is not None:
            self._view.put_on_clipboard(self._page.message)
            self._ui.navigator.tell("Đã chép tin có mã. Dán vào Zalo gửi cơ quan nhận.")
