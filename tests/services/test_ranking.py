"""Ranking on the register: groups, last month, exclusion, publishing that nothing alters afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ranking import Method
from app.core.statuses import RankingRemarkKind, ReminderChannel, ReportState, TieRule
from app.models import ExpectedReport, RankingSnapshot
from app.reports.freeze import digest
from app.services.queries.cycles import cycle_status
from app.services.queries.periods import find_period
from app.services.queries.ranking import (
    list_snapshots,
    live_ranking,
    ranking_method,
    read_snapshot,
    remarks,
)
from app.services.ranking import exclude_unit, include_unit, note_appeal, publish_ranking, set_method
from app.services.reminders import log_reminder
from app.services.submissions import accept_report, excuse_report
from tests.register import clock_at
from tests.statements import statements

DAY = date(2024, 3, 18)
NOW = clock_at(2024, 3, 18)


def period(session, name="2024-03"):
    return find_period(session, name=name, as_of=DAY)


def ranked(session, name="2024-03"):
    return live_ranking(session, period=period(session, name), day=DAY)


def by_code(session, ranking):
    status = cycle_status(session, period=period(session), as_of=DAY)
    codes = {report.unit_id: report.code for report in status.reports}
    return {codes[unit.unit_id]: unit for unit in ranking.units}


def test_every_expected_unit_stands_in_one_group_with_its_parts(sample):
    with sample.read() as session:
        ranking = ranked(session)
        expected = {r.unit_id for r in cycle_status(session, period=period(session), as_of=DAY).reports}
        units = by_code(session, ranking)
    ids = [unit.unit_id for unit in ranking.units]
    assert set(ids) == expected and len(ids) == len(expected)
    assert len(ranking.groups) >= 2
    assert units["17089"].on_time == 0 and units["17089"].judged == 3
    assert units["17053"].late_excused == 1  # extended in February, came within the extension
    assert units["PDT"].judged == 1  # excused in January and in March
    for group in ranking.groups:
        scores = [unit.score for unit in group.units if unit.score is not None]
        assert scores == sorted(scores, reverse=True)


def test_the_change_is_against_the_month_before(sample):
    with sample.read() as session:
        march, february = (
            ranked(session),
            live_ranking(session, period=period(session, "2024-02"), day=date(2024, 2, 18)),
        )
    before = {unit.unit_id: (unit.place, unit.score) for unit in february.units}
    told = {unit.unit_id: (unit.previous_place, unit.previous_score) for unit in march.units}
    assert {key: value for key, value in told.items() if value != (None, None)} == before
    assert any(unit.change for unit in march.units)
    gains = {unit.unit: unit.gain for unit in march.units}
    assert march.most_improved
    assert all(gains[name] == max(gains.values()) > 0 for name in march.most_improved)


def test_fewer_than_two_accepted_reports_give_no_ranking(sample):
    with sample.write() as session:
        for expected in session.scalars(
            select(ExpectedReport).where(
                ExpectedReport.period_id == period(session).id, ExpectedReport.state == ReportState.ACCEPTED
            )
        ):
            expected.state = ReportState.RECEIVED
        with pytest.raises(RuleViolation, match="mới có 0 báo cáo được chấp nhận"):
            ranked(session)


def test_the_reminder_count_stands_in_the_ranking(sample):
    with sample.write() as session:
        before = by_code(session, ranked(session))
        unit_id = before["17095"].unit_id
        log_reminder(session, unit_id=unit_id, channel=ReminderChannel.PHONE, text="x", clock=NOW)
        after = by_code(session, ranked(session))
    assert (before["17095"].reminders, after["17095"].reminders) == (1, 2)
    assert after["17035"].reminders == 0


def test_a_unit_is_left_out_only_with_a_reason_and_can_come_back(sample):
    with sample.write() as session:
        march = period(session)
        unit_id = by_code(session, ranked(session))["17095"].unit_id
        with pytest.raises(InvalidField, match="lý do"):
            exclude_unit(session, period_id=march.id, unit_id=unit_id, reason=" ", clock=NOW)
        exclude_unit(session, period_id=march.id, unit_id=unit_id, reason="Mới sáp nhập", clock=NOW)
        ranking = ranked(session)
        assert unit_id not in {unit.unit_id for unit in ranking.units}
        assert [(one.unit, one.reason) for one in ranking.excluded] == [("Xã Bắc Sơn", "Mới sáp nhập")]
        with pytest.raises(RuleViolation, match="đã được để ngoài"):
            exclude_unit(session, period_id=march.id, unit_id=unit_id, reason="x", clock=NOW)
        include_unit(session, period_id=march.id, unit_id=unit_id, clock=NOW)
        assert unit_id in {unit.unit_id for unit in ranked(session).units}
        with pytest.raises(NotFound):
            include_unit(session, period_id=march.id, unit_id=unit_id, clock=NOW)


def test_an_appeal_is_kept_with_its_words(sample):
    with sample.write() as session:
        march = period(session)
        unit_id = by_code(session, ranked(session))["17095"].unit_id
        with pytest.raises(InvalidField):
            note_appeal(session, period_id=march.id, unit_id=unit_id, text="", clock=NOW)
        note_appeal(session, period_id=march.id, unit_id=unit_id, text="Mất điện ngày 12", clock=NOW)
        (row,) = remarks(session, period_id=march.id, kind=RankingRemarkKind.APPEAL)
    assert (row.unit, row.text) == ("Xã Bắc Sơn", "Mất điện ngày 12")


def test_publishing_needs_a_rule_for_ties_where_there_are_any(sample):
    with sample.write() as session:
        assert ranked(session).has_ties
        with pytest.raises(RuleViolation, match="chưa chọn quy tắc đồng hạng"):
            publish_ranking(session, period=period(session), day=DAY, clock=NOW)
        with pytest.raises(InvalidField, match="cộng lại thành 100"):
            set_method(session, method=Method(60, 60, TieRule.NO_GAP), clock=NOW)
        set_method(session, method=Method(50, 50, TieRule.NO_GAP), clock=NOW)
        assert ranking_method(session) == Method(50, 50, TieRule.NO_GAP)
        publish_ranking(session, period=period(session), day=DAY, clock=NOW)


def test_what_was_published_is_never_altered_by_later_data(sample):
    with sample.write() as session:
        set_method(session, method=Method(tie=TieRule.LEAVES_GAP), clock=NOW)
        march = period(session)
        key = publish_ranking(session, period=march, day=DAY, clock=NOW).value
        then = read_snapshot(session, snapshot_id=key)
        assert then == ranked(session)
        unit = by_code(session, then)["17095"]
        expected = next(
            r.expected_id
            for r in cycle_status(session, period=march, as_of=DAY).reports
            if r.unit_id == unit.unit_id
        )
        excuse_report(session, expected_id=expected, reason="Xét lại", clock=NOW)
        set_method(session, method=Method(90, 10, TieRule.NO_GAP), clock=NOW)
        assert ranked(session) != then
        assert read_snapshot(session, snapshot_id=key) == then
        kept = session.get_one(RankingSnapshot, key)
        assert kept.content_sha256 == digest(kept.content)
        with pytest.raises(InvalidField, match="công bố lại phải ghi lý do"):
            publish_ranking(session, period=march, day=DAY, clock=NOW)
        publish_ranking(session, period=march, day=DAY, clock=NOW, reason="Sửa theo kiến nghị")
        assert [row.number for row in list_snapshots(session, period_id=march.id)] == [2, 1]
        with pytest.raises(NotFound):
            read_snapshot(session, snapshot_id="x")


def test_next_month_compares_with_what_was_published(sample):
    with sample.write() as session:
        set_method(session, method=Method(tie=TieRule.LEAVES_GAP), clock=NOW)
        february = period(session, "2024-02")
        publish_ranking(session, period=february, day=date(2024, 2, 25), clock=NOW)
        (row,) = list_snapshots(session, period_id=february.id)
        published = read_snapshot(session, snapshot_id=row.id)
        set_method(session, method=Method(10, 90, TieRule.LEAVES_GAP), clock=NOW)
        march = ranked(session)
    told = {unit.unit_id: unit.previous_score for unit in march.units}
    assert all(told[unit.unit_id] == unit.score for unit in published.units)
    assert isinstance(next(iter(told.values())), Decimal)


def test_a_report_not_accepted_yet_makes_the_ranking_provisional(sample):
    with sample.write() as session:
        assert ranked(session).is_provisional
        status = cycle_status(session, period=period(session), as_of=DAY)
        waiting = [r for r in status.reports if r.state is ReportState.RECEIVED]
        unit_id = waiting[0].unit_id
        before = {unit.unit_id: unit.is_accepted for unit in ranked(session).units}
        accept_report(session, expected_id=waiting[0].expected_id, clock=NOW)
        after = {unit.unit_id: unit.is_accepted for unit in ranked(session).units}
    assert (before[unit_id], after[unit_id]) == (False, True)


def test_ranking_asks_no_more_for_many_units_than_for_few(sample):
    with sample.rehearse() as session:
        march = period(session).id
        session.expunge_all()
        with statements(session) as sent:
            many = ranked(session).units
        for unit in many[5:]:
            exclude_unit(
                session,
                period_id=march,
                unit_id=unit.unit_id,
                reason="Thử bớt đơn vị",
                clock=NOW,
            )
        session.flush()
        session.expunge_all()
        with statements(session) as again:
            few = ranked(session).units
    assert (len(many), len(few)) == (34, 5)
    assert len(sent) == len(again)
