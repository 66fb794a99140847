"""One file under the rules: its facts, its parts, the ledger that takes the findings."""

from dataclasses import dataclass

from app.reports.checking.facts import Paper, Para
from app.reports.checking.limits import SHORT_RULE
from app.reports.checking.parts import Parts
from app.reports.checking.verdicts import Ledger
from app.reports.tree import Align

_OFF_CENTER = 8.0  # points


@dataclass(frozen=True, slots=True)
class Case:
    """What every rule function is given."""

    paper: Paper
    parts: Parts
    ledger: Ledger

    @property
    def is_pdf(self) -> bool:
        """Whether positions are known instead of properties."""
        return self.paper.is_pdf

    def centered(self, rule: str, para: Para, what: str) -> None:
        """Hold a line across the page against its middle."""
        self.ledger.look(rule)
        if self.is_pdf:
            is_off = para.offset is not None and abs(para.offset) > _OFF_CENTER
        else:
            is_off = para.align not in {Align.CENTER, None} or abs((para.start or 0) - (para.left or 0)) > 3
        if is_off:
            self.ledger.fail(rule, para, f"{what} phải đặt giữa trang.")

    def short_rule(self, rule: str, para: Para, widest: float, what: str) -> None:
        """Hold the rule under some text against a third to a half of its longest line."""
        self.ledger.look(rule)
        if any(span.underline for span in para.words):
            self.ledger.fail(rule, para, f"{what} bị gạch chân; phải là đường kẻ riêng bên dưới.")
        elif para.stroke is None:
            self.ledger.fail(rule, para, f"Thiếu đường kẻ ngang bên dưới {what.lower()}.")
        elif not para.stroke.is_solid:
            self.ledger.fail(rule, para, f"Đường kẻ dưới {what.lower()} là dấu gạch; phải là nét liền.")
        elif widest and not SHORT_RULE[0] <= para.stroke.length / widest <= SHORT_RULE[1]:
            share = round(100 * para.stroke.length / widest)
            self.ledger.fail(
                rule,
                para,
                f"Đường kẻ dưới {what.lower()} dài bằng {share}% dòng chữ; quy định từ 1/3 đến 1/2.",
            )
