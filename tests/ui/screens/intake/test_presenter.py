"""Decisions of the intake screen, over a real register."""

from dataclasses import replace
from datetime import date

from app.core.progress import NullProgress
from app.core.text import fold
from app.intake.files import read_pasted
from app.intake.refusals import refused
from app.services.intake.review import Answer, Decision
from app.services.queries.directive_tasks import list_directive_tasks
from app.services.queries.directives import list_directives
from app.services.queries.tasks import TaskFilter, list_assignments
from app.ui import intake_reading
from tests.ui.screens.intake.conftest import TEXT, states


def test_the_document_stands_with_its_proposals_and_what_each_lacks(open_desk):
    desk = open_desk()
    assert desk.view.text.startswith("ỦY BAN")
    assert "41/KH-UBND" in desk.view.head
    assert [card.badge for card in desk.view.cards] == [
        "4/4 rõ",
        "3/4 rõ, thiếu đơn vị",
        "1/4 rõ, thiếu người, hạn",
        "3/4 rõ, thiếu đơn vị",
    ]
    assert desk.view.summary.startswith("4 đề xuất: 1 đủ, 2 thiếu đơn vị, 1 thiếu người, 1 thiếu hạn. Nhận 0")
    assert desk.view.notes[0].startswith("Thực hiện văn bản số 9/KH-UBND ngày 05/01/2026: chưa có trong sổ")
    assert "Là nhiệm vụ vì câu mở đầu bằng “giao”" in desk.view.cards[0].tooltip
    assert "quy tắc R-GIAO" in desk.view.cards[0].tooltip
    facts = dict(desk.presenter.facts(1))
    assert facts["Thời hạn"] == "“trước ngày 30/4/2026” → trước 30/4/2026"


def test_keys_decide_and_the_cursor_goes_on(open_desk):
    desk = open_desk()
    desk.presenter.accept([1])
    assert (states(desk), desk.view.current) == ("+???", 2)
    desk.presenter.drop([2, 3])
    assert (states(desk), desk.view.current) == ("+--?", 4)
    desk.presenter.undo()
    assert (states(desk), desk.view.current) == ("+???", 2)
    desk.presenter.redo()
    assert states(desk) == "+--?"
    assert desk.view.steps == {"can_undo": True, "can_redo": False, "has_lines": True}
    desk.presenter.accept([])
    assert states(desk) == "+--?"


def test_all_complete_at_once_and_the_way_to_what_is_missing(open_desk):
    desk = open_desk()
    desk.presenter.accept_complete(1)
    assert (states(desk), desk.view.current) == ("+???", 2)
    desk.presenter.go_to_missing(2)
    assert desk.view.current == 3
    desk.presenter.go_to_missing(2, is_back=True)
    assert desk.view.current == 4
    desk.presenter.drop([2, 3, 4])
    desk.presenter.go_to_missing(1)
    assert desk.ui.navigator.told[-1] == "Không còn dòng nào thiếu."


def test_split_and_join_say_what_they_need(open_desk):
    desk = open_desk()
    desk.presenter.split(1, desk.view.text.index("tổng hợp"))
    assert [card.content[:9] for card in desk.view.cards[:2]] == ["Giao Phòn", "tổng hợp "]
    desk.presenter.merge(1)
    assert len(desk.view.cards) == 4
    desk.presenter.split(3, 0)
    assert "bấm T" in desk.view.told[-1]
    desk.presenter.merge(4)
    assert "dòng cuối" in desk.view.told[-1]


def test_a_name_is_answered_once_and_remembered(open_desk):
    desk = open_desk()
    chosen = {}

    def pick(choices):
        name = "Phòng Văn hóa"
        chosen[name] = next(c.answer for c in choices if c.key == f"unit:{desk.commune.culture}")
        return chosen

    desk.view.fill = pick
    desk.presenter.ask_parties(2)
    assert desk.view.cards[1].badge == "4/4 rõ"
    desk.presenter.undo()
    assert desk.view.cards[1].badge == "3/4 rõ, thiếu đơn vị"
    desk.presenter.redo()
    desk.presenter.accept([1, 2])
    desk.presenter.drop([3, 4])
    desk.presenter.save()
    with desk.uow.read() as session:
        (row,) = list_directives(session, as_of=date(2026, 3, 5))
        work = list_assignments(session, TaskFilter(as_of=date(2026, 3, 5), directive_id=row.id))
        assert {one.unit_id for one in work} == {desk.commune.economy, desk.commune.culture}
    assert desk.ui.navigator.opened[-1] == ("directives", {"directive_id": row.id})
    assert desk.view.start == ("", "", False)
    assert not desk.presenter.has_unsaved


def test_nobody_is_an_answer_too(open_desk):
    desk = open_desk()
    desk.view.fill = lambda choices: {"Đội bóng đá thiếu niên quét sân": Answer()}
    desk.presenter.ask_parties(4)
    assert "không giao" in desk.view.cards[3].who
    assert desk.view.cards[3].badge == "3/4 rõ, thiếu đơn vị"


def test_changes_by_hand_and_words_the_reader_passed_over(open_desk):
    desk = open_desk()
    desk.view.fill = lambda task: replace(task, assignees=("Phòng Kinh tế",))
    desk.presenter.edit(3)
    assert desk.view.cards[2].badge == "3/4 rõ, thiếu hạn"
    place = desk.view.text.index("Ủy ban nhân dân xã yêu cầu")
    desk.presenter.add_task(place, place + 26)
    assert len(desk.view.cards) == 5
    assert (desk.view.cards[0].content, desk.view.cards[0].state.word) == (
        "Ủy ban nhân dân xã yêu cầu",
        "Nhận",
    )
    assert desk.presenter.review.lines[0].decision is Decision.ACCEPTED


def test_the_letterhead_may_be_changed_before_it_is_written(open_desk):
    desk = open_desk(True)
    desk.view.fill = lambda draft: replace(draft, head=replace(draft.head, number="50/KH-UBND"))
    desk.presenter.edit_head()
    assert "50/KH-UBND" in desk.view.head
    desk.presenter.accept_complete(None)
    desk.presenter.save()
    assert desk.ui.dialogs.asked == ["Còn 3 đề xuất chưa quyết."]
    with desk.uow.read() as session:
        (row,) = list_directives(session, as_of=date(2026, 3, 5))
        assert (row.number, row.tasks) == ("50/KH-UBND", 1)
        assert len(list_directive_tasks(session, row.id, as_of=date(2026, 3, 5))) == 1


def test_names_without_a_unit_are_told_after_writing(open_desk):
    desk = open_desk()
    desk.presenter.accept([4])
    desk.presenter.drop([1, 2, 3])
    desk.presenter.save()
    assert "Đội bóng đá" in desk.ui.navigator.warned[-1]


def test_a_document_alone_is_asked_about(open_desk):
    desk = open_desk(False)
    desk.presenter.save()
    assert desk.ui.dialogs.asked == ["Chưa nhận nhiệm vụ nào."]
    assert desk.view.start is None


def test_a_doubtful_name_is_answered_with_one_key(open_desk):
    desk = open_desk()
    doubt = desk.presenter.doubt(2)
    assert doubt is not None
    assert doubt.question == "“Phòng Văn hóa” là"
    assert doubt.options[0].words.startswith("Phòng VH-XH (")
    assert doubt.options[-1].words == "Không giao"
    desk.presenter.choose(2, 7)
    desk.presenter.choose(1, 0)
    assert states(desk) == "????"
    desk.presenter.choose(2, 0)
    assert desk.view.cards[1].badge == "4/4 rõ"
    assert desk.presenter.doubt(2) is None
    desk.presenter.undo()
    assert desk.presenter.doubt(2) == doubt


def test_a_day_with_two_readings_is_asked_about(open_desk):
    desk = open_desk(shown=read_pasted(TEXT.replace("30/4/2026", "30/01/2026")))
    assert desk.view.cards[0].due == "30/01/2027 hay không ngày"
    assert desk.view.cards[0].badge == "3/4 rõ, thiếu hạn"
    doubt = desk.presenter.doubt(1)
    assert doubt is not None
    assert [option.words for option in doubt.options] == ["30/01/2027", "chỉ giữ lời, không ghi ngày"]
    desk.presenter.choose(1, 0)
    assert desk.view.cards[0].due == "trước 30/01/2027"
    assert desk.view.cards[0].badge == "4/4 rõ"


def test_addressees_that_a_clause_leaves_out_are_told(open_desk, commune):
    wide = TEXT.replace("KẾ HOẠCH\n", "Kính gửi: Phòng Kinh tế; Phòng Văn hóa - Xã hội.\n", 1)
    desk = open_desk(shown=read_pasted(wide))
    facts = dict(desk.presenter.facts(1))
    assert facts["Nơi nhận"].startswith("1 đơn vị. Kính gửi rộng hơn: Phòng Văn hóa - Xã hội (1 đơn vị)")
    assert any(note.startswith("Kính gửi rộng hơn phần giao việc") for note in desk.view.notes)


def test_an_old_code_is_shown_before_and_after_and_may_be_kept(open_desk, monkeypatch):
    from app.intake.source import Conversion

    asked = []
    old = Conversion("TCVN3", "ñy ban", "Ủy ban")

    def reads(text):
        def work(progress, keeps_code):
            asked.append(keeps_code)
            found = read_pasted(TEXT)
            return found if keeps_code else replace(found, conversion=old)

        return work

    desk = open_desk()
    monkeypatch.setattr("app.ui.screens.intake.presenter.reader_of_text", reads)
    desk.view.fill = lambda conversion: True
    desk.presenter.read_text("văn bản")
    assert (desk.view.asked, asked) == ([old], [False])
    assert desk.presenter.reading is not None
    desk.view.fill = lambda conversion: False
    desk.presenter.read_text("văn bản")
    assert asked == [False, False, True]
    assert desk.presenter.reading.conversion is None


def test_a_reading_that_was_stopped_counts_for_nothing(open_desk):
    desk = open_desk()
    desk.presenter.stop_reading()
    assert desk.view.start == ("", "", False)
    assert desk.presenter.reading is None


def test_what_is_refused_stands_on_the_empty_page(open_desk, monkeypatch, tmp_path):
    desk = open_desk()

    def refuse(path):
        def work(progress, keeps_code):
            raise refused("Tệp có mật khẩu.", "Bỏ mật khẩu trong Word rồi đọc lại.")

        return work

    monkeypatch.setattr("app.ui.screens.intake.presenter.reader_of", refuse)
    desk.presenter.read_file(tmp_path / "a.docx")
    problem, hint, _ = desk.view.start
    assert problem == "Tệp có mật khẩu."
    assert "Bỏ mật khẩu" in hint
    assert desk.presenter.reading is None


def test_decisions_are_not_lost_without_a_question(open_desk):
    desk = open_desk(False, False, True)
    desk.presenter.accept([1])
    desk.presenter.read_text("văn bản khác")
    assert states(desk) == "+???"
    assert not desk.presenter.may_close()
    desk.presenter.close()
    assert desk.view.start == ("", "", False)
    assert desk.presenter.may_close()


def test_nothing_on_the_clipboard_and_no_orders(open_desk):
    desk = open_desk(shown=read_pasted("Kính gửi các đồng chí.\nChúc mừng năm mới.\n"))
    assert desk.view.cards == ()
    assert any("thêm nhiệm vụ bằng tay" in note for note in desk.view.notes)
    desk.presenter.read_text("  ")
    assert "Ctrl+C" in desk.view.told[-1]


def test_files_and_text_are_read_in_a_worker_process(tmp_path):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(TEXT, "utf-8")
    assert fold(intake_reading.reader_of(path)(NullProgress(), False).head.number or "") == "41/kh-ubnd"
    assert len(intake_reading.reader_of_text(TEXT)(NullProgress(), False).tasks) == 4
