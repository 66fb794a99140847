"""A report looked at after cells were typed: as if read anew, though only what they touch is read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core.errors import AppError
from app.core.figures import FigureValue
from app.core.periods import Month
from app.core.statuses import FigureState, Role
from app.models import CrossCheck, Indicator, Register
from app.services.checks import rules
from app.services.checks.again import checked_again, touched_by
from app.services.checks.rules import codes_named
from app.services.drafts import lay_down
from app.services.figures import adjust_opening, set_figures, set_narrative
from app.services.month_figures import indicator_facts
from app.services.queries.report_desk import MONTHLY, Desk, read_desk
from app.services.queries.report_draft import draft_key
from app.services.steps import kept_step
from app.services.undo import next_undo, undo_step
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_heading
from tests.months import Months, add_catalogue, enter, make_year, value
from tests.register import FILE, TODAY, clock_at
from tests.statements import statements

APRIL = Month(2024, 4)
WORDS = "Đã tiếp nhận mới 20 hồ sơ; UNBD xã đã giải quyết {M04}, còn {M99}."
RULES = (
    ("K2", "M02 >= M04 and M08 <= M02; M06 <= 90", "notice"),
    ("K3", "M05_KY_TRUOC <= M02_KY_TRUOC", "notice"),
    ("K4", "M06_LUY_KE <= 50", "notice"),
)


@pytest.fixture(scope="module")
def module_register(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitOfWork]:
    path = tmp_path_factory.mktemp("again") / FILE
    path.write_bytes(template.read_bytes())
    with UnitOfWork(path) as uow:
        yield uow


@pytest.fixture(scope="module")
def months(module_register: UnitOfWork) -> Months:
    with module_register.write() as session:
        catalogue_id = add_catalogue(session)
        for code, rule, severity in RULES:
            session.add(CrossCheck(catalogue_id=catalogue_id, code=code, rule=rule, severity=severity))
        renamed = update(Indicator).where(Indicator.code == "M02")
        session.execute(renamed.values(title="Số hồ sơ tiếp nhận mới"))
        made = make_year(session)
        own = Register(role=Role.REPORTER, own_unit_id=made.unit_id, preset="thu", created_at=TODAY.now())
        session.add(own)
        make_heading(session)
        for month in (1, 2, 3):
            key = made.expected(f"2024-{month:02}")
            enter(session, key, M01=month, M02=9 + month, M04=7 + 2 * month, M05=2, M07=10 * month)
    return made


@dataclass(frozen=True)
class Typist:
    """One session in which a report is typed and read; ``desk`` is what the screen last showed."""

    session: Session
    months: Months

    def read(self, known: Desk | None = None) -> Desk:
        return read_desk(
            self.session,
            kind=MONTHLY,
            month=APRIL,
            year=None,
            unit_id=self.months.unit_id,
            today=TODAY.today(),
            known=known,
        )

    @property
    def key(self) -> str:
        return self.months.expected("2024-04")

    def put(self, code: str, figure: FigureValue, told: str | None, key: str = "") -> None:
        set_figures(
            self.session,
            expected_id=key or self.key,
            figures={code: figure},
            explanations=None if told is None else {code: told},
            clock=TODAY,
            keep_blocked=True,
        )


CODES = ("M01", "M02", "M04", "M05", "M07", "M08")
FIGURES = st.one_of(
    st.integers(0, 60).map(value),
    st.sampled_from((FigureState.NONE_ARISEN, FigureState.BLANK, FigureState.NOT_APPLICABLE)).map(
        FigureValue
    ),
)
TOLD = st.sampled_from((None, "", "Có đợt cao điểm cấp đổi giấy tờ", "ngắn"))
CELL = st.tuples(st.sampled_from(CODES), FIGURES, TOLD)
ACTS = st.lists(
    st.one_of(
        CELL,
        CELL,
        CELL,
        st.sampled_from(("another month", "words", "opening", "undo", "laid down", "nothing")),
    ),
    min_size=1,
    max_size=7,
)


def do(typist: Typist, act: object) -> None:
    session = typist.session
    match act:
        case (str(code), FigureValue() as figure, told):
            typist.put(code, figure, told)  # type: ignore[arg-type]
        case "another month":
            typist.put("M02", value(40), None, typist.months.expected("2024-03"))
        case "words":
            set_narrative(session, expected_id=typist.key, heading_key="direction", text=WORDS, clock=TODAY)
        case "opening":
            adjust_opening(
                session,
                expected_id=typist.key,
                code="M01",
                amount=Decimal(1),
                reason="Kiểm đếm lại hồ sơ giấy cuối năm",
                clock=TODAY,
            )
        case "undo":
            with kept_step(session, title="Ghi", clock=TODAY):
                typist.put("M08", value(33), None)
            step = next_undo(session)
            assert step is not None
            undo_step(session, step_id=step.id, clock=TODAY)
        case "laid down":
            lay_down(session, key=draft_key(typist.key), payload={"M02": "1o"}, clock=TODAY)
        case _:
            pass


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_a_report_looked_at_again_is_the_report_read_anew(
    module_register: UnitOfWork, months: Months, acts: list[object]
) -> None:
    with module_register.rehearse() as session:
        typist = Typist(session, months)
        desk = typist.read()
        for act in acts:
            try:
                do(typist, act)
            except AppError:
                continue  # nothing was written
            again, anew = typist.read(known=desk), typist.read()
            assert again == anew
            assert again.report is not None and anew.report is not None
            assert dict(again.report.word_fields) == dict(anew.report.word_fields)
            desk = again


@pytest.fixture
def typist(module_register: UnitOfWork, months: Months) -> Iterator[Typist]:
    with module_register.rehearse() as session:
        yield Typist(session, months)


def test_after_one_cell_only_that_cell_is_read(typist: Typist) -> None:
    desk = typist.read()
    typist.put("M02", value(20), None)
    typist.session.flush()
    with statements(typist.session) as again:
        typist.read(known=desk)
    with statements(typist.session) as anew:
        typist.read()
    assert len(again) <= 6 < 16 <= len(anew)
    assert not any("FROM indicator" in sql or "FROM cross_check" in sql for sql in again)


def test_after_one_cell_only_the_checks_that_read_it_are_judged(
    typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("M01", "M02", "M04", "M05"):
        typist.put(code, value(20), None)
    desk = typist.read()
    judged: list[str] = []
    plain = rules.broken_comparisons
    monkeypatch.setattr(
        rules, "broken_comparisons", lambda rule, values: judged.append(rule) or plain(rule, values)
    )
    typist.put("M08", value(99), None)
    judged.clear()  # keeping the figure looks at what blocks
    again = typist.read(known=desk)
    assert judged == ["M08_LUY_KE <= M02_LUY_KE", "M02 >= M04 and M08 <= M02", " M06 <= 90"]
    assert again.report is not None
    assert "K1" in {finding.rule for finding in again.report.findings}


def test_a_sentence_is_held_against_the_cell_that_was_typed_since(typist: Typist) -> None:
    typist.put("M02", value(20), None)
    do(typist, "words")
    before = typist.read()
    typist.put("M02", value(21), None)
    again = typist.read(known=before)
    assert before.report is not None and again.report is not None
    assert "SO" not in {finding.rule for finding in before.report.word_findings}
    (finding,) = [finding for finding in again.report.word_findings if finding.rule == "SO"]
    assert "= 21" in finding.message


def test_nothing_is_read_again_by_halves_on_another_day_or_from_another_journal(typist: Typist) -> None:
    desk = typist.read()
    assert desk.report is not None and desk.report.basis is not None
    basis = desk.report.basis
    typist.put("M02", value(20), None)
    stale = replace(desk.report, figures=())
    for other in (
        replace(basis, day=clock_at(2024, 3, 6).today()),
        replace(basis, mark=replace(basis.mark, hash="0" * 64)),  # a copy was put in the register's place
        replace(basis, mark=replace(basis.mark, seq=basis.mark.seq + 100)),
    ):
        known = replace(desk, report=replace(stale, basis=other))
        assert typist.read(known=known) == typist.read()
    assert typist.read(known=replace(desk, report=stale)) != typist.read()  # else the above proves nothing


def test_what_is_not_the_cells_of_the_report_brings_the_whole_back(typist: Typist) -> None:
    desk = typist.read()
    stale = replace(desk, report=replace(desk.report, figures=())) if desk.report else desk
    for act in ("another month", "words", "opening", "undo"):
        do(typist, act)
        assert typist.read(known=stale) == typist.read()


def test_a_rule_in_words_names_no_indicator_and_every_other_rule_all_of_them() -> None:
    assert codes_named("lũy kế không giảm trong năm") == frozenset()
    assert codes_named("M01 = M05_KY_TRUOC; M08_LUY_KE <= M02") == {"M01", "M05", "M08", "M02"}


def test_what_is_computed_from_a_cell_changes_with_it(typist: Typist) -> None:
    report = typist.read().report
    assert report is not None and report.basis is not None
    assert touched_by(report.basis.report, ["M02"]) == {"M02", "M03", "M06"}
    assert touched_by(report.basis.report, ["M05"]) == {"M05"}
    assert checked_again(report.basis.report, report.findings, frozenset()) == report.findings
    assert set(indicator_facts(typist.session, report.basis.report.catalogue_id)) >= {"M02", "M03", "M06"}
