"""What the home page says at a day."""

from datetime import date

import pytest

from app.core.errors import AppError
from app.services.queries.home import HomeFacts, MonthStrip, countdown, home_facts
from app.ui.screens.home.columns import (
    MonthState,
    action_lines,
    days_left,
    month_tiles,
    recent_lines,
)
from app.ui.screens.home.presenter import (
    FIRST_STEPS,
    HomePresenter,
    countdown_words,
    greeting,
    home_page,
    weekday_words,
)
from app.ui.tone import Tone

TODAY = date(2024, 3, 10)


def facts(*, months=(), role="hub", today=TODAY, recent=(), **counts):
    numbers = dict.fromkeys(
        ("units", "directives", "assignments", "overdue", "due_soon", "silent", "unassigned_tasks"), 0
    )
    numbers |= counts
    return HomeFacts(
        unit="UBND huyện", role=role, today=today, months=tuple(months), recent=tuple(recent), **numbers
    )


def month(name, expected=34, arrived=0, returned=0, excused=0):
    year, number = (int(part) for part in name.split("-"))
    return MonthStrip(name, date(year, number, 12), expected, arrived, returned, excused)


class Page:
    def __init__(self):
        self.page = self.trouble = self.copied = None

    def show_page(self, page):
        self.page = page

    def show_trouble(self, error):
        self.trouble = error

    def copy_text(self, text):
        self.copied = text


def test_no_line_stands_there_without_a_number():
    assert action_lines(facts()) == ()


def test_at_most_seven_lines_the_most_pressing_first():
    lines = action_lines(
        facts(
            overdue=9,
            due_soon=1,
            silent=67,
            unassigned_tasks=2,
            months=[month("2024-02", arrived=31), month("2024-03", arrived=20, returned=1)],
        )
    )
    names = ["overdue", "soon", "current", "lacking", "returned", "silent", "unassigned"]
    assert [line.name for line in lines] == names
    assert lines[0].tone is Tone.BAD
    assert lines[2].number == 14


def test_a_period_that_is_far_away_stands_behind_what_is_late():
    lines = action_lines(facts(months=[month("2024-02", arrived=31), month("2024-04")]))
    assert [line.name for line in lines] == ["lacking", "current"]


def test_lines_lead_to_their_module_with_their_filter():
    lines = {
        line.name: (line.module, dict(line.place))
        for line in action_lines(facts(overdue=1, due_soon=1, months=[month("2024-03", returned=2)]))
    }
    assert lines["overdue"] == ("tasks", {"state": "open_overdue"})
    assert lines["soon"] == ("tasks", {"due": "soon"})
    assert lines["current"] == ("reminders", {})
    far = action_lines(facts(months=[month("2024-06")]))[0]
    assert (far.module, dict(far.place)) == ("cycles", {"period": "2024-06"})
    assert lines["returned"] == ("cycles", {"period": "2024-03", "state": "returned"})


def test_a_locked_month_asks_nobody_any_more():
    from dataclasses import replace

    locked = replace(month("2024-02", arrived=31), is_locked=True)
    assert action_lines(facts(months=[locked])) == ()


def test_what_waits_for_a_person_has_its_line():
    lines = {line.name: line.module for line in action_lines(facts(packages=2, mails=1, drafts=3))}
    assert lines == {"packages": "exchange", "mails": "outbox", "drafts": "documents"}


def test_a_line_that_cannot_be_told_says_why_and_leads_there():
    lines = action_lines(facts(directives=1, catalogues=0))
    assert [line.sentence for line in lines] == [
        "Chưa lập kỳ báo cáo năm 2024. Vì vậy chưa biết đơn vị nào còn thiếu.",
        "Chưa có danh mục chỉ tiêu. Vì vậy chưa kiểm tra được số liệu báo cáo.",
    ]
    assert [line.module for line in lines] == ["rules", "reports"]
    failed = facts(months=[month("2024-03", arrived=34)], overdue=None, failed=(("đầu việc", "Ổ đĩa lỗi."),))
    assert action_lines(failed)[0].sentence == "Không đếm được đầu việc. Ổ đĩa lỗi."


def test_one_number_that_cannot_be_counted_does_not_take_the_others_away(inline):
    ui = inline()
    rows = ui.jobs.uow.rows

    def partly(sql, parameters):
        if "FROM assignment a JOIN task" in sql:
            raise AppError("Bảng nhiệm vụ hỏng.")
        return rows(sql, parameters)

    found = home_facts(partly, today=TODAY)
    assert (found.overdue, found.failed) == (None, (("đầu việc", "Bảng nhiệm vụ hỏng."),))
    assert len(found.months) == 12


@pytest.mark.parametrize(
    ("due", "working_days", "words"),
    [
        (12, None, "Hạn nộp 12/3/2024: còn 2 ngày"),
        (12, 2, "Hạn nộp 12/3/2024: còn 2 ngày làm việc"),
        (12, 0, "Hạn nộp 12/3/2024: không còn ngày làm việc nào"),
        (10, None, "Hạn nộp 10/3/2024: hôm nay"),
    ],
)
def test_the_countdown_is_in_working_days_once_they_are_known(due, working_days, words):
    assert countdown_words(date(2024, 3, due), working_days, TODAY) == words


def test_working_days_know_tet_and_the_offices_own_days(inline):
    rows = inline().jobs.uow.rows
    # 7 February is the last day before Tết, 15 February the first after it.
    assert countdown(rows, today=date(2024, 2, 5), due=date(2024, 2, 15)) == 3

    def swapped(sql, parameters):
        return [("2024-02-06", 1, "nghỉ bù")]

    assert countdown(swapped, today=date(2024, 2, 5), due=date(2024, 2, 15)) == 2


def test_the_page_comes_first_and_the_working_days_after_it(inline):
    ui, page = inline(), Page()
    shown = []
    page.show_page = shown.append
    HomePresenter(page, ui).refresh()
    assert [one.countdown for one in shown[:2]] == [
        "Hạn nộp 12/4/2024: còn 30 ngày",
        "Hạn nộp 12/4/2024: còn 22 ngày làm việc",
    ]


def test_the_page_says_when_the_register_was_last_copied(inline):
    ui, page = inline(), Page()
    presenter = HomePresenter(page, ui)
    presenter.refresh()
    assert page.page.copied.startswith("Chưa có bản sao lưu nào")
    ui.services.paths.backups.mkdir(parents=True)
    for name in ("so-cchc-000009-20240312-181500.db", "so-cchc-000010-20240313-070900.db", "khác.db"):
        (ui.services.paths.backups / name).write_bytes(b"")
    presenter.refresh()
    assert page.page.copied == "Sao lưu gần nhất: 13/3/2024 lúc 07:09."
    assert page.page.countdown.endswith("còn 22 ngày làm việc")


def test_the_reminder_behind_a_line_names_the_units(inline):
    ui, page = inline(), Page()
    presenter = HomePresenter(page, ui)
    presenter.refresh()
    presenter.copy_line(next(line for line in page.page.lines if line.name == "lacking"))
    assert "Xã Bắc Sơn" in page.copied and "tháng 3 năm 2024" in page.copied
    ui.navigator.actions[-1]()
    assert ui.navigator.opened == [("reminders", {})]


def test_a_reporter_is_sent_to_its_own_report():
    line = action_lines(facts(role="reporter", months=[month("2024-03", expected=1)]))[0]
    assert line.module == "reports"
    assert "phải nộp" in line.text


@pytest.mark.parametrize(
    ("strip", "state", "words"),
    [
        (month("2024-01", arrived=34), MonthState.COMPLETE, "34/34"),
        (month("2024-02", arrived=31, excused=1), MonthState.LACKING, "31/33"),
        (month("2024-03", arrived=20), MonthState.CURRENT, "20/34"),
    ],
)
def test_a_month_shows_arrived_over_asked(strip, state, words):
    tile = month_tiles(facts(months=[strip]))[strip.due.month - 1]
    assert (tile.state, tile.words) == (state, words)


def test_the_strip_has_twelve_months_even_those_without_a_period():
    tiles = month_tiles(facts(months=[month("2024-03"), month("2024-04")]))
    assert len(tiles) == 12
    assert tiles[0].state is MonthState.NONE
    assert tiles[3].state is MonthState.COMING


def test_the_same_thing_in_a_row_is_said_once():
    at = "2024-03-10 02:12:00.000000"
    lines = recent_lines(
        [(at, "figure.set", "figure")] * 3 + [("2024-03-08 20:00:00", "task.assign", "task")], TODAY
    )
    assert [(line.when, line.what) for line in lines] == [
        ("09:12", "Nhập số liệu (3 lần)"),
        ("9/3", "Giao nhiệm vụ"),
    ]


def test_an_unknown_action_is_said_by_its_kind():
    assert recent_lines([("2024-03-10 02:12:00", "x.y", "unit")], TODAY)[0].what == "Thay đổi đơn vị"


@pytest.mark.parametrize(("hour", "part"), [(7, "sáng"), (11, "trưa"), (15, "chiều"), (21, "tối")])
def test_the_greeting_knows_the_hour(hour, part):
    assert greeting(hour, "Lan") == f"Chào buổi {part}, Lan"


@pytest.mark.parametrize(
    ("due", "words"),
    [(10, "hạn là hôm nay"), (12, "còn 2 ngày"), (9, "đã qua 1 ngày")],
)
def test_days_left_are_words(due, words):
    assert days_left(date(2024, 3, due), TODAY) == words


def test_the_day_has_its_name():
    assert weekday_words(date(2024, 3, 13)) == "Thứ Tư, ngày 13/3/2024"


def test_an_empty_register_shows_three_first_steps():
    assert home_page(facts(units=39), hour=8, user="").steps == FIRST_STEPS
    assert home_page(facts(directives=1), hour=8, user="").steps == ()


def test_a_calm_day_names_the_next_period():
    page = home_page(facts(directives=1, months=[month("2024-03", arrived=34)]), hour=8, user="")
    assert page.lines == ()
    assert page.calm.endswith("Kỳ tới: tháng 3/2024, hạn 12/3/2024.")


def test_the_sample_is_read_with_plain_sql(inline):
    ui, page = inline(), Page()
    ui.services.settings.set("user.name", "Lan")
    HomePresenter(page, ui).refresh()
    assert page.page.greeting == "Chào buổi sáng, Lan"
    assert {line.name for line in page.page.lines} >= {"overdue", "lacking", "current"}
    assert sum(1 for tile in page.page.months if tile.period) == 12


def test_lines_open_and_copy(inline):
    ui, page = inline(), Page()
    presenter = HomePresenter(page, ui)
    presenter.refresh()
    presenter.open_line(page.page.lines[0])
    presenter.copy_line(page.page.lines[0])
    presenter.open_month(page.page.months[2])
    presenter.open_step(FIRST_STEPS[0])
    assert ui.navigator.opened == [
        ("tasks", {"state": "open_overdue"}),
        ("cycles", {"period": "2024-03"}),
        ("directives", {}),
    ]
    assert "đầu việc đang quá hạn" in page.copied


def test_what_cannot_be_read_says_why(inline):
    ui, page = inline(), Page()

    def refuse(*_):
        raise AppError("Không đọc được sổ.")

    ui.jobs.uow = type("Broken", (), {"rows": staticmethod(refuse)})()
    HomePresenter(page, ui).refresh()
    assert page.trouble.message == "Không đọc được sổ."
