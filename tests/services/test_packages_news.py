"""What a hub sends down, told before it counts; receipts both ways; files of last year and newer programs."""

from dataclasses import replace as changed
from pathlib import Path

import msgspec
from nacl.signing import SigningKey
from sqlalchemy import select

from app.core.statuses import ReportState
from app.exchange.container import pack, unpack
from app.exchange.documents import AssignmentDocument
from app.exchange.envelope import open_envelope, seal_envelope
from app.exchange.guarded_json import encode
from app.exchange.keys import signing_key
from app.exchange.manifest import Kind
from app.exchange.package_file import build, members_of, read_package
from app.models import (
    Audit,
    HolidayException,
    Indicator,
    OutlineHeading,
    Package,
    ReportingRule,
    Submission,
    SubmissionComment,
    Task,
    UnitKey,
)
from app.services.packages.arrivals import Arrived
from app.services.packages.batch import desk_for
from app.services.packages.codes import note_code
from app.services.packages.decisions import retry_waiting
from app.services.packages.making import answer, hand_down
from app.services.packages.sent import mark_sent
from app.services.packages.store import PackageStore
from app.services.packages.words import SentState
from app.services.submissions import return_report
from app.services.wording import list_headings, save_heading
from tests.offices import JANUARY, SEALED_ON, Office, expected_id, fill_in, seal
from tests.register import clock_at, contents

LATER = clock_at(2024, 2, 1)


def down(hub: Office, commune: Office, year: int = 2024) -> Path:
    made = hand_down(hub.at(LATER).services, hub.secrets, unit_id=commune.unit_id, year=year)
    return hub.put_out(made)


def taken(office: Office, path: Path, **more: object) -> Arrived:
    return office.at(LATER).take_in(path, **more).files[0]


def change_the_catalogue_and_more(hub: Office) -> None:
    with hub.uow.write() as session:
        session.scalars(select(Indicator).where(Indicator.code == "CD12")).one().title = "Tên mới"
        session.add(HolidayException(day=LATER.today().replace(day=9), is_off=True, reason="Nghỉ bù"))
        task = session.scalars(select(Task)).first()
        assert task is not None
        task.content = "Nội dung đã sửa"
        rule = session.scalars(select(ReportingRule)).first()
        assert rule is not None
        rule.due_day = 13
    with hub.uow.read() as session:
        heading = list_headings(session, kind="monthly-report", day=LATER.today())[0]
    with hub.uow.write() as session:
        save_heading(
            session, kind="monthly-report", heading=changed(heading, title="Mục đổi tên"), clock=LATER
        )


def test_news_are_listed_record_by_record_before_they_are_applied(joined: tuple[Office, Office]) -> None:
    hub, commune = joined
    change_the_catalogue_and_more(hub)
    file = down(hub, commune)
    before = contents(commune.uow)
    preview = taken(commune, file, dry_run=True)
    assert contents(commune.uow) == before
    told = {(change.label, change.before, change.after) for change in preview.changes}
    assert any("chỉ tiêu “CD12" in label and after == "Tên mới" for label, _, after in told)
    assert ("ngày nghỉ, làm bù “09/02/2024”", "", "mới") in {
        (label.replace("9/2/2024", "09/02/2024"), b, a) for label, b, a in told
    }
    assert any(label.startswith("nhiệm vụ “") and after == "Nội dung đã sửa" for label, _, after in told)
    assert any(label.startswith("chế độ báo cáo “") and after == "13" for label, _, after in told)
    assert any(label.startswith("mẫu báo cáo “") and after == "mới" for label, _, after in told)
    assert "chỉ tiêu: 1 thay đổi" in preview.notices
    real = taken(commune, file)
    assert (real.outcome, real.changes) == ("replacement", preview.changes)
    with commune.uow.read() as session:
        assert session.scalars(select(Indicator.title).where(Indicator.code == "CD12")).one() == ("Tên mới")
        headings = list_headings(session, kind="monthly-report", day=LATER.today())
        assert headings[0].title == "Mục đổi tên"
        assert len({heading.key for heading in headings}) == len(headings)
    assert taken(commune, file).outcome == "duplicate"


def test_the_hubs_outline_takes_the_place_of_the_units_own_words(joined: tuple[Office, Office]) -> None:
    hub, commune = joined
    with commune.uow.read() as session:
        heading = list_headings(session, kind="monthly-report", day=JANUARY.today())[0]
    with commune.uow.write() as session:
        own = changed(heading, title="Của xã")
        save_heading(session, kind="monthly-report", heading=own, clock=clock_at(2024, 1, 20))
        save_heading(session, kind="monthly-report", heading=own, clock=clock_at(2024, 1, 25))
    change_the_catalogue_and_more(hub)
    assert taken(commune, down(hub, commune)).outcome == "replacement"
    with commune.uow.read() as session:
        found = list_headings(session, kind="monthly-report", day=LATER.today())
        assert [h.title for h in found if h.key == heading.key] == ["Mục đổi tên"]
        assert session.scalars(
            select(OutlineHeading.title).where(OutlineHeading.key == heading.key)
        ).all() != ["Của xã"]


def test_packages_of_last_year_still_open(joined: tuple[Office, Office]) -> None:
    hub, commune = joined
    march = expected_id(hub, "2024-03", commune.unit_id)
    fill_in(commune.at(SEALED_ON), march, base=7)
    file = commune.put_out(seal(commune.at(SEALED_ON), march))
    arrived = hub.at(clock_at(2025, 2, 3)).take_in(file).files[0]
    assert (arrived.outcome, arrived.about) == ("new", "2024-03")
    old = down(hub, commune)
    assert commune.at(clock_at(2025, 2, 3)).take_in(old).count("rejected") == 0


def newer(path: Path, **head: object) -> Path:
    """Return the package as a newer program would have made it, signed by the same key."""
    file = path.read_bytes()
    envelope, members = unpack(file)
    payload, _ = open_envelope(envelope)
    plain = msgspec.json.decode(payload) | head
    target = path.with_name("moi-hon.cchc")
    target.write_bytes(pack(seal_envelope(encode(plain), SigningKey(b"n" * 32)), members))
    return target


def test_a_package_of_a_newer_program_is_kept_untouched_with_a_sentence(
    joined: tuple[Office, Office],
) -> None:
    hub, commune = joined
    for head in ({"major": 2}, {"requires": ["encrypted-parts"]}):
        file = newer(down(hub, commune), **head)
        arrived = taken(commune, file)
        assert (arrived.outcome, arrived.code, arrived.verdict) == ("rejected", "E-PKG-09", "waiting")
        assert arrived.reason == (
            "Gói dùng định dạng mới hơn. Đã giữ lại nguyên vẹn; "
            "cập nhật chương trình rồi nhập lại. (E-PKG-09)"
        )
        kept = commune.services.paths.attachments / read_digest(commune)
        assert kept.read_bytes() == file.read_bytes()


def read_digest(office: Office) -> str:
    with office.uow.read() as session:
        newest = (
            select(Package.sha256)
            .where(Package.kind == "unknown")
            .join(Audit, Audit.subject_id == Package.id)
        )
        return session.scalars(newest.order_by(Audit.seq.desc())).first() or ""


def test_a_field_of_a_newer_minor_version_is_passed_over(joined: tuple[Office, Office]) -> None:
    hub, commune = joined
    package = read_package(down(hub, commune).read_bytes())
    document = msgspec.to_builtins(package.document(AssignmentDocument)) | {"colour": "xanh"}
    members = {"data/assignment.json": encode(document)}
    key = signing_key(next(iter(hub.secrets.kept.values())))
    head = {"minor": 1, "revision": 2}
    file = hub.folder / "ra" / "1-1.cchc"
    manifest = msgspec.structs.replace(package.manifest, **head)
    file.write_bytes(build(manifest, members, key))
    assert taken(commune, file).outcome == "replacement"


def sent_state(office: Office, sha256: str) -> str:
    with office.uow.read() as session:
        return session.scalars(select(Package.verdict).where(Package.sha256 == sha256)).one()


def test_a_units_list_goes_from_made_to_sent_to_received_to_decided(joined: tuple[Office, Office]) -> None:
    hub, commune = joined
    march = expected_id(hub, "2024-03", commune.unit_id)
    fill_in(commune.at(SEALED_ON), march, base=7)
    made = seal(commune.at(SEALED_ON), march)
    assert sent_state(commune, made.sha256) == SentState.CREATED
    with commune.uow.write() as session:
        mark_sent(session, package_ids=[made.id], clock=SEALED_ON, way="USB")
    assert sent_state(commune, made.sha256) == SentState.SENT
    day = hub.at(clock_at(2024, 3, 12))
    assert day.take_in(commune.put_out(made)).count("new") == 1

    def receipt() -> None:
        file = hub.put_out(answer(day.services, hub.secrets, unit_id=commune.unit_id, year=2024))
        assert commune.at(clock_at(2024, 3, 13)).take_in(file).count("rejected") == 0

    receipt()
    assert sent_state(commune, made.sha256) == SentState.RECEIVED
    with hub.uow.write() as session:
        return_report(session, expected_id=march, reason="CD12 nhầm", clock=day.services.clock)
        version = session.scalars(select(Submission)).one()
        session.add(
            SubmissionComment(
                submission_id=version.id, subject="CD12", text="Xem lại", created_at=LATER.now()
            )
        )
    receipt()
    assert sent_state(commune, made.sha256) == SentState.RETURNED
    with commune.uow.read() as session:
        remark = session.scalars(select(SubmissionComment)).one()
        assert (remark.subject, remark.text) == ("CD12", "Xem lại")


def test_an_assignment_is_known_to_have_arrived_by_the_report_that_answers_it(
    sealed: tuple[Office, Office], first: Path
) -> None:
    hub = sealed[0]
    reply = read_package(first.read_bytes()).manifest.in_reply_to
    assert reply is not None
    assert sent_state(hub, reply) == SentState.CREATED
    assert hub.at(clock_at(2024, 3, 12)).take_in(first).count("new") == 1
    assert sent_state(hub, reply) == SentState.RECEIVED


def test_a_units_receipt_tells_the_hub_what_arrived(sealed: tuple[Office, Office], first: Path) -> None:
    hub, commune = sealed
    second = read_package(down_again(hub, commune).read_bytes()).sha256
    assert commune.at(LATER).take_in(hub.folder / "ra").count("rejected") == 0
    receipt = answer(commune.at(LATER).services, commune.secrets, unit_id=hub.unit_id, year=2024)
    file = commune.put_out(receipt)
    march = clock_at(2024, 3, 12)
    held = hub.at(march).take_in(file).files[0]
    assert (held.outcome, held.code) == ("rejected", "E-KEY-04")  # an answer enrols nobody: a report does
    assert hub.at(march).take_in(first).count("new") == 1
    desk = desk_for(hub.at(march).services, hub.secrets)
    with hub.uow.write() as session:
        (arrived,) = retry_waiting(session, unit_id=commune.unit_id, desk=desk).value
    assert arrived.outcome == "new"
    assert sent_state(hub, second) == SentState.RECEIVED


def down_again(hub: Office, commune: Office) -> Path:
    change_the_catalogue_and_more(hub)
    return down(hub, commune)


def test_who_reports_to_us_gives_us_no_work_and_enrols_by_no_answer(joined: tuple[Office, Office]) -> None:
    hub, commune = joined
    package = read_package(down(hub, commune).read_bytes())
    manifest = package.manifest
    turned = msgspec.structs.replace(
        manifest, sender=manifest.recipient, recipient=manifest.sender, enrol_token=None
    )
    file = commune.folder / "nguoc.cchc"
    file.write_bytes(build(turned, package.members, SigningKey(b"x" * 32)))
    arrived = taken(hub, file)
    assert (arrived.outcome, arrived.code) == ("rejected", "E-PKG-04")
    assert "báo cáo về sổ này nên không giao việc cho sổ này được." in arrived.reason
    with hub.uow.read() as session:
        assert session.scalars(select(UnitKey).where(UnitKey.unit_id == commune.unit_id)).all() == []


def test_a_code_that_no_file_has_is_shown_to_both_sides(
    sealed: tuple[Office, Office], march: str, first: Path
) -> None:
    """The hub heard the code of one version; another comes. Both sides are told, nobody chooses silently."""
    hub, commune = sealed
    day = clock_at(2024, 3, 12)
    heard = read_package(first.read_bytes()).manifest.seal_code or ""
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        note_code(session, expected_id=march, code=heard, noted_at=day.now(), store=store, clock=day)
    fill_in(commune.at(SEALED_ON), march, base=8)
    second = commune.put_out(seal(commune.at(SEALED_ON), march, reason="Sửa"))
    arrived = hub.at(day).take_in(second).files[0]
    assert (arrived.outcome, arrived.verdict) == ("rejected", "mismatch")
    receipt = answer(hub.at(day).services, hub.secrets, unit_id=commune.unit_id, year=2024)
    told = commune.at(day).take_in(hub.put_out(receipt)).files[0]
    assert any("nhưng mã của tệp là" in notice for notice in told.notices)
    with commune.uow.read() as session:
        states = dict(session.execute(select(Submission.version, Submission.state)).all())  # type: ignore[arg-type]
    assert states == {1: ReportState.CODE_NOTED, 2: ReportState.RECEIVED}


def test_a_receipt_without_an_answer_names_what_is_missing(joined: tuple[Office, Office]) -> None:
    hub, commune = joined
    made = answer(hub.at(clock_at(2024, 4, 20)).services, hub.secrets, unit_id=commune.unit_id, year=2024)
    package = read_package(made.content)
    assert package.manifest.kind is Kind.RECEIPT
    assert package.content.missing == ["2024-01", "2024-02", "2024-03", "2024-04"]  # type: ignore[union-attr]
    assert members_of(Kind.RECEIPT, package.content, {}) == package.members
