"""The last gate: nothing blocked leaves, what is sealed shows its code, a replacement says why."""

import pytest
from sqlalchemy import select

from app.core.ids import derived_id
from app.core.statuses import ReportSubject
from app.exchange.documents import Approval, ReportDocument
from app.exchange.package_file import read_package
from app.exchange.seal import grouped, qr_modules
from app.exchange.spoken import spoken
from app.models import Plan, ReportingRule
from app.services.cycles import make_periods, set_expected
from app.services.packages.codes import read_message
from app.services.packages.sealing import ApprovalFacts
from app.services.packages.store import PackageStore
from app.services.plans import PlanRowFields, save_plan_row
from app.services.queries.exchange_boxes import read_boxes
from app.ui.screens.sealing.presenter import SealingPresenter
from tests.offices import MemorySecrets, fill_in
from tests.register import clock_at
from tests.ui.screens.offices import office_ui
from tests.ui.screens.sealing.conftest import ELEVENTH

LAN = ApprovalFacts(approved_by="Nguyễn Thị Lan")


class FakeView:
    def __init__(self):
        self.reports, self.gate, self.page, self.told, self.problems = (), None, None, [], []
        self.is_replacement, self.may_replace, self.empty, self.copied = False, False, "", ""

    def show_reports(self, reports, chosen):
        self.reports = reports

    def show_empty(self, sentence, verb, action):
        self.empty, self.offer = sentence, (verb, action)

    def show_gate(self, gate, *, is_replacement):
        self.gate, self.is_replacement, self.page = gate, is_replacement, None

    def show_sealed(self, page, *, may_replace):
        self.page, self.may_replace = page, may_replace

    def show_problem_at(self, error):
        self.problems.append(error)
        return True

    def put_on_clipboard(self, text):
        self.copied = text

    def tell(self, text, tone=None):
        self.told.append(text)


@pytest.fixture
def view():
    return FakeView()


def presenter_of(view, office, *answers, clock=ELEVENTH, report=""):
    presenter = SealingPresenter(view, office_ui(office.at(clock), *answers))
    presenter.open(report)
    return presenter


def files_made(office):
    with office.uow.read() as session:
        return len(read_boxes(session).outgoing)


def test_a_report_with_something_missing_is_listed_and_not_sealed(view, joined, march):
    presenter = presenter_of(view, joined[1], report=march)
    blocks = [finding for finding in view.gate.findings if finding.level == "block"]
    assert blocks
    assert view.gate.is_blocked
    presenter.seal(LAN, "")
    assert "Chưa niêm phong được" in view.told[-1]
    assert files_made(joined[1]) == 0
    presenter.jump(blocks[0])
    module, place = presenter._ui.navigator.opened[-1]
    assert (module, place["period"], place["page"]) == ("reports", "2024-03", "figures")
    assert place["code"] == blocks[0].code


def test_an_empty_required_heading_is_named_and_jumped_to(view, joined, filled):
    _, commune = joined
    presenter = presenter_of(view, commune, report=filled)
    missing = [finding for finding in view.gate.findings if finding.is_missing]
    assert missing
    assert all(f"“{f.place}” là mục bắt buộc" in f.message for f in missing)
    presenter.jump(missing[0])
    _, place = presenter._ui.navigator.opened[-1]
    assert (place["page"], place["heading"]) == ("words", missing[0].heading)


@pytest.mark.parametrize(("day", "told"), [(10, 1), (11, 0)])
def test_sealing_before_the_last_day_of_the_period_is_noted(view, joined, filled, day, told):
    presenter_of(view, joined[1], clock=clock_at(2024, 3, day), report=filled)
    notes = [f for f in view.gate.findings if f.place == "Cả báo cáo"]
    assert len(notes) == told
    assert all((f.level, "11/3/2024" in f.message, f.stands) == ("notice", True, False) for f in notes)


def test_a_sealed_report_shows_code_reading_picture_and_message(view, joined, filled):
    _, commune = joined
    presenter = presenter_of(view, commune, report=filled)
    assert not view.gate.is_blocked
    assert dict(view.gate.content)["Trong gói"].endswith("mục thuyết minh")
    presenter.seal(LAN, "")
    assert view.problems == []
    presenter.refresh()
    page = view.page
    store = PackageStore(commune.services.paths.attachments)
    with commune.uow.read() as session:
        line = read_boxes(session).outgoing[0]
        heard = read_message(session, text=page.message, heard_at=ELEVENTH.now())
    assert page.code == line.row.seal_code == grouped(heard.code)
    assert (page.spoken, page.modules) == (spoken(heard.code), qr_modules(page.message))
    assert page.file_name == "bao-cao_2024-03_17038_lan1.cchc"
    document = read_package(store.read(line.row.sha256)).document(ReportDocument)
    assert (document.approved_by, document.approval) == ("Nguyễn Thị Lan", Approval.IN_PERSON)
    presenter.message_clicked()
    assert view.copied == page.message


def test_a_replacement_shows_what_differs_and_asks_why(view, joined, filled):
    _, commune = joined
    presenter = presenter_of(view, commune, report=filled)
    presenter.seal(LAN, "")
    presenter.refresh()
    assert view.may_replace
    fill_in(commune.at(ELEVENTH), filled, base=9)
    presenter.replace_clicked()
    assert view.is_replacement
    assert [(change.before, change.after) for change in view.gate.changes] == [("7", "9")]
    presenter.seal(LAN, "")
    assert view.problems[-1].field == "reason"
    assert files_made(commune) == 1
    presenter.seal(LAN, "Nhập nhầm số văn bản")
    presenter.refresh()
    assert view.page.file_name == "bao-cao_2024-03_17038_lan2.cchc"
    assert view.page.standing.startswith("Lần 2 đã niêm phong")


def test_a_wrong_clock_is_announced_before_sealing(view, joined, filled):
    _, commune = joined
    wrong = clock_at(2009, 1, 12)
    presenter = presenter_of(view, commune, False, clock=wrong, report=filled)
    assert "Đồng hồ máy có thể sai (đang là 9:00 ngày 12/01/2009)" in view.told[-1]
    presenter.seal(LAN, "")  # the answer is "Hoãn"
    assert presenter._ui.dialogs.asked == ["Đồng hồ máy có thể sai."]
    assert files_made(commune) == 0


def test_a_clock_far_ahead_is_doubted_too_and_a_right_one_is_not(view, joined, filled):
    presenter_of(view, joined[1], report=filled)
    assert view.gate.clock_doubt == ""
    presenter_of(view, joined[1], clock=clock_at(2024, 6, 1), report=filled)
    assert "W-CLK-01" in view.gate.clock_doubt


def test_a_machine_without_a_vault_says_so(view, joined, filled, monkeypatch):
    _, commune = joined
    monkeypatch.setattr(MemorySecrets, "is_secure", lambda self: False)
    presenter = presenter_of(view, commune, report=filled)
    presenter.seal(LAN, "")
    assert view.problems[-1].code == "E-KEY-02"
    assert files_made(commune) == 0


def test_an_office_that_owes_nothing_is_told(view, hub):
    presenter = presenter_of(view, hub)
    assert "không có báo cáo" in view.empty
    verb, action = view.offer
    action()
    assert (verb, presenter._ui.navigator.opened[-1][0]) == ("Mở bảng kỳ", "cycles")


def test_the_report_to_seal_now_comes_first(view, joined, filled):
    presenter_of(view, joined[1])
    assert view.gate.report.expected_id == filled
    assert view.reports[0].title.endswith("tháng 3/2024")


def test_a_plan_is_sealed_the_same_way_and_not_before_it_has_a_row(view, joined):
    _, commune = joined
    clock = clock_at(2024, 1, 20)
    with commune.uow.write() as session:
        rule = session.scalars(
            select(ReportingRule).where(ReportingRule.subject == ReportSubject.IMPROVEMENT_PLAN)
        ).one()
        period_id = make_periods(session, rule_id=rule.id, year=2024, clock=clock).value[0]
        set_expected(session, period_id=period_id, unit_ids=(commune.unit_id,), clock=clock)
        plan_id = derived_id("plan", commune.unit_id, "2024")
        session.add(Plan(id=plan_id, unit_id=commune.unit_id, year=2024))
    expected = derived_id("expected", period_id, commune.unit_id)
    presenter = presenter_of(view, commune, clock=clock, report=expected)
    assert [finding.message for finding in view.gate.findings] == ["Kế hoạch năm 2024 chưa có dòng nào."]
    assert view.gate.is_blocked
    with commune.uow.write() as session:
        row = PlanRowFields(shortcoming="Cập nhật chậm", measure="Phân công lại", lead="Văn phòng")
        save_plan_row(session, plan_id=plan_id, fields=row, clock=clock)
    presenter.refresh()
    assert [finding.message for finding in view.gate.findings] == [
        "Cập nhật chậm: chưa ghi thời hạn, sản phẩm."
    ]
    presenter.jump(view.gate.findings[0])
    assert presenter._ui.navigator.opened[-1] == ("plans", {"year": "2024", "unit_id": commune.unit_id})
    presenter.seal(LAN, "")
    assert view.problems == []
    presenter.refresh()
    assert view.page.file_name == "bao-cao_2024-01_17038_lan1.cchc"
