"""The boxes: state words, codes, rounds, keys, decisions, the folder that is watched."""

from pathlib import Path

import pytest

from app.core.statuses import ReportState, Role
from app.exchange.keys import key_code
from app.models import ExpectedReport
from app.services.packages.codes import message_of
from app.services.packages.keys import renew_own_key
from app.services.packages.making import answer, hand_down, put_out
from app.services.packages.words import SentState
from app.services.queries.exchange_boxes import read_boxes
from app.services.submissions import accept_report, return_report
from app.ui.code_desk import CodeFields
from app.ui.key_desk import KeyFields
from app.ui.screens.exchange.columns import key_look, story_pairs, what_of
from app.ui.screens.exchange.presenter import Action, Tab, actions_for
from tests.offices import COMMUNES, fill_in, open_office, seal
from tests.register import clock_at
from tests.ui.fakes import RecordingReply
from tests.ui.screens.exchange.conftest import CAME
from tests.ui.screens.exchange.desk import presenter_of, states


def test_every_file_that_came_or_left_has_its_words(view, joined, sealed, tmp_path):
    hub, commune = joined
    hub = hub.at(CAME)
    hub.take_in(sealed)
    hub.take_in(sealed)
    broken = tmp_path / "hong.cchc"
    broken.write_bytes(sealed.read_bytes()[:-9])
    hub.take_in(broken)
    strange = hub.put_out(hand_down(hub.services, hub.secrets, unit_id=commune.unit_id, year=2024))
    hub.take_in(strange)
    presenter_of(view, joined[0])
    assert set(states(view.boxes.incoming)) == {
        "Đã nhận, chờ biên nhận",
        "Trùng",
        "Hỏng, không nhận",
        "Không đúng địa chỉ",
    }
    assert states(view.boxes.outgoing) == ["Đã tạo", "Đã nhận"]  # a report answers what was handed down
    assert what_of(view.boxes.outgoing[0]) == "Gói giao việc năm 2024, lần 2"
    assert [run.files for run in view.boxes.runs] == [1, 1, 1, 1]
    answer(hub.services, hub.secrets, unit_id=commune.unit_id, year=2024)
    presenter_of(view, joined[0])
    assert "Đã nhận" in states(view.boxes.incoming)


def test_the_units_own_list_goes_all_the_way(view, joined, march, made, sealed):
    hub, commune = joined
    presenter = presenter_of(view, commune)
    assert states(view.boxes.outgoing) == ["Đã tạo, chờ biên nhận"]
    presenter.chosen(Tab.OUT, view.boxes.outgoing)
    assert {Action.TO_STICK, Action.TO_FOLDER, Action.OPEN_FOLDER} <= view.actions
    presenter.sending.put_out([made], commune.folder / "usb", "USB")
    presenter.refresh()
    assert states(view.boxes.outgoing) == ["Đã gửi, chờ biên nhận"]
    later = hub.at(CAME)
    later.take_in(sealed)
    with hub.uow.write() as session:
        return_report(session, expected_id=march, reason="Thiếu giải trình", clock=CAME)
    receipt = put_out(answer(later.services, later.secrets, unit_id=commune.unit_id, year=2024), hub.folder)
    commune.at(CAME).take_in(receipt)
    presenter.refresh()
    assert states(view.boxes.outgoing) == ["Trả lại"]
    presenter.chosen(Tab.OUT, view.boxes.outgoing)
    assert ("Lý do trả lại", "Thiếu giải trình") in story_pairs(view.story)
    with hub.uow.write() as session:
        accept = session.get_one(ExpectedReport, march)
        assert accept.state is ReportState.RETURNED
    fill_in(commune.at(CAME), march, base=9)
    again = commune.put_out(seal(commune.at(CAME), march, reason="Sửa theo nhận xét"))
    later.take_in(again)
    with hub.uow.write() as session:
        accept_report(session, expected_id=march, clock=CAME)
    receipt = put_out(answer(later.services, later.secrets, unit_id=commune.unit_id, year=2024), hub.folder)
    commune.at(clock_at(2024, 3, 14)).take_in(receipt)
    presenter.refresh()
    assert sorted(states(view.boxes.outgoing)) == ["Trả lại", "Đã chấp nhận"]
    newest = next(line for line in view.boxes.outgoing if line.row.revision == 2)
    presenter.chosen(Tab.OUT, [newest])
    assert view.story.compared == (1, 2)
    assert [(change.before, change.after) for change in view.story.changes] == [("7", "9")]
    mark = dict(story_pairs(view.story))["Mốc tính đúng hạn"]
    assert mark == "9:00 ngày 13/3/2024 (giữ của lần 1, thay thế không đổi)"


def test_a_pasted_message_finds_unit_and_period_by_itself(view, joined, made):
    hub, _ = joined
    presenter = presenter_of(view, hub)
    text = message_of(unit_code=COMMUNES[0], period="2024-03", revision=1, code=str(made.seal_code))
    presenter.codes.entered(text)
    said, is_bad = view.codes[-1]
    assert not is_bad
    assert "tháng 3/2024" in said
    with hub.uow.read() as session:
        states = {row.state for row in session.query(ExpectedReport).all()}
    assert ReportState.CODE_NOTED in states


def test_a_misheard_code_is_refused_and_nothing_is_noted(view, joined, made):
    code = str(made.seal_code)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    presenter_of(view, joined[0]).codes.entered(wrong)
    said, is_bad = view.codes[-1]
    assert is_bad
    assert "nghe hoặc gõ nhầm" in said
    assert view.asked == []


def test_a_bare_code_asks_whose_it_is(view, joined, made):
    hub, commune = joined
    presenter = presenter_of(view, hub)
    presenter.codes.entered(str(made.seal_code))
    _, units, save = view.asked[-1]
    assert commune.unit_id in {unit.id for unit in units}
    reply = RecordingReply()
    save(CodeFields(commune.unit_id, clock_at(2024, 3, 20).now()), reply)
    assert "tương lai" in reply.refused[0].message
    save(CodeFields(commune.unit_id, clock_at(2024, 3, 12).now()), reply)
    assert reply.accepted
    assert view.codes[-1][1] is False


def test_another_key_of_a_known_unit_stops_until_its_code_is_typed(view, joined, march, sealed):
    hub, commune = joined
    later = hub.at(CAME)
    later.take_in(sealed)
    at = commune.at(CAME)
    with commune.uow.write() as session:
        renewed = renew_own_key(session, secrets=commune.secrets, reason="Cài lại máy", clock=CAME).value
    fill_in(at, march, base=9)
    outcome = later.take_in(commune.put_out(seal(at, march, reason="Sửa số")))
    assert outcome.files[0].code == "E-KEY-03"
    presenter = presenter_of(view, hub)
    key = view.boxes.keys[0]
    assert key_look(key).word == "Khóa khác, chờ xác minh"
    presenter.chosen(Tab.KEYS, [key])
    assert view.actions >= {Action.VERIFY_KEY}
    presenter.verify_clicked()
    reply = RecordingReply()
    old = next(line for line in view.boxes.keys if line.standing != "waiting")
    view.asked[-1][1](KeyFields(key_code(old.public), "Đổi máy"), reply)
    assert "không phải của khóa này" in reply.refused[-1].message
    view.asked[-1][1](KeyFields(renewed, ""), reply)
    assert "cần ghi lý do" in reply.refused[-1].message
    assert not reply.accepted
    view.asked[-1][1](KeyFields(renewed, "Đổi máy, đã gọi xác nhận"), reply)
    assert reply.accepted
    assert "Đã nhận 1 gói đang chờ" in presenter._ui.navigator.told[-1]
    assert [line.standing for line in view.boxes.keys] != []
    presenter.refresh()
    assert sorted(line.standing for line in view.boxes.keys) == ["revoked", "trusted"]


def test_a_revoked_key_needs_a_reason_and_its_later_files_wait(view, joined, march, sealed):
    hub, commune = joined
    hub.at(CAME).take_in(sealed)
    presenter = presenter_of(view, hub, None, "Mất máy")
    presenter.chosen(Tab.KEYS, view.boxes.keys)
    presenter.revoke_clicked()  # "Hoãn": nothing happens
    assert view.boxes.keys[0].standing == "pinned"
    presenter.revoke_clicked()
    presenter.refresh()
    assert (view.boxes.keys[0].standing, view.boxes.keys[0].reason) == ("revoked", "Mất máy")
    fill_in(commune.at(CAME), march, base=9)
    later = commune.put_out(seal(commune.at(CAME), march, reason="Sửa số"))
    assert hub.at(CAME).take_in(later).files[0].code == "E-KEY-05"


def test_two_files_of_one_version_are_decided_by_a_person(view, joined, march, sealed, monkeypatch):
    hub, commune = joined
    monkeypatch.setattr("app.services.packages.sealing.version_of", lambda epoch, revision: revision)
    other = _twin(commune, march, sealed)
    hub.at(CAME).take_in(sealed, other)
    presenter = presenter_of(view, hub, "Đã gọi hỏi đơn vị")
    assert states(view.boxes.incoming) == ["Hai gói khác nhau cùng một lần, chờ biên nhận"] * 2
    presenter.chosen(Tab.IN, view.boxes.incoming[:1])
    assert {Action.CHOOSE_FILE, Action.DISCARD_FILE} <= view.actions
    presenter.choose_clicked()
    presenter.refresh()
    assert {line.standing for line in view.boxes.incoming} == {"applied", "discarded"}


def _twin(commune, march, sealed):
    """Return another file of the same version, as two laptops of one office would make it."""
    import msgspec

    from app.exchange.keys import signing_key
    from app.exchange.package_file import build, read_package

    package = read_package(sealed.read_bytes())
    key = signing_key(next(iter(commune.secrets.kept.values())))
    members = dict(package.members)
    members["data/report.json"] = members["data/report.json"].replace(b'"value":"7"', b'"value":"8"')
    manifest = msgspec.structs.replace(package.manifest)
    path = Path(str(sealed).replace("lan1", "lan1-may-khac"))
    path.write_bytes(build(manifest, members, key))
    return path


def test_a_run_is_undone_from_the_list_also_days_later(view, joined, sealed):
    hub, _ = joined
    hub.at(CAME).take_in(sealed)
    presenter = presenter_of(view, hub, clock=clock_at(2024, 3, 20))
    presenter.chosen(Tab.RUNS, view.boxes.runs)
    assert Action.UNDO_RUN in view.actions
    presenter.undo_run_clicked()
    presenter.refresh()
    assert view.boxes.runs[0].is_undone
    assert states(view.boxes.incoming) == ["Đã hoàn tác"]


def test_the_watched_folder_offers_what_the_register_has_not_seen(view, joined, sealed, tmp_path):
    hub, _ = joined
    place = tmp_path / "zalo"
    place.mkdir()
    presenter = presenter_of(view, hub, place)
    presenter.watch_clicked()
    assert view.watched == (str(place), ())
    (place / "bao-cao.cchc").write_bytes(sealed.read_bytes())
    (place / "bao-cao (1).cchc").write_bytes(sealed.read_bytes())
    presenter.refresh()
    assert [path.name for path in view.watched[1]] == ["bao-cao (1).cchc"]
    presenter.take_watched_clicked()
    assert presenter._ui.navigator.opened[-1][0] == "receiving"
    hub.at(CAME).take_in(sealed)
    presenter.refresh()
    assert view.watched[1] == ()


def test_a_key_is_made_before_the_first_package_so_that_its_code_can_be_read_out(
    view, office_templates, tmp_path
):
    with open_office(office_templates["hub"], tmp_path / "moi") as office:
        presenter = presenter_of(view, office)
        assert view.boxes.own_code == ""
        presenter.keys.make_own()
        presenter.refresh()
        assert len(view.boxes.own_code.replace(" ", "")) == 30


@pytest.mark.parametrize("role", Role)
def test_only_a_hub_hands_down_and_answers(role):
    found = actions_for(role, Tab.IN, ())
    assert ({Action.HAND_DOWN, Action.RECEIPTS} <= found) == (role is Role.HUB)
    assert Action.PICK in found


def test_a_sent_word_never_goes_back(joined, made):
    from app.services.packages.sent import mark_sent

    commune = joined[1]
    with commune.uow.write() as session:
        assert mark_sent(session, package_ids=[made.id], clock=CAME, way="USB").value == 1
        assert mark_sent(session, package_ids=[made.id], clock=CAME, way="USB").value == 0
    with commune.uow.read() as session:
        assert read_boxes(session).outgoing[0].standing == SentState.SENT
