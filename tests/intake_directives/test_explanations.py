"""Every proposal says why it was made, in words; no rule of the reader is without its sentence."""

import re
from pathlib import Path

import pytest

from app.intake import vocabulary
from app.intake.files import read_pasted
from app.intake.proposals import printed

READER = Path(vocabulary.__file__).parent
HEAD = "Kính gửi: Các phòng chuyên môn.\nUBND xã yêu cầu thực hiện các nội dung sau:\n"


def rules_in_code() -> set[str]:
    return {
        rule
        for file in READER.rglob("*.py")
        for rule in re.findall(r'"([RD]-[A-Z0-9]+)"', file.read_text("utf-8"))
    }


def test_no_rule_is_without_words():
    words = vocabulary.word_list("rules")
    assert rules_in_code() - set(words["orders"]) - set(words["times"]) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "1. Giao Phòng Kinh tế lập danh sách trước ngày 20/3/2026.",
            "Là nhiệm vụ vì câu mở đầu bằng “giao”, “yêu cầu” hoặc “đề nghị” một đơn vị; "
            "đơn vị thực hiện nêu ngay trong câu giao việc; "
            "thời hạn “trước ngày 20/3/2026”: ngày đứng sau “trước”, “chậm nhất”, “hoàn thành”.",
        ),
        (
            "1. Rà soát hồ sơ tồn đọng.",
            "Là nhiệm vụ vì mục mở đầu bằng động từ chỉ việc phải làm; đơn vị thực hiện lấy ở phần Kính gửi.",
        ),
    ],
)
def test_a_proposal_says_why(text: str, words: str):
    (task,) = read_pasted(HEAD + text + "\n").tasks
    assert task.reason == words


def test_the_command_line_prints_the_reason():
    reading = read_pasted(HEAD + "1. Rà soát hồ sơ tồn đọng.\n")
    (task,) = printed(reading)["tasks"]
    assert task["reason"].startswith("Là nhiệm vụ vì")


def test_a_notice_without_list_gives_work_to_the_unit_its_sentence_begins_with():
    text = "THÔNG BÁO\nVề việc tổng vệ sinh\n\nPhòng Kinh tế có trách nhiệm chuẩn bị dụng cụ cho các thôn.\n"
    (task,) = read_pasted(text).tasks
    assert (task.rule, task.assignees) == ("R-CHUTHE", ("Phòng Kinh tế",))
