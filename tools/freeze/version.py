"""The version resource of the Windows programs: what Explorer shows under Properties, Details."""

from pathlib import Path

from tools.freeze.contents import GENERATED, program_version

_TEXT = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1,
                    subtype=0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("042A04B0", [
      StringStruct("CompanyName", "Sổ CCHC"),
      StringStruct("FileDescription", {description!r}),
      StringStruct("FileVersion", {version!r}),
      StringStruct("InternalName", {name!r}),
      StringStruct("OriginalFilename", {file!r}),
      StringStruct("ProductName", "Sổ CCHC"),
      StringStruct("ProductVersion", {version!r})])]),
    VarFileInfo([VarStruct("Translation", [0x042A, 0x04B0])]),
  ],
)
"""
_DESCRIPTIONS = {
    "so-cchc": "Sổ CCHC - sổ theo dõi công tác cải cách hành chính",
    "so-cchc-cli": "Sổ CCHC - các lệnh không cần cửa sổ",
}


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version as the four numbers that Windows compares."""
    numbers = [int(part) for part in version.split(".")[:3]]
    first, second, third = (*numbers, 0, 0, 0)[:3]
    return first, second, third, 0


def write_version_resource(name: str, folder: Path = GENERATED) -> Path:
    """Write the resource of one program in the form PyInstaller reads; return the file."""
    version = program_version()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.version.txt"
    text = _TEXT.format(
        numbers=version_numbers(version),
        version=version,
        name=name,
        file=f"{name}.exe",
        description=_DESCRIPTIONS[name],
    )
    path.write_text(text, "utf-8")
    return path
