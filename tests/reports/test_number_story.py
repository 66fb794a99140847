"""The sheet that explains one number: one page, every unit's share, the rest added up."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.reports.builders.number_story import build_number_story
from app.reports.data.number_story import NumberStoryData
from app.reports.data.parts import FigureKind
from app.reports.tree import Document, Table
from app.reports.writer import renderer
from tests.reports import letter_samples as samples


def rendered(document: Document, extension: str) -> bytes:
    stream = BytesIO()
    renderer(extension)(document, stream)
    return stream.getvalue()


def cells_of(data: NumberStoryData) -> list[object]:
    table = next(b for b in build_number_story(data).document.blocks if isinstance(b, Table))
    return [cell.value for row in table.rows for cell in row.cells]


@pytest.mark.parametrize("units", [0, 1, 34, 130, 3321])
def test_the_story_of_a_number_is_one_sheet_however_many_units_there_are(units: int) -> None:
    for chosen in ({}, {"long": True}):
        document = build_number_story(samples.number_story(units=units, **chosen)).document
        pages = PdfReader(BytesIO(rendered(document, "pdf"))).pages
        assert len(pages) == 1
        text = pages[0].extract_text()
        assert "98,71%" in text and "(HS09+HS10)/HS12*100" in text and "Xã Mẫu Bắc" in text


def test_units_beyond_one_sheet_are_summed_up_and_rates_are_not() -> None:
    rates = samples.number_story(units=130)
    assert any(str(cell).endswith("báo cáo khác") for cell in cells_of(rates))
    counts = replace(
        rates,
        kind=FigureKind.COUNT,
        formula="",
        shares=tuple(replace(share, value=1) for share in rates.shares),
    )
    assert sum(value for value in cells_of(counts) if isinstance(value, int | Decimal)) == 130
