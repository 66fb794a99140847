"""Verdicts: what each rule says about a file, where, and in which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.core.text import shorten
from app.reports.checking.facts import Para
from app.reports.checking.rulebook import RULES

_QUOTE = 48
_TOLERANCE = 0.3  # points: a size is the one meant


class Verdict(StrEnum):
    """What a rule says."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one rule."""

    rule: str
    verdict: Verdict
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """The verdict of one rule over the whole file, with every finding behind it."""

    id: str
    verdict: Verdict
    where: str
    message: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts of all rules; ``kind`` is the Vietnamese name of the paper's kind, blank if unknown."""

    kind: str
    rules: tuple[RuleVerdict, ...]

    @property
    def has_faults(self) -> bool:
        """Whether a rule fails."""
        return any(rule.verdict is Verdict.FAIL for rule in self.rules)

    def of(self, rule: str) -> RuleVerdict:
        """Return the verdict of one rule."""
        return next(item for item in self.rules if item.id == rule)


def place_of(para: Para) -> str:
    """Say where a paragraph stands: page or place in the order of paragraphs, and its first words."""
    place = f"trang {para.page}, đoạn {para.number}" if para.page else f"đoạn {para.number}"
    text = shorten(para.text, _QUOTE)
    return f"{place} (“{text}”)" if text else place


def points(values: Iterable[float]) -> str:
    """Write sizes as people do: 12,5 và 13."""
    return " và ".join(f"{round(value, 1):g}".replace(".", ",") for value in values)


class Ledger:
    """Collects findings while the rules are held against one file."""

    def __init__(self) -> None:
        self._findings: dict[str, list[Finding]] = {}
        self._reasons: dict[str, str] = {}
        self._looked: set[str] = set()

    def look(self, *rules: str) -> None:
        """Note that these rules were held against something: without findings they pass."""
        self._looked.update(rules)

    def skip(self, rule: str, reason: str) -> None:
        """Note why a rule does not apply."""
        self._reasons.setdefault(rule, reason)

    def skip_rest(self, reason: str) -> None:
        """Note why no rule applies that was not looked at yet."""
        for rule in RULES:
            self.skip(rule, reason)

    def fail(self, rule: str, where: Para | str, message: str) -> None:
        """Note a fault against the law."""
        self._add(rule, Verdict.FAIL, where, message)

    def warn(self, rule: str, where: Para | str, message: str) -> None:
        """Note something to look at: custom, advice, or what the file alone cannot decide."""
        self._add(rule, Verdict.WARN, where, message)

    def _add(self, rule: str, verdict: Verdict, where: Para | str, message: str) -> None:
        text = RULES[rule]
        place = where if isinstance(where, str) else place_of(where)
        finding = Finding(rule, verdict, place, f"{message} ({rule}, {text.source})")
        listed = self._findings.setdefault(rule, [])
        if finding not in listed:
            listed.append(finding)

    def size(self, rule: str, para: Para, low: float, high: float, what: str) -> None:
        """Hold the sizes of a paragraph against a band."""
        self.look(rule)
        bad = [size for size in para.sizes if not low - _TOLERANCE <= size <= high + _TOLERANCE]
        if bad:
            wanted = f"{low:g}" if low == high else f"{low:g}-{high:g}"
            self.fail(rule, para, f"{what} có cỡ chữ {points(bad)}; quy định là {wanted}.")

    def face(
        self, rule: str, para: Para, what: str, *, bold: bool | None = None, italic: bool | None = None
    ) -> None:
        """Hold bold and italic of a paragraph against what the rule wants."""
        self.look(rule)
        if not para.words:
            return
        for wanted, is_so, name, plain in (
            (bold, [span.bold for span in para.words], "đậm", "không đậm"),
            (italic, [span.italic for span in para.words], "nghiêng", "đứng"),
        ):
            if wanted is not None and any(value is not wanted for value in is_so):
                self.fail(rule, para, f"{what} phải là chữ {name if wanted else plain}.")

    def capitals(self, rule: str, para: Para, what: str) -> None:
        """Hold a paragraph against capitals."""
        self.look(rule)
        if not para.is_caps:
            self.fail(rule, para, f"{what} phải viết bằng chữ in hoa.")

    def findings(self, rule: str) -> tuple[Finding, ...]:
        """Return what was found against a rule."""
        return tuple(self._findings.get(rule, ()))

    def verdicts(self) -> tuple[RuleVerdict, ...]:
        """Return one verdict per rule, in the order of the rules."""
        return tuple(self._verdict(rule) for rule in RULES)

    def _verdict(self, rule: str) -> RuleVerdict:
        found = sorted(self.findings(rule), key=lambda item: item.verdict is not Verdict.FAIL)
        if found:
            first = found[0]
            more = f" (và {len(found) - 1} chỗ khác)" if len(found) > 1 else ""
            return RuleVerdict(rule, first.verdict, first.where, first.message + more, tuple(found))
        if rule in self._looked:
            return RuleVerdict(rule, Verdict.PASS, "", f"Đạt: {RULES[rule].title}.")
        reason = self._reasons.get(rule) or RULES[rule].absent
        return RuleVerdict(rule, Verdict.NOT_APPLICABLE, "", reason)
