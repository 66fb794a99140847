"""Files that a commune sealed, taken in at the hub: for tests of what can go wrong with them."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from app.exchange.keys import signing_key
from app.exchange.manifest import Manifest
from app.exchange.package_file import build, read_package
from app.services.figures import entered_figures
from app.services.packages.arrivals import Arrived
from tests.offices import SEALED_ON, Office, fill_in, seal
from tests.register import clock_at

CAME_ON = clock_at(2024, 3, 12)


def again(commune: Office, march: str, *, base: int) -> Path:
    fill_in(commune.at(SEALED_ON), march, base=base)
    return commune.put_out(seal(commune.at(SEALED_ON), march, reason="Sửa số liệu"))


def taken(hub: Office, path: Path) -> Arrived:
    return hub.at(CAME_ON).take_in(path).files[0]


def figure(hub: Office, march: str) -> object:
    with hub.uow.read() as session:
        found = entered_figures(session, march).get("CD12")
        return found.value if found else None


def remade(
    commune: Office,
    path: Path,
    *,
    manifest: dict[str, object] | None = None,
    change: Callable[[bytes], bytes] | None = None,
) -> Path:
    """Sign a changed package with the commune's own key, as a faulty or dishonest program would."""
    package = read_package(path.read_bytes())
    key = signing_key(next(iter(commune.secrets.kept.values())))
    members = dict(package.members)
    if change is not None:
        members["data/report.json"] = change(members["data/report.json"])
    made: Manifest = msgspec.structs.replace(package.manifest, **(manifest or {}))
    target = path.with_name(f"khac-{len(list(path.parent.iterdir()))}.cchc")
    target.write_bytes(build(made, members, key))
    return target
