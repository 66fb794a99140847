"""Every paper is the one that was looked at, whatever the day, place, language or seed of the run."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.reports import golden

_ROOT = Path(__file__).parents[2]
# Another day and clock, before anything of the program is loaded.
_ELSEWHERE = """
import runpy, sys, time
time.time = lambda: 1_900_000_000.0
time.localtime = lambda seconds=None: time.gmtime(1_900_000_000 if seconds is None else seconds)
sys.argv = ["golden", "--bytes"]
runpy.run_module("tests.reports.golden", run_name="__main__")
"""


def test_every_paper_says_what_was_looked_at() -> None:
    """After a change that is meant: look at the pages, then ``python -m tests.reports.golden``."""
    stored = json.loads(golden.STORED.read_text("utf-8"))
    made = {name: golden.meaning(content) for name, content in golden.papers()}
    assert set(made) == set(stored)
    assert sorted(name for name in made if made[name] != stored[name]) == []


def test_the_bytes_are_the_same_in_another_process_place_and_time() -> None:
    here = {name: hashlib.sha256(content).hexdigest() for name, content in golden.papers()}
    for seed, zone, language in (("1", "America/New_York", "C"), ("4242", "Asia/Ho_Chi_Minh", "vi_VN.UTF-8")):
        chosen = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "PYTHONUTF8": "1"}
        made = subprocess.run(
            [sys.executable, "-c", _ELSEWHERE],
            cwd=_ROOT,
            env={**os.environ, **chosen},
            capture_output=True,
            check=True,
        ).stdout
        assert json.loads(made) == here


def test_a_changed_word_changes_the_digest() -> None:
    contents = dict(golden.papers())
    draft, issued = contents["reminder.draft.pdf"], contents["reminder.issued.pdf"]
    assert golden.meaning(draft) != golden.meaning(issued)
    assert golden.meaning(contents["reminder.draft.docx"]) != golden.meaning(contents["reminder.issued.docx"])
