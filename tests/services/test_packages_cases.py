"""What can go wrong with a package on its way (D1-D13): each case with its sentence, nothing changed."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import AppError, RuleViolation
from app.core.statuses import ReportState
from app.exchange.container import pack, unpack
from app.models import Audit, ExpectedReport, Package, Submission
from app.services.cycles import lock_period
from app.services.packages import batch, decisions
from app.services.packages.making import hand_down
from app.services.packages.store import PackageStore
from app.services.packages.words import PackageVerdict
from app.services.submissions import accept_report, reopen_report
from tests.arrived_files import CAME_ON, again, figure, remade, taken
from tests.offices import Office, fill_in, unit_id_of
from tests.register import clock_at, contents


@pytest.fixture
def joined(sealed: tuple[Office, Office]) -> tuple[Office, Office]:
    """Give a hub and a commune that has sealed its report of March."""
    return sealed


def test_d1_a_damaged_file_changes_nothing(joined: tuple[Office, Office], first: Path) -> None:
    hub = joined[0]
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 1
    first.write_bytes(bytes(data))
    before = contents(hub.uow)
    arrived = taken(hub, first)
    assert (arrived.outcome, arrived.code) == ("rejected", "E-PKG-01")
    assert arrived.reason.startswith("Gói bị hỏng khi chép hoặc bị sửa sau khi ký. Chưa nhập gì vào sổ.")
    assert "gửi lại gói mã " in arrived.reason
    told, *parts = arrived.notices
    assert told.startswith("Còn đọc được phần mô tả: gói báo cáo lần 1 của ")
    assert any(part.startswith("Hỏng hoặc mất: ") for part in parts)
    changed = {name for name, rows in contents(hub.uow).items() if rows != before[name]}
    assert changed == {"audit"}  # the journal alone tells that it came, and why it was refused
    with hub.uow.read() as session:
        told = session.scalars(select(Audit).where(Audit.action == "package.file")).one()
        assert told.reason == arrived.reason
    assert first.exists()


def test_d2_a_file_put_together_of_two_sound_ones_is_refused(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    """Mix and match: the envelope of one version around the figures of another, in a sound container."""
    hub, commune = joined
    envelope, _ = unpack(first.read_bytes())
    _, members = unpack(again(commune, march, base=8).read_bytes())
    mixed = first.with_name("ghep.cchc")
    mixed.write_bytes(pack(envelope, members))
    arrived = taken(hub, mixed)
    assert (arrived.outcome, arrived.code) == ("rejected", "E-PKG-01")
    assert arrived.reason.startswith("Gói bị hỏng khi chép hoặc bị sửa sau khi ký. Chưa nhập gì vào sổ.")
    assert figure(hub, march) is None


def test_d3_a_duplicate_under_another_name_is_no_news(joined: tuple[Office, Office], first: Path) -> None:
    hub = joined[0]
    assert taken(hub, first).outcome == "new"
    renamed = first.with_name("bản sao.cchc")
    renamed.write_bytes(first.read_bytes())
    before = contents(hub.uow)
    del before["audit"]  # the journal tells each time that it came
    for _ in range(5):
        arrived = taken(hub, renamed)
        assert (arrived.outcome, arrived.reason) == (
            "duplicate",
            "Gói này đã nhập lúc 9:00 ngày 12/3/2024; không có gì mới.",
        )
    after = contents(hub.uow)
    assert {name: after[name] for name in before} == before


def test_d4_a_gap_is_told_and_harmless(joined: tuple[Office, Office], march: str, first: Path) -> None:
    hub, commune = joined
    again(commune, march, base=8)
    third = again(commune, march, base=9)
    assert taken(hub, first).outcome == "new"
    arrived = taken(hub, third)
    assert arrived.reason == "Đã nhận lần 3, chưa thấy lần 2 (không bắt buộc)."
    assert figure(hub, march) == 9


def test_d5_an_older_version_does_not_come_back(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    assert taken(hub, again(commune, march, base=8)).outcome == "new"
    arrived = taken(hub, first)
    assert (arrived.outcome, arrived.verdict) == ("duplicate", PackageVerdict.SUPERSEDED)
    assert arrived.reason == "Đã có lần 2 mới hơn; lần 1 được giữ để đối chiếu."
    assert figure(hub, march) == 8


def test_d6_two_files_of_one_version_count_for_neither(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    other = remade(commune, first, change=lambda data: data.replace(b'"value":"7"', b'"value":"70"'))
    assert taken(hub, first).outcome == "new"
    arrived = taken(hub, other)
    assert arrived.outcome == "rejected"
    assert "Có hai gói khác nhau cùng là lần 1 của" in arrived.reason
    assert arrived.reason.endswith("Chọn gói đúng hoặc yêu cầu gửi lần 2. (E-PKG-05)")
    assert figure(hub, march) is None
    with hub.uow.read() as session:
        assert session.scalars(select(Submission)).all() == []
        assert set(session.scalars(select(Package.verdict).where(Package.kind == "report"))) == {"conflict"}
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        decisions.choose_file(session, package_id=arrived.id, reason="Đã gọi xã", store=store, clock=CAME_ON)
    assert figure(hub, march) == 70


def test_d6_a_higher_version_settles_a_conflict(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    taken(hub, first)
    taken(hub, remade(commune, first, change=lambda data: data.replace(b'"value":"7"', b'"value":"70"')))
    assert taken(hub, again(commune, march, base=8)).outcome == "new"
    assert figure(hub, march) == 8


def test_d7_a_hostile_fast_forward_is_no_version(joined: tuple[Office, Office], first: Path) -> None:
    with pytest.raises(AppError):
        remade(joined[1], first, manifest={"revision": 2**31})
    with pytest.raises(AppError):
        remade(joined[1], first, manifest={"epoch": 51})


def test_d7_a_hostile_last_number_is_withdrawn_by_a_person_or_overtaken_by_the_next_epoch(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    store = PackageStore(hub.services.paths.attachments)
    hostile = remade(
        commune,
        first,
        manifest={"revision": 999},
        change=lambda data: data.replace(b'"revision":1', b'"revision":999').replace(
            b'"value":"7"', b'"value":"666"'
        ),
    )
    assert taken(hub, first).outcome == "new"
    last = taken(hub, hostile)
    assert (last.outcome, figure(hub, march)) == ("replacement", 666)
    restored = remade(
        commune, first, manifest={"epoch": 2}, change=lambda data: data.replace(b'"epoch":1', b'"epoch":2')
    )
    assert (taken(hub, restored).outcome, figure(hub, march)) == ("replacement", 7)
    with hub.uow.write() as session:
        decisions.discard_file(session, package_id=last.id, reason="Tệp lạ", store=store, clock=CAME_ON)
    assert figure(hub, march) == 7


def test_d8_a_package_for_somebody_else(joined: tuple[Office, Office], first: Path) -> None:
    hub, commune = joined
    with hub.uow.read() as session:
        other = unit_id_of(session, "17041")
    made = hand_down(hub.services, hub.secrets, unit_id=other, year=2024)
    arrived = commune.take_in(hub.put_out(made)).files[0]
    assert (arrived.outcome, arrived.code) == ("rejected", "E-PKG-04")
    assert arrived.reason.startswith("Gói này dành cho ")
    assert "sổ này là của Ủy ban nhân dân xã" in arrived.reason


def test_d10_description_and_content_must_agree(joined: tuple[Office, Office], first: Path) -> None:
    hub, commune = joined
    before = figure_rows(hub)
    for more in ({"revision": 2}, {"epoch": 2}, {"stream": "x"}, {"seal_code": None}):
        arrived = taken(hub, remade(commune, first, manifest=more))
        assert (arrived.outcome, arrived.code) == ("rejected", "E-PKG-03"), more
    assert figure_rows(hub) == before


def figure_rows(hub: Office) -> object:
    return contents(hub.uow)["figure"]


def test_d11_a_restored_unit_counts_anew_and_is_told(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    assert taken(hub, first).outcome == "new"
    newer = remade(
        commune,
        first,
        manifest={"epoch": 2},
        change=lambda data: data.replace(b'"epoch":1', b'"epoch":2').replace(b'"value":"7"', b'"value":"5"'),
    )
    arrived = taken(hub, newer)
    assert arrived.outcome == "replacement"
    assert "đã khôi phục dữ liệu; kiểm tra lại lần gửi." in arrived.reason
    assert figure(hub, march) == 5


def test_d12_what_was_taken_in_before_a_stop_stays(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    """The work stops between two files: the first is there, taking all in again ends where it should."""
    hub, commune = joined
    second = again(commune, march, base=8)

    class Stop(Exception):
        pass

    class Stopper:
        def report(self, done: int, total: int, text: str = "") -> None:
            raise Stop

    with pytest.raises(Stop):
        hub.at(CAME_ON).take_in(first, second, progress=Stopper())
    assert figure(hub, march) == 7
    outcomes = [file.outcome for file in hub.at(CAME_ON).take_in(first, second).files]
    assert outcomes == ["duplicate", "replacement"]


def test_d13_after_the_month_was_closed(joined: tuple[Office, Office], march: str, first: Path) -> None:
    hub = joined[0]
    with hub.uow.write() as session:
        expected = session.get_one(ExpectedReport, march)
        lock_period(session, period_id=expected.period_id, clock=clock_at(2024, 3, 22))
    late = hub.at(clock_at(2024, 3, 25))
    arrived = late.take_in(first).files[0]
    assert (arrived.outcome, arrived.code, arrived.verdict) == ("rejected", "E-PKG-11", "waiting")
    assert arrived.reason.startswith("Gói đến sau khi chốt: kỳ tháng 3/2024 đã khóa từ ngày 22/3/2024.")
    assert figure(hub, march) is None
    with hub.uow.write() as session:
        clock = clock_at(2024, 3, 25)
        reopen_report(session, expected_id=march, until=clock.today(), reason="Xã nộp bù", clock=clock)
    desk = batch.desk_for(late.services, late.secrets)
    with hub.uow.write() as session:
        (answer,) = decisions.retry_waiting(session, unit_id=None, desk=desk).value
    assert answer.outcome == "new"
    assert figure(hub, march) == 7


def test_a_report_that_cannot_be_true_is_refused_in_words(joined: tuple[Office, Office], first: Path) -> None:
    hub, commune = joined
    for old, new in (
        (b'"code":"CD12"', b'"code":"KHONGCO"'),
        (b'"value":"7"', b'"value":"-7"'),
        (b'"value":"7"', b'"value":"7.5"'),
        (
            b'"code":"CD12","explanation":"","state":"value"',
            b'"code":"CD12","explanation":"","state":"blank"',
        ),
        (b'"code":"CD12"', b'"code":"CD11"'),
    ):
        arrived = taken(hub, remade(commune, first, change=lambda data: data.replace(old, new)))  # noqa: B023
        assert (arrived.outcome, arrived.code) == ("rejected", "E-PKG-07"), new
    with hub.uow.read() as session:
        assert session.scalars(select(Package).where(Package.kind == "report")).all() == []


def test_a_preview_is_the_real_thing_rolled_back(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub = joined[0]
    hub.at(CAME_ON).take_in()  # makes sure of the key
    before = contents(hub.uow)
    preview = hub.at(CAME_ON).take_in(first, dry_run=True).files[0]
    assert contents(hub.uow) == before
    real = taken(hub, first)
    assert (preview.outcome, preview.changes) == (real.outcome, real.changes)
    assert len(real.changes) > 80


def test_one_undo_takes_a_batch_back(joined: tuple[Office, Office], march: str, first: Path) -> None:
    hub, commune = joined
    fill_in(hub, march, base=1)  # typed by hand at the hub, before any file
    second = again(commune, march, base=8)
    outcome = hub.at(CAME_ON).take_in(first, second)
    assert figure(hub, march) == 8
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        later = clock_at(2024, 3, 13)
        assert decisions.undo_batch(session, batch_id=outcome.batch_id, store=store, clock=later).value == 2
    assert figure(hub, march) == 1
    after = contents(hub.uow)
    assert after["submission"] == []
    with hub.uow.read() as session:
        assert session.get_one(ExpectedReport, march).state is ReportState.DRAFTING
    assert [f.outcome for f in hub.at(CAME_ON).take_in(first, second).files] == ["new", "replacement"]


def test_what_was_decided_on_is_not_undone(joined: tuple[Office, Office], march: str, first: Path) -> None:
    hub = joined[0]
    outcome = hub.at(CAME_ON).take_in(first)
    with hub.uow.write() as session:
        accept_report(session, expected_id=march, clock=CAME_ON)
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session, pytest.raises(RuleViolation, match="chấp nhận"):
        decisions.undo_batch(session, batch_id=outcome.batch_id, store=store, clock=CAME_ON)
