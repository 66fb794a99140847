"""The icon of the Windows programs and of the installer, drawn from resources/icons/app.svg by Qt."""

import os
import struct
import sys
from pathlib import Path

from tools.freeze.contents import GENERATED, ROOT

_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
_PNG_FROM = 256  # smaller ones as bitmaps: the resource compilers of installers read nothing else


def write_icon(target: Path = GENERATED / "app.ico", source: Path = ROOT / "resources/icons/app.svg") -> Path:
    """Draw the icon in every size into one file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen" if sys.platform.startswith("linux") else "windows")
    pictures = [(size, _picture(source, size)) for size in _SIZES]
    place = 6 + 16 * len(pictures)
    header = struct.pack("<HHH", 0, 1, len(pictures))
    for size, data in pictures:
        shown = size % 256
        header += struct.pack("<BBBBHHII", shown, shown, 0, 0, 1, 32, len(data), place)
        place += len(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(header + b"".join(data for _, data in pictures))
    return target


def _picture(source: Path, size: int) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    if size >= _PNG_FROM:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
        return bytes(buffer.data().data())
    pixels = bytes(image.constBits())
    row = size * 4
    upside_down = b"".join(pixels[start : start + row] for start in range(row * (size - 1), -1, -row))
    mask = b"\0" * (((size + 31) // 32) * 4 * size)
    bitmap = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, len(upside_down), 0, 0, 0, 0)
    return bitmap + upside_down + mask
