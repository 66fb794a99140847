"""The floor of checking a report: bare SQL reads the same rows, plain Python does the same arithmetic.

Nothing of the program is used: formulas and checks are compiled by Python itself beforehand, cells become
exact numbers, every month's rates and the year's sums are computed, every check is judged, every entered
figure is held against the median of its year. It makes no sentence and no object for the screen, and knows
neither explanations nor states nor unknown values; it is what cannot be left out.
"""

import re
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal, DivisionByZero, InvalidOperation
from pathlib import Path
from statistics import median
from types import CodeType

from app.storage.unit_of_work import UnitOfWork

_CELLS = """SELECT p.name, f.indicator_code, f.state, f.value, f.explanation, f.source FROM figure f
 JOIN expected_report e ON e.id = f.expected_report_id JOIN period p ON p.id = e.period_id
 JOIN reporting_rule r ON r.id = p.rule_id
 WHERE e.unit_id = (SELECT unit_id FROM expected_report WHERE id = :id) AND r.subject = 'monthly_report'
 AND p.name <= (SELECT q.name FROM period q JOIN expected_report x ON x.period_id = q.id WHERE x.id = :id)
 AND f.version = CASE WHEN e.id = :id THEN 0 ELSE e.accepted_version END ORDER BY p.name DESC"""
_CATALOGUE = "SELECT * FROM indicator ORDER BY sort_order"
_RULES = "SELECT code, rule, severity FROM cross_check"
_OF_A_SCREEN = (
    "SELECT * FROM narrative WHERE expected_report_id = :id",
    "SELECT * FROM outline_heading",
    "SELECT * FROM person",
    "SELECT * FROM unit ORDER BY sort_order",
    "SELECT g.name, m.* FROM unit_group g JOIN unit_group_member m ON m.group_id = g.id",
    "SELECT * FROM period ORDER BY name",
    "SELECT * FROM figure_adjustment WHERE expected_report_id = :id",
    "SELECT * FROM tally WHERE unit_id = (SELECT unit_id FROM expected_report WHERE id = :id)",
    """SELECT c.subject, c.text FROM submission_comment c JOIN submission s ON s.id = c.submission_id
 WHERE s.expected_report_id = :id""",
)
_SCALE = 10_000
_Numbers = dict[str, Decimal]


class Floor:
    """Bare reading and bare checking of one report."""

    def __init__(self, uow: UnitOfWork, expected_id: str) -> None:
        self._uow, self._key = uow, {"id": expected_id}
        rows = uow.rows("SELECT code, formula, is_computed, semantics FROM indicator ORDER BY sort_order")
        texts = {code: formula for code, formula, computed, _ in rows if computed and formula}
        self._formulas = [(code, _compiled(texts[code])) for code in _in_order(texts)]
        self._flows = {code for code, _, _, semantics in rows if semantics == "flow"}
        self._checks = list(_comparisons(rule for _, rule, _ in uow.rows(_RULES)))

    def read(self) -> None:
        """Do what the screen of one report needs, without its sentences."""
        self.check()
        for sql in _OF_A_SCREEN:
            self._uow.rows(sql, self._key if ":id" in sql else {})

    def check(self) -> None:
        """Read a year of one unit and judge its newest month; how many checks do not hold."""
        self._uow.rows(_CATALOGUE)
        self._uow.rows(_RULES)
        months: dict[str, _Numbers] = defaultdict(dict)
        for name, code, _, value, _, _ in self._uow.rows(_CELLS, self._key):
            if value is not None:
                months[name][code] = Decimal(value) / _SCALE
        newest, *past = months.values()
        entered = list(newest)
        year: _Numbers = {}
        for month in reversed([newest, *past[:2]]):  # from January
            for code, value in month.items():
                year[code] = year.get(code, Decimal(0)) + value if code in self._flows else value
        for month in (newest, year, *past):
            self._compute(month)
        values = {
            **newest,
            **{f"{code}_KY_TRUOC": value for code, value in past[0].items()},
            **{f"{code}_LUY_KE": value for code, value in year.items()},
        }
        broken = sum(not eval(check, {}, values) for check, names in self._checks if names <= values.keys())
        far = 0
        for code in entered:
            series = [month[code] for month in past[:12] if code in month]
            if len(series) > 2:
                middle = median(series)
                spread = median([abs(each - middle) for each in series])
                far += abs(newest[code] - middle) > 5 * spread
        assert broken + far >= 0

    def _compute(self, month: _Numbers) -> None:
        for code, formula in self._formulas:
            try:
                month[code] = eval(formula, {}, month)
            except (NameError, DivisionByZero, InvalidOperation):
                continue  # a part is not known, or a rate has no denominator


def _compiled(text: str) -> CodeType:
    return compile(text, "formula", "eval")


def _in_order(texts: dict[str, str]) -> Iterator[str]:
    done: set[str] = set()
    while len(done) < len(texts):
        for code, text in texts.items():
            if code not in done and not (set(re.findall(r"[A-Z]+\d+", text)) & texts.keys() - done):
                done.add(code)
                yield code


def _comparisons(rules: Iterable[str]) -> Iterator[tuple[CodeType, set[str]]]:
    for rule in rules:
        for part in rule.split(";"):
            if re.search(r"[=<>]", part):
                text = re.sub(r"(?<![<>!=])=(?!=)", "==", part).strip()
                yield compile(text, "check", "eval"), set(re.findall(r"[A-Z]+\d+(?:_[A-Z_]+)?", text))


def fill_a_year(path: Path, expected_id: str) -> None:
    """Give a report and the year before it every entered figure, in a closed register."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        report = dict(
            connection.execute("SELECT * FROM expected_report WHERE id = ?", [expected_id]).fetchone()
        )
        period = dict(
            connection.execute("SELECT * FROM period WHERE id = ?", [report["period_id"]]).fetchone()
        )
        codes = connection.execute(
            "SELECT code FROM indicator WHERE catalogue_id = ? AND NOT is_computed AND value_type <> 'text'",
            [period["catalogue_id"]],
        ).fetchall()
        for month in range(3, 13):  # January and February of the year after are in the sample
            earlier = {**period, "id": str(uuid.uuid4()), "name": f"2023-{month:02}", "state": "locked"}
            _insert(connection, "period", earlier)
            past = {**report, "id": str(uuid.uuid4()), "period_id": earlier["id"], "accepted_version": 1}
            _insert(connection, "expected_report", past)
        months = connection.execute(
            """SELECT e.id, e.accepted_version, p.name FROM expected_report e
 JOIN period p ON p.id = e.period_id WHERE e.unit_id = ? AND p.rule_id = ? AND p.name <= ?""",
            [report["unit_id"], period["rule_id"], period["name"]],
        ).fetchall()
        for place, month in enumerate(months):
            version = 0 if month["id"] == expected_id else month["accepted_version"]
            connection.execute(
                "DELETE FROM figure WHERE expected_report_id = ? AND version = ?", [month["id"], version]
            )
            for number, (code,) in enumerate(codes):
                _insert(connection, "figure", _figure(month["id"], version, code, 20 + (number + place) % 7))
        connection.commit()


def _figure(expected_id: str, version: int, code: str, value: int) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "expected_report_id": expected_id,
        "version": version,
        "indicator_code": code,
        "state": "value",
        "value": value * _SCALE,
        "explanation": "",
        "source": "",
        "updated_at": "2024-03-11 08:00:00.000000",
        "row_version": 1,
    }


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
