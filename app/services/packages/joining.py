"""Two registers that were made apart learn to call the same office by one key: the hub's.

A hub may have entered a commune by hand, or come from another preset, so that its first package names us by a
key that we do not know. Where code or name say that we are meant, the package is kept and a person is asked;
confirmed, our rows take the hub's keys before anything of ours has left. Whatever fits less is a hard stop.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.ids import derived_id
from app.core.text import exact_key
from app.exchange.documents import RuleLine
from app.exchange.manifest import Kind, Party
from app.exchange.package_file import OpenPackage
from app.models import Assignment, Base, ExpectedReport, Package, Period, Plan, ReportingRule, Score, Unit
from app.services.packages.keys import own_register
from app.services.packages.words import ELIGIBLE
from app.storage.rekeying import give_keys

JOIN = "E-PKG-12"  # held until a person says that the package means us
_COMMITTEE = re.compile(r"^(ubnd|ủy ban nhân dân) ")


def keys_to_take(session: Session, package: OpenPackage) -> dict[str, str]:
    """Return which keys of ours would become the package's; nothing where it is not the first of our hub."""
    manifest, own = package.manifest, own_register(session)
    if manifest.kind is not Kind.ASSIGNMENT or own.own_unit_id in (None, manifest.sender.id):
        return {}
    exchanged = select(Package.id).where(or_(Package.is_outgoing, Package.verdict.in_(ELIGIBLE)))
    if session.scalars(exchanged.limit(1)).first() is not None:
        return {}
    units = {unit.id: unit for unit in session.scalars(select(Unit))}
    ours = units[str(own.own_unit_id)]
    keys: dict[str, str] = {}
    for party, candidates in (
        (manifest.recipient, [ours]),
        (manifest.sender, [unit for unit in units.values() if unit is not ours]),
    ):
        if party.id == ours.id or (party.id in units and party is manifest.sender):
            continue
        found = None if party.id in units else _meant(party, candidates)
        if found is None:
            return {}
        keys[found.id] = party.id
    return keys


def _meant(party: Party, candidates: Sequence[Unit]) -> Unit | None:
    """Return the one unit of that code; else the one of that name, its level included ("xã", "phường")."""
    name = _bare(party.name)
    by_code = [unit for unit in candidates if unit.code == party.code]
    by_name = [unit for unit in candidates if name in (_bare(unit.name), _bare(unit.short_name))]
    return next((found[0] for found in (by_code, by_name) if len(found) == 1), None)


def _bare(name: str) -> str:
    return _COMMITTEE.sub("", exact_key(name))


def take_keys(session: Session, keys: dict[str, str], lines: Iterable[RuleLine]) -> None:
    """Give our units these keys, and what is named after them theirs (rules, periods, reports)."""
    give_keys(session, Unit, keys)
    own = str(own_register(session).own_unit_id)
    rules = _rules_to_take(session, lines)
    periods = session.execute(select(Period.id, Period.rule_id, Period.name).where(Period.rule_id.in_(rules)))
    named = {key: derived_id("period", rules[rule], name) for key, rule, name in periods.all()}
    _rename(session, ReportingRule, rules)
    _rename(session, Period, named)
    ours = session.execute(select(ExpectedReport.id, ExpectedReport.period_id).filter_by(unit_id=own)).all()
    _rename(session, ExpectedReport, {key: derived_id("expected", period, own) for key, period in ours})
    plans = session.execute(select(Plan.id, Plan.year).filter_by(unit_id=own)).all()
    _rename(session, Plan, {key: derived_id("plan", own, str(year)) for key, year in plans})
    tasks = session.execute(select(Assignment.id, Assignment.task_id).filter_by(unit_id=own)).all()
    _rename(session, Assignment, {key: derived_id("assignment", task, own) for key, task in tasks})
    scores = session.execute(select(Score.id, Score.criterion_id).filter_by(unit_id=own)).all()
    _rename(session, Score, {key: derived_id("score", criterion, own) for key, criterion in scores})


def _rename(session: Session, model: type[Base], keys: dict[str, str]) -> None:
    give_keys(session, model, {old: new for old, new in keys.items() if old != new})


def _rules_to_take(session: Session, lines: Iterable[RuleLine]) -> dict[str, str]:
    """Return our rules that are the hub's under another key: the only one of its subject on both sides."""
    sent, held = defaultdict(list), defaultdict(list)
    for line in lines:
        sent[line.subject, line.frequency].append(line.id)
    for rule in session.scalars(select(ReportingRule)):
        held[rule.subject, rule.frequency].append(rule.id)
    pairs = [(held[kind], ids) for kind, ids in sent.items()]
    return {old[0]: new[0] for old, new in pairs if len(old) == len(new) == 1}
