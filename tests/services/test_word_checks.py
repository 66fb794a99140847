"""The words of a report: tied to figures, held against them, and against last month's."""

from datetime import date

import pytest

from app.core.errors import RuleViolation
from app.core.statuses import FigureState
from app.models import ExpectedReport, OutlineHeading, Person, Unit
from app.services.checks.findings import WordFinding
from app.services.checks.report_words import check_report_words
from app.services.checks.words import corrected
from app.services.figures import set_narrative
from app.services.packages.report_content import narrative_lines
from app.services.queries.figures import narratives
from app.services.submissions import get_expected
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_unit
from tests.months import Months, add_catalogue, enter, make_year
from tests.register import TODAY

DAY = TODAY.today()


@pytest.fixture
def months(register: UnitOfWork) -> Months:
    with register.write() as session:
        add_catalogue(session)
        made = make_year(session)
        for place, (key, number, title, level, needed) in enumerate(
            (
                ("direction", "I.", "Chỉ đạo", 1, False),
                ("direction.documents", "1.", "Văn bản", 2, False),
                ("limits", "II.", "Tồn tại", 1, True),
            )
        ):
            heading = OutlineHeading(document_kind="monthly-report", key=key, number=number, title=title)
            heading.level, heading.is_required, heading.sort_order = level, needed, place
            session.add(heading)
        enter(session, made.expected("2024-02"), M01=0, M02=10, M04=7, M05=3)
        enter(session, made.expected("2024-03"), M02=1200, M04=4)
    return made


def write(
    register: UnitOfWork,
    months: Months,
    text: str,
    month: str = "2024-03",
    key: str = "direction.documents",
    state: FigureState = FigureState.VALUE,
) -> None:
    with register.write() as session:
        set_narrative(
            session, expected_id=months.expected(month), heading_key=key, text=text, state=state, clock=TODAY
        )


def found(register: UnitOfWork, months: Months) -> list[WordFinding]:
    with register.read() as session:
        expected = get_expected(session, months.expected("2024-03"))
        return list(check_report_words(session, expected, day=DAY))


def test_a_heading_that_must_be_filled_is_told_until_it_is(register: UnitOfWork, months: Months) -> None:
    (finding,) = found(register, months)
    assert (finding.level, finding.rule, finding.heading) == ("explain", "MUC", "limits")
    assert finding.message == "Mục “II. Tồn tại” phải có nội dung."
    write(register, months, "", key="limits", state=FigureState.NONE_ARISEN)
    assert found(register, months) == []
    write(register, months, "Máy tính cũ.", key="limits")
    assert found(register, months) == []


@pytest.fixture
def filled(register: UnitOfWork, months: Months) -> Months:
    write(register, months, "", key="limits", state=FigureState.NONE_ARISEN)
    return months


@pytest.mark.parametrize(
    ("text", "level", "rule", "result"),
    [
        ("Báo cáo kết quả tháng 2/2024.", "block", "THANG", "Báo cáo kết quả tháng 3/2024."),
        ("Thực hiện kế hoạch năm 2023.", "notice", "NAM", "Thực hiện kế hoạch năm 2024."),
        ("UNBD xã đã họp.", "notice", "CHINHTA", "UBND xã đã họp."),
        ("Xã Châu Lý đã họp.", "notice", "DONVI", "Xã CB đã họp."),
        ("Bà Nguyễn Mẫu Cũ trực.", "notice", "NGUOI", "Bà Trần Mẫu Mới trực."),
        ("Giá trị {M99} lạ.", "block", "TRUONG", "Giá trị {M99} lạ."),
        ("Chỉ tiêu M02 là 1.200 hồ sơ.", None, "", ""),
        ("Trong kỳ đã họp giao ban.", None, "", ""),
    ],
)
def test_every_kind_of_slip_is_told_with_its_correction(
    register: UnitOfWork, filled: Months, text: str, level: str | None, rule: str, result: str
) -> None:
    with register.write() as session:
        make_unit(session, "CL", "Xã Châu Lý", kind="xã", short_name="Xã Châu Lý")
        unit = session.get_one(ExpectedReport, filled.expected("2024-03")).unit_id
        session.get_one(Unit, unit).kind = "xã"
        session.add(
            Person(unit_id=unit, name="Nguyễn Mẫu Cũ", title="Công chức", valid_to=date(2023, 12, 31))
        )
        session.add(Person(unit_id=unit, name="Trần Mẫu Mới", title="Công chức"))
    write(register, filled, text)
    findings = found(register, filled)
    assert [(f.level, f.rule, f.heading) for f in findings] == (
        [(level, rule, "direction.documents")] if level else []
    )
    if level:
        assert corrected(text, findings[0]) == result


def test_text_that_was_not_touched_since_last_month_is_told(register: UnitOfWork, filled: Months) -> None:
    text = "Đã ban hành văn bản chỉ đạo và tổ chức họp giao ban."
    write(register, filled, text, "2024-02")
    write(register, filled, text)
    assert [f.rule for f in found(register, filled)] == ["NHUCU"]


def test_sentences_tied_to_figures_follow_the_cell(register: UnitOfWork, filled: Months) -> None:
    march = filled.expected("2024-03")
    write(register, filled, "Tiếp nhận {M02} (kỳ trước {M02.ky_truoc}, từ đầu năm {M02.luy_ke}); {M08}.")
    with register.write() as session:
        enter(session, march, M08="P")

    def told() -> tuple[str, str]:
        with register.read() as session:
            period = get_expected(session, march).period_id
            rows = narratives(session, period_id=period, as_of=DAY, expected_id=march)
            line = next(line for line in narrative_lines(session, march) if line.key == "direction.documents")
            return rows[0].text, line.text

    sentence = "Tiếp nhận 1.200 hồ sơ (kỳ trước 10 hồ sơ, từ đầu năm 1.210 hồ sơ); không phát sinh."
    assert told() == (sentence, sentence)
    with register.write() as session:
        enter(session, march, M02=1300)
    assert told()[0].startswith("Tiếp nhận 1.300 hồ sơ")
    assert found(register, filled) == []


def test_a_heading_outside_the_outline_is_refused(register: UnitOfWork, filled: Months) -> None:
    with pytest.raises(RuleViolation):
        write(register, filled, "x", key="none")
