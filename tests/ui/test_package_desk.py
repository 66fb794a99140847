"""Packages from outside a screen: dropped, double clicked, left over from a run that was cut."""

import pytest

from app.services.queries.cut_run import CutRun
from app.ui.package_desk import open_files, show_packages, tell_cut_run
from tests.ui.fakes import RecordingNavigator, make_ui


class Frame(RecordingNavigator):
    """A frame whose present screen may refuse to be left."""

    def __init__(self, *, stays=False):
        super().__init__()
        self.current_module, self.stays = "tasks", stays

    def open(self, module, **place):
        super().open(module, **place)
        if not self.stays:
            self.current_module = module


def test_packages_and_folders_are_shown_before_they_are_taken_in(tmp_path):
    frame = Frame()
    open_files(frame, ["a.cchc", str(tmp_path), "ghi chú.txt", "B.CCHC"])
    assert frame.opened == [("receiving", {"files": f"a.cchc\n{tmp_path}\nB.CCHC"})]


def test_another_file_is_read_as_a_directive():
    frame = Frame()
    open_files(frame, ["công văn.docx", "khác.pdf"])
    assert frame.opened == [("intake", {"file": "công văn.docx"})]


def test_a_package_waits_while_the_screen_cannot_be_left():
    frame = Frame(stays=True)
    show_packages(frame, ["/tmp/a.cchc"])
    assert frame.warned == ["Gói “a.cchc” đang chờ xem."]
    frame.stays = False
    frame.actions[-1]()
    assert frame.current_module == "receiving"


@pytest.mark.parametrize("is_there", [True, False])
def test_a_cut_run_offers_to_go_on_with_what_is_still_there(tmp_path, monkeypatch, is_there):
    left = tmp_path / "b.cchc"
    if is_there:
        left.write_bytes(b"")
    run = CutRun("batch", 1, (str(left),))
    monkeypatch.setattr("app.ui.package_desk.cut_run", lambda rows: run)
    ended = []
    monkeypatch.setattr("app.services.packages.runs.end_run", lambda s, **facts: ended.append(facts))
    ui = make_ui(tmp_path)
    tell_cut_run(ui)
    assert ui.navigator.warned == [run.sentence]
    ui.navigator.actions[-1]()
    # With a file left the run is told until that is taken in, also after one more cut.
    assert [facts["batch_id"] for facts in ended] == ([] if is_there else ["batch"])
    wants = ("receiving", {"files": str(left)}) if is_there else ("exchange", {"tab": "runs"})
    assert ui.navigator.opened == [wants]


def test_a_whole_run_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("app.ui.package_desk.cut_run", lambda rows: None)
    ui = make_ui(tmp_path)
    tell_cut_run(ui)
    assert ui.navigator.warned == []
