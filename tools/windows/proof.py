"""The proof under Wine: installed, upgraded, refused, removed, and the papers it makes."""

import json
import shutil
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

from tools.freeze.bundle import BuildFailed, clean, read_selftest, say
from tools.freeze.contents import CONSOLE_PROGRAM, WINDOW_PROGRAM, known_schema, program_version
from tools.windows.package import PORTABLE_MARKER, make_installer
from tools.windows.wine import Wine

_KEY = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\so-cchc"
_CLASSES = "HKCU\\Software\\Classes"
_OLDER = "0.0.9"
_RUNNING, _NEWER = 3, 4  # exit codes of installer.nsi
_PATIENCE = 60
_HEADER_SCHEMA = 60


class Proof:
    """One frozen program and its installer, tried step by step in one prefix."""

    def __init__(self, wine: Wine, frozen: Path, installer: Path, scratch: Path) -> None:
        self._wine, self._frozen, self._installer = wine, frozen, installer
        self._scratch = clean(scratch)
        local = wine.local_app_data()
        self._home = local / "Programs" / "so-cchc"
        self._data = local / "so-cchc"
        self._link = local.parent / "Roaming/Microsoft/Windows/Start Menu/Programs/Sổ CCHC.lnk"
        self._older = make_installer(frozen, self._scratch / "older.exe", version=_OLDER, quick=True)
        for folder in (self._home, self._data):
            shutil.rmtree(folder, ignore_errors=True)
        wine.run("reg", "delete", _KEY, "/f", seconds=60)

    def run(self, linux_papers: Path) -> dict[str, float]:
        """Take every step; return the seconds of each. The first one that fails ends the proof."""
        times: dict[str, float] = {}
        for step in (
            self.frozen_selftest,
            self.window_program_writes_its_log,
            self.older_version_and_a_register,
            self.upgrade_keeps_the_register,
            self.installed_selftest,
            lambda: self.same_papers_as(linux_papers),
            self.running_program_is_noticed,
            self.older_installer_is_refused,
            self.newer_register_is_refused,
            self.uninstall_keeps_the_register,
            self.uninstall_removes_what_it_is_told_to,
            self.portable_folder_keeps_its_data,
        ):
            name = getattr(step, "__name__", "").replace("<lambda>", "same_papers_as_linux")
            begin = time.monotonic()
            step()
            times[name] = round(time.monotonic() - begin, 1)
            say(f"  {name.replace('_', ' ')}: {times[name]} s")
        return times

    def frozen_selftest(self) -> None:
        """The frozen folder tests itself."""
        self.selftest(self._frozen / f"{CONSOLE_PROGRAM}.exe")

    def window_program_writes_its_log(self) -> None:
        """The program without a console leaves its result in a file."""
        log = self._scratch / "log.json"
        code, _ = self._wine.run(self._frozen / f"{WINDOW_PROGRAM}.exe", "selftest", "--log", log)
        if code or not json.loads(log.read_text("utf-8"))["ok"]:
            raise BuildFailed(f"window program: selftest {code}")

    def older_version_and_a_register(self) -> None:
        """A version before is installed in silence, and an office makes its register with it."""
        self._install(self._older, 0)
        self._expect(self._wine.registry(_KEY, "DisplayVersion") == _OLDER, "older version not registered")
        stale = self._home / "_internal" / "only-in-the-version-before.txt"
        stale.write_text("x", "utf-8")
        self._command("init", "--preset", "quy-hop-2024")
        self._expect((self._data / "so-cchc.db").exists(), "no register")
        self._dump = self._command("dump")

    def upgrade_keeps_the_register(self) -> None:
        """This version over the one before: no mixture, the same register, and all that Windows shows."""
        self._install(self._installer, 0)
        value = self._wine.registry
        self._expect(value(_KEY, "DisplayVersion") == program_version(), "version not registered")
        self._expect(int(value(_KEY, "EstimatedSize"), 16) > 0, "size not registered")
        self._expect(not list(self._home.rglob("only-in-*")), "files of the version before remain")
        self._expect(self._link.exists(), "no entry in the Start menu")
        _, kind = self._wine.run("reg", "query", f"{_CLASSES}\\.cchc", "/ve", seconds=60)
        self._expect("SoCCHC.Goi" in kind, ".cchc is not ours")
        self._expect(self._command("dump") == self._dump, "the register changed")

    def installed_selftest(self) -> None:
        """The installed program tests itself."""
        self.selftest(self._home / f"{CONSOLE_PROGRAM}.exe")

    def same_papers_as(self, linux_papers: Path) -> None:
        """The sample's papers say the same words as those made on Linux."""
        folder = self._scratch / "mẫu"
        self._command("demo", folder)
        here = {path.name: pdf_text(path) for path in (folder / "documents").glob("*.pdf")}
        there = {path.name: pdf_text(path) for path in linux_papers.glob("*.pdf")}
        differing = [name for name in sorted(here.keys() | there.keys()) if here.get(name) != there.get(name)]
        self._expect(len(here) > 0 and not differing, f"papers differ: {differing}")
        say(f"  {len(here)} PDFs with the same text")

    def running_program_is_noticed(self) -> None:
        """The installer does not touch a program that runs."""
        self._wine.start(self._home / f"{WINDOW_PROGRAM}.exe")
        self._until((self._data / "so-cchc.db-wal").exists, "the window did not open the register")
        try:
            self._install(self._installer, _RUNNING)
        finally:
            self._wine.end()
        self._expect(self._command("dump") == self._dump, "the register changed")

    def older_installer_is_refused(self) -> None:
        """A version before does not go over this one."""
        self._install(self._older, _NEWER)
        self._expect(self._wine.registry(_KEY, "DisplayVersion") == program_version(), "version went back")

    def newer_register_is_refused(self) -> None:
        """A program does not go beside a register it could not read, in the usual folder or a chosen one."""
        register = self._data / "so-cchc.db"
        elsewhere = self._scratch / "sổ ở nơi khác"
        elsewhere.mkdir()
        whole = register.read_bytes()
        newer = (known_schema() + 1).to_bytes(4, "big")
        register.write_bytes(whole[:_HEADER_SCHEMA] + newer + whole[_HEADER_SCHEMA + 4 :])
        self._install(self._installer, _NEWER)
        register.replace(elsewhere / "so-cchc.db")
        pointer = self._data / "noi-cat-so.txt"
        pointer.write_text(f"Z:{str(elsewhere).replace('/', chr(92))}\n", "utf-8")
        self._install(self._installer, _NEWER)
        pointer.unlink()
        register.write_bytes(whole)
        self._expect(self._command("dump") == self._dump, "the register changed")

    def uninstall_keeps_the_register(self) -> None:
        """Removing the program leaves the register where it is, and what somebody put beside the program."""
        foreign = self._home / "của người dùng.txt"
        foreign.write_text("x", "utf-8")
        self._uninstall()
        self._expect((self._data / "so-cchc.db").exists(), "the register is gone")
        self._expect(foreign.exists(), "a foreign file is gone")
        self._expect(not self._link.exists(), "the Start menu entry remains")
        self._expect(not self._wine.registry(_KEY, "DisplayVersion"), "the uninstall entry remains")
        foreign.unlink()

    def uninstall_removes_what_it_is_told_to(self) -> None:
        """Asked for it, the register goes too."""
        self._install(self._older, 0)
        self._expect(self._command("dump") == self._dump, "the register did not outlive the program")
        self._uninstall("/XOA-SO")
        self._until(lambda: not self._data.exists(), "the data remain")

    def portable_folder_keeps_its_data(self) -> None:
        """With the marker the data lie beside the program, without it they do not."""
        folder = self._scratch / "mang theo"
        shutil.copytree(self._frozen, folder)
        (folder / PORTABLE_MARKER).write_text("x", "utf-8")
        self._command("init", "--preset", "quy-hop-2024", home=folder)
        self._expect((folder / "du-lieu" / "so-cchc.db").exists(), "the data are not beside the program")
        self._expect(not self._data.exists(), "the data are in the machine")

    def selftest(self, program: Path, *words: str) -> None:
        """Run a self-test under Wine; fail with what it says."""
        begin = time.monotonic()
        code, said = self._wine.run(program, *words, "selftest", "--json")
        read_selftest(code, said, time.monotonic() - begin)

    def _command(self, *words: str | Path, home: Path | None = None) -> str:
        code, said = self._wine.run((home or self._home) / f"{CONSOLE_PROGRAM}.exe", *words)
        self._expect(code == 0, f"{words[0]}: {code}, {said[-300:]}")
        return said

    def _install(self, installer: Path, expected: int) -> None:
        code, said = self._wine.run(installer, "/S", seconds=400)
        self._expect(code == expected, f"{installer.name}: {code} instead of {expected}; {said[-300:]}")

    def _uninstall(self, *words: str) -> None:
        self._wine.run(self._home / "uninstall.exe", "/S", *words)
        program = self._home / f"{WINDOW_PROGRAM}.exe"
        self._until(lambda: not program.exists(), "the program remains")
        self._until(lambda: not (self._home / "uninstall.exe").exists(), "the uninstaller remains")

    def _until(self, fact: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not fact():
            self._expect(time.monotonic() < end, otherwise)
            time.sleep(0.2)

    def _expect(self, fact: bool, otherwise: str) -> None:
        if not fact:
            raise BuildFailed(otherwise)


def pdf_text(path: Path) -> str:
    """Return the words of a PDF."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(path)  # type: ignore[no-untyped-call]
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()  # type: ignore[no-untyped-call]
    return unicodedata.normalize("NFC", "\f".join(pages))
