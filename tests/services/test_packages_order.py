"""X4: any set of files in any order with any duplicates ends in one state (with the recorded decisions)."""

from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.ids import derived_id
from app.core.statuses import FigureState, Role
from app.exchange.documents import FigureLine
from app.exchange.keys import key_code, public_part
from app.exchange.manifest import Kind
from app.exchange.package_file import read_package
from app.exchange.seal import check_sign
from app.models import Draft, ExpectedReport, Figure, Narrative, Package, Submission
from app.services.cycles import monthly_rule
from app.services.figures import set_figures
from app.services.packages import arrivals, reports
from app.services.packages.arrivals import Desk, take_in_file
from app.services.packages.choices import Choice, choose_cells
from app.services.packages.codes import note_code
from app.services.packages.decisions import undo_batch
from app.services.packages.keys import trust_key
from app.services.packages.outgoing import party
from app.services.packages.store import PackageStore
from tests.exchange.samples import KEY, make, report_document
from tests.offices import JANUARY, Office, expected_id, lay_out_year, make_template, open_office, unit_id_of
from tests.register import clock_at

DAY = clock_at(2024, 3, 12)


def code_of(number: int) -> str:
    """Return the code that a file claims: one that can be heard."""
    return f"{number:011d}" + check_sign(f"{number:011d}")


CODES = tuple(code_of(number) for number in (0, 1, 5, 34))  # those of four of the files
# Forty files of one report: five ranks, most with one content, some with several, each with its own code.
RANKS = ((1, 1), (1, 2), (1, 3), (2, 1), (2, 2))


@pytest.fixture(scope="module")
def office(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("order")
    with ExitStack() as stack:
        hub = stack.enter_context(
            open_office(make_template(template, folder / "t.db", Role.HUB, None), folder / "hub")
        )
        lay_out_year(hub, "17038")
        with hub.uow.write() as session:
            unit = unit_id_of(session, "17038")
            public = public_part(KEY)
            trust_key(session, unit_id=unit, public=public, typed=key_code(public), clock=JANUARY)
        yield hub


def build_files(hub: Office) -> tuple[str, list[bytes]]:
    with hub.uow.read() as session:
        unit_id = unit_id_of(session, "17038")
        sender, recipient = party(session, unit_id), party(session, hub.unit_id)
        rule_id = monthly_rule(session).id
    expected = expected_id(hub, "2024-03", unit_id)
    files = []
    for number in range(40):
        epoch, revision = RANKS[number % 5] if number < 20 else (1, 4 + number % 10)
        variant = number // 10 if number < 20 else 0
        line = FigureLine(
            code="CD12", state=FigureState.VALUE, value=str(100 * epoch + 10 * revision + variant)
        )
        document = report_document(
            period_id=derived_id("period", rule_id, "2024-03"),
            epoch=epoch,
            revision=revision,
            figures=[line],
        )
        files.append(
            make(
                Kind.REPORT,
                document,
                sender=sender,
                recipient=recipient,
                stream=expected,
                epoch=epoch,
                revision=revision,
                seal_code=code_of(number),
            )
        )
    return expected, files


def summary(session: Session, expected: str) -> dict[str, Any]:
    """Return all that matters of a report: verdicts, versions with their times, figures, words, state."""
    session.flush()
    session.expire_all()
    report = session.get_one(ExpectedReport, expected)
    packages = session.execute(
        select(Package.sha256, Package.verdict, Package.reason).where(
            Package.stream == expected, Package.undone_at.is_(None)
        )
    )
    versions = session.execute(
        select(
            Submission.package_id,
            Submission.state,
            Submission.seal_code,
            Submission.code_noted_at,
            Submission.received_at,
        ).where(Submission.expected_report_id == expected)
    )
    figures = session.execute(
        select(Figure.version, Figure.indicator_code, Figure.state, Figure.value).where(
            Figure.expected_report_id == expected
        )
    )
    words = session.execute(
        select(Narrative.version, Narrative.heading_key, Narrative.text).where(
            Narrative.expected_report_id == expected
        )
    )
    return {
        "packages": sorted(map(tuple, packages)),
        "versions": sorted(tuple(map(str, row)) for row in versions),
        "figures": sorted(tuple(map(str, row)) for row in figures),
        "words": sorted(map(tuple, words)),
        "state": (report.state, report.accepted_version),
        "aside": session.get(Draft, f"truoc-goi:{expected}") is not None,
    }


class Replay:
    """A register in the middle of a rehearsal: files come, codes are heard before, batches are undone."""

    def __init__(self, hub: Office, expected: str, files: list[bytes]) -> None:
        self.stack = ExitStack()
        self.session = self.stack.enter_context(hub.uow.rehearse())
        self.expected, self.files = expected, files
        self.store = PackageStore(hub.services.paths.attachments)
        self.batches: dict[int, str] = {}

    def deliver(self, number: int) -> None:
        desk = Desk(self.store, DAY, None, DAY.now(), f"batch-{number}")
        # The claimed code stands for the slow one here: what is tried is the order, not the hash.
        desk.codes = {digest: str(p.manifest.seal_code) for digest, p in self.store.opened.items()}
        take_in_file(self.session, file=f"{number}.cchc", content=self.files[number], desk=desk)

    def hear(self, code: str) -> None:
        note_code(
            self.session,
            expected_id=self.expected,
            code=code,
            noted_at=DAY.now(),
            store=self.store,
            clock=DAY,
        )

    def type_in(self) -> None:
        """The hub enters a figure itself, before any file."""
        figures = {"CD12": FigureValue(FigureState.VALUE, Decimal(3))}
        set_figures(self.session, expected_id=self.expected, figures=figures, clock=DAY, keep_blocked=True)

    def choose(self, keep: bool) -> None:
        choice = Choice("CD12", keep_own=keep, reason="Đã đối chiếu")
        choose_cells(self.session, expected_id=self.expected, choices=[choice], store=self.store, clock=DAY)

    def undo(self, number: int) -> None:
        undo_batch(self.session, batch_id=f"batch-{number}", store=self.store, clock=DAY)

    def close(self) -> None:
        self.stack.close()


def test_any_order_of_forty_files_with_duplicates_ends_in_one_state(office: Office) -> None:
    expected, files = build_files(office)
    opened: dict[str, Any] = {}
    for file in files:
        package = read_package(file)
        opened[package.sha256] = package

    class Exchange(RuleBasedStateMachine):
        """Files come in any order; at every step the state is the one their sorted set would give."""

        def __init__(self) -> None:
            super().__init__()
            self.replay = Replay(office, expected, files)
            self.replay.store.opened |= opened
            self.there: set[int] = set()
            self.code: str | None = None
            self.keep: bool | None = None

        @initialize(code=st.sampled_from((None, None, *CODES)), order=st.permutations(range(40)))
        def begin(self, code: str | None, order: list[int]) -> None:
            self.code = code
            self.replay.type_in()
            if code:
                self.replay.hear(code)
            self.deliver(order[: 8 + order[0]])

        @rule(numbers=st.lists(st.integers(0, 39), min_size=1, max_size=8))
        def deliver(self, numbers: list[int]) -> None:
            for number in numbers:
                self.replay.deliver(number)
                self.there.add(number)

        @rule(keep=st.booleans())
        def choose(self, keep: bool) -> None:
            self.replay.choose(keep)
            self.keep = keep

        @precondition(lambda self: self.there)
        @rule(choice=st.randoms(use_true_random=False))
        def undo(self, choice: Any) -> None:
            number = choice.choice(sorted(self.there))
            self.replay.undo(number)
            self.there.discard(number)

        def teardown(self) -> None:
            found = summary(self.replay.session, expected)
            self.replay.close()
            straight = Replay(office, expected, files)
            straight.store.opened |= opened
            try:
                straight.type_in()
                if self.keep is not None:
                    straight.choose(self.keep)
                if self.code:
                    straight.hear(self.code)
                for number in sorted(self.there):
                    straight.deliver(number)
                assert found == summary(straight.session, expected)
            finally:
                straight.close()

    run_state_machine_as_test(
        Exchange,
        settings=settings(
            max_examples=8, stateful_step_count=6, deadline=None, derandomize=True, phases=[Phase.generate]
        ),
    )


def test_control_a_register_where_the_last_file_wins_fails_this(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, files = build_files(office)

    def last_wins(packages: Any, noted: Any) -> Any:
        last = max(packages, key=lambda package: came.index(package.sha256))
        return reports.Standing({(last.epoch, last.revision): last}, (), (), tuple(noted))

    came: list[str] = []
    real = arrivals._enter

    def enter(*args: Any, **more: Any) -> Package:
        row = real(*args, **more)
        came.append(row.sha256)
        return row

    monkeypatch.setattr(arrivals, "_enter", enter)
    monkeypatch.setattr(reports, "judge_files", last_wins)
    ends = []
    for numbers in ((0, 1), (1, 0)):
        came.clear()
        replay = Replay(office, expected, files)
        for number in numbers:
            replay.deliver(number)
        ends.append(summary_figures(replay.session, expected))
        replay.close()
    assert ends[0] != ends[1]


def summary_figures(session: Session, expected: str) -> object:
    return summary(session, expected)["figures"]
