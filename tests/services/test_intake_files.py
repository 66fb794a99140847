"""Reading in a worker process: stopped by the person or the clock, old codes turned or kept."""

import subprocess
import sys

import pytest

from app.core.errors import Cancelled
from app.intake.refusals import FileRefused
from app.services.intake import files
from app.services.intake.files import read_directive_bytes

TCVN3 = (
    "ñy ban nh©n d©n x· yªu cÇu c¸c phßng, ban thùc hiÖn c¸c viÖc sau:\n"
    "1. Giao Phßng Kinh tÕ rµ so¸t sæ tay c«ng viÖc cña c¸c th«n tr­íc ngµy 30/4/2026.\n"
).encode()


class Stopped:
    """A job that the person stops at its first step."""

    def report(self, done, total, text=""):
        raise Cancelled


@pytest.fixture
def endless(monkeypatch):
    """Let the worker be one that never answers; give the processes that were started."""
    started = []

    class Watched(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            started.append(self)

    waits = "import threading; threading.Event().wait()"
    monkeypatch.setattr(files, "_command", lambda name, *options: [sys.executable, "-c", waits])
    monkeypatch.setattr(files.subprocess, "Popen", Watched)
    return started


def test_a_person_stops_a_reading_and_the_worker_is_gone(endless):
    with pytest.raises(Cancelled):
        read_directive_bytes(b"x", "a.txt", progress=Stopped())
    assert [worker.poll() is None for worker in endless] == [False]


def test_a_worker_that_takes_too_long_is_stopped_and_told(endless):
    with pytest.raises(FileRefused) as refusal:
        read_directive_bytes(b"x", "a.txt", seconds=0.2)
    assert refusal.value.code == "E-TEP-08"
    assert [worker.poll() is None for worker in endless] == [False]


def test_an_old_code_comes_with_its_words_before_and_after():
    reading = read_directive_bytes(TCVN3, "cu.txt")
    assert reading.conversion is not None
    assert reading.conversion.code == "TCVN3"
    assert reading.conversion.before.splitlines()[0].startswith("ñy ban nh©n d©n")
    assert reading.conversion.after.splitlines()[0].startswith("ủy ban nhân dân xã yêu cầu các phòng, ban")
    assert "Giao Phòng Kinh tế rà soát sổ tay" in reading.text
    assert len(reading.tasks) == 1


def test_an_old_code_is_kept_where_it_is_wanted():
    reading = read_directive_bytes(TCVN3, "cu.txt", keeps_code=True)
    assert reading.conversion is None
    assert "Giao Phßng Kinh" in reading.text


def test_words_with_marks_apart_are_joined_and_said_so():
    import unicodedata

    apart = unicodedata.normalize("NFD", "Ủy ban nhân dân xã yêu cầu:\n1. Giao Phòng Kinh tế rà soát sổ tay.")
    reading = read_directive_bytes(apart.encode(), "mac.txt")
    assert "Giao Phòng Kinh tế" in reading.text
    assert any("dấu rời" in warning for warning in reading.warnings)


def test_a_file_that_cannot_be_opened_is_told(tmp_path):
    with pytest.raises(FileRefused, match="thư mục"):
        files.read_directive_file(tmp_path)
    with pytest.raises(FileRefused, match="Không tìm thấy"):
        files.read_directive_file(tmp_path / "khong-co.docx")
