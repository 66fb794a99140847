"""A register with a district's groups, and a directive's text of our own words in the shape of a real one."""

from types import SimpleNamespace

import pytest

from app.services.directives import DirectiveFields
from app.ui.screens.directives.presenter import DirectivesPresenter
from tests.builders import make_group, make_units
from tests.register import TODAY
from tests.ui.fakes import RecordingReply, make_ui

COMMUNES = ("CB", "CC", "CD")
OFFICES = ("NV", "TC")
SCHOOLS = ("TH",)

# Five numbered clauses, the fifth with two dashes; lines broken as a scanned page breaks them.
TEXT = """ V/v chấn chỉnh việc làm

sổ tay của các cơ quan năm 2023

      Quỳ Hợp, ngày       tháng      năm 2024

Kính gửi:
- Trưởng các phòng;
- Hiệu trưởng các trường;
- Chủ tịch các xã.

Năm 2023 việc ghi sổ đã có nền nếp. Tuy nhiên còn chỗ sót. Huyện yêu cầu:

1. Tiếp tục giữ nếp ghi sổ hằng
ngày và tự xem lại.

2. Thủ trưởng cơ quan chấn chỉnh ngay
các chỗ sót.

3. Tổ chức tốt nơi tiếp dân.

4. Nâng dần số hồ sơ được số hóa
 trong năm.
5. Trưởng các phòng, Ủy ban

nhân dân các xã:
- Lập kế hoạch sửa các chỗ bị trừ điểm, gửi về huyện
(qua phòng Nội vụ) chậm nhất ngày 31/01/2024.

- Hàng tháng, báo cáo kết quả về huyện
chậm nhất ngày 12 hàng tháng (số liệu từ ngày 12 tháng trước).

Huyện yêu cầu các cơ quan thực hiện nghiêm./.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""


@pytest.fixture
def office(register_uow):
    """Return an open register with three groups of units and their keys."""
    with register_uow as uow:
        with uow.write() as session:
            communes = make_units(session, *COMMUNES)
            offices = make_units(session, *OFFICES)
            schools = make_units(session, *SCHOOLS)
            groups = SimpleNamespace(
                communes=make_group(session, *communes, code="XA"),
                offices=make_group(session, *offices, code="PB"),
                schools=make_group(session, *schools, code="DV"),
            )
        yield SimpleNamespace(
            uow=uow, communes=communes, offices=offices, schools=schools, groups=groups, text=TEXT
        )


@pytest.fixture
def ui(office, tmp_path):
    """Return a context of doubles over the register."""
    return make_ui(tmp_path, uow=office.uow, clock=TODAY)


class FakeView:
    """Fills every form as a test says, and keeps what it was shown."""

    def __init__(self):
        self.rows, self.page, self.position = (), None, None
        self.opened, self.told, self.drafts = [], [], []
        self.fill = lambda draft: draft
        self.reply = None

    def _save(self, value, save):
        self.reply = RecordingReply()
        save(value, self.reply)

    def show_directives(self, rows):
        self.rows = rows

    def show_page(self, page):
        self.page = page

    def open_directive(self, directive_id):
        self.opened.append(directive_id)

    def go_to_text(self, position):
        self.position = position

    def ask_directive(self, known, save):
        self._save(self.fill(known), save)

    def ask_clause(self, draft, tree, save):
        self.drafts.append(draft)
        self._save(self.fill(draft), save)

    def ask_task(self, draft, save):
        self.drafts.append(draft)
        self._save(self.fill(draft.fields), save)

    def ask_plan(self, previews, tree, save):
        self.drafts.append(previews)
        self._save(self.fill(previews), save)

    def ask_directive_choice(self, title, rows, save, *, verb, relations=()):
        self.drafts.append((title, rows, relations))
        self._save(self.fill(rows), save)

    def ask_fates(self, succession, save):
        self._save(self.fill(succession), save)

    def ask_signed_copy(self, copy, take):
        self.drafts.append(copy)
        self._save(self.fill(copy), take)

    def show_problem_words(self, text):
        self.told.append(text)

    def tell(self, text, tone=None):
        self.told.append(text)


@pytest.fixture
def desk(office, ui):
    """Return a presenter with its view, the directive already pasted in and open."""
    view = FakeView()
    presenter = DirectivesPresenter(view, ui)
    ui.bus.subscribe(lambda *_: presenter.refresh())
    fields = DirectiveFields(subject="V/v chấn chỉnh việc làm sổ tay", text=office.text)
    view.fill = lambda known: fields
    presenter.add_directive()
    presenter.open(view.opened[0])
    view.fill = lambda draft: draft
    return SimpleNamespace(presenter=presenter, view=view, ui=ui, office=office)
