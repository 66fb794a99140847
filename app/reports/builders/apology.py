"""The apology for a late dossier with its new date, in the form of its day (law_and_format 4)."""

from dataclasses import replace
from datetime import date

from app.core.text import format_date, one_line
from app.reports.builders.framing import Built, finish, finished_document, opening
from app.reports.data.apology import ApologyData, ApologyForm
from app.reports.phrases import APOLOGY
from app.reports.styles import GAP
from app.reports.tree import Addressees, Block, TitleBlock, paragraph
from app.reports.wording import Wording

_TITLES = {
    ApologyForm.OLD: "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
    ApologyForm.NEW: "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
}
_LONG_GAP = " ".join([GAP] * 3)  # a name or a reason needs more room than a number


def build_apology(data: ApologyData) -> Built:
    """Build the paper; what is not known stays a gap without dots, to be filled in the official system."""
    wording = Wording(APOLOGY, data.phrases, _fields(data))
    kind = _TITLES[data.form]
    # A gap at the end of a centred line would push it aside.
    subject = wording.say("subject" if data.details.dossier_code else "subject.unknown")
    blocks: list[Block] = []
    for block in opening(data.frame, kind):
        if isinstance(block, TitleBlock):
            blocks.append(replace(block, kind=kind, subject=subject))
        elif isinstance(block, Addressees):
            blocks.append(Addressees((_addressee(data),)))
        else:
            blocks.append(block)
    sorry = "sorry.new" if data.form is ApologyForm.NEW else "sorry.old"
    # Paragraphs are made as they are: folding blanks would close the gaps.
    blocks += [paragraph(wording.say(key)) for key in ("received", "due", "late", "reason", sorry)]
    closing = paragraph(wording.say("closing").rstrip(" .") + "./.")
    title = kind.capitalize()
    document = finished_document(data.frame, title, [*finish(blocks, "x")[:-1], closing])
    return Built(document, wording.problems)


def _addressee(data: ApologyData) -> str:
    who, where = one_line(data.details.applicant), one_line(data.details.address)
    return ", ".join(part for part in (who, where) if part) or _LONG_GAP


def _fields(data: ApologyData) -> dict[str, str]:
    known = data.details
    applicant = one_line(known.applicant)
    return {
        "co_quan": one_line(data.frame.issuer_name),
        "nguoi_nop": applicant or "Ông (Bà), tổ chức",
        "dia_chi": one_line(known.address) or _LONG_GAP,
        "ten_thu_tuc": f"“{one_line(known.procedure)}”" if known.procedure else _LONG_GAP,
        "ma_ho_so": one_line(known.dossier_code) or _LONG_GAP,
        "ngay_tiep_nhan": _day(known.received_on),
        "ngay_hen": _day(known.due_on),
        "ngay_moi": _day(known.new_due_on),
        "ly_do": one_line(known.reason).rstrip(" .") or _LONG_GAP,
    }


def _day(day: date | None) -> str:
    return format_date(day) if day else f"{GAP}/{GAP}/{GAP}"
