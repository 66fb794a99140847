"""A commune's month through the window, and the same by the real program: the same rows, the same bytes."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from sqlalchemy import select

from app.bootstrap import run_command_line
from app.core.clock import FixedClock, at_office
from app.core.periods import Month
from app.core.statuses import Role
from app.exchange.seal import read_code
from app.models import Package, Register, Unit
from app.services.checks.report import check_report
from app.services.cycles import monthly_rule
from app.services.dump import dump_register
from app.services.packages.store import PackageStore
from app.services.papers import PaperRequest, collect_paper, paper_bytes
from app.services.queries.periods import find_period
from app.services.submissions import find_expected
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings
from app.ui.screens.reports.columns import EXPLANATION, NOW
from app.ui.screens.reports.view import make
from app.ui.screens.sealing.view import make as make_gate
from app.ui.screens.tallies.view import make as make_tallies
from tests.offices import MemorySecrets
from tests.register import FILE
from tests.register import template as template
from tests.sample import sample_template as sample_template
from tests.system.test_secrets import Vault
from tests.ui.screens.live import live_ui

ROOT = Path(__file__).parents[2]
KINDS = ("docx", "pdf", "xlsx")
_BY_LOT = {"id", "created_at", "updated_at", "row_version"}
CODE, PERIOD = "17038", "2024-04"
CLOCK = FixedClock(at_office(date(2024, 4, 12), 9))
TALLIES = (("CD16", "3"), ("CD16", "2"), ("CD10", "1"))
TYPED = {
    "HS02": "40", "HS05": "60", "HS09": "50", "HS10": "30", "HS11": "1", "HS14": "0", "HS23": "1",
    "VB04": "1.240", "VB06": "=1.200+30",
}  # fmt: skip
WORDS = {
    "direction.documents": "Trong kỳ đã tuyên truyền {CD16}; tiếp nhận {HS07}.",
    "assessment.limits": "Máy quét đã cũ, cần thay.",
}
APPROVER = "Nguyễn Thị Mẫu"
SEED = "5a" * 32
REASON = "Đã trừ các nhiệm vụ ghi trùng từ tháng trước"


def own_office(uow):
    """Make the register one of a reporting commune that has a report of April; return its unit."""
    with uow.write() as session:
        register = session.scalars(select(Register)).one()
        unit = session.scalars(select(Unit).where(Unit.code == CODE)).one()
        register.role, register.own_unit_id = Role.REPORTER, unit.id
        return unit.id


def rows_of(session):
    """Return the month's rows as the canonical dump tells them, without keys drawn by lot and moments."""
    tables = json.loads("".join(dump_register(session)))["tables"]
    return {
        name: sorted(
            json.dumps({key: row[key] for key in row.keys() - _BY_LOT}, sort_keys=True)
            for row in tables[name]
        )
        for name in ("expected_report", "figure", "figure_adjustment", "narrative", "tally")
    }


def outcome(uow, unit_id):
    """Return the rows, the findings and the bytes of the papers."""
    with uow.read() as session:
        rows = rows_of(session)
        period = find_period(session, name=PERIOD, as_of=CLOCK.today(), rule_id=monthly_rule(session).id)
        expected = find_expected(session, period_id=period.id, unit_id=unit_id)
        findings = [(f.level, f.rule, f.message) for f in check_report(session, expected)]
        request = PaperRequest(kind="monthly-report", day=CLOCK.today(), unit_id=unit_id, period=PERIOD)
        paper = collect_paper(session, request)
    return rows, findings, {kind: paper_bytes(paper, kind) for kind in KINDS}


def program(folder, *words):
    """Run the program itself as its own process, on the practice day of the register; its JSON."""
    command = [sys.executable, "-m", "app", "--data", str(folder), *map(str, words), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def by_commands(folder, out):
    """Do the month by commands only; return the papers that were written."""
    of = ("--unit", CODE, "--period", PERIOD)
    for code, amount in TALLIES:
        program(folder, "tally", "add", "--unit", CODE, "--on", "05/04/2024", f"{code}={amount}")
    assert program(folder, "tally", "show", *of)["sums"] == {"CD10": 1, "CD16": 5}
    values = program(folder, "figures", "set", *of, "--tallies")["values"]
    assert values["CD16"] == 5
    typed = {**TYPED, "HS13": values["HS01"] + 100 - 81, "CD03": 0}
    pairs = [f"{code}={text}" for code, text in typed.items()]
    told = program(folder, "figures", "set", *of, *pairs, "--explain", f"CD03={REASON}")
    assert told["readings"] == {"VB06": "1.230 (cộng lại)"}
    assert not any(f["level"] == "block" for f in told["findings"])
    words = [f"{key}={text}" for key, text in WORDS.items()]
    headings = program(folder, "narrative", "set", *of, *words, "--nothing", "next")["headings"]
    assert {h["key"]: h["text"] for h in headings if h["state"] == "value"} == WORDS
    made = program(folder, "document", "monthly-report", *of, "--format", ",".join(KINDS), "--out", out)
    return {Path(name).suffix[1:]: Path(name).read_bytes() for name in made["files"]}


def register_id(folder):
    """Return the key of a folder's register: the name of its sealing key hangs on it."""
    with UnitOfWork(folder / FILE, actor="") as uow, uow.read() as session:
        return session.scalars(select(Register)).one().id


def sealed_by_command(folder, out, capsys):
    """Seal the report by the command, with the key in the system's vault; return its code and the file."""
    vault = Vault()
    vault.kept["so-cchc", f"exchange-key-{register_id(folder)}"] = SEED
    keyring.set_keyring(vault)
    words = ["package", "create", "--report", PERIOD, "--approved-by", APPROVER, "--out", str(out), "--json"]
    assert run_command_line(["--data", str(folder), *words], CLOCK) == 0
    facts = json.loads(capsys.readouterr().out)
    return facts["seal_code"], Path(facts["file"]).read_bytes()


def sealed_in_window(qtbot, ui, expected_id):
    """Seal the report at the gate; return the code that is shown and the file that was kept."""
    gate = make_gate(ui)
    qtbot.addWidget(gate)
    gate.resize(1100, 700)
    gate.show()
    qtbot.waitUntil(lambda: gate.presenter._gate is not None)
    gate.presenter.open(expected_id)
    qtbot.waitUntil(lambda: gate.presenter._gate.report.expected_id == expected_id)
    gate.approval.approved_by.setText(APPROVER)
    gate.approval.seal_button.click()
    qtbot.waitUntil(lambda: gate.presenter._page is not None, timeout=20_000)
    page, found = gate.presenter._page, []
    store = PackageStore(ui.services.paths.attachments)
    ui.jobs.read(
        lambda session, job: store.read(session.get_one(Package, page.package_id).sha256), found.append
    )
    qtbot.waitUntil(lambda: bool(found) and not ui.jobs._runner.is_busy)
    gate.dispose()
    return page.code, found[0]


def type_in(qtbot, screen, code, text, column=NOW):
    screen.grid.jump(code, column)
    qtbot.keyClick(screen.grid, text[0])
    editor = screen.grid.indexWidget(screen.grid.currentIndex())
    if text[1:].isascii():
        qtbot.keyClicks(editor, text[1:])
    else:
        editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.grid.is_editing)


@pytest.fixture
def two(sample_template, tmp_path):
    """Return the folders of two copies of the sample register, made the commune's own on its day."""
    folders = [tmp_path / name for name in ("cua-so", "lenh")]
    for folder in folders:
        folder.mkdir()
        shutil.copyfile(sample_template, folder / FILE)
        Settings(Paths(folder).preferences).set("practice.day", CLOCK.today().isoformat())
    return folders


@pytest.mark.timeout(180)  # one program after the other
def test_a_month_by_window_and_by_commands_gives_the_same(qtbot, look, two, tmp_path, faults, capsys):
    window, commands = (UnitOfWork(folder / FILE, actor="Trần Thị Mẫu") for folder in two)
    for register in (window, commands):
        with register as uow:
            unit_id = own_office(uow)
    papers = by_commands(two[1], tmp_path / "giay")
    with commands as uow:
        wanted = outcome(uow, unit_id)
    assert papers == wanted[2]
    told_code, package = sealed_by_command(two[1], tmp_path / "goi", capsys)
    with live_ui(window, tmp_path / "office", faults, CLOCK) as ui:
        book = make_tallies(ui)
        qtbot.addWidget(book)
        book.show()
        qtbot.waitUntil(lambda: book.presenter.book is not None)
        book.presenter.step_month(-1)
        qtbot.waitUntil(lambda: book.presenter.book.month == Month(2024, 4))
        for number, (code, amount) in enumerate(TALLIES, 1):
            book.day.set_value(date(2024, 4, 5))
            book.indicator.setText(code)
            book.amount.setText(amount)
            qtbot.keyClick(book.amount, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda n=number: len(book.table.model.all_rows) == n)
        screen = make(ui)
        screen.resize(1100, 700)
        qtbot.addWidget(screen)
        screen.show()
        qtbot.waitUntil(lambda: screen.presenter.desk is not None)
        screen.presenter.choose(month=Month(2024, 4))

        def cell(code, column=NOW):
            entries = screen.grid.entries
            row = entries.row_of(code)
            return entries.lines[row].cells[column] if row >= 0 else ""

        qtbot.waitUntil(lambda: screen.presenter.desk.month == Month(2024, 4) and cell("HS01") != "")
        screen.presenter.figures.take_tallies()
        qtbot.waitUntil(lambda: cell("CD16") == "5")
        for code, text in TYPED.items():
            type_in(qtbot, screen, code, text)
        opening = int(cell("HS01").replace(".", ""))
        type_in(qtbot, screen, "HS13", str(opening + 100 - 81 + 3))  # a slip: three too many
        qtbot.waitUntil(lambda: any(f.level == "block" for f in screen.findings._findings))
        screen._check_clicked()
        assert "1 chặn" in screen.banner.text
        type_in(qtbot, screen, "HS13", str(opening + 100 - 81))
        qtbot.waitUntil(lambda: not any(f.level == "block" for f in screen.findings._findings))
        type_in(qtbot, screen, "CD03", "0")
        qtbot.waitUntil(lambda: any("lũy kế nhưng ít hơn" in f.message for f in screen.findings._findings))
        type_in(qtbot, screen, "CD03", REASON, EXPLANATION)
        qtbot.waitUntil(lambda: cell("CD03", EXPLANATION) == REASON)
        screen.tabs.setCurrentIndex(1)
        outline = screen.outline
        for key, text in WORDS.items():
            outline.choose(key)
            outline.edit.setPlainText(text)
            outline.edit.moveCursor(QTextCursor.MoveOperation.End)
            outline.keep()
            qtbot.waitUntil(lambda k=key, t=text: outline._lines[k].text == t)
        outline.choose("next")
        outline.list.setFocus()
        outline.nothing_button.click()
        qtbot.waitUntil(lambda: outline._lines["next"].note.startswith("Không phát sinh"))
        qtbot.waitUntil(lambda: not screen.ui.jobs._runner.is_busy)
        screen.dispose()
        book.dispose()
    with window as uow:
        assert outcome(uow, unit_id) == wanted
        with uow.read() as session:
            period = find_period(session, name=PERIOD, as_of=CLOCK.today(), rule_id=monthly_rule(session).id)
            expected_id = find_expected(session, period_id=period.id, unit_id=unit_id).id
    vault = MemorySecrets()
    vault.kept[f"exchange-key-{register_id(two[0])}"] = SEED
    window.open()
    with live_ui(window, tmp_path / "office", faults, CLOCK) as ui:
        ui = replace(ui, services=replace(ui.services, secrets=vault))
        shown, kept = sealed_in_window(qtbot, ui, expected_id)
    window.close()
    assert read_code(shown) == read_code(told_code)
    assert kept == package  # document, papers, manifest, signature: to the last byte
