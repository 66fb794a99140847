"""What all tables share: naming, portable column types, the version that guards against lost edits."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, ForeignKey, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from app.core.ids import new_id
from app.core.statuses import (
    AssignmentRole,
    Channel,
    DeadlineOperator,
    DirectiveState,
    DocumentState,
    DuePolicy,
    FigureState,
    Frequency,
    MailState,
    PeriodState,
    RankingRemarkKind,
    ReportState,
    ReportSubject,
    Role,
    TaskKind,
)


class FixedPoint(TypeDecorator[Decimal]):
    """An exact number with four decimals, kept as an integer so that databases add it up without error."""

    impl = BigInteger
    cache_ok = True
    python_type = Decimal
    SCALE = 10_000

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """Return the stored integer; more than four decimals is an error, not a rounding."""
        if value is None:
            return None
        scaled = Decimal(value) * self.SCALE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"more than four decimals: {value}")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Return the exact number."""
        return None if value is None else Decimal(value) / self.SCALE


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored naive in UTC and always handed back aware."""

    impl = DateTime
    cache_ok = True
    python_type = datetime  # what steps read back from JSON

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the naive UTC form; a naive value is refused, because nobody knows what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the aware instant."""
        return None if value is None else value.replace(tzinfo=UTC)


def _by_value(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,  # a newer program may know more values than an older file's CHECK
        length=24,
    )


_ENUMS: tuple[type[StrEnum], ...] = (
    AssignmentRole,
    Channel,
    DeadlineOperator,
    DirectiveState,
    DocumentState,
    DuePolicy,
    FigureState,
    Frequency,
    MailState,
    PeriodState,
    RankingRemarkKind,
    ReportState,
    ReportSubject,
    Role,
    TaskKind,
)

Key = Annotated[str, mapped_column(String(36), primary_key=True, default=new_id)]
Code = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(500))]
LongText = Annotated[str, mapped_column(Text)]


class Base(DeclarativeBase):
    """Base of every mapped class; names of constraints are fixed so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        Decimal: FixedPoint(),
        **{kind: _by_value(kind) for kind in _ENUMS},
    }


class Versioned:
    """Counts the saves of a row; a save over somebody else's newer one is refused by the session."""

    row_version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.row_version}


def foreign_key(target: str, *, index: bool = True, **options: Any) -> Any:
    """Make a column that points to another row's key; nothing is ever deleted through it."""
    return mapped_column(String(36), ForeignKey(target, ondelete="RESTRICT"), index=index, **options)
