"""Reading of catalogue, criteria and outline files, with the checks that keep a typing error out."""

from decimal import Decimal
from pathlib import Path

from app.core.formula import BEFORE, TO_DATE, FormulaError, codes_of, compute_all
from app.core.text import format_number
from app.reports import outlines, phrases
from app.services.checks.rules import NAMED_RULES
from app.services.presets.definition import (
    CatalogueFile,
    CheckEntry,
    CriteriaFile,
    CriterionEntry,
    IndicatorEntry,
    OutlineFile,
)
from app.services.presets.parsing import Node, plain, read_file

_VALUE_TYPES = ("int", "money", "percent", "text")
_AGGREGATIONS = ("sum", "recompute", "max", "min", "count", "concat")
_SEMANTICS = ("flow", "stock_start", "stock_end", "cumulative_ytd", "config_year")
_SEVERITIES = ("block", "explain", "notice", "rule")  # rule: how things are added up, nothing to find
_LEVELS = ("field", "criterion_group", "criterion")


def read_catalogue(path: Path) -> CatalogueFile:
    """Read an indicator catalogue: codes once, formulas and checks over known codes only."""
    node = read_file(path, form="so-cchc/catalogue/1")
    node.only("format", "code", "version", "name", "source", "indicators", "checks")
    indicators = tuple(read_indicator(item) for item in node.nodes("indicators"))
    _refuse_twice(node, [i.code for i in indicators])
    known = {i.code for i in indicators}
    for item, indicator in zip(node.nodes("indicators"), indicators, strict=True):
        if indicator.formula is not None:
            refuse_unknown(item, indicator.formula, known)
    try:
        compute_all({i.code: i.formula for i in indicators if i.formula}, {})
    except FormulaError as error:
        raise node.fault(f"công thức quay vòng hoặc không tính được: {error}") from error
    checks = tuple(read_check(item, known) for item in node.nodes("checks"))
    _refuse_twice(node, [c.code for c in checks])
    return CatalogueFile(
        node.text("code"),
        node.number("version"),
        node.text("name"),
        node.text("source", ""),
        indicators,
        checks,
    )


def read_indicator(node: Node) -> IndicatorEntry:
    """Read one indicator; what is not one of the known words is a fault."""
    return IndicatorEntry(
        code=node.text("code"),
        title=node.text("title"),
        field=node.text("field"),
        value_type=_one_of(node, "value_type", _VALUE_TYPES),
        unit_of_measure=node.text("unit_of_measure", ""),
        formula=node.optional("formula"),
        semantics=_one_of(node, "semantics", _SEMANTICS),
        aggregation=_one_of(node, "aggregation", _AGGREGATIONS),
        applies_to=node.texts("applies_to"),
        source_system=node.text("source_system", ""),
        target=node.decimal("target"),
        is_required=node.flag("is_required"),
        in_report=node.flag("in_report"),
        note=node.text("note", ""),
    )


def read_check(node: Node, known: set[str]) -> CheckEntry:
    """Read one check over known codes, or one of the rules that no comparison can say."""
    rule = node.text("rule")
    if rule not in NAMED_RULES:
        beside = {code + suffix for code in known for suffix in (BEFORE, TO_DATE)}
        refuse_unknown(node, rule, known | beside)
    return CheckEntry(node.text("code"), rule, _one_of(node, "severity", _SEVERITIES), node.text("note", ""))


def _one_of(node: Node, key: str, allowed: tuple[str, ...]) -> str:
    found = node.text(key)
    if found not in allowed:
        raise node.fault(f"“{key}” là “{found}”, chỉ nhận {', '.join(allowed)}")
    return found


def refuse_unknown(node: Node, formula: str, known: set[str]) -> None:
    """Refuse a formula that cannot be read or names a code that is not there."""
    try:
        unknown = codes_of(formula) - known
    except FormulaError as error:
        raise node.fault(f"công thức “{formula}” không đọc được") from error
    if unknown:
        raise node.fault(f"công thức “{formula}” nhắc mã không có: {', '.join(sorted(unknown))}")


def _refuse_twice(node: Node, codes: list[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise node.fault(f"mã {code} có hai lần")
        seen.add(code)


def read_criteria(path: Path, *, year: int | None = None) -> CriteriaFile:
    """Read a scale: parents before children, points of each branch and of the whole adding up."""
    node = read_file(path, form="so-cchc/criteria/1")
    node.only("format", "year", "level", "version", "decision", "note", "total_points", "bands", "criteria")
    criteria = tuple(_criterion(item) for item in node.nodes("criteria"))
    _refuse_twice(node, [c.code for c in criteria])
    _check_points(node, criteria)
    return CriteriaFile(
        year=year or node.number("year"),
        level=node.text("level"),
        version=node.number("version"),
        decision=node.text("decision", ""),
        total_points=node.decimal("total_points") or Decimal(0),
        bands=tuple((item.text("name"), item.decimal("min") or Decimal(0)) for item in node.nodes("bands")),
        criteria=criteria,
    )


def _criterion(node: Node) -> CriterionEntry:
    points = node.decimal("max_points")
    if points is None:
        raise node.fault("thiếu “max_points”")
    return CriterionEntry(
        code=node.text("code"),
        level=_one_of(node, "level", _LEVELS),
        field=node.text("field"),
        parent=node.optional("parent"),
        title=node.text("title"),
        max_points=points,
        evidence=node.text("evidence", ""),
        scoring=plain(dict(node.child("scoring").value)) or None,
        indicator_codes=node.texts("indicator_codes"),
        common_deductions=node.texts("common_deductions"),
        improvement_hint=node.text("improvement_hint", ""),
    )


def _check_points(node: Node, criteria: tuple[CriterionEntry, ...]) -> None:
    seen: set[str] = set()
    below: dict[str | None, Decimal] = {}
    for criterion in criteria:
        if criterion.parent is not None and criterion.parent not in seen:
            raise node.fault(f"tiêu chí {criterion.code} đứng trước hoặc không có mục cha {criterion.parent}")
        seen.add(criterion.code)
        below[criterion.parent] = below.get(criterion.parent, Decimal(0)) + criterion.max_points
    wanted: dict[str | None, Decimal | None] = {c.code: c.max_points for c in criteria if c.code in below}
    wanted[None] = node.decimal("total_points")
    for code, points in wanted.items():
        total = below.get(code, Decimal(0))
        if points != total:
            name = f"tiêu chí {code}" if code else "toàn bộ"
            told = format_number(points) if points is not None else "chưa ghi"
            raise node.fault(f"điểm tối đa của {name} là {told} nhưng cộng các mục con được {total}")


def read_outlines(path: Path) -> OutlineFile:
    """Read what is marked in the usual outlines; documents, headings and sentences must exist."""
    node = read_file(path, form="so-cchc/outlines/1")
    node.only("format", "required", "empty", "phrases")
    required = {kind: node.child("required").texts(kind) for kind in node.child("required").value}
    empty = keyed_texts(node.child("empty"))
    changed = keyed_texts(node.child("phrases"))
    for kind, keys in (*required.items(), *((kind, tuple(texts)) for kind, texts in empty.items())):
        headings = {heading.key for heading in outlines.DEFAULTS.get(kind, ())}
        _refuse_absent(node, kind, keys, headings, "đề mục")
    check_phrases(node, changed)
    return OutlineFile(required, empty, changed)


def keyed_texts(node: Node) -> dict[str, dict[str, str]]:
    """Return texts by kind of document and key."""
    return {kind: {key: part.text(key, "") for key in part.value} for kind, part in node.children().items()}


def check_phrases(node: Node, changed: dict[str, dict[str, str]]) -> None:
    """Refuse a standing sentence that no document prints."""
    for kind, texts in changed.items():
        _refuse_absent(node, kind, tuple(texts), set(phrases.DEFAULTS.get(kind, {})), "câu mẫu")


def _refuse_absent(node: Node, kind: str, keys: tuple[str, ...], known: set[str], what: str) -> None:
    for key in keys:
        if key not in known:
            raise node.fault(f"văn bản “{kind}” không có {what} “{key}”")
