"""Two people on one record: a save over a newer one is refused, and says both values."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import RuleViolation
from app.models import Audit, Base
from app.services.queries.change_words import field_words, moment_words, value_words


def require_version(session: Session, subject: Base, seen: int | None, wanted: object) -> None:
    """Refuse to write over values that came after a form was opened.

    ``seen`` is the record's ``row_version`` as the form found it (None: no form was open), ``wanted`` the
    form's value. What was changed since and is not in the form, or says the same, stands in nobody's way.
    """
    version = getattr(subject, "row_version", None)
    if seen is None or version is None or version <= seen:
        return
    key = str(getattr(subject, "id", ""))
    later = session.scalars(
        select(Audit)
        .where(Audit.subject_kind == subject.__tablename__, Audit.subject_id == key)
        .order_by(Audit.seq.desc())
        .limit(version - seen)
    ).all()
    changed = (entry.after or {} for entry in later if entry.before)  # not the record's own beginning
    names = dict.fromkeys(name for after in changed for name in after if hasattr(wanted, name))
    apart = []
    for name in filter(field_words, names):
        there, here = value_words(name, getattr(subject, name)), value_words(name, getattr(wanted, name))
        if there != here:
            apart.append(f"{field_words(name)}: trong sổ “{there}”, ở đây “{here}”")
    if apart:
        last = later[0]
        raise RuleViolation(
            f"{last.actor or 'Người khác'} đã sửa sau khi mở biểu mẫu này (lúc {moment_words(last.at)}). "
            f"{'; '.join(apart)}.",
            hint="Bấm Hoãn rồi mở lại để sửa trên giá trị mới.",
            code="E-SUA-01",
        )
