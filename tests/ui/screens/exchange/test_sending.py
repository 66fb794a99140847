"""Rounds of packages and receipts: to a folder, a stick, by mail."""

from email import policy
from email.parser import BytesParser

from sqlalchemy import select

from app.core.statuses import MailState
from app.exchange.manifest import Kind
from app.exchange.seal import grouped
from app.models import OutboxMail, Unit
from app.services.outbox import note_sent
from app.ui.round_desk import RoundFields
from app.ui.screens.exchange.presenter import Action, Tab
from tests.offices import COMMUNES
from tests.ui.fakes import RecordingReply
from tests.ui.screens.exchange.conftest import CAME
from tests.ui.screens.exchange.desk import presenter_of, states


def test_a_round_of_packages_is_one_file_a_unit_in_the_folder(view, hub, tmp_path):
    place = tmp_path / "goi"
    presenter = presenter_of(view, hub, place)
    presenter.hand_down_clicked()
    kind, units, ticked, save = view.asked[-1]
    assert (kind, len(units), len(ticked)) == (Kind.ASSIGNMENT, 2, 2)
    save(RoundFields(ticked, "folder"), RecordingReply())
    assert sorted(path.name for path in place.iterdir()) == [
        "giao-viec_2024_17038_lan1.cchc",
        "giao-viec_2024_17041_lan1.cchc",
    ]
    presenter.refresh()
    assert states(view.boxes.outgoing) == ["Đã gửi", "Đã gửi"]
    assert "Đã chép và đọc lại đúng 2 tệp" in presenter._ui.navigator.told[-1]


def test_a_stick_that_is_pulled_out_is_told_and_tried_again(view, hub, tmp_path, monkeypatch):
    from app.core.errors import AppError
    from app.services.packages import sending

    place, tries = tmp_path / "usb", []
    place.mkdir()
    monkeypatch.setattr("app.ui.round_desk.removable_drives", lambda: (place,))
    real = sending.put_out

    def pulled_out_once(made, folder):
        tries.append(made.file_name)
        if len(tries) == 1:
            raise AppError("Chưa ghi xong tệp.", hint="Hãy cắm lại USB và xuất lại.", code="E-OUT-03")
        return real(made, folder)

    monkeypatch.setattr(sending, "put_out", pulled_out_once)
    presenter = presenter_of(view, hub, True)
    presenter.hand_down_clicked()
    save = view.asked[-1][-1]
    save(RoundFields(view.asked[-1][2], "stick"), RecordingReply())
    assert presenter._ui.dialogs.asked == ["Chưa ghi xong tệp."]
    assert len(list(place.iterdir())) == 2


def test_a_round_by_mail_is_one_mail_a_unit_and_names_units_without_an_address(view, hub):
    with hub.uow.write() as session:
        unit = session.scalars(select(Unit).where(Unit.code == COMMUNES[0])).one()
        unit.email = "xa@vi-du.vn"
        session.scalars(select(Unit).where(Unit.code == COMMUNES[1])).one().email = ""
    presenter = presenter_of(view, hub)
    presenter.hand_down_clicked()
    view.asked[-1][-1](RoundFields(view.asked[-1][2], "mail"), RecordingReply())
    assert presenter._ui.navigator.told == ["Đã xếp 1 thư vào Thư đi."]
    assert len(presenter._ui.dialogs.shown[0][1]) == 1
    with hub.uow.write() as session:
        mail = session.scalars(select(OutboxMail)).one()
        assert (mail.address, mail.subject) == (
            "xa@vi-du.vn",
            f"Gói giao việc năm 2024, lần 1 cho {unit.name}",
        )
        mail.state = MailState.SENDING
        note_sent(session, mail_id=mail.id, clock=CAME)
    presenter.refresh()
    assert sorted(states(view.boxes.outgoing)) == ["Đã gửi", "Đã tạo"]


def test_a_draft_carries_the_file_and_the_code(view, joined, made, monkeypatch):
    opened = []
    monkeypatch.setattr("app.ui.send_desk.open_path", opened.append)
    presenter = presenter_of(view, joined[1])
    presenter.chosen(Tab.OUT, view.boxes.outgoing)
    assert Action.DRAFT in view.actions
    presenter.draft_clicked()
    message = BytesParser(policy=policy.default).parsebytes(opened[0].read_bytes())
    assert message["X-Unsent"] == "1"
    assert message["Subject"].startswith("Báo cáo tháng 3/2024, lần 1 của ")
    assert grouped(str(made.seal_code)) in message.get_body().get_content()
    attached = next(message.iter_attachments())
    assert (attached.get_filename(), attached.get_content()) == (made.file_name, made.content)


def test_no_stick_is_said_before_anything_is_made(view, hub, monkeypatch):
    monkeypatch.setattr("app.ui.round_desk.removable_drives", lambda: ())
    presenter = presenter_of(view, hub)
    before = view.boxes.outgoing
    presenter.hand_down_clicked()
    view.asked[-1][-1](RoundFields(view.asked[-1][2], "stick"), RecordingReply())
    assert "Chưa thấy USB" in view.told[-1]
    presenter.refresh()
    assert view.boxes.outgoing == before


def test_receipts_are_for_units_that_sent_something(view, joined, sealed):
    hub, commune = joined
    presenter = presenter_of(view, hub)
    presenter.receipts_clicked()
    assert "chưa có đơn vị nào gửi" in view.told[-1]
    hub.at(CAME).take_in(sealed)
    presenter.receipts_clicked()
    assert (view.asked[-1][0], view.asked[-1][2]) == (Kind.RECEIPT, (commune.unit_id,))
