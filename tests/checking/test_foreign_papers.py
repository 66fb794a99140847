"""Correct papers made by other means pass without a fault and without a needless warning."""

import pytest

from app.reports.checking.checker import check_bytes
from tests.checking.word_user import CHOICES, Choice, make


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_a_correct_paper_made_in_word_has_no_fault(choice: Choice) -> None:
    report = check_bytes(make(choice))
    assert [finding for rule in report.rules for finding in rule.findings] == []
    assert report.kind == choice.kind.lower()
