"""The verbs that print facts keep the shapes of the contract."""

import hashlib
import json
from pathlib import Path

from tests.cli.conftest import Command

RESULTS = {"on_time", "late", "missing", "excused", "grace"}


def test_tasks_have_the_shape_of_the_contract(ask: Command) -> None:
    facts = ask("tasks", "--json").facts
    assert facts["as_of"] == "2024-03-13"
    counts = facts["counts"]
    assert set(counts) == {
        *("done_on_time", "done_late", "open_in_time", "open_overdue", "standing", "total"),
    }
    assert counts["total"] == sum(n for name, n in counts.items() if name != "total") == len(facts["tasks"])
    wanted = {"id", "directive", "section", "content", "unit", "assignees", "coordinators", "due", "state"}
    assert all(wanted | {"progress", "unit_code"} <= set(task) for task in facts["tasks"])
    assert any(task["coordinators"] for task in facts["tasks"])
    assert all(task["assignees"] for task in facts["tasks"])


def test_tasks_are_filtered_by_unit_state_and_words(ask: Command) -> None:
    everything = ask("tasks", "--json").facts["tasks"]
    code, state = everything[0]["unit_code"], everything[0]["state"]
    some = ask("tasks", "--json", "--unit", code, "--state", state).facts["tasks"]
    assert some == [t for t in everything if t["unit_code"] == code and t["state"] == state]
    assert 0 < len(ask("tasks", "--json", "--search", "bao cao").facts["tasks"]) < len(everything)


def test_tasks_as_of_a_day_know_nothing_of_later(ask: Command) -> None:
    assert ask("tasks", "--json", "--as-of", "1/1/2024").facts["counts"]["total"] < 10
    answer = ask("tasks", "--as-of", "31/11/2024")
    assert answer.code == 3
    assert "31/11/2024 không có trong lịch" in answer.err
    assert answer.out == ""


def test_a_task_is_updated_and_stays_so(ask: Command) -> None:
    open_ones = ask("tasks", "--json", "--state", "open_in_time").facts["tasks"]
    key = open_ones[0]["id"]
    changed = ask("task", "update", key, "--progress", 40, "--result", "Đang làm", "--json")
    assert (changed.code, changed.facts["progress"], changed.facts["result"]) == (0, 40, "Đang làm")
    done = ask("task", "update", key, "--done", "12/3/2024", "--json")
    assert (done.facts["progress"], done.facts["done"]) == (100, "2024-03-12")
    now = {task["id"]: task for task in ask("tasks", "--json").facts["tasks"]}
    assert now[key] == done.facts


def test_a_wrong_update_is_refused_and_changes_nothing(ask: Command) -> None:
    before = ask("dump").out
    key = ask("tasks", "--json", "--state", "open_in_time").facts["tasks"][0]["id"]
    for words in (
        ("update", "khong-co", "--progress", 1),
        ("update", key, "--progress", 101),
        ("update", key, "--done", "31/12/2024"),
    ):
        assert ask("task", *words).code == 3
    assert ask("dump").out == before


def test_a_cycle_adds_up_on_every_day(ask: Command) -> None:
    for day in ("2024-03-12", "2024-03-13", "2024-02-20"):
        facts = ask("cycle", "--period", "2024-03", "--as-of", day, "--json").facts
        assert facts["window"] == {"from": "2024-02-12", "to": "2024-03-11"}
        assert facts["due"] == {"legal": "2024-03-12", "target": "2024-03-12", "lenient": "2024-03-12"}
        assert facts["expected"] == sum(facts["results"].values()) == len(facts["units"]) == 34
        assert set(facts["results"]) >= RESULTS
    assert "not_due" in facts["results"]
    assert set(facts["units"][0]) == {
        *("code", "unit", "result", "state", "received", "days_late", "sentence"),
    }


def test_a_cycle_without_a_name_is_the_last_closed_one(ask: Command) -> None:
    assert ask("cycle", "--as-of", "2024-03-12", "--json").facts["period"] == "2024-03"
    assert ask("cycle", "--as-of", "2024-03-11", "--json").facts["period"] == "2024-02"
    assert ask("cycle", "--period", "2024-13").code == 3


def test_readable_answers_are_sentences(ask: Command) -> None:
    assert "đúng hạn" in ask("cycle").out
    assert "Tính đến hết ngày 13/3/2024" in ask("tasks").out
    assert "Không có nhiệm vụ" in ask("tasks", "--search", "qqqq").err


def test_the_dump_is_what_the_digest_is_of(ask: Command) -> None:
    dump = ask("dump").out
    tables = json.loads(dump)["tables"]
    assert {"unit", "task", "assignment"} <= set(tables)
    assert not {"audit", "draft", "saved_view", "alembic_version"} & set(tables)
    assert "row_version" not in tables["unit"][0]
    doctor = ask("doctor", "--json")
    assert doctor.code == 0
    assert doctor.facts["digest"] == hashlib.sha256(dump.encode()).hexdigest()
    assert all(check["ok"] for check in doctor.facts["checks"])


def test_two_samples_have_one_digest(ask: Command, run: Command, tmp_path) -> None:
    run("demo", tmp_path / "other", "--json")
    other = run("--data", tmp_path / "other" / "data", "dump").out
    assert other == ask("dump").out


def _a_report(ask: Command) -> tuple[str, str]:
    units = ask("cycle", "--period", "2024-03", "--json").facts["units"]
    return next(u["code"] for u in units if u["state"] in ("not_started", "drafting")), "2024-03"


def test_figures_are_set_shown_and_refused(ask: Command) -> None:
    unit, period = _a_report(ask)
    where = ("--unit", unit, "--period", period, "--json")
    done = ask("figures", "set", *where, "HS01=10", "HS02=19.630", "SH01=P")
    assert done.code == 0
    assert done.facts["values"]["HS02"] == 19630
    assert done.facts["values"]["SH01"] == "none_arisen"
    shown = ask("figures", "show", *where)
    assert shown.facts == done.facts
    wrong = ask("figures", "set", *where, "HS01=-1", "HS99=3")
    assert wrong.code == 3
    assert {tuple(f["codes"]) for f in wrong.facts["findings"]} == {("HS01",), ("HS99",)}
    assert all(f["level"] == "block" for f in wrong.facts["findings"])
    assert wrong.facts["values"] == shown.facts["values"]
    impossible = ask("figures", "set", *where, "VB01=1", "VB02=2", "VB03=0", "VB04=0", "VB06=0")
    assert impossible.code == 3
    assert impossible.facts["findings"][0]["rule"].startswith("X")
    assert ask("figures", "show", *where).facts == shown.facts


def test_figures_of_nobody_are_refused(ask: Command) -> None:
    assert ask("figures", "show", "--unit", "99999", "--period", "2024-03").code == 3
    assert ask("figures", "set", "--unit", "17035", "--period", "2024-03", "HS01").code == 3


def test_documents_are_written(ask: Command, tmp_path) -> None:
    answer = ask("document", "consolidated-report", "--out", tmp_path / "vb", "--period", "2024-03", "--json")
    assert answer.code == 0, answer.err
    assert [name.rpartition(".")[2] for name in answer.facts["files"]] == ["docx", "pdf", "xlsx"]
    wrong = ask("document", "consolidated-report", "--out", tmp_path, "--format", "odt")
    assert wrong.code == 3


def test_a_ranking_has_places_by_group_and_stays_as_published(ask: Command) -> None:
    facts = ask("ranking", "--period", "2024-03", "--json").facts
    assert (facts["period"], facts["published"], facts["provisional"]) == ("2024-03", None, True)
    assert len(facts["groups"]) >= 2
    for group in facts["groups"]:
        places = [unit["place"] for unit in group["units"] if unit["place"]]
        assert places[0] == 1 and places == sorted(places)
    refused = ask("ranking", "--period", "2024-03", "--publish")
    assert refused.code == 3 and "quy tắc đồng hạng" in refused.err
    published = ask("ranking", "--period", "2024-03", "--publish", "--ties", "no_gap", "--json").facts
    assert published["published"] == 1
    again = ask("ranking", "--period", "2024-03", "--publish")
    assert again.code == 3 and "lý do" in again.err
    assert ask("ranking", "--period", "2024-03", "--snapshot", 1, "--json").facts == published
    assert ask("ranking", "--period", "2024-03", "--snapshot", 9).code == 3
    assert "Quy tắc đồng hạng" in ask("ranking", "--period", "2024-03").out
    too_early = ask("ranking", "--period", "2024-04")
    assert too_early.code == 3 and "ít nhất hai báo cáo" in too_early.err


def test_tasks_that_no_unit_was_given_are_listed_apart(ask: Command, tmp_path: Path) -> None:
    text = "1. Giao Sở Không Có rà soát hồ sơ trước ngày 30/6/2024.\n2. Giao Xã Châu Quang báo cáo kết quả.\n"
    source = tmp_path / "giao việc.txt"
    source.write_text(f"KẾ HOẠCH\nCải cách hành chính\n\n{text}", "utf-8")
    before = ask("tasks", "--json").facts
    registered = ask("intake", source, "--accept", "--json").facts["tasks"]
    answer = ask("tasks", "--json")
    waiting = answer.facts["unassigned"]
    assert len(answer.facts["tasks"]) - len(before["tasks"]) + len(waiting) - len(before["unassigned"]) == 2
    assert [task["due"] for task in waiting if "Sở Không Có" in task["content"]] == ["2024-06-30"]
    assert f"Còn {len(waiting)} nhiệm vụ chưa giao" in answer.err
    assert ask("tasks", "--json", "--unit", "17035").facts["unassigned"] == []
    assert len(registered) == 2


def test_a_clause_tells_who_answered_it(ask: Command) -> None:
    clauses = ask("cycle", "--period", "2024-03", "--by-clause", "--json").facts["clauses"]
    results = ask("cycle", "--period", "2024-03", "--json").facts["units"]
    monthly = next(clause for clause in clauses if clause["period"] == "2024-03")
    answered = {unit["code"] for unit in monthly["units"] if unit["standing"] == "answered"}
    assert answered == {unit["code"] for unit in results if unit["received"]}
    assert len(monthly["units"]) == 34
    told = ask("cycle", "--period", "2024-03", "--by-clause").out
    assert f"{monthly['clause']} ({monthly['directive']}), tháng 3/2024: 34 đơn vị, đã nộp" in told
