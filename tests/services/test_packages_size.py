"""A report that says as much as an office ever writes in a month still goes by mail and Zalo at once."""

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import func, select

from app.core.figures import FigureValue
from app.core.statuses import FigureState
from app.exchange.documents import ReportDocument
from app.exchange.package_file import read_package
from app.models import Assignment, OutlineHeading
from app.services.figures import catalogue_of, indicator_facts, set_figures, set_narrative
from app.services.packages.making import hand_down
from app.services.submissions import get_expected
from tests.builders import make_task
from tests.offices import JANUARY, SEALED_ON, Office, expected_id, seal

WORDS = (
    "tiếp nhận giải quyết thủ tục hành chính một cửa niêm yết công khai cập nhật hồ sơ trực tuyến đúng hạn "
    "phân công rà soát kiểm tra công chức người dân doanh nghiệp tuyên truyền hướng dẫn chuyển đổi số"
)
MOST = 150_000


def sentences(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS.split()) for _ in range(words)).capitalize() + "."


def give_work(hub: Office, commune: Office, chance: random.Random) -> None:
    """Hand 42 tasks down."""
    with hub.uow.write() as session:
        for number in range(42 - 1):  # one is there
            content = f"{number + 2}. {sentences(chance, 45)}"
            make_task(session, commune.unit_id, clock=JANUARY, content=content, due_on=date(2024, 6, 30))
    made = hand_down(hub.services, hub.secrets, unit_id=commune.unit_id, year=2024)
    assert commune.take_in(hub.put_out(made)).count("replacement") == 1


def write_all(commune: Office, expected: str, chance: random.Random) -> None:
    """Enter every figure, explain every sixth, write under every heading."""
    clock = commune.services.clock
    with commune.uow.write() as session:
        facts = indicator_facts(session, catalogue_of(session, get_expected(session, expected)))
        entered = [code for code, fact in facts.items() if not fact.is_computed and fact.value_type != "text"]
        zero = FigureValue(FigureState.VALUE, Decimal(0))
        set_figures(
            session,
            expected_id=expected,
            figures=dict.fromkeys(entered, zero),
            explanations={code: sentences(chance, 15) for code in entered[::6]},
            clock=clock,
            keep_blocked=True,
        )
        keys = select(OutlineHeading.key).where(OutlineHeading.document_kind == "monthly-report")
        for key in session.scalars(keys).all():
            text = "\n".join(sentences(chance, 35) for _ in range(3))
            set_narrative(session, expected_id=expected, heading_key=key, text=text, clock=clock)


def test_a_report_of_119_indicators_42_tasks_and_text_under_every_heading_stays_small(
    hub: Office, commune: Office
) -> None:
    chance = random.Random(5)
    give_work(hub, commune, chance)
    with commune.uow.read() as session:
        tasks = select(func.count()).where(Assignment.unit_id == commune.unit_id)
        assert session.scalar(tasks) == 42
    later = commune.at(SEALED_ON)
    march = expected_id(later, "2024-03", commune.unit_id)
    write_all(later, march, chance)
    file: Path = later.put_out(seal(later, march))
    package = read_package(file.read_bytes())
    document = package.document(ReportDocument)
    assert len(document.figures) > 80
    assert sum(len(line.text) for line in document.narratives) > 9_000
    sizes = {part.path: part.size for part in package.manifest.parts}
    assert package.size < MOST, sizes
    assert hub.at(SEALED_ON).take_in(file).count("new") == 1
