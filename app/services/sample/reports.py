"""The reporting year so far: rules tied to their clauses, periods, and how each unit's report came in."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.core.clock import FixedClock, at_office
from app.core.ids import derived_id
from app.core.statuses import Channel, PeriodState, ReportState, ReportSubject
from app.models import ExpectedReport, Period, Reminder, ReportingRule, Submission, SubmissionComment
from app.services.cycles import make_periods
from app.services.presets.parsing import Node
from app.services.sample.directives import note_work
from app.services.sample.ground import Ground, Row, dice, key, office_hours, pick

_TASKS = {ReportSubject.MONTHLY_REPORT: "5b", ReportSubject.IMPROVEMENT_PLAN: "5a"}
_NAMES = {"monthly-report": ReportSubject.MONTHLY_REPORT, "improvement-plan": ReportSubject.IMPROVEMENT_PLAN}
_CHANNELS = (
    *(Channel.OFFICE_SYSTEM,) * 9,
    *(Channel.EMAIL,) * 4,
    *(Channel.EXCEL,) * 3,
    *(Channel.PAPER,) * 3,
    Channel.PACKAGE,
)
_HUB = "Phòng Nội vụ"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A report that reached the hub; ``accepted`` is the version whose content is frozen, 0 for none."""

    subject: ReportSubject
    period: Period
    code: str
    expected_id: str
    first_on: date
    is_on_time: bool
    accepted: int


def tie_rules(ground: Ground, tasks: dict[str, tuple[str, str]]) -> dict[ReportSubject, ReportingRule]:
    """Tie the preset's two rules to the clause and the task they carry out."""
    words = ground.file("reports").text("window_words")
    rules = {rule.subject: rule for rule in ground.session.scalars(select(ReportingRule))}
    for subject, name in _TASKS.items():
        rules[subject].clause_id, rules[subject].task_id = tasks[name]
        rules[subject].valid_from = date(2024, 1, 1)
    rules[ReportSubject.MONTHLY_REPORT].window_words = words
    ground.session.flush()
    return rules


def add_reports(ground: Ground, rules: dict[ReportSubject, ReportingRule]) -> tuple[Arrived, ...]:
    """Lay out the year and let every unit's report come in, late or on time, as the file says."""
    node = ground.file("reports")
    clock = FixedClock(at_office(date(2024, 1, 8), 9))
    for rule in rules.values():
        make_periods(ground.session, rule_id=rule.id, year=2024, clock=clock)
    arrived: list[Arrived] = []
    for item in node.nodes("periods"):
        rule = rules[_NAMES[item.text("rule")]]
        period = ground.session.get_one(Period, derived_id("period", rule.id, item.text("name")))
        arrived += _Reports(ground, item, rule, period).all()
        period.locked_on = item.day("locked_on")
        if period.locked_on is not None:
            period.state = PeriodState.LOCKED
    for item in node.nodes("reminders"):
        _remind(ground, item, node)
    ground.session.flush()
    return tuple(arrived)


class _Reports:
    """The reports of one period, each unit by the list that names it; a unit in no list is on time."""

    def __init__(self, ground: Ground, node: Node, rule: ReportingRule, period: Period) -> None:
        self.ground, self.node, self.rule, self.period = ground, node, rule, period
        self.codes = {unit_id: code for code, unit_id in ground.unit_ids.items()}
        self.late = {code: day for day in node.child("late").value for code in node.child("late").texts(day)}
        self.named = {
            name: {item.text("unit"): item for item in node.nodes(name)}
            for name in ("excused", "extended", "returned", "codes")
        }

    def all(self) -> list[Arrived]:
        """Enter every expected report and return those that reached the hub."""
        expected = self.ground.session.scalars(
            select(ExpectedReport).where(ExpectedReport.period_id == self.period.id)
        )
        found = [self._one(report, self.codes[report.unit_id]) for report in expected]
        return sorted((a for a in found if a is not None), key=lambda a: a.code)

    def _one(self, report: ExpectedReport, code: str) -> Arrived | None:
        if code in self.named["excused"]:
            self._excuse(report, code)
        if code in self.named["excused"] or code in self.node.texts("missing"):
            return None
        if code in self.named["returned"]:
            return self._return(report, self.named["returned"][code])
        if code in self.named["codes"]:
            return self._note_code(report, self.named["codes"][code])
        if code in self.named["extended"]:
            day = self._extend(report, self.named["extended"][code])
        elif code in self.late:
            day = date.fromisoformat(self.late[code])
        else:
            day = date.fromisoformat(pick(self.node.texts("on_time"), self.period.name, code))
        self._version(report, code, 1, received=day)
        return self._finish(report, code, day, self._accepted_on(code, day), version=1)

    def _excuse(self, report: ExpectedReport, code: str) -> None:
        item = self.named["excused"][code]
        report.excused_on, report.excuse_reason = item.needed_day("on"), item.text("reason")
        row = self._single_task(code)
        if row is not None:
            row["cancelled_on"], row["cancel_reason"] = report.excused_on, report.excuse_reason

    def _extend(self, report: ExpectedReport, item: Node) -> date:
        report.extended_to, report.extended_on = item.needed_day("to"), item.needed_day("on")
        report.extension_reason = item.text("reason")
        return item.needed_day("received")

    def _return(self, report: ExpectedReport, item: Node) -> Arrived:
        code, first, back = item.text("unit"), item.needed_day("received"), item.needed_day("returned")
        row = self._version(report, code, 1, received=first)
        row |= {"state": ReportState.RETURNED, "reason": item.text("reason"), "decided_by": _HUB}
        row["decided_at"] = office_hours(back, "decide", row["id"])
        report.state = ReportState.RETURNED
        again = item.day("again")
        self._comment(item, row, back, again)
        if again is None:
            return self._finish(report, code, first, None, version=1)
        self._version(report, code, 2, received=again)
        return self._finish(report, code, first, item.day("accepted"), version=2)

    def _comment(self, item: Node, version: Row, back: date, again: date | None) -> None:
        self.ground.add(
            SubmissionComment,
            {
                "id": key("comment", version["id"]),
                "submission_id": version["id"],
                "subject": item.text("subject"),
                "text": item.text("comment"),
                "author": _HUB,
                "created_at": version["decided_at"],
                "resolved_at": office_hours(again, "resolve", version["id"]) if again else None,
            },
        )

    def _note_code(self, report: ExpectedReport, item: Node) -> Arrived | None:
        code, noted, received = item.text("unit"), item.needed_day("noted"), item.day("received")
        row = self._version(report, code, 1, received=received)
        row |= {
            "sealed_at": at_office(noted, 9),
            "seal_code": item.text("code"),
            "code_noted_at": at_office(noted, 9, 40),
        }
        if received is None:
            row["state"] = report.state = ReportState.CODE_NOTED
            return None
        row["channel"] = Channel.PACKAGE
        return self._finish(report, code, noted, self._accepted_on(code, received), version=1)

    def _version(self, report: ExpectedReport, code: str, version: int, *, received: date | None) -> Row:
        series = "KH" if self.rule.subject is ReportSubject.IMPROVEMENT_PLAN else "BC"
        issuer = "UBND" if code.isdigit() else code
        number = dice(3, 40, "number", self.period.id, code) + version - 1
        row: Row = {
            "id": derived_id("submission", report.id, "1", str(version)),
            "expected_report_id": report.id,
            "version": version,
            "document_number": f"{number:02d}/{series}-{issuer}",
            "signed_on": received,
            "sealed_at": None,
            "seal_code": None,
            "code_noted_at": None,
            "received_at": office_hours(received, "in", report.id, str(version)) if received else None,
            "channel": self._channel(code, received) if received else None,
            "state": ReportState.RECEIVED,
            "decided_at": None,
            "decided_by": "",
            "reason": "",
        }
        self.ground.add(Submission, row)
        report.state = ReportState.RECEIVED
        self.last = row
        return row

    def _channel(self, code: str, received: date) -> Channel:
        channel: Channel = pick(_CHANNELS, "channel", self.period.id, code)
        in_tet = date(2024, 2, 8) <= received <= date(2024, 2, 14)
        return Channel.EMAIL if in_tet and channel is Channel.PAPER else channel

    def _accepted_on(self, code: str, received: date) -> date | None:
        if code in self.node.texts("waiting"):
            return None
        chosen = date.fromisoformat(pick(self.node.texts("accepted"), "accept", self.period.id, code))
        if chosen > received:
            return chosen
        return None if received == date(2024, 3, 13) else received + timedelta(days=1)

    def _finish(
        self, report: ExpectedReport, code: str, first: date, accepted_on: date | None, *, version: int
    ) -> Arrived:
        """Accept the last version where the hub has done so, and close the task of a plan."""
        if accepted_on is not None:
            self.last |= {"state": ReportState.ACCEPTED, "decided_by": _HUB}
            self.last["decided_at"] = office_hours(accepted_on, "decide", self.last["id"])
            report.state, report.accepted_version = ReportState.ACCEPTED, version
        row = self._single_task(code)
        if row is not None:
            text = "Đã nhận báo cáo, kế hoạch."
            note_work(self.ground, row, on=first, progress=100, text=text, done=True)
        due = report.extended_to or self.period.legal_due
        accepted = report.accepted_version or 0
        return Arrived(self.rule.subject, self.period, code, report.id, first, first <= due, accepted)

    def _single_task(self, code: str) -> Row | None:
        """Return the assignment that the report itself fulfils: a plan's, never a monthly report's."""
        if self.rule.subject is not ReportSubject.IMPROVEMENT_PLAN or self.rule.task_id is None:
            return None
        return self.ground.assignments[self.rule.task_id, code]


def _remind(ground: Ground, item: Node, node: Node) -> None:
    period = next(
        p
        for p in node.nodes("periods")
        if (p.text("rule"), p.text("name")) == (item.text("rule"), item.text("name"))
    )
    rule = ground.session.scalars(
        select(ReportingRule).where(ReportingRule.subject == _NAMES[item.text("rule")])
    ).one()
    period_id = derived_id("period", rule.id, item.text("name"))
    for code in period.texts("missing"):
        expected_id = derived_id("expected", period_id, ground.unit(item, code))
        ground.add(
            Reminder,
            {
                "id": key("reminder", expected_id, item.text("on")),
                "unit_id": ground.unit_ids[code],
                "subject_kind": "expected_report",
                "subject_id": expected_id,
                "sent_at": at_office(item.needed_day("on"), 8, 30),
                "channel": "office_system",
                "text": item.text("text"),
            },
        )
