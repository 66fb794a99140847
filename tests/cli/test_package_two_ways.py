"""The same three months and plan by files twice, through services and through commands: one end state."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import keyring
import pytest
from sqlalchemy import select

from app.bootstrap import run_command_line
from app.core.clock import OFFICE_ZONE
from app.core.ids import derived_id
from app.core.statuses import ReportState, ReportSubject
from app.models import ExpectedReport, Period, PlanRow, ReportingRule
from app.services.cycles import make_periods, set_expected
from app.services.dump import dump_register
from app.services.packages.codes import message_of
from app.services.packages.making import answer, hand_down
from app.services.plans import PlanRowFields, open_plan, save_plan_row
from app.services.reviews import comment_on
from app.services.submissions import accept_report, return_report
from tests.offices import COMMUNES, Made, Office, commune_id, copied, expected_id, fill_in, hear, seal
from tests.offices import made_offices as made_offices
from tests.offices import office_templates as office_templates
from tests.register import ACTOR, clock_at
from tests.register import template as template
from tests.system.test_secrets import Vault

UNIT = COMMUNES[0]
Day = tuple[int, int]
PLAN = ReportSubject.IMPROVEMENT_PLAN
SHORTCOMING = "Chậm cập nhật thủ tục"


class ByServices:
    """The verbs of the exchange as calls."""

    def hand_down(self, hub: Office) -> Path:
        made = hand_down(hub.services, hub.secrets, unit_id=commune_id(hub), year=2024)
        return hub.put_out(made)

    def seal(self, commune: Office, key: str, reason: str = "") -> tuple[Path, str]:
        made = seal(commune, key, reason=reason)
        return commune.put_out(made), str(made.seal_code)

    def take_in(self, office: Office, *files: Path) -> list[str]:
        return [file.outcome for file in office.take_in(*files).files]

    def answer(self, hub: Office) -> Path:
        return hub.put_out(answer(hub.services, hub.secrets, unit_id=commune_id(hub), year=2024))

    def note(self, hub: Office, text: str, moment: datetime) -> None:
        hear(hub, text, moment)

    def decide(self, hub: Office, month: str, verb: str, *words: str) -> None:
        key, clock = expected_id(hub, month, commune_id(hub)), hub.services.clock
        with hub.uow.write() as session:
            if verb == "accept":
                accept_report(session, expected_id=key, clock=clock)
            elif verb == "return":
                return_report(session, expected_id=key, reason=words[1], clock=clock)
            else:
                comment_on(session, expected_id=key, subject=words[1], text=words[3], clock=clock)


class ByCommands:
    """The same verbs as a person types them."""

    def __init__(self, usb: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.usb, self.capsys = usb, capsys

    def hand_down(self, hub: Office) -> Path:
        return self._made(hub, "create", "--to", UNIT)[0]

    def seal(self, commune: Office, key: str, reason: str = "") -> tuple[Path, str]:
        with commune.uow.read() as session:
            period = session.get_one(Period, session.get_one(ExpectedReport, key).period_id)
            rule = session.get_one(ReportingRule, period.rule_id)
            words = ("--report", period.name, "--rule", rule.name, "--reason", reason)
        return self._made(commune, "create", *words, "--approved-by", "Trần Văn Bình")

    def take_in(self, office: Office, *files: Path) -> list[str]:
        for file in files:
            assert self._call(office, "package", "inspect", file, "--json")["verdict"] == "new"
        facts = self._call(office, "package", "import", *files, "--json")
        return [file["verdict"] for file in facts["packages"]]  # type: ignore[attr-defined]

    def answer(self, hub: Office) -> Path:
        return self._made(hub, "receipt", "--unit", UNIT)[0]

    def note(self, hub: Office, text: str, moment: datetime) -> None:
        self._call(hub, "package", "code", text, "--at", moment.isoformat(), "--json")

    def decide(self, hub: Office, month: str, verb: str, *words: str) -> None:
        self._call(hub, "report", verb, "--unit", UNIT, "--period", month, *words, "--json")

    def _made(self, office: Office, verb: str, *words: object) -> tuple[Path, str]:
        facts = self._call(office, "package", verb, *words, "--out", self.usb, "--json")
        return Path(str(facts["file"])), str(facts["seal_code"])

    def _call(self, office: Office, *words: object) -> dict[str, object]:
        vault = Vault()
        vault.kept = {("so-cchc", name): value for name, value in office.secrets.kept.items()}
        keyring.set_keyring(vault)
        office.uow.close()  # a command wants the register for itself
        code = run_command_line(["--data", str(office.folder), *map(str, words)], office.services.clock)
        out, err = self.capsys.readouterr()
        assert code == 0, (words, out, err)
        facts: dict[str, object] = json.loads(out)
        return facts


Way = ByServices | ByCommands


@dataclass(frozen=True)
class Ended:
    """What one way left: the registers without their keys, and how each file was received."""

    hub: dict[str, list[str]]
    commune: dict[str, list[str]]
    verdicts: list[list[str]]


@pytest.fixture(autouse=True)
def usual_vault() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@contextmanager
def pair(made: Made, folder: Path) -> Iterator[tuple[Office, Office]]:
    with (
        copied(made, "joined", "hub", folder / "hub") as hub,
        copied(made, "joined", "xa", folder / "xa") as commune,
    ):
        yield hub, commune


def plan_report(commune: Office) -> str:
    """Return the key of the commune's report of its plan."""
    with commune.uow.read() as session:
        rule = session.scalars(select(ReportingRule).where(ReportingRule.subject == PLAN)).one()
        return derived_id("expected", derived_id("period", rule.id, "2024-01"), commune.unit_id)


def lay_out_plan(hub: Office, commune: Office) -> None:
    """Give the commune a plan of the year with one shortcoming."""
    clock = clock_at(2024, 1, 16)
    with hub.uow.write() as session:
        rule = session.scalars(select(ReportingRule).where(ReportingRule.subject == PLAN)).one()
        (period,) = make_periods(session, rule_id=rule.id, year=2024, clock=clock).value
        set_expected(session, period_id=period, unit_ids=(commune.unit_id,), clock=clock)
        key = open_plan(session, unit_id=commune.unit_id, year=2024, clock=clock).value
        save_plan_row(session, plan_id=key, fields=PlanRowFields(shortcoming=SHORTCOMING), clock=clock)


@pytest.fixture
def begun(made_offices: Made, tmp_path: Path) -> Made:
    """Two offices whose hub has laid out the plan: both ways begin with the same bytes."""
    folder = tmp_path / "bat-dau"
    with pair(made_offices, folder / "joined") as (hub, commune):
        lay_out_plan(hub, commune)
    return Made(folder, made_offices.vaults)


def write_plan(commune: Office, day: Day, *, progress: int) -> None:
    fields = PlanRowFields(
        shortcoming=SHORTCOMING,
        cause="Thiếu người",
        measure="Giao một cửa",
        due_on=date(2024, 6, 30),
        progress=progress,
    )
    with commune.uow.write() as session:
        row = session.scalars(select(PlanRow)).one()
        save_plan_row(session, plan_id=row.plan_id, fields=fields, clock=clock_at(2024, *day), row_id=row.id)


def live(way: Way, hub: Office, commune: Office) -> list[list[str]]:
    """Tasks and plan down, plan up, three months up; return how every file was received."""
    seen: list[list[str]] = []

    def on(office: Office, *day: int) -> Office:
        return office.at(clock_at(2024, *day))

    def receive(office: Office, file: Path) -> None:
        seen.append(way.take_in(office, file))

    plan = plan_report(commune)
    months = {name: expected_id(hub, name, commune.unit_id) for name in ("2024-03", "2024-04", "2024-05")}
    receive(on(commune, 1, 16), way.hand_down(on(hub, 1, 16)))
    write_plan(commune, (1, 30), progress=0)
    receive(on(hub, 1, 31), way.seal(on(commune, 1, 30), plan)[0])

    # March: its code in time, its file late; returned with a comment, replaced, accepted.
    fill_in(on(commune, 3, 11), months["2024-03"], base=7)
    first, code = way.seal(on(commune, 3, 11), months["2024-03"])
    heard = datetime(2024, 3, 12, 23, 50, tzinfo=OFFICE_ZONE)
    text = message_of(unit_code=UNIT, period="2024-03", revision=1, code=code)
    way.note(on(hub, 3, 13), text, heard)
    receive(on(hub, 3, 16), first)
    way.decide(on(hub, 3, 17), "2024-03", "comment", "--on", "CD12", "--text", "Xem lại")
    way.decide(on(hub, 3, 17), "2024-03", "return", "--reason", "CD12 nhầm")
    receive(on(commune, 3, 18), way.answer(on(hub, 3, 17)))
    fill_in(on(commune, 3, 18), months["2024-03"], base=9)
    second = way.seal(on(commune, 3, 18), months["2024-03"], "Sửa CD12")[0]
    receive(on(hub, 3, 19), second)
    way.decide(on(hub, 3, 19), "2024-03", "accept")

    # April late, May in time; the plan's progress as a replacement; one receipt tells it all.
    for name, made, came in (("2024-04", (4, 11), (4, 15)), ("2024-05", (5, 11), (5, 12))):
        fill_in(on(commune, *made), months[name], base=3)
        receive(on(hub, *came), way.seal(on(commune, *made), months[name])[0])
    write_plan(commune, (5, 13), progress=40)
    receive(on(hub, 5, 14), way.seal(on(commune, 5, 13), plan, "Ghi tiến độ")[0])
    receive(on(hub, 5, 14), first)
    receive(on(commune, 5, 15), way.answer(on(hub, 5, 14)))
    return seen


def is_of_a_key(column: str) -> bool:
    """Tell a key from a fact; a file's digest is one too, for a receipt names a remark's random key."""
    return column in {"id", "sha256", "attachment_sha256"} or column.endswith("_id")


def without_keys(office: Office) -> dict[str, list[str]]:
    """Return the dump's rows with no key in them, by table, in an order of their own."""
    with office.uow.read() as session:
        tables = json.loads("".join(dump_register(session)))["tables"]
    return {
        name: sorted(
            json.dumps({k: v for k, v in row.items() if not is_of_a_key(k)}, sort_keys=True) for row in rows
        )
        for name, rows in tables.items()
    }


def lived(make: Callable[[Path], Way], made: Made, folder: Path) -> Ended:
    with pair(made, folder) as (hub, commune):
        verdicts = live(make(folder / "usb"), hub, commune)
        with hub.uow.read() as session:
            row = session.scalars(select(PlanRow)).one()
            assert (row.measure, row.progress) == ("Giao một cửa", 40)
        with commune.uow.read() as session:
            march = session.get_one(ExpectedReport, expected_id(commune, "2024-03", commune.unit_id))
            assert march.state is ReportState.ACCEPTED
        return Ended(without_keys(hub), without_keys(commune), verdicts)


def test_services_and_commands_end_in_one_state(
    begun: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USERNAME"):  # a command's work is done by whoever is logged in
        monkeypatch.setenv(name, ACTOR)
    called = lived(lambda _usb: ByServices(), begun, tmp_path / "goi-ham")
    typed = lived(lambda usb: ByCommands(usb, capsys), begun, tmp_path / "go-lenh")
    assert called.verdicts == typed.verdicts
    assert [verdict for (verdict,) in typed.verdicts] == [
        "replacement",  # the assignment with the plan
        "new",  # the plan
        "new",  # March
        "new",  # its receipt
        "replacement",  # March again
        "new",  # April
        "new",  # May
        "replacement",  # the plan's progress
        "duplicate",  # the first March once more
        "replacement",  # the last receipt
    ]
    for one, other in ((called.hub, typed.hub), (called.commune, typed.commune)):
        differing = {n: (one[n], other[n]) for n in one if one[n] != other[n]}
        assert differing == {}


def test_the_comparison_sees_one_other_word(begun: Made, tmp_path: Path) -> None:
    with pair(begun, tmp_path / "khac") as (hub, _):
        before = without_keys(hub)
        with hub.uow.write() as session:
            session.scalars(select(PlanRow)).one().cause = "Khác"
        after = without_keys(hub)
    assert [name for name in before if before[name] != after[name]] == ["plan_row"]
