"""A small commune with its rooms, and a plan of our own words in the shape of a real one."""

from types import SimpleNamespace

import pytest

from app.core.text import one_line
from app.intake.files import read_pasted
from app.ui.screens.intake.presenter import IntakePresenter
from tests.builders import make_group, make_unit
from tests.register import clock_at
from tests.ui.fakes import RecordingReply, make_ui

DAY = clock_at(2026, 3, 5)

TEXT = """ỦY BAN NHÂN DÂN
XÃ THANH SƠN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 41/KH-UBND
Thanh Sơn, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Rà soát sổ tay công việc năm 2026
Thực hiện Kế hoạch số 9/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân xã yêu cầu:
1. Giao Phòng Kinh tế rà soát sổ tay của các thôn; tổng hợp kết quả trình Ủy ban nhân dân xã trước ngày \
30/4/2026.
2. Giao Phòng Văn hóa công khai sổ tay trên bảng tin trước ngày 20/5/2026.
3. Kiểm kê sổ tay của nhà văn hóa.
4. Giao Đội bóng đá thiếu niên quét sân trước ngày 01/6/2026.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""


@pytest.fixture(scope="session")
def reading():
    """Return the reading of the plan, made in this process."""
    return read_pasted(TEXT)


@pytest.fixture
def commune(register_uow):
    """Return an open register with two rooms in a group."""
    with register_uow as uow:
        with uow.write() as session:
            economy = make_unit(session, "KT", "Phòng Kinh tế", short_name="Phòng Kinh tế")
            culture = make_unit(session, "VH", "Phòng Văn hóa - Xã hội", short_name="Phòng VH-XH")
            rooms = make_group(session, economy, culture, code="PB")
        yield SimpleNamespace(uow=uow, economy=economy, culture=culture, rooms=rooms)


@pytest.fixture
def ui(commune, tmp_path):
    """Return a function that gives a context of doubles over the register."""

    def make(*answers):
        return make_ui(tmp_path, *answers, uow=commune.uow, clock=DAY)

    return make


def words_of(reading):
    """Return the words of the proposals."""
    return [one_line(task.content) for task in reading.tasks]


class FakeView:
    """Keeps what it was shown; fills every form as a test says."""

    def __init__(self):
        self.cards, self.current, self.summary = (), None, ""
        self.start, self.text, self.head, self.notes = None, "", "", ()
        self.steps, self.told, self.offered, self.asked = {}, [], [], []
        self.fill = lambda value: value

    def show_start(self, problem="", hint="", *, is_reading=False):
        self.start = (problem, hint, is_reading)

    def show_document(self, text):
        self.text, self.start = text, None

    def show_head(self, words, notes):
        self.head, self.notes = words, notes

    def show_cards(self, cards, current, summary):
        self.cards, self.summary = cards, summary
        self.current = current if current is not None else self.current

    def show_steps(self, **steps):
        self.steps = steps

    def tell(self, text, tone=None):
        self.told.append(text)

    def offer(self, text, verb, action):
        self.offered.append((text, verb, action))

    def ask_conversion(self, conversion, take):
        self.asked.append(conversion)
        take(self.fill(conversion), RecordingReply())

    def ask_signed_copy(self, copy, take):
        self.asked.append(copy)
        take(self.fill(copy), RecordingReply())

    def ask_fates(self, succession, save):
        self.asked.append(succession)
        save(self.fill(succession), RecordingReply())

    def ask_head(self, draft, save):
        save(self.fill(draft), RecordingReply())

    def ask_task(self, task, save):
        self.asked.append(task)
        save(self.fill(task), RecordingReply())

    def ask_parties(self, names, choices, save):
        self.asked.append((names, choices))
        save(self.fill(choices), RecordingReply())


@pytest.fixture
def open_desk(commune, ui, reading, monkeypatch):
    """Return a function that opens the plan, or another reading, with answers for the dialogs."""

    def make(*answers, shown=reading):
        monkeypatch.setattr("app.ui.screens.intake.presenter.reader_of_text", lambda text: lambda *job: shown)
        context, view = ui(*answers), FakeView()
        presenter = IntakePresenter(view, context)
        presenter.read_text("văn bản")
        return SimpleNamespace(presenter=presenter, view=view, ui=context, uow=commune.uow, commune=commune)

    return make


def states(desk):
    return "".join({"Chưa quyết": "?", "Nhận": "+", "Bỏ": "-"}[card.state.word] for card in desk.view.cards)
