"""``package import --join``: a commune's register that was made apart from its hub's."""

import keyring
import pytest

from app.bootstrap import run_command_line
from tests.apart import apart_commune, apart_hub, sent_down
from tests.offices import Office, office_templates
from tests.register import clock_at, template
from tests.system.test_secrets import Vault

__all__ = ["apart_commune", "apart_hub", "office_templates", "template"]


def test_a_package_is_held_and_taken_in_with_join(
    apart_hub: Office,
    apart_commune: Office,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = sent_down(apart_hub)
    apart_commune.uow.close()
    vault = Vault()
    monkeypatch.setattr(keyring, "get_keyring", lambda: vault)

    def take_in(*words: str) -> tuple[int, str]:
        data = ["--data", str(apart_commune.folder)]
        code = run_command_line([*data, "package", "import", str(file), *words], clock_at(2024, 1, 16))
        return code, capsys.readouterr().out

    code, told = take_in()
    assert code == 3
    assert "chưa nhập. " in told
    assert "thì thêm --join" in told
    code, told = take_in("--join")
    assert code == 0
    assert f"{file.name}: mới" in told
    apart_commune.uow.open()
