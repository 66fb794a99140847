"""The organisation as dated data: units, groups, people, signers, letterheads."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.statuses import Role
from app.models.base import Base, Code, Key, LongText, Name, Versioned, foreign_key


class Register(Base):
    """The one row that says whose register this is, and where it came from."""

    __tablename__ = "register"

    id: Mapped[Key]
    role: Mapped[Role]
    own_unit_id: Mapped[str | None] = foreign_key("unit.id")
    preset: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    epoch: Mapped[int] = mapped_column(default=1)  # counts restores: a restored register seals anew
    settings: Mapped[dict[str, object]] = mapped_column(
        JSON, default=dict
    )  # office data, travels with backups


class Unit(Base, Versioned):
    """An agency or commune in the time of its validity; codes are reused, so the key is never the code."""

    __tablename__ = "unit"
    __table_args__ = (
        Index(None, "code"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="validity"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    name: Mapped[Name]
    short_name: Mapped[Name] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(String(64), default="")  # "xã", "phòng", … as people call it
    parent_id: Mapped[str | None] = foreign_key("unit.id")
    sort_order: Mapped[int] = mapped_column(default=0)  # the official order
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # last day of validity
    phone: Mapped[str] = mapped_column(String(64), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[LongText] = mapped_column(default="")
    is_sample: Mapped[bool] = mapped_column(default=False)
    search_plain: Mapped[LongText] = mapped_column(default="")
    search_exact: Mapped[LongText] = mapped_column(default="")


class UnitSuccession(Base):
    """Bridge over a merger, split or renaming: who continues whom, from which day."""

    __tablename__ = "unit_succession"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    id: Mapped[Key]
    predecessor_id: Mapped[str] = foreign_key("unit.id")
    successor_id: Mapped[str] = foreign_key("unit.id")
    on_date: Mapped[date]
    source: Mapped[Name] = mapped_column(default="")


class UnitGroup(Base):
    """A class of units that directives address as one."""

    __tablename__ = "unit_group"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    code: Mapped[Code]
    name: Mapped[Name]
    sort_order: Mapped[int] = mapped_column(default=0)


class UnitGroupMember(Base):
    """A unit's membership in a group, with its own validity."""

    __tablename__ = "unit_group_member"
    __table_args__ = (UniqueConstraint("group_id", "unit_id", "valid_from"),)

    id: Mapped[Key]
    group_id: Mapped[str] = foreign_key("unit_group.id")
    unit_id: Mapped[str] = foreign_key("unit.id")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class UnitAlias(Base):
    """Another spelling of a unit or group, as found in files; remembered per office."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("folded", "unit_id", "group_id"),)

    id: Mapped[Key]
    alias: Mapped[Name]
    folded: Mapped[str] = mapped_column(String(500), index=True)
    unit_id: Mapped[str | None] = foreign_key("unit.id")
    group_id: Mapped[str | None] = foreign_key("unit_group.id")


class Person(Base, Versioned):
    """An officer: who a task is given to, who signs, who is called."""

    __tablename__ = "person"

    id: Mapped[Key]
    unit_id: Mapped[str] = foreign_key("unit.id")
    name: Mapped[Name]
    title: Mapped[Name] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(64), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Signer(Base, Versioned):
    """Who signs a unit's papers from when to when, and the stack of titles above the name (R46-R49)."""

    __tablename__ = "signer"

    id: Mapped[Key]
    unit_id: Mapped[str] = foreign_key("unit.id")
    person_id: Mapped[str | None] = foreign_key("person.id")
    name: Mapped[Name]
    authority: Mapped[LongText]  # lines of the stack: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    is_default: Mapped[bool] = mapped_column(default=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Letterhead(Base, Versioned):
    """How a unit heads and addresses its papers in a span of time, so that old ones reprint as issued."""

    __tablename__ = "letterhead"

    id: Mapped[Key]
    unit_id: Mapped[str] = foreign_key("unit.id")
    superior: Mapped[Name] = mapped_column(default="")  # blank for an UBND (R14)
    issuer: Mapped[LongText]  # official name, one line a row (R15)
    place: Mapped[Name]
    symbol: Mapped[Code]  # issuer's abbreviation in "BC-UBND"
    drafting_symbol: Mapped[Code] = mapped_column(default="")  # "NV" in "Lưu: VT, NV"
    addressee: Mapped[Name] = mapped_column(default="")  # whom it reports to
    channel: Mapped[Name] = mapped_column(default="")  # "(qua …)"
    recipients: Mapped[LongText] = mapped_column(default="")  # Nơi nhận besides "Như trên" and "Lưu"
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class UnitKey(Base):
    """A unit's public key as trusted here; private parts never enter the register."""

    __tablename__ = "unit_key"
    __table_args__ = (UniqueConstraint("unit_id", "public_key"),)

    id: Mapped[Key]
    unit_id: Mapped[str] = foreign_key("unit.id")
    public_key: Mapped[str] = mapped_column(String(128))
    fingerprint: Mapped[str] = mapped_column(String(64))
    trusted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    reason: Mapped[LongText] = mapped_column(default="")
