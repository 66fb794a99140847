"""Files that LibreOffice Writer 7.4 saved: invented papers of ``word_user``, some with one fault planted."""

from pathlib import Path

import pytest

from app.reports.checking.checker import check_bytes

_FILES = Path(__file__).with_name("files")


@pytest.mark.parametrize("name", ["writer-report.pdf", "writer-letter.pdf", "writer-report.docx"])
def test_a_correct_paper_saved_by_writer_has_no_fault(name: str) -> None:
    report = check_bytes((_FILES / name).read_bytes())
    findings = [finding for rule in report.rules for finding in rule.findings]
    # The twin of Times New Roman that stood in where the file was made (R04).
    assert [finding for finding in findings if finding.rule != "R04"] == []
    assert not report.has_faults


@pytest.mark.parametrize(
    ("name", "rule"), [("writer-receivers-12.pdf", "R54"), ("writer-old-font.docx", "R04")]
)
def test_a_fault_is_seen_in_what_writer_saved(name: str, rule: str) -> None:
    report = check_bytes((_FILES / name).read_bytes())
    assert {found.id for found in report.rules if found.verdict == "fail"} == {rule}
