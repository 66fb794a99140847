"""Renderers bent to draw what ours never draw: pages with wrong numbers, split lines, other characters."""

import unicodedata
from dataclasses import replace
from typing import Any

from app.reports.render import pdf, pdf_blocks
from app.reports.render.pdf_ink import Ink
from app.reports.styles import MOTTO, Part
from app.reports.tree import Document, Paragraph, Run, Style
from tests.checking.planting import (
    Patch,
    head,
    nodes,
)

WORD, PDF = ("docx",), ("pdf",)
BODY_RUN = '<w:pStyle w:val="Body"/></w:pPr><w:r>'


def foot(renderer: Any, number: int) -> int:
    renderer._ink.text(str(number), 300, 30, 14)
    return 1


def first(renderer: Any, number: int) -> None:
    if number == 1:
        renderer._ink.text("1", 315, 842 - 41, 14)


def of_three(renderer: Any, number: int) -> int:
    if number > 1:
        renderer._ink.text(f"Trang {number}/3", 290, 842 - 41, 14)
    return 1


def goes_on(renderer: Any, number: int) -> int:
    return int(renderer._pages) + 1


def goes_on_after_the_first(renderer: Any, number: int) -> int:
    return number if number == 1 else int(renderer._pages) + 1


def highlight(renderer: Any, number: int) -> None:
    if number == 1:
        renderer._canvas.saveState()
        renderer._canvas.setFillColorRGB(1, 1, 0)
        renderer._canvas.rect(150, 380, 120, 60, stroke=0, fill=1)
        renderer._canvas.restoreState()


def helvetica(renderer: Any, number: int) -> None:
    renderer._canvas.setFont("Helvetica", 14)
    renderer._canvas.drawString(100, 400, "Lorem")


def red(renderer: Any, number: int) -> None:
    renderer._canvas.setFillColorRGB(0.8, 0, 0)


def split_nation(patch: Patch, document: Document) -> Document:
    original = pdf_blocks._stack

    def stack(texts: Any, start: float) -> Any:
        parts = []
        for text, part in texts:
            if part is Part.NATION:
                parts += [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", part), ("VIỆT NAM", part)]
            else:
                parts.append((text, part))
        return original(parts, start)

    patch.setattr(pdf_blocks, "_stack", stack)
    return document


def underlined(patch: Patch, document: Document) -> Document:
    original = Ink.text

    def text(self: Ink, words: str, x: float, baseline: float, size: float, face: int = 0) -> None:
        original(self, words, x, baseline, size, face)
        if words == MOTTO:
            self.rule(x, x + self.metrics.width(words, size, face), baseline - 1.4)

    patch.setattr(Ink, "text", text)
    return head(lambda plan: replace(plan, motto_rule=0.0))(patch, document)


def decomposed(patch: Patch, document: Document) -> Document:
    original = Ink.text

    def text(self: Ink, words: str, *rest: Any) -> None:
        original(self, unicodedata.normalize("NFD", words), *rest)

    patch.setattr(Ink, "text", text)
    return document


def title_first(patch: Patch, document: Document) -> Document:
    original = pdf.paragraph_boxes

    def boxes(node: Paragraph, room: float, metrics: Any) -> Any:
        styles = {Style.ANNEX_LABEL: Style.ANNEX_TITLE, Style.ANNEX_TITLE: Style.ANNEX_LABEL}
        if node.style in styles:
            text = "SỐ LIỆU" if node.style is Style.ANNEX_LABEL else "Phụ lục I"
            node = Paragraph((Run(text),), styles[node.style])
        return original(node, room, metrics)

    patch.setattr(pdf, "paragraph_boxes", boxes)
    return document


def ends(text: str) -> Any:
    def change(node: Any) -> Any:
        if isinstance(node, Paragraph) and node.text.endswith("./."):
            return replace(node, runs=(Run(node.text.removesuffix("./.") + text),))
        return node

    return nodes(change)
