"""Documents as Word files: named styles, own sections for annexes, the same bytes every time (R01-R08)."""

from functools import singledispatchmethod
from io import BytesIO
from typing import BinaryIO

from docx import Document as open_package
from docx.document import Document as WordDocument

from app.core.text import shorten
from app.reports.cells import clean, clean_runs
from app.reports.fonts import default_metrics
from app.reports.layout import balance, lay_out_addressees
from app.reports.metrics import BOLD, ITALIC
from app.reports.render.docx_blocks import heading_table, party_table, signature_table
from app.reports.render.docx_package import empty_package
from app.reports.render.docx_table import TableXml
from app.reports.render.docx_xml import (
    NAMESPACES,
    indent,
    paragraph,
    picture,
    rule,
    run,
    section,
    section_break,
    style_id,
    twips,
)
from app.reports.render.stamp import created_at, created_on, restamp
from app.reports.styles import ADDRESSEE_WORD, LANGUAGE, LOOKS, MM, PAGE, Part
from app.reports.tree import (
    Addressees,
    Align,
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    Paragraph,
    PartySignatures,
    Run,
    SignatureBlock,
    Spacer,
    Style,
    Table,
    TitleBlock,
)

_SIGNATURES = SignatureBlock | PartySignatures
_MAIN = "word/document.xml"
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_PROPERTY = 250  # Word's properties hold 255 characters


def render_docx(document: Document, stream: BinaryIO) -> None:
    """Write a document as a Word file."""
    DocxRenderer(document).render(stream)


class DocxRenderer:
    """Turns nodes into WordprocessingML and pours it into an empty package."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._metrics = default_metrics()
        self._parts: list[str] = []
        self._landscape = False
        self._tied: set[int] = set()
        self._word = open_package(BytesIO(empty_package()))

    def render(self, stream: BinaryIO) -> None:
        """Write the main part and every annex as its own section."""
        annexes = self._document.annexes
        self._blocks(self._document.blocks)
        properties = section(landscape=False, is_first=True)
        for annex in annexes:
            self._parts.append(section_break(properties))
            self._annex(annex)
            properties = section(landscape=annex.landscape, is_first=False)
        blocks = annexes[-1].blocks if annexes else self._document.blocks
        ends_with_table = bool(blocks) and isinstance(blocks[-1], Table | _SIGNATURES)
        if ends_with_table:  # Word wants a paragraph after the last table
            self._parts.append(section_break(""))
        self._parts.append(properties)
        self._describe(self._word)
        packed = BytesIO()
        self._word.save(packed)
        # The text goes in as it is written: as a tree it would take twenty times the memory.
        restamp(packed, stream, created_on(self._document), {_MAIN: self._main()})

    def _main(self) -> bytes:
        head = f"{_DECLARATION}<w:document {NAMESPACES}><w:body>"
        return b"".join(part.encode() for part in (head, *self._parts, "</w:body></w:document>"))

    @property
    def _room(self) -> float:
        return PAGE.text_width(landscape=self._landscape) * MM

    def _describe(self, word: WordDocument) -> None:
        core, document = word.core_properties, self._document
        core.title = shorten(clean(document.title), _PROPERTY)
        core.subject = core.title
        core.author = shorten(clean(document.author), _PROPERTY)
        core.last_modified_by = core.author
        core.keywords = shorten(", ".join(clean(word) for word in document.keywords), _PROPERTY)
        core.language = LANGUAGE
        core.revision = 1
        core.created = core.modified = created_at(document)

    def _blocks(self, blocks: tuple[Block, ...]) -> None:
        self._tied = self._tied_to_signature(blocks)
        before: Block | None = None
        for index, block in enumerate(blocks):
            if isinstance(block, Table) and isinstance(before, Table):
                self._parts.append(section_break(""))  # two tables in a row would become one
            self._add(block, index)
            before = block

    def _tied_to_signature(self, blocks: tuple[Block, ...]) -> set[int]:
        """Return the places of the last paragraphs that hold two lines before the signature (R51)."""
        tied: set[int] = set()
        signatures = [index for index, block in enumerate(blocks) if isinstance(block, _SIGNATURES)]
        for index in range(signatures[0] - 1 if signatures else -1, -1, -1):
            block = blocks[index]
            if not isinstance(block, Paragraph):
                break
            tied.add(index)
            if len(tied) > 1 or not self._is_one_line(block):
                break
        return tied

    def _is_one_line(self, node: Paragraph) -> bool:
        look = LOOKS[node.style]
        width = self._metrics.width(clean(node.text), look.size, look.face)
        return width < self._room - look.first_line * MM

    def _annex(self, annex: Annex) -> None:
        self._landscape = annex.landscape
        label = f"Phụ lục {annex.numeral}" if annex.numeral else "Phụ lục"
        self._text(label, Style.ANNEX_LABEL)
        self._text(clean(annex.title).upper(), Style.ANNEX_TITLE)
        self._text(f"({annex.link})", Style.ANNEX_LINK)
        link = balance(clean(annex.link), LOOKS[Style.ANNEX_LINK], self._room, self._metrics)
        self._parts.append(rule(link.rule, self._room))
        self._spacer(6)
        self._blocks(annex.blocks)

    def _text(self, text: str, style: Style) -> None:
        self._paragraph(Paragraph((Run(text),), style), tied=False)

    def _paragraph(self, node: Paragraph, *, tied: bool) -> None:
        look = LOOKS[node.style]
        ind = ""
        if look.align is Align.CENTER:
            width = balance(clean(node.text), look, self._room, self._metrics).width
            if width < self._room:
                side = (self._room - width) / 2
                ind = indent(side, side)
        runs = "".join(
            run(item.text, (BOLD if item.bold else 0) | (ITALIC if item.italic else 0), look.face)
            for item in clean_runs(node.runs)
        )
        level = node.outline_level
        own = look.level is not None and level == look.level
        keep = (node.keep_with_next or tied) and not look.keep_next
        self._parts.append(
            paragraph(
                runs,
                style_id(node.style),
                keep=keep,
                ind=ind,
                level=None if level is None or own else level - 1,
            )
        )

    def _spacer(self, points: float) -> None:
        height = f'<w:spacing w:before="0" w:after="0" w:line="{twips(points)}" w:lineRule="exact"/>'
        self._parts.append(paragraph("", style_id(Part.BREAK), keep=True, spacing=height))

    @singledispatchmethod
    def _add(self, node: object, index: int) -> None:
        raise TypeError(f"no Word form for {type(node).__name__}")

    @_add.register
    def _(self, node: Heading, index: int) -> None:
        self._parts.append(heading_table(node, self._metrics))

    @_add.register
    def _(self, node: TitleBlock, index: int) -> None:
        self._text(node.kind, Style.TITLE)
        self._text(node.subject, Style.SUBJECT)
        balanced = balance(clean(node.subject), LOOKS[Style.SUBJECT], self._room, self._metrics)
        self._parts.append(rule(balanced.rule, self._room))
        if node.note:
            self._text(node.note, Style.NOTE)

    @_add.register
    def _(self, node: Addressees, index: int) -> None:
        if not node.items:
            return
        plan = lay_out_addressees(node, self._room, self._metrics)
        style = style_id(Style.ADDRESSEE)
        if not plan.is_list:
            right = self._room - plan.hanging - plan.width
            ind = indent(plan.hanging, right, hanging=plan.hanging - plan.left)
            self._parts.append(paragraph(run(ADDRESSEE_WORD + plan.items[0]), style, ind=ind))
            return
        self._parts.append(paragraph(run(ADDRESSEE_WORD.strip()), style, keep=True, ind=indent(plan.left)))
        for place, item in enumerate(plan.items, 1):
            is_last = place == len(plan.items)
            after = twips(LOOKS[Style.ADDRESSEE].after) if is_last else 0
            self._parts.append(
                paragraph(
                    run(item),
                    style,
                    keep=not is_last,
                    spacing=f'<w:spacing w:before="60" w:after="{after}"/>',
                    ind=indent(plan.hanging + plan.dash, hanging=plan.dash),
                )
            )

    @_add.register
    def _(self, node: Paragraph, index: int) -> None:
        self._paragraph(node, tied=index in self._tied)

    @_add.register
    def _(self, node: Table, index: int) -> None:
        page_room = PAGE.text_height(landscape=self._landscape) * MM
        self._parts.append(TableXml(node, self._room, page_room, self._metrics).xml())

    @_add.register
    def _(self, node: SignatureBlock, index: int) -> None:
        self._parts.append(signature_table(node, self._metrics))

    @_add.register
    def _(self, node: PartySignatures, index: int) -> None:
        self._parts.append(party_table(node, self._metrics))
        self._spacer(1)  # two tables in a row would become one

    @_add.register
    def _(self, node: Chart, index: int) -> None:
        from app.reports.render.chart_picture import chart_picture

        image, width, height = chart_picture(node, self._room)
        relation, _ = self._word.part.get_or_add_image(BytesIO(image))
        style = style_id(Style.SOURCE)
        description = clean(node.description)
        self._parts.append(picture(relation, width, height, description, style))

    @_add.register
    def _(self, node: Spacer, index: int) -> None:
        self._spacer(node.points)
