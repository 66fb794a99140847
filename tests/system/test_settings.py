"""Preferences of one person on one machine."""

from pathlib import Path

import pytest

from app.system.settings import SETTINGS, Settings


def test_every_preference_has_its_default_before_anything_is_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "tuy-chon.toml")
    assert {s.key: settings.get(s.key) for s in SETTINGS} == {s.key: s.default for s in SETTINGS}
    assert list(tmp_path.iterdir()) == []


def test_preferences_are_kept_for_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "mới" / "tuy-chon.toml"
    settings = Settings(path)
    settings.set("user.name", "Nguyễn Thị “Ánh” \\ \n 𠀀")
    settings.set("view.font_points", 18)
    again = Settings(path)
    assert again.text("user.name") == "Nguyễn Thị “Ánh” \\ \n 𠀀"
    assert again.number("view.font_points") == 18
    assert again.text("view.theme") == "system"
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"view = 3",
        b"= broken",
        b"\xff\xfe\x00",
        b'"view.font_points" = "big"',
        b'"view.font_points" = true',
    ],
)
def test_a_file_that_cannot_be_used_means_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tuy-chon.toml"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.number("view.font_points") == 14
    settings.set("view.font_points", 16)
    assert Settings(path).number("view.font_points") == 16


def test_a_folder_in_the_place_of_the_file_means_defaults(tmp_path: Path) -> None:
    (tmp_path / "tuy-chon.toml").mkdir()
    assert Settings(tmp_path / "tuy-chon.toml").text("view.theme") == "system"


def test_an_undeclared_preference_is_a_bug(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "tuy-chon.toml")
    with pytest.raises(KeyError):
        settings.get("view.colour")
    with pytest.raises(KeyError):
        settings.set("view.colour", "red")


@pytest.mark.parametrize(
    ("key", "value"), [("view.font_points", "14"), ("view.font_points", True), ("user.name", 3)]
)
def test_a_value_of_another_type_is_a_bug(tmp_path: Path, key: str, value: str | int | bool) -> None:
    with pytest.raises(TypeError, match=key):
        Settings(tmp_path / "tuy-chon.toml").set(key, value)


def test_keeping_what_is_already_so_writes_nothing(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "tuy-chon.toml")
    settings.set("view.theme", "system")
    assert list(tmp_path.iterdir()) == []


def test_every_choice_is_named_and_the_default_is_one_of_them() -> None:
    for setting in SETTINGS:
        assert setting.label
        assert not setting.choices or setting.default in dict(setting.choices)
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
