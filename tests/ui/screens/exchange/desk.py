"""The presenter over an office at a moment."""

from app.ui.screens.exchange.columns import look_of
from app.ui.screens.exchange.presenter import ExchangePresenter
from tests.ui.screens.exchange.conftest import CAME
from tests.ui.screens.offices import office_ui


def presenter_of(view, office, *answers, clock=CAME):
    presenter = ExchangePresenter(view, office_ui(office.at(clock), *answers))
    presenter.refresh()
    return presenter


def states(lines):
    return [look_of(line).word for line in lines]
