"""How wide columns are: by what they hold, what they say, what room there is."""

from hypothesis import given
from hypothesis import strategies as st

from app.ui.tables.column import Column
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tables.widths import Need, need_of, shared
from app.ui.tone import Tone
from app.ui.widgets.status_chip import chip_size

NEEDS = st.lists(
    st.builds(lambda least, more, weight: Need(least, least + more, weight), *[st.integers(0, 400)] * 3),
    max_size=9,
)


def test_wants_come_before_what_is_left_over():
    needs = [Need(100, 100), Need(100, 300, weight=1), Need(100, 200, weight=3)]
    assert shared(250, needs) == [100, 100, 100]  # too little: the list scrolls
    assert shared(450, needs) == [100, 200, 150]
    assert shared(1000, needs) == [100, 400, 500]


@given(st.integers(0, 3000), NEEDS)
def test_no_column_gets_less_than_it_needs_and_the_room_is_not_exceeded(room, needs):
    widths = shared(room, needs)
    assert all(width >= need.least for width, need in zip(widths, needs, strict=True))
    assert sum(widths) <= max(room, sum(need.least for need in needs))


def test_a_column_asks_for_what_its_cells_hold():
    assert need_of(200, 90, title=80, stretches=False) == Need(90, 90)
    assert need_of(200, 30, title=80, stretches=False) == Need(80, 80)
    assert need_of(200, 0, title=80, stretches=True) == Need(200, 200, weight=200)
    assert need_of(200, 900, title=80, stretches=False) == Need(200, 400)
    assert need_of(200, 900, title=80, stretches=True) == Need(200, 900, weight=200)


def test_a_list_shows_whole_what_fits(qtbot, look):
    columns = (
        Column(title="Ngày", text=lambda row: "02/02/2024", width=4),
        Column(title="Trích yếu", text=lambda row: "Về việc khắc phục hạn chế", width=5, stretches=True),
    )
    table = RowsTable(RowsModel(columns, lambda row: row), name="list")
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    table.set_rows(range(3))
    view = table.view
    for place in range(2):
        assert view.columnWidth(place) >= view.sizeHintForIndex(view.rows_model.index(0, place)).width()
    assert sum(view.columnWidth(place) for place in range(2)) <= view.viewport().width()


def test_a_status_is_read_whole(qtbot, look):
    columns = (
        Column(title="Mức", text=lambda row: "Cần giải trình", tone=lambda row: Tone.WARNING, width=2),
        Column(title="Nội dung", text=lambda row: "dài " * 90, width=40, stretches=True),
    )
    table = RowsTable(RowsModel(columns, lambda row: row), name="list")
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    table.set_rows(range(3))
    assert table.view.columnWidth(0) >= chip_size(table.view.fontMetrics(), "Cần giải trình").width()
