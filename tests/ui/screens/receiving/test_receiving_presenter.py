"""The preview: grouped, nothing written before it is taken in, one undo, told when the register moved on."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.figures import FigureValue
from app.core.progress import NullProgress
from app.core.statuses import FigureState
from app.services.dump import state_digest
from app.services.figures import entered_figures, set_figures
from app.services.packages.arrivals import Arrived
from app.services.packages.batch import import_packages
from app.services.packages.boxes import list_box
from app.services.queries.cut_run import cut_run
from app.ui.screens.receiving.columns import Group, change_words, group_of, summary_words
from app.ui.screens.receiving.presenter import (
    Action,
    ChoiceFields,
    Phase,
    ReceivingPresenter,
    actions_for,
)
from tests.offices import expected_id, fill_in, seal
from tests.register import clock_at
from tests.ui.fakes import RecordingReply
from tests.ui.screens.offices import office_ui


class FakeView:
    def __init__(self):
        self.lines, self.actions, self.told, self.received = (), frozenset(), [], ""
        self.is_done, self.looking, self.nothing, self.shown, self.save = False, 0, 0, [], None

    def show_nothing(self):
        self.nothing += 1
        self.lines = ()

    def show_looking(self):
        self.looking += 1

    def show_files(self, lines, *, is_done, received):
        self.lines, self.is_done, self.received = lines, is_done, received

    def show_file(self, line, cells, facts):
        self.shown.append((line, cells, facts))

    def show_actions(self, actions):
        self.actions = actions

    def tell(self, text, tone=None):
        self.told.append(text)

    def ask_choice(self, title, save):
        self.save = save

    def ask_moment(self, now, save):
        self.save = save


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def presenter(view, ui):
    return ReceivingPresenter(view, ui)


@pytest.fixture
def folder(sealed, tmp_path):
    """A folder with the report, its copy under another name, and a damaged one."""
    place = tmp_path / "hop-thu"
    place.mkdir()
    shutil.copy(sealed, place / "a.cchc")
    shutil.copy(sealed, place / "b - chép.cchc")
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 1
    (place / "c-hong.cchc").write_bytes(content)
    return place


def digest(office):
    with office.uow.read() as session:
        return state_digest(session)


def groups(view):
    return [line.group for line in view.lines]


def test_a_folder_is_grouped_and_nothing_is_written(presenter, view, folder, joined):
    before = digest(joined[0])
    presenter.open([folder])
    assert groups(view) == [Group.DAMAGED, Group.NEW, Group.DUPLICATE]
    assert digest(joined[0]) == before
    assert not joined[0].services.paths.attachments.exists() or not any(
        path.name == folder.name for path in joined[0].services.paths.attachments.iterdir()
    )
    new = next(line for line in view.lines if line.group is Group.NEW)
    assert new.added > 20
    assert change_words(new).startswith(f"thêm {new.added}")
    assert summary_words(view.lines, is_done=False).startswith("Chưa ghi gì vào sổ.")
    assert {Action.TAKE, Action.TAKE_CLEAR, Action.LATER} <= view.actions
    assert Action.UNDO not in view.actions


def test_what_is_taken_in_is_undone_with_one_key_and_comes_again(presenter, view, folder, joined):
    hub = joined[0]
    before = digest(hub)
    presenter.open([folder])
    presenter.take_clicked()
    assert view.is_done
    assert view.told[-1] == "Đã nhận 1 trong 3 gói."
    taken = digest(hub)
    assert taken != before
    presenter.undo_clicked()
    assert groups(view) == [Group.DAMAGED, Group.NEW, Group.DUPLICATE]
    assert "hoàn tác lần nhận" in presenter._ui.navigator.told[-1]
    presenter.take_clear_clicked()
    assert [line.group for line in view.lines] == [Group.NEW]
    with hub.uow.read() as session:
        assert [row.state for row in list_box(session, is_outgoing=False)] == ["Đã nhận"]


def test_a_register_that_moved_on_is_looked_at_again_and_nothing_is_taken(presenter, view, folder, joined):
    hub = joined[0]
    presenter.open([folder])
    hub.take_in(folder / "a.cchc")
    before = digest(hub)
    presenter.take_clicked()
    assert not view.is_done
    assert "đã tính lại" in view.told[-1]
    assert Group.NEW not in groups(view)
    assert digest(hub) == before


def test_a_replacement_shows_only_the_cells_it_changes(presenter, view, sealed, joined):
    hub, commune = joined
    hub.take_in(sealed)
    march = expected_id(commune, "2024-03", commune.unit_id)
    later = commune.at(clock_at(2024, 3, 12))
    fill_in(later, march, base=9)
    second = commune.put_out(seal(later, march, reason="Nhập nhầm số văn bản"))
    presenter.open([second])
    line = view.lines[0]
    assert (line.group, line.added, line.changed) == (Group.REPLACEMENT, 0, 1)
    assert line.unchanged > 20
    presenter.chosen(line)
    _, cells, facts = view.shown[-1]
    assert [(cell.before, cell.after) for cell in cells] == [("7", "9")]
    assert cells[0].subject.startswith("CD12 ")
    assert cells[0].who.endswith("(lần 1)")
    assert (facts.approved_by, facts.reason) == ("Trần Văn Bình", "Nhập nhầm số văn bản")


def _entered_by_hand(hub, commune, month, number):
    """The hub enters a figure itself before the file of the unit comes."""
    expected = expected_id(hub, month, commune.unit_id)
    with hub.uow.write() as session:
        figures = {"CD12": FigureValue(FigureState.VALUE, Decimal(number))}
        set_figures(session, expected_id=expected, figures=figures, clock=clock_at(2024, 3, 1))


def test_what_the_hub_entered_is_chosen_cell_by_cell_and_remembered(presenter, view, sealed, joined, ui):
    hub, commune = joined
    _entered_by_hand(hub, commune, "2024-03", 5)
    presenter.open([sealed])
    presenter.chosen(view.lines[0])
    cell = view.shown[-1][1][0]
    assert (cell.before, cell.after, cell.choice, cell.by_hand) == ("5", "7", "Chưa chọn", True)
    presenter.cells_chosen([cell])
    assert {Action.KEEP_OWN, Action.TAKE_FILE} <= view.actions
    assert Action.FOLLOW not in view.actions
    presenter.keep_own_clicked()
    reply = RecordingReply()
    view.save(ChoiceFields("Đã đối chiếu sổ gốc", remember=True), reply)
    assert reply.accepted
    presenter.refresh()
    presenter.chosen(view.lines[0])
    assert view.shown[-1][1][0].choice == "Giữ số của sổ"
    presenter.take_clicked()
    with hub.uow.read() as session:
        march = expected_id(hub, "2024-03", commune.unit_id)
        assert entered_figures(session, march)["CD12"].value == Decimal(5)
    april = expected_id(commune, "2024-04", commune.unit_id)
    _entered_by_hand(hub, commune, "2024-04", 6)
    at = commune.at(clock_at(2024, 4, 11))
    fill_in(at, april, base=8)
    later = ReceivingPresenter(view, office_ui(hub.at(clock_at(2024, 4, 12))))
    later.open([commune.put_out(seal(at, april))])
    later.chosen(view.lines[0])
    cell = view.shown[-1][1][0]
    assert cell.choice == "Gợi ý: giữ số của sổ"
    later.cells_chosen([cell])
    later.follow_clicked()
    later.refresh()
    later.chosen(view.lines[0])
    assert view.shown[-1][1][0].choice == "Giữ số của sổ"


def test_files_that_came_earlier_are_taken_in_as_of_then(presenter, view, sealed, joined):
    presenter.open([sealed])
    presenter.received_clicked()
    early, reply = clock_at(2024, 3, 12).now(), RecordingReply()
    view.save(clock_at(2024, 3, 20).now(), reply)
    assert "tương lai" in reply.refused[0].message
    view.save(early, reply)
    assert reply.accepted
    assert view.received.endswith("ngày 12/3/2024")
    presenter.take_clicked()
    with joined[0].uow.read() as session:
        assert list_box(session, is_outgoing=False)[0].at == early


def test_nothing_there_is_told(presenter, view, tmp_path):
    presenter.open([tmp_path / "khong-co"])
    assert view.nothing == 1
    assert "Không tìm thấy" in view.told[-1]


def test_a_folder_without_a_package_is_told(presenter, view, tmp_path):
    place = tmp_path / "trong"
    place.mkdir()
    presenter.open([place])
    assert view.nothing == 1
    assert "Không thấy gói .cchc nào" in view.told[-1]
    assert Action.TAKE not in view.actions


def test_a_package_that_is_here_already_has_nothing_new(presenter, view, sealed, joined):
    joined[0].take_in(sealed)
    presenter.open([sealed])
    assert summary_words(view.lines, is_done=False) == "Không có gì mới trong gói này."
    assert "đã nhập lúc" in view.lines[0].arrived.reason


def test_a_missing_stick_is_told(presenter, view, monkeypatch):
    monkeypatch.setattr("app.ui.screens.receiving.presenter.removable_drives", lambda: ())
    presenter.stick_clicked()
    assert "Chưa thấy USB" in view.told[-1]


def test_a_stick_that_is_in_is_looked_at(presenter, view, folder, monkeypatch):
    monkeypatch.setattr("app.ui.screens.receiving.presenter.removable_drives", lambda: (folder,))
    presenter.stick_clicked()
    assert len(view.lines) == 3


def test_receipts_are_offered_for_the_units_taken_in(presenter, view, sealed, joined, ui):
    presenter.open([sealed])
    assert Action.RECEIPTS not in view.actions
    presenter.take_clicked()
    presenter.receipts_clicked()
    assert ui.navigator.opened[-1] == ("exchange", {"tab": "in", "receipts": joined[1].unit_id})


@pytest.mark.parametrize(
    ("arrived", "group"),
    [
        (Arrived("a", "rejected", verdict="conflict"), Group.CONFLICT),
        (Arrived("a", "rejected", code="E-PKG-06"), Group.CONFLICT),
        (Arrived("a", "rejected", code="E-PKG-04"), Group.STRANGE),
        (Arrived("a", "rejected", code="E-KEY-03"), Group.STRANGE),
        (Arrived("a", "rejected", code="E-PKG-09"), Group.WAITING),
        (Arrived("a", "rejected", code="E-PKG-01"), Group.DAMAGED),
        (Arrived("a", "rejected", code="E-DISK-05"), Group.DAMAGED),
        (Arrived("a", "duplicate"), Group.DUPLICATE),
    ],
)
def test_every_answer_has_its_group(arrived, group):
    assert group_of(arrived) is group


def test_nothing_can_be_done_while_files_are_being_read():
    assert actions_for(Phase.LOOKING, (), is_batch=False) == {
        Action.PICK,
        Action.PICK_FOLDER,
        Action.FROM_STICK,
    }


class StopsAfter(NullProgress):
    def __init__(self, most):
        self.most = most

    def report(self, done, total, text=""):
        from app.core.errors import Cancelled

        if done >= self.most:
            raise Cancelled


def test_a_run_that_is_stopped_keeps_what_it_has_and_tells_the_rest(joined, folder):
    hub = joined[0]
    outcome = import_packages(hub.services, hub.secrets, [folder], progress=StopsAfter(1))
    assert [file.outcome for file in outcome.files] == ["new"]
    assert [path.name for path in outcome.left] == ["b - chép.cchc", "c-hong.cchc"]
    assert cut_run(hub.uow.rows) is None  # stopped by a person: nothing to tell at the next start


def test_a_power_cut_in_the_middle_is_told_at_the_next_start(joined, folder, monkeypatch):
    hub = joined[0]

    class PowerCut(BaseException):
        pass

    class Cuts(NullProgress):
        def report(self, done, total, text=""):
            raise PowerCut

    with pytest.raises(PowerCut):
        import_packages(hub.services, hub.secrets, [folder], progress=Cuts())
    run = cut_run(hub.uow.rows)
    assert (run.dealt_with, [Path(name).name for name in run.left]) == (1, ["b - chép.cchc", "c-hong.cchc"])
    assert "đã xong 1 trong 3 tệp, còn 2 tệp chưa nhận" in run.sentence
