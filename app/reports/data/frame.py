"""What every paper needs around its content: letterhead, number, receivers, signature."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Frame:
    """The form of one paper as it stood on its day; every line is data of the office (R14-R22, R30, R46-R56).

    A draft prints neither number nor day even where they are known (R21); ``drafted_on`` then gives the year
    that is printed and the date in the file's properties.
    """

    issuer_lines: tuple[str, ...]  # bold lines of the letterhead: ("ỦY BAN NHÂN DÂN", "XÃ QUỲ HỢP")
    issuer_name: str  # as running text names it: "Ủy ban nhân dân xã Quỳ Hợp"; annex link, file properties
    symbol: str  # "BC-UBND"
    place: str  # địa danh: "Quỳ Hợp"
    type_name: str  # tên loại as running text writes it: "Báo cáo", "Kế hoạch"
    authority: tuple[str, ...]  # ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    signer_name: str = ""  # blank: the unit has named no signer
    superior: str | None = None  # "UBND HUYỆN QUỲ HỢP"; None for an UBND
    number: str | None = None  # "15" or "05"; one digit receives its leading 0
    issued_on: date | None = None
    drafted_on: date | None = None
    addressees: tuple[str, ...] = ()  # Kính gửi, without end marks; none on a kế hoạch
    recipients: tuple[str, ...] = ()  # Nơi nhận in order, first "Như trên" with a Kính gửi, last "Lưu: VT, …"
    is_draft: bool = True
    urgency: str = ""  # one of styles.URGENCIES (R67)

    @property
    def printed_number(self) -> str | None:
        """The number to print; None leaves the gap of a draft."""
        if self.is_draft or not self.number:
            return None
        return self.number.zfill(2)

    @property
    def printed_date(self) -> date | None:
        """The date to print; None leaves the gap of a draft."""
        return None if self.is_draft else self.issued_on

    @property
    def year(self) -> int | None:
        """The year a draft prints after its gaps."""
        known = self.issued_on or self.drafted_on
        return known.year if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameChanges:
    """What a person changed of a draft's form; None leaves what the register says."""

    signer_id: str | None = None
    addressees: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    urgency: str = ""

    def applied(self, frame: Frame) -> Frame:
        """Return the form with everything changed but the signer, who is read from the register."""
        return replace(
            frame,
            addressees=frame.addressees if self.addressees is None else self.addressees,
            recipients=frame.recipients if self.recipients is None else self.recipients,
            urgency=self.urgency,
        )
