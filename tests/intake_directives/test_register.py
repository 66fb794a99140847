"""Accepted proposals in the register: directive, clauses, tasks, units, copies, chains, all or nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import RuleViolation
from app.core.statuses import AssignmentRole, DirectiveState, TaskKind
from app.intake.files import read_pasted
from app.models import Assignment, Clause, ClauseAddressee, Directive, DirectiveLink, Task, Unit, UnitGroup
from app.models import UnitGroupMember as Member
from app.services.intake.copies import find_known_copy
from app.services.intake.entering import accept_reading
from app.services.intake.parties import PartyMatcher
from app.services.intake.party_memory import read_party_names, remember_party
from app.services.intake.signed_copy import attach_signed_copy
from app.storage.unit_of_work import UnitOfWork
from tests.register import TODAY, nothing_written, register, register_path, template

__all__ = ["register", "register_path", "template"]

TEXT = """ỦY BAN NHÂN DÂN
HUYỆN QUẾ LÂM
{number}
V/v khắc phục tồn tại trong cải cách hành chính
Quế Lâm, {day} năm 2024
Kính gửi: Các phòng chuyên môn; UBND các xã, thị trấn.
Thực hiện Công văn số 176/UBND-KSTT ngày 09/1/2024 của UBND tỉnh, UBND huyện yêu cầu các phòng \
chuyên môn, UBND các xã, thị trấn thực hiện các nội dung sau:
1. Rà soát thủ tục hành chính thuộc thẩm quyền.
2. UBND các xã, thị trấn báo cáo kết quả chậm nhất ngày 12 hằng tháng.
3. Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp xây dựng kế hoạch trước ngày 30/4/2024.
4. Giao Sở Khoa học tham gia ý kiến.
"""
UNITS = {"PNV": "Phòng Nội vụ", "PTP": "Phòng Tư pháp", "X1": "UBND xã Châu Sơn", "X2": "UBND xã Thọ Lâm"}
DRAFT = TEXT.format(number="Số:      /UBND-NV", day="ngày    tháng   ")
SIGNED = TEXT.format(number="Số: 88/UBND-NV", day="ngày 20 tháng 02")


@pytest.fixture
def office(register: UnitOfWork) -> Iterator[UnitOfWork]:
    """Give a register with two offices and two communes in their groups."""
    with register.write() as session:
        units = {}
        for place, (code, name) in enumerate(
            (
                ("PNV", "Phòng Nội vụ"),
                ("PTP", "Phòng Tư pháp"),
                ("X1", "UBND xã Châu Sơn"),
                ("X2", "UBND xã Thọ Lâm"),
            )
        ):
            units[code] = Unit(code=code, name=name, short_name=name, sort_order=place)
            session.add(units[code])
        groups = {"P": "Các phòng chuyên môn", "X": "UBND các xã, thị trấn"}
        for code, name in groups.items():
            group = UnitGroup(code=code, name=name)
            session.add(group)
            session.flush()
            for unit_code, unit in units.items():
                if unit_code.startswith(code):
                    session.add(Member(group_id=group.id, unit_id=unit.id))
    yield register


def test_everything_is_entered_in_one_go(office: UnitOfWork):
    reading = read_pasted(SIGNED)
    with office.write() as session:
        accepted = accept_reading(session, reading=reading, clock=TODAY).value
    assert len(accepted.task_ids) == 4
    assert accepted.unknown == ("Sở Khoa học",)
    with office.read() as session:
        directive = session.scalars(select(Directive)).one()
        assert (directive.number, directive.state) == ("88/UBND-NV", DirectiveState.ACTIVE)
        assert directive.text == reading.text
        tasks = session.scalars(select(Task).order_by(Task.sort_order)).all()
        assert [task.kind for task in tasks] == [
            TaskKind.STANDING,
            TaskKind.RECURRING,
            TaskKind.DATED,
            TaskKind.STANDING,
        ]
        assert [task.recurrence for task in tasks] == ["", "monthly:12", "", ""]
        assert all(task.reading_rule for task in tasks)
        clauses = session.scalars(select(Clause).order_by(Clause.position)).all()
        assert [clause.number for clause in clauses] == ["1", "2", "3", "4"]
        assert directive.text[clauses[2].span_start : clauses[2].span_end] == clauses[2].text


def test_units_are_those_that_the_words_mean(office: UnitOfWork):
    with office.write() as session:
        accept_reading(session, reading=read_pasted(SIGNED), clock=TODAY)
    with office.read() as session:
        codes = {unit.id: unit.code for unit in session.scalars(select(Unit))}
        given = {
            (task.section, codes[row.unit_id], row.role)
            for row in session.scalars(select(Assignment))
            if (task := session.get(Task, row.task_id))
        }
        lead, support = AssignmentRole.LEAD, AssignmentRole.COORDINATING
        assert given == {
            *(("1", code, lead) for code in ("PNV", "PTP", "X1", "X2")),
            *(("2", code, lead) for code in ("X1", "X2")),
            ("3", "PNV", lead),
            ("3", "PTP", support),
        }
        assert len(session.scalars(select(ClauseAddressee)).all()) == 4
        links = session.scalars(select(DirectiveLink)).all()
        assert [(link.to_number, link.relation) for link in links] == [("176/UBND-KSTT", "carries_out")]


@pytest.mark.parametrize("again", [SIGNED, SIGNED.replace("\n1.", "\n\n1.")])
def test_the_same_directive_again_is_refused(office: UnitOfWork, again: str):
    with office.write() as session:
        accept_reading(session, reading=read_pasted(SIGNED), clock=TODAY)
    with nothing_written(office), pytest.raises(RuleViolation), office.write() as session:
        accept_reading(session, reading=read_pasted(again), clock=TODAY)


def test_a_signed_copy_is_matched_with_its_draft(office: UnitOfWork):
    with office.write() as session:
        entered = accept_reading(session, reading=read_pasted(DRAFT), clock=TODAY).value
    signed = read_pasted(SIGNED.replace("30/4/2024", "15/5/2024"))
    with office.read() as session:
        assert session.get_one(Directive, entered.directive_id).state is DirectiveState.UNNUMBERED
        known = find_known_copy(session, signed)
    assert known is not None
    assert (known.directive_id, known.reason, known.is_signed_later) == (entered.directive_id, "alike", True)
    assert any("15/5/2024" in " ".join(change.after) for change in known.differences)
    with office.write() as session:
        known_directive = session.get_one(Directive, entered.directive_id)
        known_directive.note, known_directive.is_own = "Nhận qua điện thoại", True
    with office.write() as session:
        attach_signed_copy(session, directive_id=entered.directive_id, reading=signed, clock=TODAY)
    with office.read() as session:
        directive = session.get_one(Directive, entered.directive_id)
        assert directive.number == "88/UBND-NV"
        assert (directive.note, directive.is_own) == ("Nhận qua điện thoại", True)
        for clause in session.scalars(select(Clause).where(Clause.directive_id == directive.id)):
            if clause.span_start is not None:
                assert directive.text[clause.span_start : clause.span_end] == clause.text
        assert len(session.scalars(select(Task)).all()) == 4


def test_only_the_accepted_ones_are_entered(office: UnitOfWork):
    with office.write() as session:
        accepted = accept_reading(session, reading=read_pasted(SIGNED), clock=TODAY, orders=(2,)).value
    assert len(accepted.task_ids) == 1


def test_names_are_matched_with_a_confidence_and_remembered(office: UnitOfWork):
    with office.write() as session:
        matcher = PartyMatcher(read_party_names(session, TODAY.today()))
        assert matcher.match("Trưởng các phòng chuyên môn").group_id is not None
        assert matcher.match("Chủ tịch Ủy ban nhân dân các xã, thị trấn").is_sure
        assert matcher.match("Phòng Nội Vụ").is_sure
        misspelt = matcher.match("Phòng Tư phap huyện")
        assert misspelt.unit_ids
        assert not matcher.match("Bưu điện").unit_ids
        tuphap = session.scalars(select(Unit).where(Unit.code == "PTP")).one()
        remember_party(session, name="Bộ phận tư pháp", unit_id=tuphap.id)
        assert PartyMatcher(read_party_names(session, TODAY.today())).match("Bộ phận tư pháp").unit_ids == (
            tuphap.id,
        )


def test_everybody_is_a_guess_to_be_asked_about(office: UnitOfWork):
    with office.read() as session:
        matcher = PartyMatcher(read_party_names(session, TODAY.today()), ("Các phòng chuyên môn",))
        found = matcher.match("Các cơ quan, đơn vị")
        assert len(found.unit_ids) == 2
        assert not found.is_sure


def test_the_command_prints_and_accepts(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from app.__main__ import main

    file = tmp_path / "cong-van.txt"
    file.write_text(SIGNED, encoding="utf-8")
    data = str(tmp_path / "data")
    assert main(["--data", data, "init", "--preset", "quy-hop-2024"]) == 0
    assert main(["--data", data, "intake", str(file), "--accept", "--as-of", "05/03/2024", "--json"]) == 0
    assert '"number": "88/UBND-NV"' in capsys.readouterr().out
    assert main(["--data", data, "intake", str(file), "--accept"]) == 3
    file.write_text("Không giao việc cho ai.", encoding="utf-8")
    assert main(["intake", str(file)]) == 3
    assert "E-TEP-09" in capsys.readouterr().err
