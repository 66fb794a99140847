"""Figures out of what other systems export: columns are indicators, rows are fields of work or units.

The one-stop system writes a row for each field (Biểu II.06a and its cousins), the document system one for
each unit. Headings may be merged and stacked, columns shifted, names spelt in many ways; a total row is not
added in, but the rows must come to it. Where a row bears the unit's own name, only that row counts.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import AppError, Finding, InvalidField, NotFound
from app.core.figures import FigureValue, checked_value
from app.core.progress import Progress
from app.core.statuses import FigureState
from app.core.text import fold, format_number
from app.intake.table_rows import TableRow
from app.intake.tables import Field, Table
from app.intake.workbooks import letter_of
from app.services.cycles import monthly_rule
from app.services.figures import set_figures
from app.services.imports.figure_cells import figure_in
from app.services.imports.outcome import Outcome
from app.services.imports.unit_names import UnitNames
from app.services.month_figures import (
    IndicatorFacts,
    catalogue_of,
    entered_figures,
    indicator_facts,
    with_computed,
)
from app.services.queries.periods import find_period
from app.services.submissions import find_expected

MOST_DIFFERENCE = Decimal("0.05")  # points that a typed percentage may differ from the recomputed one (X10)
_TOTAL = re.compile(r"(tong( cong| so)?|cong|toan (huyen|tinh|don vi))\b.*")

# Words that exports head their columns with; of several that suit, the longest wins.
EXPORT_FIELDS = (
    Field(
        "name",
        "Lĩnh vực",
        ("linh vuc", "ten linh vuc", "don vi", "ten don vi", "co quan", "phong ban"),
        required=True,
    ),
    Field(
        "HS01",
        "Hồ sơ kỳ trước chuyển sang",
        ("ky truoc", "tu ky truoc", "ton ky truoc", "ky truoc chuyen sang", "ton dau ky"),
    ),
    Field(
        "HS02",
        "Tiếp nhận trực tuyến",
        ("truc tuyen", "tiep nhan truc tuyen", "toan trinh", "truc tuyen toan trinh"),
    ),
    Field("HS03", "Tiếp nhận trực tuyến một phần", ("mot phan", "truc tuyen mot phan")),
    Field(
        "HS05",
        "Tiếp nhận trực tiếp",
        ("truc tiep", "tiep nhan truc tiep", "truc tiep dich vu buu chinh", "truc tiep buu chinh"),
    ),
    Field("HS06", "Tiếp nhận qua bưu chính", ("buu chinh", "buu chinh cong ich", "tiep nhan qua buu chinh")),
    Field(
        "HS09", "Đã giải quyết trước hạn", ("truoc han", "giai quyet truoc han", "da giai quyet truoc han")
    ),
    Field("HS10", "Đã giải quyết đúng hạn", ("dung han", "giai quyet dung han", "da giai quyet dung han")),
    Field(
        "HS11", "Đã giải quyết quá hạn", ("qua han", "giai quyet qua han", "da giai quyet qua han", "tre han")
    ),
    Field(
        "HS13",
        "Đang giải quyết trong hạn",
        ("trong han", "dang giai quyet trong han", "dang xu ly trong han", "chua den han"),
    ),
    Field(
        "HS14",
        "Đang giải quyết quá hạn",
        ("dang giai quyet qua han", "dang xu ly qua han", "dang giai quyet tre han"),
    ),
    Field("HS18", "Tạm dừng, chờ bổ sung", ("tam dung", "cho bo sung", "dung xu ly")),
    Field(
        "HS20", "Tỷ lệ đúng hạn", ("ty le dung han", "ty le giai quyet dung han", "ty le dung va truoc han")
    ),
    Field(
        "VB01", "Văn bản đến", ("van ban den", "tong so van ban den", "so van ban den", "van ban den tong so")
    ),
    Field(
        "VB02",
        "Văn bản đến đã xử lý",
        ("van ban den da xu ly", "da xu ly", "van ban den xu ly tren he thong"),
    ),
    Field("VB03", "Văn bản đến xử lý đúng hạn", ("van ban den xu ly dung han", "xu ly dung han")),
    Field(
        "VB04",
        "Văn bản đi",
        ("van ban di", "tong so van ban di", "so van ban di", "van ban di tong so", "van ban phat hanh"),
    ),
    Field("VB05", "Văn bản đi gửi điện tử", ("gui dien tu", "van ban di dien tu", "van ban di gui dien tu")),
    Field("VB06", "Văn bản đi ký số", ("ky so", "van ban di ky so", "van ban di duoc ky so")),
    Field("VB07", "Tỷ lệ văn bản đi ký số", ("ty le ky so", "ty le van ban di ky so")),
)


def import_exports(
    session: Session, table: Table, outcome: Outcome, clock: Clock, progress: Progress, unit: str, period: str
) -> None:
    """Fill a report's figures from an export; what does not add up refuses the whole file."""
    if not unit or not period:
        raise InvalidField(
            "unit", "Bản xuất cần biết đơn vị và kỳ nhận số liệu.", hint="Thêm --unit và --period."
        )
    kept = find_period(session, name=period, as_of=clock.today(), rule_id=monthly_rule(session).id)
    names = UnitNames.of(session, kept.last_day)
    unit_id = names.find(unit)
    expected = find_expected(session, period_id=kept.id, unit_id=unit_id)
    facts = indicator_facts(session, catalogue_of(session, expected))
    codes = [key for key in table.columns if key in facts]
    if not codes:
        raise NotFound("Bản xuất không có cột nào thuộc danh mục của kỳ.", hint="Chỉ rõ cột, ví dụ HS05=E.")
    rows, total = _counted(table, names, unit_id)
    sums = {code: _sum(rows, facts[code], outcome) for code in codes}
    if total is not None:
        _hold_against_total(sums, total, facts, outcome)
    if outcome.rejected or any(row.faults for row in table.rows):
        outcome.rejected += [fault for row in table.rows for fault in row.faults]
        return
    progress.report(1, 1, table.file_name)
    _keep(session, expected.id, facts, sums, table, outcome, clock)


def _counted(table: Table, names: UnitNames, unit_id: str) -> tuple[list[TableRow], TableRow | None]:
    """Return the rows to add up, and the total row where there is one."""
    own, rows, total = [], [], None
    for row in table.rows:
        words = row.text("name")
        if _TOTAL.fullmatch(fold(words)):
            total = total or row
            continue
        try:
            if words and names.find(words) == unit_id:
                own.append(row)
        except AppError:
            pass  # a field of work, or a unit of somewhere else
        rows.append(row)
    if own:
        return own, None
    if not rows and total is not None:
        return [total], None
    return rows, total


def _sum(rows: list[TableRow], fact: IndicatorFacts, outcome: Outcome) -> Decimal | None:
    numbers = [figure_in(row, fact.code, is_count=fact.is_count, readings=outcome.readings) for row in rows]
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known else None


def _hold_against_total(
    sums: Mapping[str, Decimal | None],
    total: TableRow,
    facts: Mapping[str, IndicatorFacts],
    outcome: Outcome,
) -> None:
    for code, value in sums.items():
        said = figure_in(total, code, is_count=facts[code].is_count, readings=[])
        if value is not None and said is not None and value != said and facts[code].is_entered:
            letter = letter_of(total.columns[code])
            outcome.rejected.append(
                Finding(
                    total.number,
                    letter,
                    f"{code}: cộng các dòng được {format_number(value)}, "
                    f"dòng tổng ghi {format_number(said)}.",
                )
            )


def _keep(
    session: Session,
    expected_id: str,
    facts: Mapping[str, IndicatorFacts],
    sums: Mapping[str, Decimal | None],
    table: Table,
    outcome: Outcome,
    clock: Clock,
) -> None:
    figures: dict[str, FigureValue] = {}
    for code, value in sums.items():
        if value is None or not facts[code].is_entered:
            continue
        try:
            figures[code] = checked_value(value, code=code, is_count=facts[code].is_count)
        except InvalidField as error:
            outcome.rejected.append(Finding(None, letter_of(table.columns[code]), error.message))
    if outcome.rejected:
        return
    before = entered_figures(session, expected_id)
    changed = {code for code, figure in figures.items() if before.get(code) != figure}
    if changed:
        set_figures(
            session,
            expected_id=expected_id,
            figures={code: figures[code] for code in changed},
            clock=clock,
            source=table.file_name,
            keep_blocked=True,
        )
    outcome.added += sum(code not in before for code in changed)
    outcome.changed += sum(code in before for code in changed)
    outcome.unchanged += len(figures) - len(changed)
    now = with_computed(dict(facts), {**before, **figures})
    for code, said in sums.items():
        outcome.told += _rate_differs(facts[code], said, now[code], len(table.rows))


def _rate_differs(fact: IndicatorFacts, said: Decimal | None, computed: FigureValue, rows: int) -> list[str]:
    """Tell a percentage of the export that is not what its counts give (X10); rates of rows are not added."""
    if fact.value_type != "percent" or said is None or computed.state is not FigureState.VALUE or rows > 2:
        return []
    value = computed.value or Decimal(0)
    if abs(value - said) <= MOST_DIFFERENCE:
        return []
    return [
        f"{fact.code}: bản xuất ghi {format_number(said)}%, tính lại từ số đếm "
        f"được {format_number(value)}% (X10)."
    ]
