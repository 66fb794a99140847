"""A first package that names us by another key: asked in the window, at once or later from the box."""

from app.services.queries.exchange_boxes import read_boxes
from app.ui.screens.exchange.presenter import ExchangePresenter, Tab
from app.ui.screens.receiving.columns import Group
from app.ui.screens.receiving.presenter import ReceivingPresenter
from tests.apart import sent_down
from tests.ui.screens.offices import office_ui
from tests.ui.screens.receiving.test_receiving_presenter import FakeView, groups

_QUESTION = "Gói giao việc này có đúng là gửi cho đơn vị mình?"


def received(ui, hub):
    view = FakeView()
    presenter = ReceivingPresenter(view, ui)
    presenter.open([sent_down(hub)])
    assert groups(view) == [Group.WAITING]
    presenter.take_clicked()
    return view


def test_yes_joins_the_registers_and_the_package_is_taken_in(apart_hub, apart_commune):
    ui = office_ui(apart_commune, True)
    view = received(ui, apart_hub)
    assert ui.dialogs.asked == [_QUESTION]
    assert groups(view) == [Group.NEW]
    assert ui.navigator.told[-1].startswith("Đã nối sổ với ")


def test_no_keeps_the_package_and_the_box_asks_again(apart_hub, apart_commune):
    view = received(office_ui(apart_commune, False), apart_hub)
    assert groups(view) == [Group.WAITING]
    ui = office_ui(apart_commune, True)
    with apart_commune.uow.read() as session:
        (line,) = read_boxes(session).incoming
    assert line.state == "Chờ xử lý"
    box = ExchangePresenter(_Box(), ui)
    box.chosen(Tab.IN, [line])
    box.retry_clicked()
    assert ui.dialogs.asked == [_QUESTION]
    with apart_commune.uow.read() as session:
        assert [line.state for line in read_boxes(session).incoming] == ["Đã nhận"]


class _Box:
    """A view that takes everything and shows nothing."""

    def __getattr__(self, name):
        return lambda *args, **more: None
