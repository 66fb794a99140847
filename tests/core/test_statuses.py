"""The fixed vocabularies: every word that people read is there, every move of a report is known."""

import ast
import inspect
from enum import StrEnum

import pytest

from app.core import statuses
from app.core.statuses import REPORT_MOVES, WORDS, ReportState

KINDS = [kind for kind in vars(statuses).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
READ = [
    kind for kind in KINDS if kind not in (StrEnum, statuses.DeadlineOperator)
]  # operators: the text itself


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.__name__)
def test_every_member_that_people_read_has_its_word(kind: type[StrEnum]) -> None:
    assert [member.name for member in kind if not WORDS.get(member, "").strip()] == []


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.__name__)
def test_words_of_one_vocabulary_differ_from_one_another(kind: type[StrEnum]) -> None:
    words = [WORDS[member] for member in kind if member in WORDS]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind is not StrEnum], ids=lambda kind: kind.__name__
)
def test_stored_values_are_short_lower_case_names(kind: type[StrEnum]) -> None:
    for member in kind:
        assert member.value == member.name.lower()
        assert len(member.value) <= 24


def test_every_state_of_a_report_says_where_it_may_go() -> None:
    assert set(REPORT_MOVES) == set(ReportState)
    assert all(targets for targets in REPORT_MOVES.values())


def test_every_state_of_a_report_can_be_reached() -> None:
    reached = {ReportState.NOT_STARTED}
    while new := {target for state in reached for target in REPORT_MOVES[state]} - reached:
        reached |= new
    assert reached == set(ReportState)


@pytest.mark.parametrize(
    "state", [ReportState.SEALED, ReportState.CODE_NOTED, ReportState.RECEIVED, ReportState.ACCEPTED]
)
def test_a_sealed_report_never_goes_back_to_a_draft(state: ReportState) -> None:
    assert REPORT_MOVES[state].isdisjoint(
        {ReportState.DRAFTING, ReportState.APPROVED, ReportState.NOT_STARTED}
    )


def test_a_report_may_be_received_from_any_state_before_it_is_locked() -> None:
    closed = {state for state, targets in REPORT_MOVES.items() if ReportState.RECEIVED not in targets}
    assert closed == {ReportState.LOCKED}


def test_a_value_that_two_vocabularies_share_has_one_word() -> None:
    # members with equal values are one key of the table: the second would overwrite the first
    (table,) = [
        node.value
        for node in ast.parse(inspect.getsource(statuses)).body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "WORDS"
    ]
    assert isinstance(table, ast.Dict)
    found: dict[str, set[str]] = {}
    for key, word in zip(table.keys, table.values, strict=True):
        assert key is not None
        kind, name = ast.unparse(key).split(".")
        found.setdefault(getattr(statuses, kind)[name].value, set()).add(ast.literal_eval(word))
    assert {value: words for value, words in found.items() if len(words) > 1} == {}
