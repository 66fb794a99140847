"""Sentences with fields: filled, and never a reason to stop."""

from app.reports.phrases import DEFAULTS
from app.reports.wording import Wording, WordingProblem


def test_known_fields_are_filled() -> None:
    wording = Wording({"a": "Báo cáo {ky}: {{x}}"}, {}, {"ky": "tháng 3"})
    assert wording.say("a") == "Báo cáo tháng 3: {x}"
    assert wording.problems == ()


def test_an_unknown_field_is_marked_and_told_once() -> None:
    wording = Wording({"a": "x"}, {"a": "Số {khong_co} và {khong_co}"}, {})
    assert wording.say("a") == "Số [?khong_co?] và [?khong_co?]"
    assert wording.problems == (WordingProblem("a", "khong_co"),)
    assert "khong_co" in wording.problems[0].message and "a" in wording.problems[0].message


def test_a_phrase_nobody_prints_is_a_problem() -> None:
    wording = Wording({"a": "x"}, {"b": "y"}, {})
    assert wording.say("a") == "x"
    assert wording.problems == (WordingProblem("b", ""),)


def test_stray_braces_and_python_format_tricks_stay_text() -> None:
    wording = Wording({}, {}, {"a": "1"})
    assert wording.fill("{ {a} } {a!r} {a.__class__} {0}", "p") == "{ 1 } [?a!r?] [?a.__class__?] [?0?]"
    assert wording.fill("{", "p") == "{"


def test_default_phrases_end_as_sentences_do() -> None:
    for kind, phrases in DEFAULTS.items():
        for key, text in phrases.items():
            assert text == " ".join(text.split()), (kind, key)
