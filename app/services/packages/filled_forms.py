"""A form that a unit filled in, read as the report that it is; every fault is told by its cell."""

import hashlib

from app.core.errors import Finding, ImportRefused
from app.core.statuses import FigureState, ReportSubject
from app.core.text import normalize
from app.exchange.documents import Approval, FigureLine, NarrativeLine, ReportDocument
from app.exchange.form_layout import APPROVED_BY, FIGURES, REASON, FormAnswer, FormProof, marked
from app.exchange.guarded_json import cleaned
from app.exchange.manifest import Kind, Manifest
from app.exchange.package_file import OpenPackage, members_of, parts_of

_EMPTY = {"P": FigureState.NONE_ARISEN, "K": FigureState.NOT_APPLICABLE, "": FigureState.BLANK}


class FormFaulty(ImportRefused):
    """A form that was filled in another way than it asks; every fault by its cell."""

    code = "E-BIEU-03"


def package_of(answer: FormAnswer, content: bytes) -> OpenPackage:
    """Return a filled form as the report that it is; raise ``FormFaulty`` naming every fault."""
    faults = [*answer.faults, *_missing(answer)]
    if faults:
        findings = tuple(Finding(None, place, f"{place}: {told}") for place, told in faults)
        first = " ".join(finding.message for finding in findings[:3])
        more = f" (và {len(findings) - 3} chỗ khác)" if len(findings) > 3 else ""
        whom = f"Biểu của {answer.identity.unit.name}"
        raise FormFaulty(
            f"{whom} có {len(findings)} chỗ ghi chưa đúng nên chưa nhập: {first}{more}",
            findings,
            hint="Đề nghị đơn vị sửa các ô đó rồi gửi lại.",
        )
    identity, document = answer.identity, _document(answer)
    parts = parts_of(members_of(Kind.REPORT, document, {}))
    manifest = Manifest(
        kind=Kind.REPORT,
        sender=identity.unit,
        recipient=identity.issuer,
        stream=identity.report_id,
        epoch=1,
        revision=answer.revision,
        created_at=identity.made_at,
        parts=parts,
    )
    proof = FormProof(marked(identity), answer.mark, tuple(answer.notices))
    digest = hashlib.sha256(content).hexdigest()
    return OpenPackage(manifest, "", {}, digest, len(content), document, proof)


def _missing(answer: FormAnswer) -> list[tuple[str, str]]:
    faults = []
    if not answer.approved_by:
        faults.append((f"{FIGURES}!{APPROVED_BY}", "Chưa ghi người duyệt báo cáo."))
    if answer.revision > 1 and not answer.reason:
        faults.append((f"{FIGURES}!{REASON}", "Nộp thay thế thì cần ghi lý do."))
    return faults


def _document(answer: FormAnswer) -> ReportDocument:
    figures = [
        FigureLine(
            code=code,
            state=_EMPTY.get(value, FigureState.VALUE),
            value=None if value in _EMPTY else value,
            explanation=normalize(told).strip(),
        )
        for code, value, told in answer.figures
        if value or told
    ]
    words = [
        NarrativeLine(key=key, state=FigureState.VALUE, text=text) for key, text in answer.narratives if text
    ]
    return cleaned(
        ReportDocument(
            period_id=answer.identity.period_id,
            period=answer.identity.period,
            subject=ReportSubject.MONTHLY_REPORT,
            epoch=1,
            revision=answer.revision,
            reason=answer.reason,
            approved_by=answer.approved_by,
            approval=Approval.PAPER if answer.signed_on else Approval.MESSAGE,
            signed_on=answer.signed_on,
            document_number=answer.document_number,
            sealed_at=answer.identity.made_at,
            figures=figures,
            narratives=words,
            plan=[],
        )
    )
