"""The form of a draft: signer, receivers, urgency changed by hand; two forms open on one draft."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.core.errors import InvalidField
from app.models import IssuedDocument, Signer
from app.reports.data.frame import FrameChanges
from app.services.documents import change_form, create_draft, issue_document, mark_checked
from app.services.papers import collect_paper
from app.services.queries.documents import paper_of
from app.storage.unit_of_work import UnitOfWork
from tests.services.test_documents import CLOCK, DAY, refused, request


def version_of(session: Session, document_id: str) -> int:
    session.flush()
    return session.get_one(IssuedDocument, document_id).row_version


def test_the_form_of_a_draft_is_changed_and_issued_so(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document_id = create_draft(session, request=request(session), clock=CLOCK).value
        unit_id = session.get_one(IssuedDocument, document_id).unit_id
        lines = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
        deputy = Signer(unit_id=unit_id, name="Trần Thị Mẫu", authority=lines)
        session.add(deputy)
        session.flush()
        changes = FrameChanges(signer_id=deputy.id, recipients=("Như trên", "Lưu: VT"), urgency="KHẨN")
        version = version_of(session, document_id)
        change_form(session, document_id=document_id, changes=changes, version=version, clock=CLOCK)
        mark_checked(session, document_id=document_id, clock=CLOCK)
        issue_document(session, document_id=document_id, issued_on=DAY, clock=CLOCK)
        frame = paper_of(session, document_id).data.frame
        assert (frame.signer_name, frame.urgency) == ("Trần Thị Mẫu", "KHẨN")
        assert frame.recipients == ("Như trên", "Lưu: VT")
        assert session.get_one(IssuedDocument, document_id).signer_id == deputy.id
        with refused("đã ban hành"):
            change_form(session, document_id=document_id, changes=changes, version=9, clock=CLOCK)


def test_of_two_forms_open_on_one_draft_the_later_save_is_refused(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document_id = create_draft(session, request=request(session), clock=CLOCK).value
        seen = version_of(session, document_id)
        changes = FrameChanges(urgency="KHẨN")
        change_form(session, document_id=document_id, changes=changes, version=seen, clock=CLOCK)
        assert version_of(session, document_id) == seen + 1
        with refused("vừa được sửa ở nơi khác"):
            change_form(session, document_id=document_id, changes=FrameChanges(), version=seen, clock=CLOCK)
        assert paper_of(session, document_id).data.frame.urgency == "KHẨN"


def test_a_form_that_breaks_the_rules_is_refused(sample: UnitOfWork) -> None:
    with sample.write() as session:
        document_id = create_draft(session, request=request(session), clock=CLOCK).value
        for changes, words in (
            (FrameChanges(urgency="GẤP"), "độ khẩn"),
            (FrameChanges(addressees=("  ",)), "kính gửi"),
            (FrameChanges(recipients=("Như trên",)), "dòng lưu"),
        ):
            version = version_of(session, document_id)
            with refused(words, InvalidField):
                change_form(session, document_id=document_id, changes=changes, version=version, clock=CLOCK)


def test_a_signer_who_no_longer_holds_is_not_printed(sample: UnitOfWork) -> None:
    with sample.write() as session:
        usual = paper_frame_of(session, FrameChanges())
        assert paper_frame_of(session, FrameChanges(signer_id="gone")) == usual


def paper_frame_of(session: Session, changes: FrameChanges) -> object:
    return collect_paper(session, replace(request(session), changes=changes)).data.frame
