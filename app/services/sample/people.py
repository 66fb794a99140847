"""People and signers: two plainly invented persons for every unit."""

from sqlalchemy import select

from app.models import Person, Signer
from app.services.presets.parsing import Node
from app.services.sample.ground import Ground, key


def add_people(ground: Ground) -> None:
    """Give every unit a head, who signs, and an officer who follows the work."""
    node = ground.file("people")
    signers = {s.unit_id: s for s in ground.session.scalars(select(Signer))}
    codes = ["420", *(code for members in ground.groups.values() for code in members)]
    heads: dict[str, str] = {}
    for at, code in enumerate(codes):
        unit_id, kind = ground.unit_ids[code], ground.kind(code)
        signer = signers.get(unit_id)
        if signer is not None:
            heads[code] = _add_person(
                ground, node, code, at * 2, signer.authority.splitlines()[-1].capitalize()
            )
        title = node.child("officers").text(kind)
        ground.officers[code] = _add_person(ground, node, code, at * 2 + 1, title)
    ground.write()
    for code, person_id in heads.items():
        signer = signers[ground.unit_ids[code]]
        signer.person_id, signer.name = person_id, ground.session.get_one(Person, person_id).name
    ground.session.flush()


def _add_person(ground: Ground, node: Node, code: str, at: int, title: str) -> str:
    families, middles, given = node.texts("families"), node.texts("middle"), node.texts("given")
    turn = at // (len(families) * len(given))  # 9 and 10 have no common divisor: 90 names before one repeats
    name = f"{families[at % len(families)]} {middles[turn % len(middles)]} {given[at % len(given)]}"
    person_id = key("person", code, str(at))
    mail = f"{'lanh-dao' if at % 2 == 0 else 'van-thu'}.{code.lower()}@{node.text('mail')}"
    ground.add(
        Person,
        {"id": person_id, "unit_id": ground.unit_ids[code], "name": name, "title": title, "email": mail},
    )
    return person_id
