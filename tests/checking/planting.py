"""Papers with one planted fault: the tree is changed, the renderer is bent, or the Word file's XML edited."""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pytest

from app.reports.builders.improvement_plan import build_improvement_plan
from app.reports.builders.monthly_report import build_monthly_report
from app.reports.fonts import bundled_fonts
from app.reports.render import docx, docx_blocks, docx_package, pdf, pdf_blocks
from app.reports.render.docx import render_docx
from app.reports.render.pdf import render_pdf
from app.reports.styles import LOOKS, PAGE, Part
from app.reports.tree import Block, Document, Heading, Paragraph, Run, SignatureBlock, Style
from tests.reports import report_samples as samples

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch, Document], Document]
Edit = Callable[[str], str]


def bases() -> dict[str, Document]:
    """Return the papers without fault."""
    return {
        "draft": build_monthly_report(samples.monthly()).document,
        "issued": build_monthly_report(samples.monthly(draft=False)).document,
        "long": build_monthly_report(samples.monthly(long=True, draft=False)).document,
        "plan": build_improvement_plan(samples.improvement(draft=False)).document,
    }


@dataclass(frozen=True)
class Fault:
    """One fault and the rule that must see it."""

    rule: str
    name: str
    plant: Plant | None = None
    edit: Edit | None = None  # of word/document.xml; such a fault has no PDF
    base: str = "issued"
    formats: tuple[str, ...] = ("docx", "pdf")
    verdict: str = "fail"
    part: str = "word/document.xml"

    def __str__(self) -> str:
        return f"{self.rule}-{self.name}"


@contextmanager
def _fresh_styles() -> Iterator[None]:
    docx_package.empty_package.cache_clear()
    try:
        yield
    finally:
        docx_package.empty_package.cache_clear()


def render(document: Document, extension: str) -> bytes:
    stream = BytesIO()
    if extension == "docx":
        render_docx(document, stream)
    else:
        render_pdf(document, stream, bundled_fonts())
    return stream.getvalue()


def planted(fault: Fault, document: Document, extension: str) -> bytes:
    """Return a file with the fault in it."""
    with pytest.MonkeyPatch.context() as patch, _fresh_styles():
        changed = fault.plant(patch, document) if fault.plant else document
        content = render(changed, extension)
    return edited(content, fault.edit, fault.part) if fault.edit else content


def edited(content: bytes, edit: Edit, part: str = "word/document.xml") -> bytes:
    """Return a Word file with one part changed; a change that changes nothing is an error of the test."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == part:
                after = edit(data.decode()).encode()
                assert after != data, "the edit found nothing to change"
                data = after
            new.writestr(item.filename, data)
    return stream.getvalue()


def swap(old: str, new: str, count: int = 1) -> Edit:
    return lambda text: text.replace(old, new, count)


def sub(pattern: str, new: str, count: int = 1) -> Edit:
    return lambda text: re.sub(pattern, new, text, count=count, flags=re.DOTALL)


def look(style: Style | Part, **changes: Any) -> Plant:
    """Change how a style looks."""

    def plant(patch: Patch, document: Document) -> Document:
        patch.setitem(LOOKS, style, replace(LOOKS[style], **changes))
        return document

    return plant


def head(change: Callable[[Any], Any]) -> Plant:
    """Change the letterhead as it was laid out."""

    def plant(patch: Patch, document: Document) -> Document:
        for module in (docx_blocks, pdf_blocks):
            original = module.lay_out_head
            patch.setattr(module, "lay_out_head", lambda *given, own=original: change(own(*given)))
        return document

    return plant


def number(text: str) -> Plant:
    return head(lambda plan: replace(plan, number=text))


def day(text: str) -> Plant:
    return head(lambda plan: replace(plan, place_date=(f"Mẫu, {text}",)))


def constant(name: str, value: Any) -> Plant:
    """Change a constant that both renderers of fixed blocks read."""

    def plant(patch: Patch, document: Document) -> Document:
        for module in (docx_blocks, pdf_blocks):
            patch.setattr(module, name, value)
        return document

    return plant


def page(**sides: float) -> Plant:
    """Change margins or size of the paper."""

    def plant(patch: Patch, document: Document) -> Document:
        for name, length in sides.items():
            patch.setattr(type(PAGE), name, length)
        return document

    return plant


def nodes(change: Callable[[Block], Block | None]) -> Plant:
    """Change or leave out blocks of the main part."""

    def plant(_patch: Patch, document: Document) -> Document:
        changed = tuple(new for new in map(change, document.blocks) if new is not None)
        assert changed != document.blocks
        return replace(document, blocks=changed)

    return plant


def heading(**changes: Any) -> Plant:
    return nodes(lambda node: replace(node, **changes) if isinstance(node, Heading) else node)


def signature(**changes: Any) -> Plant:
    return nodes(lambda node: replace(node, **changes) if isinstance(node, SignatureBlock) else node)


def without(kind: type[Any]) -> Plant:
    return nodes(lambda node: None if isinstance(node, kind) else node)


def words(old: str, new: str) -> Plant:
    """Change words of the paragraphs of the main part."""

    def change(node: Block) -> Block:
        if isinstance(node, Paragraph) and old in node.text:
            return replace(node, runs=(Run(node.text.replace(old, new)),))
        return node

    return nodes(change)


def receivers(change: Callable[[list[str]], list[str]]) -> Plant:
    """Change Nơi nhận as it is printed."""

    def plant(patch: Patch, document: Document) -> Document:
        for module in (docx_blocks, pdf_blocks):
            original = module.recipient_items
            patch.setattr(module, "recipient_items", lambda node, own=original: change(own(node)))
        return document

    return plant


def addressees(change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Plant:
    """Change the items of Kính gửi as they are printed."""

    def plant(patch: Patch, document: Document) -> Document:
        for module in (docx, pdf_blocks):
            original = module.lay_out_addressees

            def changed(*given: Any, own: Any = original) -> Any:
                plan = own(*given)
                return replace(plan, items=change(plan.items))

            patch.setattr(module, "lay_out_addressees", changed)
        return document

    return plant


def annex(**changes: Any) -> Plant:
    """Change every annex; a list gives each its own."""

    def plant(_patch: Patch, document: Document) -> Document:
        made = []
        for at, item in enumerate(document.annexes):
            own = {name: value[at] if isinstance(value, list) else value for name, value in changes.items()}
            made.append(replace(item, **own))
        return replace(document, annexes=tuple(made))

    return plant


def draws(draw: Callable[[Any, int], int | None]) -> Plant:
    """Draw something more on each page of the PDF; a number returned is shown in place of the page's own."""

    def plant(patch: Patch, document: Document) -> Document:
        original = pdf.PdfRenderer._page

        def drawn(self: Any, boxes: Any, number: int) -> None:
            shown = draw(self, number)
            original(self, boxes, number if shown is None else shown)

        patch.setattr(pdf.PdfRenderer, "_page", drawn)
        return document

    return plant


def both(*plants: Plant) -> Plant:
    def plant(patch: Patch, document: Document) -> Document:
        for one in plants:
            document = one(patch, document)
        return document

    return plant
