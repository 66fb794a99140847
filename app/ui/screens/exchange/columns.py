"""What the boxes show, said without Qt."""

from datetime import datetime

from app.core.clock import local_time
from app.core.periods import Month
from app.core.statuses import WORDS, ReportState
from app.core.text import format_date, format_number
from app.services.packages.comparing import Change
from app.services.packages.words import PackageVerdict, SentState
from app.services.queries.exchange_boxes import (
    DAMAGED,
    DUPLICATE,
    MISADDRESSED,
    BoxLine,
    KeyLine,
    RunLine,
    run_words,
)
from app.services.queries.report_versions import ReportStory
from app.ui.tables.column import Column
from app.ui.tone import Look, Tone

_KINDS = {
    "report": "Báo cáo",
    "assignment": "Gói giao việc",
    "receipt": "Biên nhận",
    "unknown": "Gói mới hơn",
}
_LOOKS: dict[str, tuple[str, Tone]] = {
    PackageVerdict.APPLIED: ("status-received", Tone.INFO),
    PackageVerdict.SUPERSEDED: ("status-returned", Tone.NEUTRAL),
    PackageVerdict.CONFLICT: ("warning", Tone.WARNING),
    PackageVerdict.MISMATCH: ("warning", Tone.WARNING),
    PackageVerdict.WAITING: ("status-open", Tone.WARNING),
    PackageVerdict.DISCARDED: ("status-cancelled", Tone.NEUTRAL),
    DUPLICATE: ("status-standing", Tone.NEUTRAL),
    DAMAGED: ("error", Tone.BAD),
    MISADDRESSED: ("help", Tone.WARNING),
    "undone": ("undo", Tone.NEUTRAL),
    SentState.CREATED: ("status-draft", Tone.INFO),
    SentState.SENT: ("send", Tone.INFO),
    SentState.RECEIVED: ("status-received", Tone.INFO),
    SentState.ACCEPTED: ("status-done", Tone.GOOD),
    SentState.RETURNED: ("status-returned", Tone.WARNING),
}
_KEY_LOOKS = {
    "waiting": Look("Chờ xác minh", "warning", Tone.WARNING),
    "pinned": Look("Tạm tin", "status-open", Tone.WARNING),
    "trusted": Look("Đã xác minh", "status-done", Tone.GOOD),
    "revoked": Look("Đã thu hồi", "status-cancelled", Tone.BAD),
}
_DECIDED = {
    ReportState.RETURNED: Tone.WARNING,
    ReportState.ACCEPTED: Tone.GOOD,
    ReportState.LOCKED: Tone.GOOD,
}


def instant(moment: datetime | None) -> str:
    """Return an instant as a clerk writes it; empty for none."""
    if moment is None:
        return ""
    here = local_time(moment)
    return f"{here.hour}:{here:%M} ngày {format_date(here.date())}"


def what_of(line: BoxLine) -> str:
    """Say what a file is: "Báo cáo tháng 3/2024, lần 2"."""
    kind = _KINDS.get(line.row.kind, "")
    if not kind:
        return line.row.file_name
    about = Month.parse(line.about).short if "-" in line.about else f"năm {line.about}" if line.about else ""
    said = f"{kind} {about}".strip()
    return f"{said}, lần {line.row.revision}" if line.row.revision else said


def look_of(line: BoxLine) -> Look:
    """Return the state of a file as people read it: what was decided on it, what it still waits for."""
    icon, tone = _LOOKS.get(line.standing, ("status-standing", Tone.NEUTRAL))
    word = line.state
    if line.decision is not None and not line.row.is_undone:
        word, tone = WORDS[line.decision], _DECIDED.get(line.decision, tone)
        icon = "status-returned" if line.decision is ReportState.RETURNED else "status-done"
    elif line.standing == PackageVerdict.APPLIED and line.row.revision > 1 and line.row.kind == "report":
        word = "Bản thay thế"
    if line.is_unanswered:
        word += ", chờ biên nhận"
    return Look(word, icon, tone)


def key_look(line: KeyLine) -> Look:
    """Return the standing of a key; a second key of a known unit says so."""
    look = _KEY_LOOKS[line.standing]
    return Look("Khóa khác, chờ xác minh", "warning", Tone.BAD) if line.replaces_known else look


def box_pairs(line: BoxLine) -> list[tuple[str, str | Look]]:
    """Return what is known of one file."""
    row = line.row
    return [
        ("", what_of(line)),
        ("Tình trạng", look_of(line)),
        ("Vì sao", row.reason),
        ("Gửi cho" if row.is_outgoing else "Từ", row.unit),
        ("Tệp", row.file_name),
        ("Làm lúc" if row.is_outgoing else "Đến lúc", instant(row.at)),
        ("Mã niêm phong", row.seal_code),
    ]


def story_pairs(story: ReportStory) -> list[tuple[str, str | Look]]:
    """Return the versions of the report, newest first, and what the hub said of it."""
    pairs: list[tuple[str, str | Look]] = []
    if story.remarks:
        pairs.append(("", f"Nhận xét của cơ quan nhận ({len(story.remarks)})"))
        for remark in story.remarks:
            name = story.names.get(remark.subject, "")
            label = f"{remark.subject} {name}".strip()
            done = " (đã sửa)" if remark.is_resolved else ""
            author = f" – {remark.author}" if remark.author else ""
            pairs.append((f"{label}", f"{remark.text}{author}{done}"))
    for version in reversed(story.versions):
        returned = version.state is ReportState.RETURNED
        pairs += [
            ("", f"Lần {version.revision}"),
            ("Trạng thái", WORDS[version.state]),
            ("Lý do trả lại" if returned else "Lý do, ghi chú", version.reason),
            ("Người duyệt", version.approved_by),
            ("Niêm phong", instant(version.sealed_at)),
            ("Báo mã", instant(version.code_noted_at)),
            ("Đã nhận", instant(version.received_at)),
            ("Mã niêm phong", version.seal_code),
            ("Người quyết định", version.decided_by),
        ]
    if len(story.versions) > 1:
        first = story.versions[0]
        mark = min(filter(None, (first.code_noted_at, first.received_at)), default=None)
        if mark:
            said = f"{instant(mark)} (giữ của lần {first.revision}, thay thế không đổi)"
            pairs.append(("Mốc tính đúng hạn", said))
    return pairs


def name_of(change: Change, story: ReportStory) -> str:
    """Return a cell's name: an indicator's code with its title, or the heading's key."""
    code, blank, rest = change.label.partition(" ")
    name = story.names.get(code)
    return f"{code} {name}{blank}{rest}" if name else change.label


def _file_columns(unit_title: str, moment_title: str) -> tuple[Column[BoxLine], ...]:
    return (
        Column(
            title="Tình trạng",
            text=lambda line: look_of(line).word,
            icon=lambda line: look_of(line).icon,
            tone=lambda line: look_of(line).tone,
            tooltip=lambda line: line.row.reason,
            width=26,
        ),
        Column(title=unit_title, text=lambda line: line.row.unit, width=22),
        Column(
            title="Nội dung",
            text=what_of,
            tooltip=lambda line: line.row.file_name,
            width=28,
            stretches=True,
        ),
        Column(
            title=moment_title,
            text=lambda line: instant(line.row.at),
            sort=lambda line: line.row.at,
            width=20,
        ),
        Column(title="Mã niêm phong", text=lambda line: line.row.seal_code, width=16),
        Column(title="Tệp", text=lambda line: line.row.file_name, width=26, hidden=True),
    )


INCOMING: tuple[Column[BoxLine], ...] = _file_columns("Từ", "Đến lúc")
OUTGOING: tuple[Column[BoxLine], ...] = _file_columns("Gửi cho", "Làm lúc")
RUNS: tuple[Column[RunLine], ...] = (
    Column(title="Lúc", text=lambda run: instant(run.at), sort=lambda run: run.at, width=22),
    Column(title="Người nhận", text=lambda run: run.actor, width=22),
    Column(
        title="Số tệp",
        text=lambda run: format_number(run.files),
        sort=lambda run: run.files,
        align="right",
        width=8,
    ),
    Column(title="Kết quả", text=run_words, width=34, stretches=True),
)
KEYS: tuple[Column[KeyLine], ...] = (
    Column(
        title="Tình trạng",
        text=lambda line: key_look(line).word,
        icon=lambda line: key_look(line).icon,
        tone=lambda line: key_look(line).tone,
        width=24,
    ),
    Column(title="Đơn vị", text=lambda line: line.unit, width=24, stretches=True),
    # A code not confirmed yet is typed as it is heard, never copied from here.
    Column(
        title="Mã xác minh",
        text=lambda line: line.code if line.standing == "trusted" else "gõ mã đơn vị đọc",
        width=38,
    ),
    Column(title="Từ lúc", text=lambda line: instant(line.since), sort=lambda line: line.since, width=20),
    Column(title="Lý do", text=lambda line: line.reason, width=24),
)
