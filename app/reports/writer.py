"""Documents to files: a file appears whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from app.core.patience import replace_patiently
from app.core.progress import Progress
from app.reports.fonts import FontFiles
from app.reports.tree import Document

Render = Callable[[Document, BinaryIO], None]


def renderer(extension: str, fonts: FontFiles | None = None, progress: Progress | None = None) -> Render:
    """Return the renderer of a file format; its library is loaded only now.

    ``progress`` hears every page of a PDF and may stop it there.
    """
    if extension == "docx":
        from app.reports.render.docx import render_docx

        return render_docx
    if extension == "pdf":
        from app.reports.render.pdf import render_pdf

        return lambda document, stream: render_pdf(document, stream, fonts, progress)
    if extension == "xlsx":
        from app.reports.render.xlsx import render_xlsx

        return render_xlsx
    raise ValueError(f"unknown file format: {extension}")


def write_document(document: Document, target: Path, fonts: FontFiles | None = None) -> Path:
    """Write a document in the format of the target's name and return the target.

    The file is rendered beside the target and then put in its place. An ``OSError`` (folder read-only, disk
    full, target open in Word) is passed on; the old file, if any, is left as it was and no half file stays.
    """
    render = renderer(target.suffix.lstrip(".").lower(), fonts)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=".tmp")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            render(document, stream)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o644)  # mkstemp makes private files; papers are shared like any other file
        replace_patiently(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target
