"""Making a register from a preset, in one go: a folder that ends with a whole register, or with none."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.progress import Progress
from app.core.statuses import Role
from app.core.text import one_line
from app.services.opening import check_new_folder
from app.services.presets import find_preset, load_preset
from app.services.queries.units import signer_on
from app.services.units import PersonFields, SignerFields, save_person, save_signer
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths, resources_folder

_ANY_HEAD = ("THỦ TRƯỞNG ĐƠN VỊ",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """Who a register is for, and what it starts from."""

    preset: str
    role: Role
    unit_code: str
    user: str = ""
    user_title: str = ""
    signer: str = ""
    signer_titles: tuple[str, ...] = ()


def found_register(folder: Path, founding: Founding, *, clock: Clock, progress: Progress) -> int:
    """Make a register and fill it from its preset; return its number of units. On failure nothing is left."""
    check_new_folder(folder)
    preset = find_preset(resources_folder(), founding.preset)
    progress.report(1, 3, "Đang tạo sổ")
    path = Paths(folder).register
    create_register(path)
    uow = UnitOfWork(path, actor=founding.user)
    try:
        progress.report(2, 3, "Đang nạp bộ mẫu")
        with uow.write() as session:
            loaded = load_preset(
                session, preset=preset, role=founding.role, unit_code=founding.unit_code, clock=clock
            )
            _add_people(session, loaded.value.own_unit_id, founding, preset.day, clock)
        progress.report(3, 3)
    except BaseException:
        uow.close()
        path.unlink(missing_ok=True)
        raise
    uow.close()
    return loaded.value.units


def _add_people(session: Session, unit_id: str, founding: Founding, day: date, clock: Clock) -> None:
    if one_line(founding.user):
        person = PersonFields(unit_id=unit_id, name=founding.user, title=founding.user_title)
        save_person(session, fields=person, clock=clock)
    if one_line(founding.signer):
        usual = signer_on(session, unit_id=unit_id, day=day)  # the preset's, without a name yet
        titles = founding.signer_titles or (usual.authority if usual else _ANY_HEAD)
        fields = SignerFields(
            unit_id=unit_id,
            name=founding.signer,
            authority=titles,
            valid_from=usual.valid_from if usual else None,
            valid_to=usual.valid_to if usual else None,
        )
        save_signer(session, fields=fields, clock=clock, signer_id=usual.id if usual else None)
