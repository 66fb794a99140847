"""The empty Word file that documents are poured into: styles, settings, headers, nothing left over."""

from datetime import date
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

from app.reports.render.docx_xml import (
    HEADER_DEFAULT,
    HEADER_FIRST,
    JUSTIFY,
    NAMESPACES,
    WIDE,
    style_id,
    twips,
)
from app.reports.render.stamp import EPOCH, PROGRAM, StampedZip
from app.reports.styles import (
    CELL_GAP,
    FONT,
    LANGUAGE,
    LOOKS,
    MM,
    TABLE_SIZE_WIDE,
    Look,
    Part,
)
from app.reports.tree import Style

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OFFICE}.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_THIN = 2.0  # points: the height of a rule's paragraph


@lru_cache(maxsize=1)
def empty_package() -> bytes:
    """Return a Word file without content, made from the table of styles."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            {
                "rId1": (f"{_RELATIONS}/officeDocument", "word/document.xml"),
                "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                "rId3": (f"{_RELATIONS}/extended-properties", "docProps/app.xml"),
            }
        ),
        "docProps/core.xml": _core(),
        "docProps/app.xml": (
            f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            f"<Application>{PROGRAM}</Application></Properties>"
        ),
        "word/_rels/document.xml.rels": _relations(
            {
                "rIdStyles": (f"{_RELATIONS}/styles", "styles.xml"),
                "rIdSettings": (f"{_RELATIONS}/settings", "settings.xml"),
                HEADER_DEFAULT: (f"{_RELATIONS}/header", "header1.xml"),
                HEADER_FIRST: (f"{_RELATIONS}/header", "header2.xml"),
            }
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body/></w:document>",
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/header1.xml": _header(_PAGE_FIELD),
        "word/header2.xml": _header(""),
    }
    stream = BytesIO()
    with StampedZip(stream, EPOCH) as package:
        for name, text in parts.items():
            package.writestr(name, (_HEAD + text).encode())
    return stream.getvalue()


def _content_types() -> str:
    overrides = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/header1.xml": f"{_WORD}.header+xml",
        "/word/header2.xml": f"{_WORD}.header+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{_OFFICE}.extended-properties+xml",
    }
    listed = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(day: date = EPOCH) -> str:
    moment = f"{day:%Y-%m-%d}T00:00:00Z"
    stamps = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{stamps}</cp:coreProperties>'
    )


def _settings() -> str:
    # Mode 15 is Word 2013 and later: without it Word opens the file as one of an older version.
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{LANGUAGE}"/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/></w:settings>'
    )


_PAGE_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def _header(content: str) -> str:
    style = style_id(Part.PAGE_NUMBER)
    return f'<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p></w:hdr>'


def _styles() -> str:
    body = LOOKS[Style.BODY]
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}{_size(body.size)}"
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="{LANGUAGE}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{_FONTS}{_size(body.size)}</w:rPr></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    styles = [_style(style_id(style), look.name, look, style) for style, look in LOOKS.items()]
    for part in (Part.TABLE_TEXT, Part.TABLE_HEADER):
        look = LOOKS[part]
        styles.append(_style(style_id(part) + WIDE, f"{look.name} rộng", look, part, TABLE_SIZE_WIDE))
    return f"<w:styles {NAMESPACES}>{defaults}{normal}{''.join(styles)}</w:styles>"


def _style(name_id: str, name: str, look: Look, style: Style | Part, size: float | None = None) -> str:
    before, after, line = twips(look.before), twips(look.after), round(look.line * 240)
    spacing = f'w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"'
    if style in {Part.TABLE_TEXT, Part.TABLE_HEADER}:
        gap = twips(CELL_GAP)
        spacing = f'w:before="{gap}" w:after="{gap}" w:line="240" w:lineRule="auto"'
    elif style in {Part.RULE, Part.BREAK}:
        thin = twips(_THIN if style is Part.RULE else 1)
        above = twips(1.5) if style is Part.RULE else 0
        spacing = f'w:before="{above}" w:after="0" w:line="{thin}" w:lineRule="exact"'
    properties = "<w:keepNext/>" if look.keep_next else ""
    properties += f"<w:spacing {spacing}/>"
    if look.first_line:
        properties += f'<w:ind w:firstLine="{twips(look.first_line * MM)}"/>'
    properties += f'<w:jc w:val="{JUSTIFY[look.align]}"/>'
    if look.level is not None:
        properties += f'<w:outlineLvl w:val="{look.level - 1}"/>'
    marks = ("<w:b/><w:bCs/>" if look.bold else "") + ("<w:i/><w:iCs/>" if look.italic else "")
    return (
        f'<w:style w:type="paragraph" w:customStyle="{0 if name.startswith("heading") else 1}" '
        f'w:styleId="{name_id}"><w:name w:val="{escape(name)}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{properties}</w:pPr>"
        f"<w:rPr>{_FONTS}{marks}{_size(size or look.size)}</w:rPr></w:style>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'
