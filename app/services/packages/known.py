"""What the register knows of a handful of packages, read in a few statements before each is taken in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.ids import derived_id
from app.exchange.documents import ReportDocument
from app.exchange.package_file import OpenPackage
from app.models import Attachment, Package, Register, Unit, UnitKey
from app.services.checks.rules import CatalogueFacts, read_catalogue
from app.services.packages.dossier import Dossier, read_dossiers
from app.services.packages.keys import own_register


@dataclass(slots=True)
class Known:
    """Whose register it is, and of these packages the senders, their keys, their files and their reports."""

    own: Register
    own_name: str
    units: dict[str, Unit]
    keys: dict[str, list[UnitKey]]
    files: dict[str, Package]  # that came, by SHA-256
    dossiers: dict[str, Dossier]
    catalogues: dict[str, CatalogueFacts]
    answered: dict[str, Package]  # of ours, that these packages answer, by SHA-256
    attached: set[str]  # files that are among the attachments, by SHA-256


def came_id(sha256: str) -> str:
    """Return the key of a package that came."""
    return derived_id("came", sha256)


def report_of(package: OpenPackage) -> str | None:
    """Return the key of the report that a package is, from its content; None for the other kinds."""
    document = package.content
    if not isinstance(document, ReportDocument):
        return None
    return derived_id("expected", document.period_id, package.manifest.sender.id)


def read_known(session: Session, packages: Iterable[OpenPackage]) -> Known:
    """Read all of it; the packages may be of any kind and from anybody."""
    packages = tuple(packages)
    own = own_register(session)
    senders = {package.manifest.sender.id for package in packages}
    units = {
        unit.id: unit
        for unit in session.scalars(select(Unit).where(Unit.id.in_({*senders, str(own.own_unit_id)})))
    }
    keys: dict[str, list[UnitKey]] = defaultdict(list)
    for key in session.scalars(select(UnitKey).where(UnitKey.unit_id.in_(senders)).order_by(UnitKey.id)):
        keys[key.unit_id].append(key)
    digests = [package.sha256 for package in packages]
    files = session.scalars(select(Package).where(Package.id.in_(map(came_id, digests))))
    dossiers = read_dossiers(session, {report for p in packages if (report := report_of(p)) is not None})
    catalogues = {dossier.period.catalogue_id for dossier in dossiers.values()} - {None}
    own_unit = units.get(str(own.own_unit_id))
    return Known(
        own,
        own_unit.name if own_unit else "",
        units,
        keys,
        {row.sha256: row for row in files},
        dossiers,
        {key: read_catalogue(session, key) for key in catalogues if key is not None},
        {row.sha256: row for row in session.scalars(_answered(packages))},
        set(session.scalars(select(Attachment.sha256).where(Attachment.sha256.in_(digests)))),
    )


def _answered(packages: Iterable[OpenPackage]) -> Select[Package]:
    replies = {package.manifest.in_reply_to for package in packages} - {None}
    return select(Package).where(Package.id.in_([derived_id("made", str(reply)) for reply in replies]))
