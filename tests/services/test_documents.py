"""Life of a paper: numbers once, issued ones frozen, signed files untouched, changes told, nothing lost."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import AppError, InvalidField, NotFound, RuleViolation, Unavailable
from app.core.statuses import DocumentState
from app.models import Attachment, Audit, IssuedDocument, Letterhead, Signer
from app.models import Figure as FigureRecord
from app.reports.data.apology import ApologyDetails
from app.services import documents
from app.services.audit import first_broken_link
from app.services.documents import (
    attach_signed,
    create_draft,
    create_drafts,
    discard_draft,
    draft_correction,
    issue_document,
    mark_checked,
    reopen_draft,
    replace_document,
    withdraw_document,
)
from app.services.papers import PaperRequest, paper_bytes, unit_of_code
from app.services.queries.documents import changed_since_issue, list_documents, next_number, paper_of
from app.services.queries.periods import find_period
from app.services.signed_files import SignedFile, keep_signed, read_signed
from app.services.submissions import find_expected
from app.services.wording import save_phrase
from app.storage.unit_of_work import UnitOfWork
from tests.register import clock_at

DAY = date(2024, 3, 18)
CLOCK = clock_at(2024, 3, 18)
COMMUNE = "17065"


def request(session: Session, kind: str = "monthly-report", **values: object) -> PaperRequest:
    known = {"unit_id": unit_of_code(session, COMMUNE, DAY), "period": "2024-03"}
    return PaperRequest(kind=kind, day=DAY, **(known | values))  # type: ignore[arg-type]


def checked(session: Session, kind: str = "monthly-report", **values: object) -> str:
    document_id = create_draft(session, request=request(session, kind, **values), clock=CLOCK).value
    mark_checked(session, document_id=document_id, clock=CLOCK)
    return document_id


def issued(
    session: Session, kind: str = "monthly-report", number: str | None = None, **values: object
) -> str:
    document_id = checked(session, kind, **values)
    issue_document(session, document_id=document_id, issued_on=DAY, number=number, clock=CLOCK)
    return document_id


@contextmanager
def refused(words: str, kind: type[AppError] = RuleViolation) -> Iterator[None]:
    with pytest.raises(kind) as told:
        yield
    assert words in told.value.sentence()


def signed(path: Path, content: bytes = b"%PDF-1.7 signed") -> SignedFile:
    path.write_bytes(content)
    return read_signed(path)


def test_a_draft_is_checked_issued_and_prints_its_number(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document_id = create_draft(session, request=request(session), clock=CLOCK).value
        draft = paper_of(session, document_id)
        assert draft.data.frame.printed_number is None
        mark_checked(session, document_id=document_id, clock=CLOCK)
        assert next_number(session, document_id, day=DAY) == "01"
        done = issue_document(session, document_id=document_id, issued_on=DAY, clock=CLOCK)
        paper = paper_of(session, document_id)
        (row,) = list_documents(session, year=2024)
        actions = session.scalars(select(Audit.action).where(Audit.subject_id == document_id)).all()
        assert first_broken_link(session) is None
    assert done.value == "01" and done.changes.documents
    assert (row.state, row.number, row.symbol, row.issued_on) == (
        DocumentState.ISSUED,
        "01",
        "BC-UBND",
        DAY,
    )
    assert (paper.data.frame.printed_number, paper.data.frame.printed_date) == ("01", DAY)
    assert replace(paper.data, frame=draft.data.frame) == draft.data
    assert actions == ["document.draft", "document.check", "document.issue"]


def test_numbers_run_within_issuer_symbol_and_year(sample: UnitOfWork) -> None:
    with sample.write() as session:
        first = issued(session, number="5")
        issued(session, period="2024-02")
        other = issued(session, "results-notice", unit_id=None)
        numbers = {row.id: row.number for row in list_documents(session)}
        assert numbers[first] == "05" and numbers[other] == "01"
        assert sorted(n for n in numbers.values() if n) == ["01", "05", "06"]
        again = checked(session)
        for taken in ("5", "005", " 05 "):
            with refused("Số 05/BC-UBND năm 2024 đã dùng", InvalidField):
                issue_document(session, document_id=again, issued_on=DAY, number=taken, clock=CLOCK)
        with refused("Số tiếp theo là 07.", InvalidField):
            issue_document(session, document_id=again, issued_on=DAY, number="06", clock=CLOCK)
        for wrong in ("0", "x", "1/BC", "-3", "1234567"):
            with refused("không đúng", InvalidField):
                issue_document(session, document_id=again, issued_on=DAY, number=wrong, clock=CLOCK)
        assert (
            issue_document(session, document_id=again, issued_on=DAY, number="5a", clock=CLOCK).value == "05a"
        )
        assert next_number(session, again, day=DAY) == "07"
        assert next_number(session, again, day=date(2025, 1, 2)) == "01"


def test_only_a_checked_paper_is_issued_and_never_in_the_future(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document_id = create_draft(session, request=request(session), clock=CLOCK).value
        with refused("không chuyển sang “Đã ban hành” được"):
            issue_document(session, document_id=document_id, issued_on=DAY, clock=CLOCK)
        mark_checked(session, document_id=document_id, clock=CLOCK)
        with refused("ở tương lai", InvalidField):
            issue_document(session, document_id=document_id, issued_on=date(2024, 3, 19), clock=CLOCK)
        reopen_draft(session, document_id=document_id, clock=CLOCK)
        assert list_documents(session)[0].state is DocumentState.DRAFT
        with refused("Không còn văn bản", NotFound):
            mark_checked(session, document_id="x", clock=CLOCK)


def test_a_faulty_sentence_or_a_missing_signer_stops_the_check(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document_id = create_draft(session, request=request(session), clock=CLOCK).value
        kind = "monthly-report"
        save_phrase(session, kind=kind, key="closing", text="{truong_sai}", clock=CLOCK)
        with refused("truong_sai"):
            mark_checked(session, document_id=document_id, clock=CLOCK)
        save_phrase(session, kind=kind, key="closing", text="Hết.", clock=CLOCK)
        for signer in session.scalars(select(Signer)):
            signer.valid_to = date(2024, 1, 1)
        session.flush()
        with refused("chưa có người ký"):
            mark_checked(session, document_id=document_id, clock=CLOCK)


def test_a_reprint_is_the_same_to_the_byte_whatever_happened_since(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document_id = issued(session)
        before = paper_bytes(paper_of(session, document_id))
        change_a_figure(session)
        save_phrase(session, kind="monthly-report", key="closing", text="Câu mới.", clock=CLOCK)
        for head in session.scalars(select(Letterhead)):
            head.place = "Nơi khác"
        session.flush()
        assert paper_bytes(paper_of(session, document_id)) == before


def change_a_figure(session: Session) -> None:
    period = find_period(session, name="2024-03", as_of=DAY)
    unit = unit_of_code(session, COMMUNE, DAY)
    expected = find_expected(session, period_id=period.id, unit_id=unit)
    for figure in session.scalars(
        select(FigureRecord).where(
            FigureRecord.expected_report_id == expected.id, FigureRecord.indicator_code == "CD01"
        )
    ):
        figure.value = Decimal(77)
    session.flush()


def test_numbers_that_changed_after_issue_are_listed_and_a_correction_drafted(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document_id = issued(session)
        then = next(
            f.current
            for g in paper_of(session, document_id).data.figures
            for f in g.figures
            if f.code == "CD01"
        )
        assert changed_since_issue(session, document_id) == ()
        change_a_figure(session)
        found = {d.place.rsplit(": ", 1)[1]: d for d in changed_since_issue(session, document_id)}
        assert (found["kỳ này"].then, found["kỳ này"].now) == (str(then), "77")
        assert all("CD01" in d.place for d in found.values())
        draft = draft_correction(session, document_id=document_id, clock=CLOCK).value
        assert list_documents(session, state=DocumentState.DRAFT)[0].id == draft
        with refused("chưa ban hành"):
            changed_since_issue(session, draft)
        with refused("không cần bản thay thế"):
            draft_correction(session, document_id=draft, clock=CLOCK)


def test_an_issued_paper_is_neither_deleted_nor_issued_again(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document_id, draft = (
            issued(session),
            create_draft(session, request=request(session), clock=CLOCK).value,
        )
        with refused("không xóa được"):
            discard_draft(session, document_id=document_id, clock=CLOCK)
        for act in (mark_checked, reopen_draft):
            with refused("không chuyển sang"):
                act(session, document_id=document_id, clock=CLOCK)
        with refused("không chuyển sang"):
            issue_document(session, document_id=document_id, issued_on=DAY, clock=CLOCK)
        discard_draft(session, document_id=draft, clock=CLOCK)
        assert [row.id for row in list_documents(session)] == [document_id]
        assert first_broken_link(session) is None


def test_frozen_data_that_were_touched_are_not_printed(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document = session.get_one(IssuedDocument, issued(session))
        kept = dict(document.frozen_data or {})
        document.frozen_data = {**kept, "data": {**kept["data"], "unit_name": "Xã khác"}}  # type: ignore[dict-item]
        session.flush()
        with refused("bị thay đổi"):
            paper_of(session, document.id)


def test_the_signed_file_comes_back_untouched(sample: UnitOfWork, tmp_path: Path) -> None:
    folder = tmp_path / "tep"
    file = signed(tmp_path / "ky.pdf")
    with sample.write() as session:
        document_id, draft = issued(session), checked(session)
        with refused("không nhận bản ký"):
            attach_signed(session, document_id=draft, signed=file, clock=CLOCK)
        attach_signed(session, document_id=document_id, signed=file, clock=CLOCK)
        attach_signed(session, document_id=document_id, signed=file, clock=CLOCK)
        kept = session.get_one(Attachment, file.sha256)
        assert (kept.name, kept.size, kept.media_type) == ("ky.pdf", 15, "application/pdf")
        assert [row.has_signed_file for row in list_documents(session, state=DocumentState.ISSUED)] == [True]
        with refused("đã có bản ký"):
            other = signed(tmp_path / "khac.pdf", b"%PDF-1.7 other")
            attach_signed(session, document_id=document_id, signed=other, clock=CLOCK)
    path = keep_signed(file, folder)
    assert keep_signed(file, folder) == path and path.name == file.sha256
    assert hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256
    assert [found.name for found in folder.iterdir()] == [file.sha256]


def test_a_file_that_is_no_paper_is_refused(tmp_path: Path) -> None:
    for name, content in (
        ("a.pdf", b""),
        ("a.exe", b"MZ"),
        ("a.docx", b"%PDF-1.7"),
        ("a.pdf", b"PK\x03\x04"),
    ):
        with refused("a.", Unavailable):
            signed(tmp_path / name, content)
    with refused("Không đọc được", Unavailable):
        read_signed(tmp_path / "missing.pdf")
    (tmp_path / "file").write_bytes(b"x")
    with refused("Không ghi được", Unavailable):
        keep_signed(SignedFile("a.pdf", "application/pdf", b"%PDF-", "00"), tmp_path / "file")


def test_a_paper_is_replaced_or_withdrawn_with_a_reason(sample: UnitOfWork) -> None:
    with sample.write() as session:
        first, second, notice = (
            issued(session),
            issued(session),
            issued(session, "results-notice", unit_id=None),
        )
        with refused("Chưa ghi lý do", InvalidField):
            replace_document(session, document_id=first, by_id=second, reason=" ", clock=CLOCK)
        for wrong in (first, notice):
            with refused("cùng loại"):
                replace_document(session, document_id=first, by_id=wrong, reason="Sai", clock=CLOCK)
        draft = create_draft(session, request=request(session), clock=CLOCK).value
        with refused("chưa ban hành"):
            replace_document(session, document_id=first, by_id=draft, reason="Sai", clock=CLOCK)
        replace_document(session, document_id=first, by_id=second, reason="Sai số liệu", clock=CLOCK)
        withdraw_document(session, document_id=notice, reason="Ban hành nhầm", clock=CLOCK)
        for ended in (first, notice):
            with refused("không chuyển sang"):
                withdraw_document(session, document_id=ended, reason="Lại", clock=CLOCK)
        rows = {row.id: row for row in list_documents(session)}
        assert (rows[first].state, rows[first].replaced_by_id) == (DocumentState.REPLACED, second)
        assert (rows[notice].state, rows[notice].reason) == (DocumentState.WITHDRAWN, "Ban hành nhầm")
        # What was printed can still be shown, and a number is never given twice.
        assert paper_of(session, first).data.frame.number == "01"
        assert next_number(session, first, day=DAY) == "03"


def test_reminders_are_drafted_in_one_go_and_issued_by_the_hub(sample: UnitOfWork) -> None:
    with sample.write() as session:
        asked = PaperRequest(kind="reminder", day=DAY, period="2024-03")
        drafts = create_drafts(session, request=asked, clock=CLOCK).value
        assert len(drafts) > 3
        for document_id in drafts:
            mark_checked(session, document_id=document_id, clock=CLOCK)
            issue_document(session, document_id=document_id, issued_on=DAY, clock=CLOCK)
        rows = list_documents(session, kind="reminder")
        assert {row.number for row in rows} == {f"{n:02d}" for n in range(1, len(drafts) + 1)}
        assert len({row.about_unit for row in rows}) == len(drafts)
        assert {row.symbol for row in rows} == {"UBND-NV"}
        assert changed_since_issue(session, drafts[0]) == ()


@pytest.mark.parametrize(
    ("kind", "words"),
    [("apology", "thông tin cá nhân"), ("leader-page", "dùng nội bộ"), ("x", "Không có loại")],
)
def test_what_the_register_does_not_issue_is_refused(sample: UnitOfWork, kind: str, words: str) -> None:
    with sample.write() as session:
        details = ApologyDetails("Ông Nguyễn Văn Mẫu")
        with refused(words, AppError):
            create_draft(session, request=request(session, kind, details=details), clock=CLOCK)
        assert session.scalars(select(IssuedDocument)).all() == []


def test_the_signer_of_the_day_of_issue_signs(sample: UnitOfWork) -> None:
    with sample.write() as session:
        early = date(2024, 3, 13)
        document_id = create_draft(session, request=replace(request(session), day=early), clock=CLOCK).value
        mark_checked(session, document_id=document_id, clock=CLOCK)
        unit = unit_of_code(session, COMMUNE, DAY)
        for signer in session.scalars(select(Signer).where(Signer.unit_id == unit)):
            signer.valid_to = date(2024, 3, 15)
        session.add(
            Signer(unit_id=unit, name="Người Mới", authority="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", valid_from=DAY)
        )
        session.flush()
        issue_document(session, document_id=document_id, issued_on=DAY, clock=CLOCK)
        assert paper_of(session, document_id).data.frame.signer_name == "Người Mới"
        assert changed_since_issue(session, document_id) == ()


def test_every_state_has_its_moves() -> None:
    assert documents._MOVES.keys() == set(DocumentState)
