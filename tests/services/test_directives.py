"""Directives and their clauses: the words that bind, and whom they bind."""

from datetime import date

import pytest
from sqlalchemy import select

from app.core.changes import Changes
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.statuses import DirectiveState
from app.models import Clause, ClauseAddressee, Directive, DirectiveLink
from app.services import directives
from app.services.directives import ClauseFields, DirectiveFields
from app.services.queries.search import matches
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_clause, make_directive, make_group, make_task, make_units
from tests.register import TODAY, journal_of, nothing_written


def test_a_directive_without_number_is_a_source_of_tasks_like_any(register: UnitOfWork) -> None:
    with journal_of(register) as actions, register.write() as session:
        fields = DirectiveFields(subject=" V/v  cải cách ")
        done = directives.save_directive(session, fields=fields, clock=TODAY)
        directive = session.get_one(Directive, done.value)
        assert (directive.state, directive.number, directive.subject) == (
            DirectiveState.UNNUMBERED,
            None,
            "V/v cải cách",
        )
        assert done.changes == Changes(directives=True)
    assert actions == ["directive.save"]


def test_a_number_makes_a_directive_active_and_never_revives_a_closed_one(register: UnitOfWork) -> None:
    with register.write() as session:
        directive_id = make_directive(session, number=None, issued_on=None)
        fields = DirectiveFields(subject="V/v", number="15/UBND-NV", issued_on=date(2024, 1, 10))
        directives.save_directive(session, fields=fields, clock=TODAY, directive_id=directive_id)
        directive = session.get_one(Directive, directive_id)
        assert directive.state is DirectiveState.ACTIVE
        directive.state = DirectiveState.CLOSED
        directives.save_directive(session, fields=fields, clock=TODAY, directive_id=directive_id)
        assert directive.state is DirectiveState.CLOSED


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"subject": "  "}, "subject"),
        ({"received_on": date(2024, 1, 9)}, "received_on"),
    ],
)
def test_a_directive_that_cannot_be_is_refused(
    register: UnitOfWork, fields: dict[str, object], field: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField) as refused, register.write() as session:
        make_directive(session, **fields)
    assert refused.value.field == field


def test_a_number_of_one_day_stands_in_the_register_once(register: UnitOfWork) -> None:
    with register.write() as session:
        make_directive(session, subject="Bản thứ nhất")
        make_directive(session, issued_on=date(2023, 1, 10))  # numbers begin anew every year
    with (
        nothing_written(register),
        pytest.raises(InvalidField, match="Văn bản số 15/UBND-NV đã có trong sổ"),
        register.write() as session,
    ):
        make_directive(session, number=" 15/UBND-NV ")


@pytest.mark.parametrize("dates", [(date(2024, 1, 10), None), (None, date(2024, 1, 10)), (None, None)])
def test_a_number_whose_day_is_not_known_may_be_the_one_already_there(
    register: UnitOfWork, dates: tuple[date | None, date | None]
) -> None:
    with register.write() as session:
        make_directive(session, issued_on=dates[0])
    with (
        nothing_written(register),
        pytest.raises(InvalidField, match="đã có trong sổ"),
        register.write() as session,
    ):
        make_directive(session, issued_on=dates[1])


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_secret_paper_never_enters_the_register(register: UnitOfWork, mark: str) -> None:
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="độ mật") as refused,
        register.write() as session,
    ):
        make_directive(session, text=f"ỦY BAN NHÂN DÂN\n  {mark} \nNội dung")
    assert refused.value.code == "E-MAT-01"


def test_a_paper_that_only_speaks_of_secrets_is_accepted(register: UnitOfWork) -> None:
    with register.write() as session:
        make_directive(session, text="Bảo vệ bí mật nhà nước; không để lộ MẬT mã.\n" + "\n" * 60 + "MẬT")


def test_a_directive_is_found_by_number_subject_and_issuer_with_and_without_accents(
    register: UnitOfWork,
) -> None:
    with register.write() as session:
        make_directive(session, subject="V/v đẩy mạnh cải cách hành chính", issuer="UBND huyện Quỳ Hợp")
    with register.read() as session:
        for query, found in (
            ("quy hop", 1),
            ("quỳ cải", 1),
            ("15/ubnd", 1),
            ("cái", 0),
            ("100%", 0),
            ("_", 0),
        ):
            assert len(session.scalars(select(Directive).where(matches(Directive, query))).all()) == found, (
                query
            )


def test_a_cited_directive_is_linked_when_it_is_known(register: UnitOfWork) -> None:
    with journal_of(register) as actions, register.write() as session:
        known = make_directive(session, number="1/UBND")
        citing = make_directive(session)
        for number in ("1/UBND", "2/UBND"):
            directives.cite_directive(
                session, directive_id=citing, number=number, issued_on=None, relation="replaces", clock=TODAY
            )
    with register.read() as session:
        links = session.scalars(select(DirectiveLink).order_by(DirectiveLink.to_number)).all()
        assert [(link.to_number, link.to_id) for link in links] == [("1/UBND", known), ("2/UBND", None)]
    assert actions.count("directive.cite") == 2


def test_clauses_keep_their_printed_numbers_in_reading_order(register: UnitOfWork) -> None:
    with register.write() as session:
        directive_id = make_directive(session)
        for number in ("10", "12", "12.a"):  # the text skips 11
            make_clause(session, directive_id, number)
    with register.read() as session:
        rows = session.execute(select(Clause.position, Clause.number).order_by(Clause.position)).all()
        assert [tuple(row) for row in rows] == [(1, "10"), (2, "12"), (3, "12.a")]


def test_the_words_of_a_clause_are_kept_with_their_mistakes(register: UnitOfWork) -> None:
    with register.write() as session:
        directive_id = make_directive(session)
        fields = ClauseFields(number="5", text=" Xây dựng kế hoạch khắc pục,\n  tồn tại. ", span=(10, 40))
        clause_id = directives.save_clause(
            session, directive_id=directive_id, fields=fields, clock=TODAY
        ).value
        clause = session.get_one(Clause, clause_id)
        assert clause.text == "Xây dựng kế hoạch khắc pục,\n  tồn tại."
        assert (clause.span_start, clause.span_end) == (10, 40)


def test_a_clause_needs_words_and_a_directive(register: UnitOfWork) -> None:
    with register.write() as session:
        directive_id = make_directive(session)
    for owner, text, error in ((directive_id, "  ", InvalidField), ("none", "A", NotFound)):
        with nothing_written(register), pytest.raises(error), register.write() as session:
            directives.save_clause(
                session, directive_id=owner, fields=ClauseFields(number="1", text=text), clock=TODAY
            )


def test_a_clause_binds_groups_and_units_but_not_the_exceptions_in_official_order(
    register: UnitOfWork,
) -> None:
    with register.write() as session:
        a, b, c, d = make_units(session, "A", "B", "C", "D")
        group_id = make_group(session, c, b)
        clause_id = make_clause(
            session, make_directive(session), group_ids=(group_id,), unit_ids=(d, b), excluded_unit_ids=(c,)
        )
        assert directives.units_bound_by(session, clause_id, date(2024, 3, 5)) == (b, d)
        assert a not in directives.units_bound_by(session, clause_id, date(2024, 3, 5))


def test_a_clause_binds_the_members_and_units_of_the_day(register: UnitOfWork) -> None:
    from app.services.units import retire_unit, set_members

    with register.write() as session:
        a, b, c = make_units(session, "A", "B", "C")
        group_id = make_group(session, a, b, c)
        clause_id = make_clause(session, make_directive(session), group_ids=(group_id,))
        set_members(session, group_id=group_id, unit_ids=(a, b), clock=TODAY)
        retire_unit(session, unit_id=b, last_day=date(2024, 6, 30), clock=TODAY)
        bound = {
            day: directives.units_bound_by(session, clause_id, day)
            for day in (date(2024, 3, 5), date(2024, 3, 6))
        }
        assert bound == {date(2024, 3, 5): (a, b, c), date(2024, 3, 6): (a, b)}
        assert directives.units_bound_by(session, clause_id, date(2024, 7, 1)) == (a,)


def test_a_change_of_whom_a_clause_binds_is_in_the_journal(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b = make_units(session, "A", "B")
        directive_id = make_directive(session)
        clause_id = make_clause(session, directive_id, unit_ids=(a,))

    def bind(*unit_ids: str) -> None:
        fields = ClauseFields(number="5", text="Nội dung điều khoản 5.", unit_ids=unit_ids)
        with register.write() as session:
            directives.save_clause(
                session, directive_id=directive_id, fields=fields, clock=TODAY, clause_id=clause_id
            )

    with journal_of(register) as actions:
        bind(a, b)
    assert actions == ["clause.bind"]
    with journal_of(register) as actions:
        bind(b, a)
    assert actions == []


def test_a_clause_on_which_a_task_stands_is_not_removed(register: UnitOfWork) -> None:
    with register.write() as session:
        directive_id = make_directive(session)
        used, unused = make_clause(session, directive_id, "1"), make_clause(session, directive_id, "2")
        make_task(session, clause_id=used)
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="Điều khoản 1 đã có nhiệm vụ"),
        register.write() as session,
    ):
        directives.remove_clause(session, clause_id=used, clock=TODAY)
    with journal_of(register) as actions, register.write() as session:
        directives.remove_clause(session, clause_id=unused, clock=TODAY)
    assert actions == ["clause.remove"]
    with register.read() as session:
        assert session.scalars(select(Clause.id)).all() == [used]
        assert session.scalars(select(ClauseAddressee)).all() == []
    with pytest.raises(NotFound), register.write() as session:
        directives.remove_clause(session, clause_id=unused, clock=TODAY)
