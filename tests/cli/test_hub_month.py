"""The hub's month by commands: periods, decisions about reports, totals and what stands behind them."""

import pytest

from tests.cli.conftest import Command


def test_a_year_is_laid_out_ahead_and_takes_reports_once_it_is_opened(ask: Command) -> None:
    made = ask("period", "make", "--year", 2025, "--planned", "--json").facts["periods"]
    assert (made[0], len(made)) == ("2025-01", 6)  # the rule ends with the districts
    refused = ask("report", "receive", "--unit", 17041, "--period", "2025-01")
    assert (refused.code, "chưa mở" in refused.err, "(E-KY-02)" in refused.err) == (3, True, True)
    assert ask("period", "open", "--period", "2025-01", "--json").facts == {"periods": ["2025-01"]}
    assert ask("report", "receive", "--unit", 17041, "--period", "2025-01").code == 0


def test_a_rule_is_shown_and_changed_by_command(ask: Command) -> None:
    assert ask("period", "rule", "--json").facts["max_extensions"] == 1
    changed = ask("period", "rule", "--extensions", 2, "--steps", 2, "--lock-after", 15, "--json").facts
    assert (changed["max_extensions"], changed["two_step"], changed["lock_after_days"]) == (2, True, 15)
    assert "nhiều nhất 2 lần; duyệt hai bước" in ask("period", "rule").out
    refused = ask("period", "rule", "--extensions", 10)
    assert (refused.code, "từ 0 đến 9" in refused.err) == (3, True)
    unknown = ask("period", "rule", "--name", "Báo cáo ngày")
    assert (unknown.code, "“Báo cáo ngày”" in unknown.err) == (3, True)
    extend = ("report", "extend", "--unit", 17041, "--period", "2024-04", "--reason", "Mưa lũ")
    assert ask(*extend, "--to", "15/4/2024").code == 0
    assert ask(*extend, "--to", "16/4/2024").code == 0  # the rule allows two
    assert ask(*extend, "--to", "17/4/2024").code == 3


def test_periods_tell_how_many_units_report_and_who_they_are_is_set_by_command(ask: Command) -> None:
    made = ask("period", "make", "--year", 2025, "--planned")
    assert "mỗi kỳ 34 đơn vị phải báo cáo" in made.err
    few = ask("period", "expect", "--period", "2025-03", "--units", "17041,17044", "--json")
    assert few.facts == {"periods": ["2025-03"], "expected": 2}
    assert ask("cycle", "--period", "2025-03", "--json").facts["expected"] == 2
    none = ask("period", "expect", "--period", "2025-03", "--whole-year", "--units", "")
    assert "chưa có đơn vị nào phải báo cáo" in none.err
    assert "period expect" in none.err  # what to do
    both = ask("period", "expect", "--period", "2025-03", "--group", "phong", "--group", "xa", "--json")
    assert both.facts["expected"] == 34
    wrong = ask("period", "expect", "--period", "2025-03", "--group", "KHONG")
    assert (wrong.code, "“KHONG”" in wrong.err) == (3, True)


def test_a_report_goes_its_way(ask: Command) -> None:
    of = ("--unit", "17041", "--period", "2024-03", "--json")
    assert ask("report", "check", *of).facts["state"] == "received"
    assert ask("report", "comment", *of, "--on", "HS01", "--text", "Xem lại").code == 0
    assert ask("report", "return", *of, "--reason", "Sai số đầu kỳ").facts["state"] == "returned"
    at = ("--at", "2024-03-13T07:15", "--channel", "email", "--number", "21/BC-UBND")
    assert ask("report", "receive", *of, *at).facts["state"] == "received"
    assert ask("report", "accept", *of).facts["state"] == "accepted"
    assert ask("report", "accept", *of).code == 3  # it is accepted already


def test_a_report_that_came_before_its_period_is_over_is_told_everywhere(ask: Command) -> None:
    of = ("--unit", "17041", "--period", "2024-04")
    came = ask("report", "receive", *of, "--at", "2024-03-13T07:15")
    assert "trước khi hết kỳ số liệu (11/4/2024)" in came.err
    notices = ask("cycle", "--period", "2024-04", "--json").facts["notices"]
    assert [notice["code"] for notice in notices] == ["17041"]
    assert ask("cycle", "--period", "2024-03", "--json").facts["notices"] == []
    (item,) = [i for i in ask("review", "--period", "2024-04", "--json").facts["items"] if not i["subject"]]
    assert (item["need"], "trước khi hết kỳ" in item["message"]) == ("unusual", True)
    assert "Cả báo cáo" in ask("review", "--period", "2024-04").out
    assert ask("report", "comment", *of, "--on", "", "--text", "Chờ hết kỳ rồi nộp lại").code == 0


def test_a_locked_month_is_reopened_for_one_unit_and_its_later_months_are_flagged(ask: Command) -> None:
    of = ("--unit", "17041", "--period", "2024-01")
    assert "đã khóa" in ask("report", "return", *of, "--reason", "x").err
    again = ask("report", "reopen", *of, "--reason", "Sai biểu", "--json").facts
    assert again["to_recheck"] == ["2024-02", "2024-03"]
    assert ask("report", "return", *of, "--reason", "Sai biểu").code == 0
    assert ask("report", "recheck", "--unit", 17041, "--period", "2024-02").code == 0
    refused = ask("report", "recheck", "--unit", 17044, "--period", "2024-02")
    assert (refused.code, "không có số đầu kỳ nào đang chờ" in refused.err) == (3, True)


def test_months_past_their_day_lock_themselves(ask: Command) -> None:
    assert ask("period", "lock", "--json").facts["periods"] == ["2024-02"]
    assert ask("period", "lock", "--json").facts["periods"] == []
    assert ask("period", "unlock", "--period", "2024-02").code == 0
    assert ask("period", "lock", "--json").facts["periods"] == []  # open again for three days


def test_totals_name_who_is_missing_and_add_up(ask: Command) -> None:
    facts = ask("totals", "--period", "2024-03", "--json").facts
    assert (facts["counted"], facts["expected"]) == (28, 34)
    assert facts["counted"] + len(facts["absent"]) == facts["expected"]
    assert sum(column["expected"] for column in facts["columns"]) == 34
    rows = facts["catalogues"][0]["rows"]
    assert rows["HS07"]["value"] == sum(rows["HS07"]["columns"])
    assert rows["HS07"]["with_last_known"] > rows["HS07"]["value"]
    year = ask("totals", "--period", "2024-03", "--reach", "year", "--json").facts
    months = [ask("totals", "--period", f"2024-0{n}", "--json").facts for n in (1, 2, 3)]
    flow = [month["catalogues"][0]["rows"]["HS02"]["value"] for month in months]
    assert year["catalogues"][0]["rows"]["HS02"]["value"] == sum(flow)
    stock = [month["catalogues"][0]["rows"]["HS13"]["value"] for month in months]
    assert year["catalogues"][0]["rows"]["HS13"]["value"] == stock[-1]


def test_a_number_is_explained_by_unit_and_version(ask: Command) -> None:
    story = ask("totals", "--period", "2024-03", "--explain", "HS20", "--json").facts
    assert story["formula"] == "(HS09+HS10)/HS12*100"
    parts = story["parts"]
    assert story["value"] == pytest.approx((parts["HS09"] + parts["HS10"]) / parts["HS12"] * 100, abs=1e-4)
    assert len(story["shares"]) == 28
    assert all(share["version"] and share["received"] for share in story["shares"])
    assert "Tính theo" in ask("totals", "--period", "2024-03", "--explain", "HS20").out
    assert ask("totals", "--explain", "KHONG").code == 3


def test_totals_are_closed_and_later_changes_told(ask: Command) -> None:
    assert ask("totals", "--period", "2024-03", "--close", "--json").facts["closed"]["moved"] == []
    number = ask("figures", "show", "--unit", 17041, "--period", "2024-03", "--json").facts["values"]["CD12"]
    ask("figures", "set", "--unit", 17041, "--period", "2024-03", f"CD12={int(number) + 5}")
    moved = ask("totals", "--period", "2024-03", "--json").facts["closed"]["moved"]
    assert [m["code"] for m in moved] == ["CD12"]
    assert "Đã chốt ngày 13/3/2024; chỉ tiêu khác bản chốt: CD12." in ask("totals").out
