"""Secrets live in the system's vault and nowhere else; with no vault the feature says so and stays off."""

from typing import Any, Protocol

from app.core.errors import Unavailable

_SERVICE = "so-cchc"


class Secrets(Protocol):
    """A vault of named secrets."""

    def get(self, name: str) -> str | None:
        """Return a secret, None where there is none."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep a secret; raises ``Unavailable`` where there is no vault."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret, also one that is not there."""
        ...

    def is_secure(self) -> bool:
        """Tell whether there is a vault to keep secrets in."""
        ...

    def backend_name(self) -> str:
        """Return the class of the vault that answers on this machine."""
        ...


class VaultSecrets:
    """The operating system's vault through ``keyring``; a plain-text backend counts as none."""

    def _backend(self) -> Any:
        import sys

        import keyring

        if sys.platform == "win32":
            # Named in code: a configuration file must not be able to redirect the vault.
            from keyring.backends.Windows import WinVaultKeyring

            return WinVaultKeyring()
        return keyring.get_keyring()

    def is_secure(self) -> bool:
        """Tell whether there is a vault to keep secrets in."""
        backend = self._backend()
        return bool(backend.priority > 0) and "Plaintext" not in type(backend).__name__

    def backend_name(self) -> str:
        """Return the class of the vault that answers on this machine."""
        kind = type(self._backend())
        return f"{kind.__module__}.{kind.__name__}"

    def get(self, name: str) -> str | None:
        """Return a secret, None where there is none or no vault."""
        found: str | None = self._backend().get_password(_SERVICE, name) if self.is_secure() else None
        return found

    def set(self, name: str, value: str) -> None:
        """Keep a secret; raises ``Unavailable`` where there is no vault."""
        if not self.is_secure():
            raise Unavailable(
                "Máy này không có kho mật khẩu của hệ thống nên không lưu được mật khẩu.",
                hint="Tính năng cần mật khẩu được tắt; các phần khác dùng bình thường.",
                code="E-KEY-02",
            )
        self._backend().set_password(_SERVICE, name, value)

    def delete(self, name: str) -> None:
        """Forget a secret, also one that is not there."""
        if self.get(name) is not None:
            self._backend().delete_password(_SERVICE, name)
