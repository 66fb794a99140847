"""The screen of copies: decisions over doubles, then the screen over the sample register."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from app.core.changes import Changes, Done
from app.services.backups import backups_of
from app.services.office_days import set_day
from app.ui.auto_backup import AutoBackup
from app.ui.bulk import MANY, run_in_step
from app.ui.copies import after_copy
from app.ui.screens.backups.presenter import BackupsPresenter, age_words
from app.ui.screens.backups.view import make
from tests.builders import make_unit
from tests.sample import SAMPLE_CLOCK
from tests.ui.fakes import RecordingReply, make_ui
from tests.ui.screens.live import live_ui


class FakeView:
    def __init__(self):
        self.rows, self.summary, self.asked = [], "", None

    def show_copies(self, rows, summary):
        self.rows, self.summary = list(rows), summary

    def ask_restore(self, preview, restore):
        self.asked = (preview, restore)


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def copies(view, ui):
    presenter = BackupsPresenter(view, ui)
    presenter.refresh()
    return presenter


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=3), "vừa xong"),
        (timedelta(minutes=59), "59 phút trước"),
        (timedelta(hours=23, minutes=59), "23 giờ trước"),
        (timedelta(days=8), "8 ngày trước"),
    ],
)
def test_an_age_is_said_in_its_largest_unit(age, words):
    assert age_words(age.total_seconds()) == words


def test_a_copy_is_made_proved_and_listed(copies, view, ui):
    assert view.summary.startswith("Chưa có bản sao nào")
    copies.back_up_clicked()
    assert [row.fault for row in view.rows] == [""]
    assert view.summary.startswith("Bản tốt mới nhất: vừa xong.")
    copies.prove_clicked()
    assert ui.navigator.told[-1] == "Mọi bản sao đều tốt."


def test_a_spoilt_copy_is_named_and_never_offered(copies, view, ui):
    copies.back_up_clicked()
    path = view.rows[0].copy.path
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    copies.prove_clicked()
    assert view.rows[0].fault
    assert "Không bản sao nào" in view.summary
    assert ui.navigator.told[-1] == "1 bản sao không dùng được."


def test_a_restore_tells_first_and_keeps_what_it_replaces(copies, view, ui, sample):
    copies.back_up_clicked()
    with sample.write() as session:
        make_unit(session, "XMOI")
    copies.restore_clicked(view.rows[0])
    preview, restore = view.asked
    assert [(line.noun, line.lost) for line in preview.lines] == [("Đơn vị", 1)]
    reply = RecordingReply()
    restore(preview, reply)
    assert reply.accepted
    assert len(view.rows) == 2
    copies.restore_clicked(view.rows[0])
    assert [(line.noun, line.regained) for line in view.asked[0].lines][-1] == ("Đơn vị", 1)


def test_nothing_is_copied_without_a_folder(sample, view):
    ui = make_ui(sample.path.parent, None, None, uow=sample, clock=SAMPLE_CLOCK)
    presenter = BackupsPresenter(view, ui)
    presenter.back_up_clicked()
    presenter.carry_clicked(view.rows[0])
    presenter.hand_over_clicked()
    assert len(ui.navigator.told) == 1  # of the backup alone


def test_copies_and_the_handover_go_where_the_person_says(sample, tmp_path, view):
    ui = make_ui(sample.path.parent, tmp_path / "USB", tmp_path / "USB", uow=sample, clock=SAMPLE_CLOCK)
    presenter = BackupsPresenter(view, ui)
    presenter.back_up_clicked()
    presenter.carry_clicked(view.rows[0])
    presenter.hand_over_clicked()
    assert (tmp_path / "USB" / view.rows[-1].copy.path.name).exists()
    assert [path.name for path in (tmp_path / "USB").iterdir() if path.is_dir()] == [
        "ban-giao-20240313-000002"
    ]


def test_a_copy_is_made_by_itself_only_when_something_was_done(qtbot, ui):
    auto = AutoBackup(ui, make_window(qtbot))
    auto.copy_if_news()  # the first copy of all
    auto.copy_if_news()
    assert len(backups_of(ui.services)) == 1
    write(ui)
    auto.copy_if_news()
    auto.copy_if_news()
    assert len(backups_of(ui.services)) == 2


def test_what_the_last_session_did_is_copied_after_the_start(qtbot, ui):
    AutoBackup(ui, make_window(qtbot)).copy_if_news()
    write(ui)
    AutoBackup(ui, make_window(qtbot)).copy_if_news()
    assert len(backups_of(ui.services)) == 2


def test_an_act_on_much_waits_for_a_copy(ui):
    seen = []
    after_copy(ui, lambda: seen.append(len(backups_of(ui.services))))
    after_copy(ui, lambda: seen.append(len(backups_of(ui.services))))  # nothing was done since
    write(ui)
    after_copy(ui, lambda: seen.append(len(backups_of(ui.services))))
    assert seen == [1, 1, 2]


@pytest.mark.parametrize(("many", "copies"), [(MANY, 1), (MANY - 1, 0)])
def test_only_an_act_on_many_rows_waits_for_a_copy(ui, many, copies):
    finished = []
    run_in_step(
        ui,
        range(many),
        lambda session, number: Done(number, Changes()),
        finished.append,
        title="Đang ghi",
        step="Ghi",
    )
    assert len(finished[0].done) == many
    assert len(backups_of(ui.services)) == copies


@pytest.mark.parametrize("goes_on", [True, False])
def test_without_a_copy_the_person_decides(sample, goes_on):
    ui = make_ui(sample.path.parent, goes_on, uow=sample, clock=SAMPLE_CLOCK)
    ui.services.paths.backups.write_text("not a folder")
    seen = []
    after_copy(ui, lambda: seen.append(1))
    assert bool(seen) is goes_on


def test_a_copy_that_fails_is_told_once_and_tried_again(qtbot, ui):
    auto = AutoBackup(ui, make_window(qtbot))
    ui.services.paths.data.mkdir(exist_ok=True)
    ui.services.paths.backups.write_text("not a folder")
    write(ui)
    auto.copy_if_news()
    auto.copy_if_news()
    assert len(ui.navigator.warned) == 1
    ui.services.paths.backups.unlink()
    auto.copy_if_news()
    assert len(backups_of(ui.services)) == 1


def make_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


def write(ui):
    """Do something that the journal tells of."""
    day = SAMPLE_CLOCK.today()
    ui.jobs.write(
        lambda session, job: set_day(
            session, day=day, is_off=True, reason="Nghỉ", source="CV 1", clock=SAMPLE_CLOCK
        ),
        title="Ghi",
    )


@pytest.fixture
def screen(qtbot, look, sample, faults):
    with live_ui(sample, sample.path.parent, faults, SAMPLE_CLOCK) as ui:
        screen = make(ui)
        screen.resize(1000, 600)
        qtbot.addWidget(screen)
        screen.show()
        qtbot.waitUntil(lambda: screen.summary.text() != "")
        yield screen
        screen.dispose()


def test_a_copy_is_made_and_restored_on_the_screen(qtbot, screen):
    assert not screen._restore.isEnabled()
    screen.presenter.back_up_clicked()
    qtbot.waitUntil(lambda: len(screen.copies.model.rows) == 1)
    screen._restore.trigger()
    qtbot.waitUntil(lambda: screen.findChild(QDialog, "restore_form") is not None)
    screen.findChild(QDialog, "restore_form").submit()
    qtbot.waitUntil(lambda: len(screen.copies.model.rows) == 2)
