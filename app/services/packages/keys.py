"""Keys: our own, made once, in the vault; those of others, trusted on first use, never changed silently."""

import hashlib
import hmac
from collections.abc import Sequence
from enum import StrEnum

from nacl.signing import SigningKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, RuleViolation, Unavailable
from app.core.ids import derived_id
from app.core.text import one_line
from app.exchange.keys import key_code, new_seed, public_part, read_key_code, signing_key
from app.models import Register, Unit, UnitKey
from app.services.audit import record, snapshot
from app.system.secrets import Secrets

_CHANGED = Changes(settings=True)


class Trust(StrEnum):
    """What the register says of a key that signed a package."""

    KNOWN = "known"
    ENROLLED = "enrolled"  # first use with the right token: "tạm tin"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    REVOKED = "revoked"


def own_register(session: Session) -> Register:
    """Return the one row that says whose register this is."""
    found = session.scalars(select(Register)).first()
    if found is None or found.own_unit_id is None:
        raise RuleViolation("Sổ chưa ghi đơn vị của mình.", hint="Thiết lập sổ trước khi làm gói.")
    return found


def own_key(session: Session, *, secrets: Secrets, clock: Clock) -> SigningKey:
    """Return this register's key, made on first use; with no vault the feature says so and stays off."""
    register = own_register(session)
    _require_vault(secrets)
    rows = _keys_of(session, str(register.own_unit_id))
    current = next((row for row in rows if row.revoked_at is None), None)
    seed = secrets.get(_secret_name(register))
    key = signing_key(seed) if seed else None
    if current is None:
        return _new_key(session, register, secrets, clock, key, reason="")
    if key is None or public_part(key) != current.public_key:
        raise Unavailable(
            "Không tìm thấy khóa niêm phong của sổ này trên máy.",
            hint="Tạo khóa mới kèm lý do; nơi nhận sẽ hỏi lại mã xác minh.",
            code="E-KEY-01",
        )
    return key


def renew_own_key(session: Session, *, secrets: Secrets, reason: str, clock: Clock) -> Done[str]:
    """Make a new key after the old one was lost; return its 30-digit code. The others will ask for it."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do đổi khóa.")
    register = own_register(session)
    _require_vault(secrets)
    for row in _keys_of(session, str(register.own_unit_id)):
        _revoke(session, row, reason, clock)
    key = _new_key(session, register, secrets, clock, None, reason=reason)
    return Done(key_code(public_part(key)), _CHANGED)


def own_key_code(session: Session) -> str | None:
    """Return the 30 digits that others type to confirm our key, None before the first use."""
    register = own_register(session)
    for row in _keys_of(session, str(register.own_unit_id)):
        if row.revoked_at is None:
            return key_code(row.public_key)
    return None


def _new_key(
    session: Session,
    register: Register,
    secrets: Secrets,
    clock: Clock,
    key: SigningKey | None,
    *,
    reason: str,
) -> SigningKey:
    if key is None or _find(session, str(register.own_unit_id), public_part(key)) is not None:
        seed = new_seed()
        secrets.set(_secret_name(register), seed)
        key = signing_key(seed)
    _enter(session, str(register.own_unit_id), public_part(key), clock, trusted=True, reason=reason)
    return key


def _require_vault(secrets: Secrets) -> None:
    if not secrets.is_secure():
        raise Unavailable(
            "Máy này không có kho mật khẩu của hệ thống nên không giữ được khóa niêm phong.",
            hint="Việc niêm phong và làm gói được tắt; các phần khác dùng bình thường.",
            code="E-KEY-02",
        )


def _secret_name(register: Register) -> str:
    return f"exchange-key-{register.id}"


def enrol_token(key: SigningKey, unit_id: str) -> str:
    """Return the token that binds a unit's first answer to the unit we wrote to; stored nowhere."""
    return hmac.new(bytes(key), b"cchc-enrol-v1" + unit_id.encode(), hashlib.sha256).hexdigest()[:32]


def form_mark(key: SigningKey, identity: bytes) -> str:
    """Return the maker's mark on what a form asks of whom; only this register can make or check it."""
    return hmac.new(bytes(key), b"cchc-form-v1" + identity, hashlib.sha256).hexdigest()[:32]


def judge_key(
    keys: Sequence[UnitKey], *, public: str, token: str | None, expected_token: str | None
) -> Trust:
    """Say what a key is among a unit's; ``expected_token`` None trusts a first key without one (a hub's)."""
    same = next((row for row in keys if row.public_key == public), None)
    if same is not None:
        return Trust.REVOKED if same.revoked_at is not None else Trust.KNOWN
    if keys:
        return Trust.CHANGED
    if expected_token is not None and (token is None or not hmac.compare_digest(token, expected_token)):
        return Trust.UNKNOWN
    return Trust.ENROLLED


def enrol_key(session: Session, *, unit_id: str, public: str, clock: Clock) -> UnitKey:
    """Pin the first key of a unit: "tạm tin" until its code is typed."""
    return _enter(session, unit_id, public, clock, trusted=False, reason="")


def trust_key(
    session: Session, *, unit_id: str, public: str, typed: str, clock: Clock, reason: str = ""
) -> Done[str]:
    """Trust a key whose 30-digit code a person typed; one in the place of another needs a reason."""
    digits = read_key_code(typed)
    if digits != key_code(public):
        raise InvalidField(
            "key_code",
            "Mã xác minh không phải của khóa này. Chưa có gì thay đổi.",
            hint="Gọi lại đơn vị theo số đã biết; nếu vẫn khác thì không nhận gói.",
        )
    others = [r for r in _keys_of(session, unit_id) if r.public_key != public and r.revoked_at is None]
    if others and not one_line(reason):
        raise InvalidField("reason", "Đơn vị đổi khóa: cần ghi lý do.")
    for row in others:
        _revoke(session, row, reason, clock)
    known = _find(session, unit_id, public)
    if known is None:
        _enter(session, unit_id, public, clock, trusted=True, reason=reason)
    else:
        before = snapshot(known)
        known.trusted_at, known.revoked_at, known.reason = clock.now(), None, one_line(reason)
        record(session, clock=clock, action="key.trust", subject=known, before=before, reason=reason)
    return Done(unit_id, _CHANGED)


def revoke_key(session: Session, *, unit_id: str, public: str, reason: str, clock: Clock) -> Done[str]:
    """Stop trusting a key: what it signed and was taken in stays, what comes later waits."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do thu hồi khóa.")
    row = _find(session, unit_id, public)
    if row is None:
        raise RuleViolation("Sổ không biết khóa này.")
    _revoke(session, row, reason, clock)
    return Done(unit_id, _CHANGED)


def forget_untrusted(session: Session, *, unit_id: str, clock: Clock) -> None:
    """Forget a key that was only pinned by a package that is no longer taken in."""
    for row in _keys_of(session, unit_id):
        if row.trusted_at is None and row.revoked_at is None:
            record(session, clock=clock, action="key.forget", subject=row, before={"public_key": ""})
            session.delete(row)
    session.flush()


def _revoke(session: Session, row: UnitKey, reason: str, clock: Clock) -> None:
    if row.revoked_at is None:
        before = snapshot(row)
        row.revoked_at, row.reason = clock.now(), one_line(reason)
        record(session, clock=clock, action="key.revoke", subject=row, before=before, reason=reason)


def _enter(
    session: Session, unit_id: str, public: str, clock: Clock, *, trusted: bool, reason: str
) -> UnitKey:
    if session.get(Unit, unit_id) is None:
        raise RuleViolation("Sổ không có đơn vị này.")
    row = UnitKey(
        id=derived_id("key", unit_id, public),
        unit_id=unit_id,
        public_key=public,
        fingerprint=key_code(public),
        trusted_at=clock.now() if trusted else None,
        reason=one_line(reason),
    )
    session.add(row)
    record(session, clock=clock, action="key.enter", subject=row, reason=reason)
    return row


def _keys_of(session: Session, unit_id: str) -> list[UnitKey]:
    return list(session.scalars(select(UnitKey).where(UnitKey.unit_id == unit_id).order_by(UnitKey.id)))


def _find(session: Session, unit_id: str, public: str) -> UnitKey | None:
    return next((row for row in _keys_of(session, unit_id) if row.public_key == public), None)
