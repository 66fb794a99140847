"""Secrets live in the system's vault and nowhere else."""

import sys
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoVault

from app.core.errors import Unavailable
from app.system.secrets import VaultSecrets

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows' own vault is named in code")


class Vault(KeyringBackend):
    """A vault that lives as long as the test."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class PlaintextVault(Vault):
    """A file in disguise."""


@pytest.fixture(autouse=True)
def usual_backend() -> Iterator[None]:
    """Put the usual backend back."""
    usual = keyring.get_keyring()
    yield
    keyring.set_keyring(usual)


def test_a_secret_is_kept_read_and_forgotten() -> None:
    vault = Vault()
    keyring.set_keyring(vault)
    secrets = VaultSecrets()
    assert secrets.is_secure()
    assert secrets.get("mail") is None
    secrets.set("mail", "mật khẩu")
    assert secrets.get("mail") == "mật khẩu"
    assert vault.kept == {("so-cchc", "mail"): "mật khẩu"}
    secrets.delete("mail")
    secrets.delete("mail")
    assert vault.kept == {}


@pytest.mark.parametrize("backend", [NoVault, PlaintextVault])
def test_without_a_vault_the_feature_says_so_and_stays_off(backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    secrets = VaultSecrets()
    assert not secrets.is_secure()
    assert secrets.get("mail") is None
    with pytest.raises(Unavailable, match="không có kho mật khẩu") as refused:
        secrets.set("mail", "x")
    assert refused.value.code == "E-KEY-02"
    secrets.delete("mail")
