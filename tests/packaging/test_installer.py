"""The installer's script and the Windows lock, read without NSIS or Wine."""

import re

from app.storage.connection import FILE_NAME
from app.system import data_folder, locations
from tests.architecture.tree import read
from tools.freeze.contents import CONSOLE_PROGRAM, WINDOW_PROGRAM
from tools.windows.package import PORTABLE_MARKER
from tools.windows.python import windows_lock

SCRIPT = read("tools/windows/installer.nsi")


def test_the_installer_needs_no_administrator_and_speaks_vietnamese() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert 'MUI_LANGUAGE "Vietnamese"' in SCRIPT
    assert "SetCompressor /SOLID lzma" in SCRIPT
    assert "HKLM" not in SCRIPT


def test_the_installer_knows_the_programs_and_the_register_by_their_names() -> None:
    for name in (f"{WINDOW_PROGRAM}.exe", f"{CONSOLE_PROGRAM}.exe", FILE_NAME, data_folder._POINTER):
        assert name in SCRIPT


def test_what_a_person_put_beside_the_program_is_never_swept_away() -> None:
    swept = re.findall(r'RMDir /r "([^"]+)"', SCRIPT)
    assert set(swept) == {r"$INSTDIR\_internal", r"$INSTDIR\_internal.cu", "${DATA}"}


def test_the_register_is_removed_only_after_two_questions_or_a_word() -> None:
    removal = SCRIPT.index('RMDir /r "${DATA}"')
    before = SCRIPT[SCRIPT.index('Section "Uninstall"') : removal]
    assert before.count("MB_DEFBUTTON2") == 2
    assert "/XOA-SO" in before
    assert SCRIPT.count('RMDir /r "${DATA}"') == 1


def test_every_question_has_a_silent_answer() -> None:
    boxes = [line for line in SCRIPT.splitlines() if line.strip().startswith("MessageBox")]
    assert len(boxes) == 4
    assert all("/SD" in line for line in boxes)


def test_the_portable_marker_has_one_name() -> None:
    assert PORTABLE_MARKER == locations.PORTABLE_MARKER


def test_the_windows_lock_holds_what_windows_needs_and_nothing_of_linux() -> None:
    pins = windows_lock(read("requirements-build.lock"))
    names = {entry.split("==")[0] for entry in pins.splitlines() if not entry.startswith(" ")}
    assert {"pywin32-ctypes", "pefile", "pyside6-essentials", "pyinstaller"} <= names
    assert not {"secretstorage", "jeepney", "cryptography", "importlib-metadata", "macholib"} & names
    assert ";" not in pins
    assert pins.count("--hash=sha256:") > len(names)


def test_the_stand_ins_of_wine_never_ship() -> None:
    from tools.freeze.contents import is_wanted
    from tools.windows.wine import _STAND_INS

    assert not any(is_wanted(f"{name}.dll") for name in _STAND_INS)
