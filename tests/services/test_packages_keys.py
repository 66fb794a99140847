"""Whose key it is (X8): twelve scenes from first use to a low-order key."""

import base64
from pathlib import Path

import msgspec
import pytest
from nacl.signing import SigningKey
from sqlalchemy import select

from app.core.errors import InvalidField
from app.exchange.container import pack, unpack
from app.exchange.guarded_json import encode
from app.exchange.keys import key_code, public_part
from app.exchange.package_file import build, read_package
from app.models import UnitKey
from app.services.packages import batch, decisions
from app.services.packages.arrivals import Arrived
from app.services.packages.keys import renew_own_key, revoke_key, trust_key
from app.services.packages.making import hand_down
from tests.offices import Office, expected_id, fill_in, seal, unit_id_of
from tests.register import clock_at

DAY = clock_at(2024, 3, 12)
OTHER = SigningKey(b"k" * 32)


@pytest.fixture
def joined(sealed: tuple[Office, Office]) -> tuple[Office, Office]:
    """Give a hub and a commune that has sealed its report of March."""
    return sealed


def taken(hub: Office, path: Path) -> Arrived:
    return hub.at(DAY).take_in(path).files[0]


def again(commune: Office, march: str, base: int = 8) -> Path:
    fill_in(commune.at(DAY), march, base=base)
    return commune.put_out(seal(commune.at(DAY), march, reason="Sửa"))


def signed_by(path: Path, key: SigningKey, **more: object) -> Path:
    package = read_package(path.read_bytes())
    target = path.with_name("ky-lai.cchc")
    target.write_bytes(build(msgspec.structs.replace(package.manifest, **more), package.members, key))
    return target


def keys_of(hub: Office, unit_id: str) -> list[UnitKey]:
    with hub.uow.read() as session:
        rows = list(session.scalars(select(UnitKey).where(UnitKey.unit_id == unit_id)))
        session.expunge_all()
        return rows


def trust(hub: Office, unit_id: str, public: str, code: str, reason: str = "") -> list[str]:
    desk = batch.desk_for(hub.at(DAY).services, hub.secrets)
    with hub.uow.write() as session:
        trust_key(session, unit_id=unit_id, public=public, typed=code, clock=DAY, reason=reason)
        return [a.outcome for a in decisions.retry_waiting(session, unit_id=unit_id, desk=desk).value]


def test_first_use_with_the_token_is_trusted_for_the_time_being(
    joined: tuple[Office, Office], first: Path
) -> None:
    hub, commune = joined
    assert taken(hub, first).outcome == "new"
    (key,) = keys_of(hub, commune.unit_id)
    assert (key.trusted_at, key.revoked_at) == (None, None)


def test_the_typed_code_makes_a_key_verified(joined: tuple[Office, Office], first: Path) -> None:
    hub, commune = joined
    taken(hub, first)
    (key,) = keys_of(hub, commune.unit_id)
    trust(hub, commune.unit_id, key.public_key, key_code(key.public_key))
    assert keys_of(hub, commune.unit_id)[0].trusted_at == DAY.now()


def test_a_wrong_code_verifies_nothing(joined: tuple[Office, Office], first: Path) -> None:
    hub, commune = joined
    taken(hub, first)
    (key,) = keys_of(hub, commune.unit_id)
    with pytest.raises(InvalidField, match="không phải của khóa này"):
        trust(hub, commune.unit_id, key.public_key, key_code("00" * 32))
    assert keys_of(hub, commune.unit_id)[0].trusted_at is None


def test_another_key_for_a_known_unit_is_a_hard_stop(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    taken(hub, first)
    arrived = taken(hub, signed_by(again(commune, march), OTHER))
    assert (arrived.outcome, arrived.code, arrived.verdict) == ("rejected", "E-KEY-03", "waiting")
    assert arrived.reason == (
        f"Gói của {arrived.unit} được ký bằng khóa khác khóa đã biết. Chưa nhập. "
        "Gọi cho đơn vị và gõ mã xác minh để tiếp tục. (E-KEY-03)"
    )
    assert len(keys_of(hub, commune.unit_id)) == 1


def test_a_lost_key_is_replaced_by_typing_the_new_code_with_a_reason(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    taken(hub, first)
    commune.secrets.kept.clear()
    with commune.uow.write() as session:
        code = renew_own_key(session, secrets=commune.secrets, reason="Cài lại máy", clock=DAY).value
    second = again(commune, march)
    assert taken(hub, second).code == "E-KEY-03"
    public = read_package(second.read_bytes()).key
    with pytest.raises(InvalidField, match="lý do"):
        trust(hub, commune.unit_id, public, code)
    assert trust(hub, commune.unit_id, public, code, "Xã cài lại máy, đã gọi") == ["replacement"]
    states = {k.public_key: k.revoked_at for k in keys_of(hub, commune.unit_id)}
    assert states[public] is None
    assert sum(moment is not None for moment in states.values()) == 1


def test_what_a_revoked_key_signs_later_waits(joined: tuple[Office, Office], march: str, first: Path) -> None:
    hub, commune = joined
    taken(hub, first)
    (key,) = keys_of(hub, commune.unit_id)
    with hub.uow.write() as session:
        revoke_key(session, unit_id=commune.unit_id, public=key.public_key, reason="Mất máy", clock=DAY)
    arrived = taken(hub, again(commune, march))
    assert (arrived.outcome, arrived.code) == ("rejected", "E-KEY-05")
    assert "khóa đã thu hồi" in arrived.reason
    assert taken(hub, first).outcome == "duplicate"  # what was taken in stays


def test_an_unknown_key_without_the_token_waits(joined: tuple[Office, Office], first: Path) -> None:
    hub, commune = joined
    arrived = taken(hub, signed_by(first, OTHER, enrol_token=None))
    assert (arrived.outcome, arrived.code) == ("rejected", "E-KEY-04")
    assert "không kèm mã ghi danh đúng" in arrived.reason
    assert keys_of(hub, commune.unit_id) == []
    assert trust(hub, commune.unit_id, public_part(OTHER), key_code(public_part(OTHER))) == ["new"]


def test_a_wrong_token_enrols_nobody(joined: tuple[Office, Office], first: Path) -> None:
    hub, commune = joined
    assert taken(hub, signed_by(first, OTHER, enrol_token="0" * 32)).code == "E-KEY-04"
    assert keys_of(hub, commune.unit_id) == []


def test_a_replayed_token_does_not_change_a_known_key(joined: tuple[Office, Office], first: Path) -> None:
    hub = joined[0]
    taken(hub, first)
    token = read_package(first.read_bytes()).manifest.enrol_token
    assert token is not None
    assert taken(hub, signed_by(first, OTHER, enrol_token=token)).code == "E-KEY-03"


def test_a_token_of_one_unit_is_none_of_another(joined: tuple[Office, Office], first: Path) -> None:
    """The wrong unit: a package in the name of a second commune, with the first one's token."""
    hub, _ = joined
    with hub.uow.read() as session:
        other = unit_id_of(session, "17041")
    package = read_package(first.read_bytes())
    march_of_other = expected_id(hub, "2024-03", other)
    sender = msgspec.structs.replace(package.manifest.sender, id=other, code="17041")
    arrived = taken(hub, signed_by(first, OTHER, sender=sender, stream=march_of_other))
    assert (arrived.outcome, arrived.code) == ("rejected", "E-KEY-04")
    assert keys_of(hub, other) == []


def test_a_forwarded_package_stays_its_makers(joined: tuple[Office, Office], first: Path) -> None:
    """The hub's own assignment, sent back to it, and a unit's report sent to the unit itself."""
    hub, commune = joined
    made = hand_down(hub.services, hub.secrets, unit_id=commune.unit_id, year=2024)
    assert taken(hub, hub.put_out(made)).code == "E-PKG-04"
    assert commune.at(DAY).take_in(first).files[0].code == "E-PKG-04"


def test_the_hubs_changed_key_stops_at_the_unit_too(joined: tuple[Office, Office]) -> None:
    hub, commune = joined
    made = hand_down(hub.services, hub.secrets, unit_id=commune.unit_id, year=2024)
    forged = signed_by(hub.put_out(made), OTHER, revision=2)
    arrived = commune.take_in(forged).files[0]
    assert (arrived.outcome, arrived.code) == ("rejected", "E-KEY-03")


LOW_ORDER = (
    "00" * 32,
    "01" + "00" * 31,
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
)


@pytest.mark.parametrize("public", LOW_ORDER)
def test_a_key_of_low_order_signs_nothing(
    public: str, joined: tuple[Office, Office], march: str, first: Path
) -> None:
    """Such a key has signatures that fit any message: it is no key, whatever the envelope says."""
    hub = joined[0]
    envelope, members = unpack(first.read_bytes())
    signed = msgspec.json.decode(envelope)
    for signature in (bytes(64), bytes.fromhex(public) + bytes(32)):
        text = base64.b64encode(signature).decode()
        signed["signatures"] = [{"keyid": public, "sig": text}]
        forged = first.with_name("bac-thap.cchc")
        forged.write_bytes(pack(encode(signed), members))
        arrived = taken(hub, forged)
        assert (arrived.outcome, arrived.code) == ("rejected", "E-PKG-01")
