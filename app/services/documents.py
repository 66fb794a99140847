"""Life of a paper: draft → checked → issued and frozen → signed file back → replaced or withdrawn (R19, R72).

A draft is live: it is collected anew whenever it is shown. Issuing gives it its number, its day and the data
it printed; from then on nothing of it changes but its end.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import new_id
from app.core.statuses import WORDS, DocumentState
from app.core.text import format_date, normalize, one_line, shorten
from app.models import Attachment, IssuedDocument
from app.reports.catalogue import CATALOGUE
from app.reports.data.frame import Frame, FrameChanges
from app.reports.freeze import digest, frozen, thawed
from app.reports.styles import URGENCIES
from app.services.audit import record, snapshot
from app.services.papers import Paper, PaperRequest, collect_paper, collect_papers
from app.services.queries.periods import find_period
from app.services.queries.units import chosen_signer, find_unit, get_register
from app.services.queries.wording_preview import problem_words
from app.services.signed_files import SignedFile
from app.services.steps import kept_step
from app.services.told_months import lock_told_month
from app.storage.errors import edited_elsewhere

FORMAT = 1  # of ``frozen_data``
_CHANGED = Changes(documents=True)
_NUMBER = re.compile(r"(\d{1,6})([a-zđ]?)")

# Where a paper may go next; whatever is not here is refused.
_MOVES: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.DRAFT: frozenset({DocumentState.CHECKED}),
    DocumentState.CHECKED: frozenset({DocumentState.DRAFT, DocumentState.ISSUED}),
    DocumentState.ISSUED: frozenset({DocumentState.REPLACED, DocumentState.WITHDRAWN}),
    DocumentState.REPLACED: frozenset(),
    DocumentState.WITHDRAWN: frozenset(),
}


def create_draft(session: Session, *, request: PaperRequest, clock: Clock) -> Done[str]:
    """Enter a draft; refuses kinds that the register does not issue."""
    return Done(_enter(session, request, collect_paper(session, request), clock).id, _CHANGED)


def create_drafts(session: Session, *, request: PaperRequest, clock: Clock) -> Done[tuple[str, ...]]:
    """Enter one draft, or of reminders without a unit one for every unit that owes something."""
    entered = []
    for paper in collect_papers(session, request):
        own = request
        if request.kind == "reminder" and request.unit_id is None:
            about = find_unit(session, code=paper.data.unit_code, as_of=request.day)
            own = replace(request, unit_id=about.id)
        entered.append(_enter(session, own, paper, clock).id)
    return Done(tuple(entered), _CHANGED)


def _enter(session: Session, request: PaperRequest, paper: Paper, clock: Clock) -> IssuedDocument:
    _refuse_inside(request.kind)
    own = get_register(session).own_unit_id
    is_letter = request.kind == "reminder"
    issuer = own if is_letter else request.unit_id or own
    if issuer is None:
        raise InvalidField("unit", "Chưa chọn đơn vị ban hành văn bản.")
    document = IssuedDocument(
        id=new_id(),
        kind=request.kind,
        unit_id=issuer,
        about_unit_id=request.unit_id if is_letter else None,
        period_id=_period_of(session, request),
        year=request.day.year,
        state=DocumentState.DRAFT,
        symbol=paper.data.frame.symbol,
        title=_title(paper),
        frozen_data={"format": FORMAT, "request": frozen(request)},
        created_at=clock.now(),
    )
    session.add(document)
    record(session, clock=clock, action="document.draft", subject=document)
    return document


def _refuse_inside(kind: str) -> None:
    entry = CATALOGUE.get(kind)
    if entry is None or entry.is_issued:
        return
    if kind == "apology":
        raise RuleViolation(
            "Văn bản xin lỗi có thông tin cá nhân của người nộp hồ sơ nên sổ không lưu.",
            hint="Xuất tệp rồi phát hành trên Hệ thống thông tin giải quyết thủ tục hành chính.",
        )
    raise RuleViolation(f"“{entry.title}” là tài liệu dùng nội bộ, không cấp số.", hint="In hoặc xuất tệp.")


def _title(paper: Paper) -> str:
    return shorten(CATALOGUE[paper.kind].build(paper.data).document.title, 500)


def _period_of(session: Session, request: PaperRequest) -> str | None:
    if request.kind in ("improvement-plan", "assignment-notice", "handover"):
        return None
    name = request.period or (f"{request.year}-12" if request.year else None)
    return find_period(session, name=name, as_of=request.day).id


def change_form(
    session: Session, *, document_id: str, changes: FrameChanges, version: int, clock: Clock
) -> Done[str]:
    """Change signer, receivers or urgency of a draft as it was at ``version``; a later edit is not lost."""
    document = get_document(session, document_id)
    if document.state is not DocumentState.DRAFT:
        raise RuleViolation(
            f"{_named(document)} {WORDS[document.state].lower()} nên không sửa được.",
            hint="Chọn “Sửa lại” nếu văn bản chưa ban hành.",
            code="E-VB-03",
        )
    if document.row_version != version:
        raise edited_elsewhere()
    usual = collect_paper(session, replace(request_of(document), changes=FrameChanges())).data.frame
    request = replace(request_of(document), changes=_told(changes, usual))
    before = snapshot(document)
    document.frozen_data = {"format": FORMAT, "request": frozen(request)}
    record(session, clock=clock, action="document.change", subject=document, before=before)
    return Done(document_id, _CHANGED)


def _told(changes: FrameChanges, usual: Frame) -> FrameChanges:
    """Return changes with blanks gone and what the register says anyway left to it."""
    if changes.urgency and changes.urgency not in URGENCIES:
        raise InvalidField("urgency", f"Không có độ khẩn “{changes.urgency}”.", hint=", ".join(URGENCIES))
    addressees, recipients = (
        None if given is None else tuple(line for line in (one_line(item) for item in given) if line)
        for given in (changes.addressees, changes.recipients)
    )
    if addressees == () and usual.addressees:
        raise InvalidField("addressees", "Văn bản này phải có nơi kính gửi.", hint="Ghi ít nhất một nơi.")
    if recipients is not None and not (recipients and recipients[-1].startswith("Lưu:")):
        raise InvalidField(
            "recipients", "Dòng cuối của Nơi nhận phải là dòng lưu.", hint="Ví dụ: “Lưu: VT, VHXH”."
        )
    return replace(
        changes,
        addressees=None if addressees == usual.addressees else addressees,
        recipients=None if recipients == usual.recipients else recipients,
    )


def mark_checked(session: Session, *, document_id: str, clock: Clock) -> Done[str]:
    """Say that a draft is fit to be signed; one with a fault in its standing sentences is not."""
    document = get_document(session, document_id)
    paper = collect_paper(session, request_of(document))
    problems = CATALOGUE[paper.kind].build(paper.data).problems
    if problems:
        raise RuleViolation(
            f"Văn bản còn lỗi câu mẫu. {problem_words(paper, problems[0])}",
            hint="Sửa câu mẫu trong Danh mục rồi kiểm tra lại.",
        )
    if not paper.data.frame.authority or not one_line(paper.data.frame.signer_name):
        raise RuleViolation(
            "Văn bản chưa có người ký.",
            hint="Thêm người ký trong Danh mục, mục Người ký và thể thức.",
            code="E-VB-02",
        )
    return _moved(session, document, DocumentState.CHECKED, clock, "document.check")


def reopen_draft(session: Session, *, document_id: str, clock: Clock) -> Done[str]:
    """Take a checked paper back to be changed."""
    document = get_document(session, document_id)
    return _moved(session, document, DocumentState.DRAFT, clock, "document.reopen")


def discard_draft(session: Session, *, document_id: str, clock: Clock) -> Done[str]:
    """Delete a paper that was never issued; an issued one stays for ever."""
    document = get_document(session, document_id)
    if document.state not in (DocumentState.DRAFT, DocumentState.CHECKED):
        raise RuleViolation(
            f"{_named(document)} đã ban hành nên không xóa được.",
            hint="Thay thế hoặc thu hồi kèm lý do.",
            code="E-VB-03",
        )
    before = snapshot(document)
    with kept_step(session, title=f"Xóa nháp {_named(document)}", clock=clock):
        told = {**before, "title": ""}
        record(session, clock=clock, action="document.discard", subject=document, before=told)
        session.delete(document)
    return Done(document_id, _CHANGED)


def issue_document(
    session: Session, *, document_id: str, issued_on: date, clock: Clock, number: str | None = None
) -> Done[str]:
    """Give a checked paper its number and day and freeze what it prints; returns the number.

    Without a number the next one of the series is taken: issuer, year and symbol.
    """
    document = get_document(session, document_id)
    _refuse_move(document, DocumentState.ISSUED)
    if issued_on > clock.today():
        raise InvalidField("issued_on", f"Ngày ban hành {format_date(issued_on)} ở tương lai.")
    request = request_of(document)
    data = collect_paper(session, request).data
    frame = data.frame
    if issued_on != request.day:  # letterhead and signer are those of the day of issue
        frame = collect_paper(session, replace(request, day=issued_on)).data.frame
    given = _number(number) if number else proposed_number(session, document.unit_id, frame.symbol, issued_on)
    _refuse_taken(session, document, given, frame.symbol, issued_on)
    data = replace(data, frame=replace(frame, number=given, issued_on=issued_on, is_draft=False))
    plain = frozen(data)
    signer = chosen_signer(
        session, unit_id=document.unit_id, day=issued_on, signer_id=request.changes.signer_id
    )
    before = snapshot(document)
    document.state, document.number, document.issued_on = DocumentState.ISSUED, given, issued_on
    document.year, document.symbol = issued_on.year, frame.symbol
    document.signer_id = signer.id if signer else None
    document.title = _title(Paper(document.kind, data))
    document.frozen_data = {"format": FORMAT, "request": frozen(request), "data": plain}
    document.frozen_sha256 = digest(plain)
    record(
        session,
        clock=clock,
        action="document.issue",
        subject=document,
        before={**before, "frozen_data": document.frozen_data},  # the journal keeps the hash, not the data
    )
    return Done(given, _CHANGED | lock_told_month(session, document=document, span=request.span, clock=clock))


def proposed_number(session: Session, unit_id: str, symbol: str, day: date) -> str:
    """Return the number after the last one of a series in the year of a day (R19)."""
    taken = session.scalars(
        select(IssuedDocument.number).where(
            IssuedDocument.unit_id == unit_id,
            IssuedDocument.year == day.year,
            IssuedDocument.symbol == symbol,
            IssuedDocument.number.is_not(None),
        )
    )
    found = [_NUMBER.match(number) for number in taken if number]
    return f"{max((int(match[1]) for match in found if match), default=0) + 1:02d}"


def _number(text: str) -> str:
    match = _NUMBER.fullmatch(one_line(text).lower())
    if match is None or int(match[1]) == 0:
        raise InvalidField(
            "number", f"Số văn bản “{one_line(text)}” không đúng.", hint="Ghi số, ví dụ 05 hoặc 128."
        )
    return f"{int(match[1]):02d}{match[2]}"


def _refuse_taken(session: Session, document: IssuedDocument, number: str, symbol: str, day: date) -> None:
    other = session.scalars(
        select(IssuedDocument).where(
            IssuedDocument.unit_id == document.unit_id,
            IssuedDocument.year == day.year,
            IssuedDocument.symbol == symbol,
            IssuedDocument.number == number,
            IssuedDocument.id != document.id,
        )
    ).first()
    if other is not None:
        proposed = proposed_number(session, document.unit_id, symbol, day)
        raise InvalidField(
            "number",
            f"Số {number}/{symbol} năm {day.year} đã dùng cho “{other.title}”.",
            hint=f"Số tiếp theo là {proposed}.",
        )


def attach_signed(session: Session, *, document_id: str, signed: SignedFile, clock: Clock) -> Done[str]:
    """Note the signed file of an issued paper; ``keep_signed`` has put the file itself away before."""
    document = get_document(session, document_id)
    if document.state is not DocumentState.ISSUED:
        raise RuleViolation(
            f"{_named(document)} {WORDS[document.state].lower()} nên không nhận bản ký.",
            hint="Ban hành văn bản trước, rồi nhập bản đã ký.",
        )
    if document.signed_attachment_sha256 not in (None, signed.sha256):
        raise RuleViolation(
            f"{_named(document)} đã có bản ký.", hint="Thay thế hoặc thu hồi văn bản nếu bản ký sai."
        )
    if session.get(Attachment, signed.sha256) is None:
        kept = Attachment(
            sha256=signed.sha256,
            name=one_line(signed.name),
            media_type=signed.media_type,
            size=len(signed.content),
            added_at=clock.now(),
        )
        session.add(kept)
        session.flush()
    before = snapshot(document)
    document.signed_attachment_sha256 = signed.sha256
    record(session, clock=clock, action="document.sign", subject=document, before=before)
    return Done(signed.sha256, _CHANGED)


def replace_document(
    session: Session, *, document_id: str, by_id: str, reason: str, clock: Clock
) -> Done[str]:
    """Say that an issued paper is replaced by a later issued one of its kind, with the reason."""
    document, other = get_document(session, document_id), get_document(session, by_id)
    if other.id == document.id or other.kind != document.kind or other.unit_id != document.unit_id:
        raise RuleViolation("Văn bản thay thế phải là văn bản khác, cùng loại, cùng đơn vị ban hành.")
    if other.state is not DocumentState.ISSUED:
        raise RuleViolation(f"{_named(other)} chưa ban hành nên chưa thay thế được văn bản khác.")
    before = _ending(document, DocumentState.REPLACED, reason)
    document.replaced_by_id = other.id
    record(
        session,
        clock=clock,
        action="document.replace",
        subject=document,
        before=before,
        reason=document.reason,
    )
    return Done(document.id, _CHANGED)


def withdraw_document(session: Session, *, document_id: str, reason: str, clock: Clock) -> Done[str]:
    """Say that an issued paper no longer holds, with the reason; its number is never given again."""
    document = get_document(session, document_id)
    before = _ending(document, DocumentState.WITHDRAWN, reason)
    record(
        session,
        clock=clock,
        action="document.withdraw",
        subject=document,
        before=before,
        reason=document.reason,
    )
    return Done(document.id, _CHANGED)


def _ending(document: IssuedDocument, state: DocumentState, reason: str) -> dict[str, object]:
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do.")
    _refuse_move(document, state)
    before = snapshot(document)
    document.state, document.reason = state, normalize(reason).strip()
    return before


def draft_correction(session: Session, *, document_id: str, clock: Clock) -> Done[str]:
    """Draft the paper that will replace an issued one: the same request, with the figures of today."""
    document = get_document(session, document_id)
    if document.state is not DocumentState.ISSUED:
        raise RuleViolation(f"{_named(document)} {WORDS[document.state].lower()} nên không cần bản thay thế.")
    return create_draft(session, request=request_of(document), clock=clock)


def get_document(session: Session, document_id: str) -> IssuedDocument:
    """Return a paper or raise ``NotFound``."""
    document = session.get(IssuedDocument, document_id)
    if document is None:
        raise NotFound("Không còn văn bản này trong sổ.", hint="Nạp lại danh sách (F5).")
    return document


def request_of(document: IssuedDocument) -> PaperRequest:
    """Return what a paper was asked for with."""
    kept: Any = (document.frozen_data or {}).get("request")
    try:
        return thawed(PaperRequest, kept)
    except ValueError as error:
        raise RuleViolation(f"{_named(document)} không còn đọc được yêu cầu soạn thảo.") from error


def _named(document: IssuedDocument) -> str:
    number = f" số {document.number}/{document.symbol}" if document.number else ""
    return f"“{CATALOGUE[document.kind].title}{number}”"


def _refuse_move(document: IssuedDocument, state: DocumentState) -> None:
    if state not in _MOVES[document.state]:
        raise RuleViolation(
            f"{_named(document)} đang ở trạng thái “{WORDS[document.state]}”, không chuyển sang "
            f"“{WORDS[state]}” được."
        )


def _moved(
    session: Session, document: IssuedDocument, state: DocumentState, clock: Clock, action: str
) -> Done[str]:
    _refuse_move(document, state)
    before = snapshot(document)
    document.state = state
    record(session, clock=clock, action=action, subject=document, before=before)
    return Done(document.id, _CHANGED)
