"""Digests of every paper in every format: ``python -m tests.reports.golden`` writes them anew.

A digest is of what a file says, not of how this machine's zlib packs it: members of a Word file or workbook,
decoded pages, fonts and outline of a PDF, pixels of a picture. With ``--bytes`` the digests of the very bytes
are printed instead, to be compared between processes.
"""

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from app.reports.catalogue import CATALOGUE, FORMATS
from app.reports.data.apology import ApologyForm
from app.reports.fonts import bundled_fonts
from app.reports.writer import renderer
from tests.reports import letter_samples as letters
from tests.reports import report_samples as samples

STORED = Path(__file__).with_name("golden.json")
MAKERS: dict[str, Any] = {
    "monthly-report": samples.monthly,
    "improvement-plan": samples.improvement,
    "consolidated-report": samples.consolidated,
    "reminder": letters.reminder,
    "assignment-notice": letters.assignment_notice,
    "results-notice": letters.results_notice,
    "apology": letters.apology,
    "apology-new": lambda **chosen: letters.apology(form=ApologyForm.NEW, **chosen),
    "handover": letters.handover,
    "leader-page": letters.leader_page,
    "number-story": letters.number_story,
}


def papers() -> Iterator[tuple[str, bytes]]:
    """Make every kind in every format, as draft and as issued; an issued one bears a mark of urgency."""
    for kind, make in MAKERS.items():
        for state in ("draft", "issued"):
            data = make(draft=state == "draft")
            if state == "issued":
                data = replace(data, frame=replace(data.frame, urgency="KHẨN"))
            document = CATALOGUE[kind.removesuffix("-new")].build(data).document
            for extension in FORMATS:
                stream = BytesIO()
                renderer(extension, bundled_fonts())(document, stream)
                yield f"{kind}.{state}.{extension}", stream.getvalue()


def meaning(content: bytes) -> str:
    """Return the digest of what a file says."""
    found = hashlib.sha256()
    for part in _parts_of_pdf(content) if content.startswith(b"%PDF") else _parts_of_zip(content):
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()


def _parts_of_zip(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        for member in package.infolist():
            data = package.read(member)
            yield f"{member.filename} {member.date_time}".encode()
            yield Image.open(BytesIO(data)).tobytes() if member.filename.endswith(".png") else data


def _parts_of_pdf(content: bytes) -> Iterator[bytes]:
    reader = PdfReader(BytesIO(content))
    yield str(sorted((key, str(value)) for key, value in (reader.metadata or {}).items())).encode()
    yield from _parts_of(reader.trailer["/Root"], set())


def _parts_of(node: Any, seen: set[int]) -> Iterator[bytes]:
    """Walk a PDF object; streams are decoded, each object is met once."""
    if isinstance(node, IndirectObject):
        if node.idnum in seen:
            return
        seen.add(node.idnum)
        node = node.get_object()
    if isinstance(node, DictionaryObject):
        for key in sorted(node):
            if key not in {"/Length", "/Filter", "/Length1"}:
                yield key.encode()
                yield from _parts_of(node.raw_get(key), seen)
        if isinstance(node, StreamObject):
            yield node.get_data()
    elif isinstance(node, ArrayObject):
        for item in list(node):
            yield from _parts_of(item, seen)
    else:
        yield str(node).encode()


def main() -> None:
    """Write the digests, or print those of the very bytes."""
    if "--bytes" in sys.argv:
        found = {name: hashlib.sha256(content).hexdigest() for name, content in papers()}
        sys.stdout.write(json.dumps(found))
    else:
        found = {name: meaning(content) for name, content in papers()}
        STORED.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
