"""Word documents, written by hand as XML in a zip."""

import io
import zipfile
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_LINKS = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
_LINK = f'<Relationship Id="{{}}" Type="{_R}/{{}}" Target="{{}}"/>'
_CORE = (
    '<cp:coreProperties xmlns:cp="urn:c" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dcterms:modified>{}</dcterms:modified></cp:coreProperties>"
)
_STYLES = f'<w:styles xmlns:w="{_W}">{{}}</w:styles>'
_STYLE = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/></w:style>'
_NUMBERING = (
    f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    f'<a:blip xmlns:r="{_R}" r:embed="p1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r></w:p>"
)


def p(text: str, style: str = "", *, bold: bool = False, level: int = -1) -> str:
    """A paragraph; one with a `level` is in a list."""
    how = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level >= 0:
        how += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:pPr>{how}</w:pPr><w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of paragraphs."""
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(*body: str, modified: str = "2026-11-20T01:00:00Z", further: dict[str, bytes] | None = None) -> bytes:
    """A document of these paragraphs and tables; styles h1, h2 and t are heading 1, 2 and the Chinese title."""
    packed = io.BytesIO()
    styles = _STYLE.format("h1", "heading 1") + _STYLE.format("h2", "heading 2") + _STYLE.format("t", "标题")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("_rels/.rels", _LINKS.format(_LINK.format("d", "officeDocument", "word/document.xml")))
        links = [_LINK.format("s", "styles", "styles.xml"), _LINK.format("n", "numbering", "numbering.xml")]
        file.writestr(
            "word/_rels/document.xml.rels",
            _LINKS.format("".join([*links, _LINK.format("p1", "image", "media/p.png")])),
        )
        file.writestr("word/styles.xml", _STYLES.format(styles))
        file.writestr("word/numbering.xml", _NUMBERING)
        file.writestr("word/media/p.png", b"\x89PNG\r\n\x1a\n Exif GPS")
        file.writestr("word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{"".join(body)}</w:body></w:document>')
        if modified:
            file.writestr("docProps/core.xml", _CORE.format(modified))
        for path, content in (further or {}).items():
            file.writestr(path, content)
    return packed.getvalue()
