"""What may be done with papers, which are shown, what is asked for: decisions without a screen."""

from types import SimpleNamespace

import pytest

from app.core.statuses import DocumentState
from app.reports.catalogue import CATALOGUE
from app.services.papers import PaperRequest
from app.ui.document_desk import (
    Action,
    Chosen,
    DraftFields,
    actions_for,
    chosen_lines,
    person_of,
    requests_of,
)
from app.ui.screens.documents.columns import LIST
from tests.sample import SAMPLE_CLOCK

TODAY = SAMPLE_CLOCK.today()
ALWAYS = {Action.DRAFT, Action.CHECK_FILE}
ONE = ALWAYS | {Action.OPEN, Action.PRINT, Action.EXPORT}


def line(state, *, signed=False, year=2024, kind="reminder"):
    row = SimpleNamespace(state=state, has_signed_file=signed, year=year, kind=kind, kind_words="Tên đầy đủ")
    return SimpleNamespace(id=object(), row=row)


DRAFT, CHECKED, ISSUED = (
    line(state) for state in (DocumentState.DRAFT, DocumentState.CHECKED, DocumentState.ISSUED)
)
_ENDS = {Action.WITHDRAW, Action.REPLACE, Action.CORRECT}


@pytest.mark.parametrize(
    ("selection", "allowed"),
    [
        ((), ALWAYS),
        ((DRAFT,), ONE | {Action.CHECK, Action.DISCARD}),
        ((CHECKED,), ONE | {Action.ISSUE, Action.REOPEN, Action.DISCARD}),
        ((ISSUED,), ONE | _ENDS | {Action.SIGNED}),
        ((line(DocumentState.ISSUED, signed=True),), ONE | _ENDS),
        ((line(DocumentState.REPLACED),), ONE),
        ((line(DocumentState.WITHDRAWN),), ONE),
        ((DRAFT, DRAFT), ALWAYS | {Action.EXPORT, Action.CHECK, Action.DISCARD}),
        ((DRAFT, CHECKED), ALWAYS | {Action.EXPORT, Action.DISCARD}),
        ((CHECKED, CHECKED), ALWAYS | {Action.EXPORT, Action.ISSUE, Action.REOPEN, Action.DISCARD}),
        ((DRAFT, ISSUED), ALWAYS | {Action.EXPORT}),
        ((ISSUED, ISSUED), ALWAYS | {Action.EXPORT}),
    ],
)
def test_what_may_be_done_follows_the_states_chosen(selection, allowed):
    assert actions_for(selection) == allowed
    if len(selection) == 1:
        assert actions_for(selection, is_open=True) == allowed - {Action.OPEN} | {Action.BACK}


def test_the_list_is_filtered_by_year_kind_and_state():
    lines = (
        DRAFT,
        ISSUED,
        line(DocumentState.ISSUED, year=2023),
        line(DocumentState.ISSUED, kind="handover"),
    )
    assert chosen_lines(lines, Chosen()) == lines
    assert chosen_lines(lines, Chosen(year=2023)) == lines[2:3]
    assert chosen_lines(lines, Chosen(2024, "reminder", DocumentState.ISSUED)) == lines[1:2]


def test_a_request_is_made_for_each_unit():
    fields = DraftFields(kind="monthly-report", unit_ids=("a", "b"), period="2024-03", span="quarter")
    assert [request.unit_id for request in requests_of(fields, TODAY)] == ["a", "b"]
    assert requests_of(DraftFields(kind="reminder", period="2024-03"), TODAY) == (
        PaperRequest(kind="reminder", day=TODAY, period="2024-03"),
    )
    assert person_of("Lê Văn A, công chức Văn phòng").title == "công chức Văn phòng"


def test_every_kind_that_is_kept_has_a_short_word_and_its_whole_one_on_the_mouse():
    kind = next(column for column in LIST if column.title == "Loại")
    for entry in CATALOGUE.values():
        if entry.is_issued:
            shown = line(DocumentState.DRAFT, kind=entry.kind)
            assert kind.text(shown) != shown.row.kind_words and len(kind.text(shown)) <= 13
            assert kind.tooltip(shown) == shown.row.kind_words
